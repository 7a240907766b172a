-- One row per period in which at least half as many councils have a figure as in the metric's fullest, newest first.
with counted as (
    select
        observation.period_end,
        min(observation.period_label) as period_label,
        count(*) as councils
    from benchmarks.observation
    inner join benchmarks.area using (area_code)
    where
        observation.metric_id = $1
        and observation.value is not null
        and area.type not in ('region', 'country')
    group by observation.period_end
)

select period_end, period_label
from counted
where councils >= 0.5 * (select max(councils) from counted)
order by period_end desc
