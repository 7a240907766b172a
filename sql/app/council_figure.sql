-- One row per council with a figure in one period of one metric: tiny and former ones too, each of a joint return.
select
    observation.area_code, observation.value, observation.joint_with, observation.release_id,
    observation.is_calculated
from benchmarks.observation
inner join benchmarks.area using (area_code)
where
    observation.metric_id = $1
    and observation.period_end = $2
    and observation.value is not null
    and area.type not in ('region', 'country')
order by observation.area_code
