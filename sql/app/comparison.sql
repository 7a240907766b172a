-- One row per period: one council against its neighbours in one model, for one metric.
select
    period_end, neighbour_mean, neighbour_median, neighbour_min, neighbour_max, neighbour_count,
    position, position_of, region_value, england_value, verdict, change, change_is_beyond_chance
from benchmarks.comparison
where metric_id = $1 and area_code = $2 and model = $3
