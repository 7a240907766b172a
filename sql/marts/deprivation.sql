-- One row per council and edition of the indices.
with editions as (
    select
        area_code, edition, imd_average_score, imd_rank_of_average_score, rank_of, share_in_most_deprived_tenth,
        release_id
    from deprivation_row
)

select * from editions order by area_code, edition
