-- One row per metric and period: the release that brought it first.
with told as (
    select
        history.metric_id,
        history.period_end,
        history.period_label,
        history.release_id,
        count(history.value) filter (area.type not in ('region', 'country')) as councils,
        release.release_order
    from observation_history as history
    inner join release using (release_id)
    inner join area using (area_code)
    group by all
),

first_told as (
    select metric_id, period_end, period_label, release_id, cast(councils as integer) as councils
    from told
    qualify row_number() over (partition by metric_id, period_end order by release_order, release_id) = 1
)

select * from first_told order by metric_id, period_end
