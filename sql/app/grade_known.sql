-- One row per council: its latest overall ILACS grade among the reports published by a date.
select
    area_code,
    arg_max(grade, inspected_on) as grade,
    arg_max(grade_order, inspected_on) as grade_order,
    max(inspected_on) as inspected_on,
    arg_max(published_on, inspected_on) as published_on,
    arg_max(release_id, inspected_on) as release_id
from benchmarks.inspection
where
    framework = 'ILACS'
    and judgement = 'Overall effectiveness'
    and published_on <= $1
group by area_code
order by area_code
