-- One row per published file, newest release of each publication first.
select
    release_id, publication, publication_title, release, file, publisher, published, url, newest_period_end,
    licence, release_order
from benchmarks.release
order by publication_title, release_order desc, file
