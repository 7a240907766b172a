-- One row per known caveat: council, publication and span of periods; no metrics named means all of them.
select area_code, publication, coalesce(metrics, []) as metrics, period_from, period_to, words, said_in
from benchmarks.caveat
order by area_code, period_from
