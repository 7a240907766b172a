-- One row per council asked for: its newest child population and deprivation rank, NULL where there is none.
with newest_population as (
    select population_0_17, mid_year
    from benchmarks.population
    where area_code = $1
    order by mid_year desc
    limit 1
),

newest_rank as (
    select imd_rank_of_average_score, rank_of, edition
    from benchmarks.deprivation
    where area_code = $1
    order by edition desc
    limit 1
)

select population_0_17, mid_year, imd_rank_of_average_score, rank_of, edition
from (select 1)
left join newest_population on true
left join newest_rank on true
