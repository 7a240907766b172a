-- One row per area: its newest child population and deprivation rank, NULL where there is none.
with newest_population as (
    select
        area_code,
        max_by(population_0_17, mid_year) as population_0_17,
        max(mid_year) as mid_year
    from benchmarks.population
    group by area_code
),

newest_rank as (
    select
        area_code,
        max_by(imd_rank_of_average_score, edition) as deprivation_rank,
        max_by(rank_of, edition) as rank_of,
        max(edition) as deprivation_edition
    from benchmarks.deprivation
    group by area_code
)

select area_code, population_0_17, mid_year, deprivation_rank, rank_of, deprivation_edition
from benchmarks.area
left join newest_population using (area_code)
left join newest_rank using (area_code)
