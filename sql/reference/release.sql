-- One row per published file.
with releases as (
    select
        release_row.*,
        publication_title.publication_title,
        cast(dense_rank() over (partition by release_row.publication order by release_row.release) as integer)
            as release_order
    from release_row
    left join publication_title using (publication)
)

select * from releases order by release_id
