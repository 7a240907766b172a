-- One row per council and period of one metric, in one neighbour model.
select
    area_code, period_end, neighbour_mean, neighbour_median, neighbour_min, neighbour_max, neighbour_count,
    position, position_of, region_value, england_value, verdict, change, change_is_beyond_chance
from benchmarks.comparison
where metric_id = $1 and model = $2
order by area_code, period_end
