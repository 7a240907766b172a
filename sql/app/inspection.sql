-- One row per council, inspection and judgement, newest inspection first.
select
    area_code, framework, inspection_type, inspected_on, published_on, judgement, grade, grade_order, release_id
from benchmarks.inspection
order by area_code, inspected_on desc, judgement
