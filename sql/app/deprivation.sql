-- One row per council: its IMD average score in the newest edition that is loaded.
select
    area_code, edition,
    imd_average_score as value,
    release_id
from benchmarks.deprivation
where
    edition = (select max(edition) from benchmarks.deprivation)
    and imd_average_score is not null
order by area_code
