-- One row per council: its change since the year before, for one metric and period. The same in every model.
select
    area_code,
    any_value(change) as change
from benchmarks.comparison
where metric_id = $1 and period_end = $2 and change is not null
group by area_code
