-- One row per council and edition of the indices.
with listed as (
    select *, cast(count(*) over (partition by release_id) as integer) as rank_of
    from raw_imd_upper_tier
),

councils as (
    select
        council_gss.area_code,
        split_part(indices.release_id, '/', 2) as edition,
        number(indices.imd_average_score) as imd_average_score,
        cast(number(indices.imd_rank_of_average_score) as integer) as imd_rank_of_average_score,
        number(indices.share_in_most_deprived_tenth) as share_in_most_deprived_tenth,
        indices.rank_of,
        indices.release_id
    from listed as indices
    inner join council_gss on indices.ons_code = council_gss.gss_code
)

select * from councils
