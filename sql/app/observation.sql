-- One row per area and period of one metric, for the areas asked for.
select
    area_code, period_end, period_label, value, status, numerator, denominator, interval_low, interval_high,
    joint_with, is_calculated, release_id, councils_counted, councils_expected,
    councils_missing
from benchmarks.observation
where metric_id = $1 and list_contains($2, area_code)
