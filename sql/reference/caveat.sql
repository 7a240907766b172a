-- One row per council, publication and span of periods.
with caveats as (
    select
        area_code,
        publication,
        cast(metrics as varchar[]) as metrics,
        cast(period_from as date) as period_from,
        cast(period_to as date) as period_to,
        words,
        said_in
    from caveat_entry
)

select * from caveats order by area_code, publication, period_from
