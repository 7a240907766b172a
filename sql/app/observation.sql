-- One row per area and period of one metric.
select
    area_code, period_end, period_label, value, status, numerator, denominator, interval_low, interval_high,
    joint_with, is_calculated, release_id, councils_counted, councils_expected,
    councils_missing
from benchmarks.observation
where metric_id = $1
order by area_code, period_end
