-- One row per publication and edition whose ranks go further than its councils: some are missing.
with editions as (
    select
        publication,
        edition,
        count(*) as councils,
        max(rank_of) as rows_read,
        max(imd_rank_of_average_score) as last_rank
    from candidate_deprivation_row
    group by publication, edition
),

failing as (
    select
        publication,
        format(
            'expected as many councils in {} as its last rank says, {}; found {}', edition, last_rank, rows_read
        ) as words
    from editions
    where last_rank > rows_read
        -- A folder of a few councils is somebody's choice; a file of most of them has lost the others.
        and (rows_read > last_rank / 2 or exists (from before_deprivation_row))
)

select * from failing order by publication, words
