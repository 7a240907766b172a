-- One row per metric and area at the metric's latest period, for the areas asked for; a council's own comparison.
with latest as (
    select
        metric_id,
        max_by(period_label, period_end) as period_label,
        max(period_end) as period_end
    from benchmarks.observation
    inner join benchmarks.area using (area_code)
    where value is not null and type not in ('region', 'country')
    group by metric_id
)

select
    latest.metric_id, latest.period_end, latest.period_label,
    observation.area_code, observation.period_label, value, status, numerator, denominator, interval_low, interval_high,
    joint_with, is_calculated, release_id, councils_counted, councils_expected, councils_missing,
    model, neighbour_mean, neighbour_median, neighbour_min, neighbour_max, coalesce(neighbour_count, 0) as neighbour_count,
    position, position_of, region_value, england_value, verdict, change, change_is_beyond_chance
from latest
left join benchmarks.observation
    on latest.metric_id = observation.metric_id
    and latest.period_end = observation.period_end
    and list_contains($1, observation.area_code)
left join benchmarks.comparison
    on observation.metric_id = comparison.metric_id
    and observation.period_end = comparison.period_end
    and observation.area_code = comparison.area_code
    and comparison.area_code = $2
    and comparison.model = $3
