-- One row per metric and council that there was in the metric's newest period: its status, NULL where it has no row.
with councils as (
    select area_code, short_name, valid_from, valid_to
    from benchmarks.area
    where type not in ('region', 'country')
),

figures as (
    select observation.*
    from benchmarks.observation
    inner join councils using (area_code)
),

newest as (
    select metric_id, max(period_end) as period_end, max_by(period_label, period_end) as period_label
    from figures
    where value is not null
    group by metric_id
),

expected as (
    select newest.*, councils.area_code, councils.short_name
    from newest
    cross join councils
    where
        coalesce(councils.valid_from <= newest.period_end, true)
        and coalesce(councils.valid_to >= newest.period_end, true)
)

select expected.metric_id, expected.period_end, expected.period_label, expected.area_code, figures.status
from expected
left join figures using (metric_id, area_code, period_end)
inner join benchmarks.metric using (metric_id)
order by metric.display_order, expected.short_name
