-- One row per period in which any council has a figure for the metric, newest first.
select
    period_end,
    min(period_label) as period_label
from benchmarks.observation
inner join benchmarks.area using (area_code)
where metric_id = $1 and value is not null and type not in ('region', 'country')
group by period_end
order by period_end desc
