-- One row per metric, council and release whose newest period gained or lost the council.
with newest as (
    select
        history.metric_id,
        history.release_id,
        history.area_code,
        release.release_order,
        -- A former council keeps its rows, with nothing to say.
        history.status <> 'not_applicable'
        or (
            coalesce(area.valid_from <= history.period_end, true)
            and coalesce(area.valid_to >= history.period_end, true)
        ) as is_there
    from observation_history as history
    inner join release using (release_id)
    inner join area using (area_code)
    where area.type not in ('region', 'country')
    qualify history.period_end = max(history.period_end) over (partition by history.metric_id, history.release_id)
),

releases as (
    select
        metric_id,
        release_id,
        lag(release_id) over (partition by metric_id order by release_order, release_id) as previous_release_id
    from newest
    group by metric_id, release_id, release_order
),

pairs as (
    select
        releases.metric_id,
        releases.release_id,
        releases.previous_release_id,
        newest.area_code
    from releases
    inner join newest
        on releases.metric_id = newest.metric_id
        and newest.release_id in (releases.release_id, releases.previous_release_id)
        and newest.is_there
    where releases.previous_release_id is not null
),

changes as (
    select
        pairs.metric_id,
        pairs.area_code,
        pairs.release_id,
        pairs.previous_release_id,
        if(bool_or(newest.release_id = pairs.release_id), 'gained', 'lost') as change
    from pairs
    inner join newest
        on pairs.metric_id = newest.metric_id
        and pairs.area_code = newest.area_code
        and newest.release_id in (pairs.release_id, pairs.previous_release_id)
        and newest.is_there
    group by all
    having count(distinct newest.release_id) = 1
)

select * from changes order by metric_id, area_code, release_id
