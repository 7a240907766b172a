-- One row per publication whose next release can be foreseen.
with newest as (
    select publication, max(published) as published
    from release
    group by publication
),

said as (
    select
        publication,
        cast(year as integer) as year,
        cast(month as integer) as month,
        cast(day as integer) as day,
        true as from_publisher
    from announced
),

-- Else the first of its usual months that is two months or more after the newest release.
usual as (
    select
        newest.publication,
        min(make_date(year(newest.published) + later.years, cast(usual_month.month as integer), 1)) as due
    from newest
    inner join usual_month using (publication)
    cross join (values (0), (1), (2)) as later (years)
    where
        make_date(year(newest.published) + later.years, cast(usual_month.month as integer), 1)
        >= newest.published + interval 2 month
    group by newest.publication
),

expected as (
    select * from said
    union all by name
    select publication, cast(year(due) as integer) as year, cast(month(due) as integer) as month, null as day, false as from_publisher
    from usual
    where publication not in (select publication from said)
)

select * from expected order by publication
