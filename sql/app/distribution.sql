-- One row per council with a figure in one period of one metric: tiny councils left out, a joint return once.
with figures as (
    select area_code, value, joint_with
    from benchmarks.observation
    where metric_id = $1 and period_end = $2 and value is not null
)

select figures.area_code, figures.joint_with, figures.value
from figures
inner join benchmarks.area using (area_code)
where
    area.type not in ('region', 'country')
    and not area.is_tiny
    and (
        figures.joint_with is null
        or figures.area_code < figures.joint_with
        or figures.joint_with not in (select area_code from figures)
    )
order by figures.value, figures.area_code
