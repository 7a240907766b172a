-- One row per metric, area, period end and release that says otherwise than the release before it.
with told as (
    select
        history.metric_id,
        history.area_code,
        history.period_end,
        history.period_label,
        history.release_id,
        history.value,
        history.status,
        lag(history.release_id) over releases as previous_release_id,
        lag(history.value) over releases as previous_value,
        lag(history.status) over releases as previous_status,
        metric.decimals
    from observation_history as history
    inner join release using (release_id)
    inner join metric using (metric_id)
    window releases as (
        partition by history.metric_id, history.area_code, history.period_end
        order by release.release_order, history.release_id
    )
),

-- As it would be shown: a rate that one release published and another leaves to be calculated is the same rate.
differing as (
    select *
    from told
    where previous_release_id is not null
        and (
            status <> previous_status
            or (round(value, decimals) <> round(previous_value, decimals) and abs(value - previous_value) >= 0.5 * 10.0 ** -decimals)
        )
),

spreads as (
    select
        observation.metric_id,
        observation.period_end,
        quantile_cont(observation.value, 0.75) - quantile_cont(observation.value, 0.25) as spread
    from observation
    inner join area using (area_code)
    where area.type not in ('region', 'country') and not area.is_tiny
    group by all
),

revisions as (
    select
        differing.* exclude (decimals),
        differing.value - differing.previous_value as change,
        abs(differing.value - differing.previous_value) / nullif(spreads.spread, 0) as size
    from differing
    left join spreads using (metric_id, period_end)
)

select * from revisions order by metric_id, area_code, period_end, release_id
