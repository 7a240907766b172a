-- One row per council (today's and former), region, and England, in alphabetical order.
select
    area_code, slug, name, short_name, coalesce(aliases, []) as aliases, type, region_code, region_name,
    valid_from, valid_to, coalesce(succeeds, []) as succeeds, is_tiny
from benchmarks.area
order by short_name, area_code
