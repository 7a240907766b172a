-- One row per council, inspection and judgement, newest inspection first, for the councils asked for.
select
    area_code, framework, inspection_type, inspected_on, published_on, judgement, grade, grade_order, release_id
from benchmarks.inspection
where list_contains($1, area_code)
order by area_code, inspected_on desc, judgement
