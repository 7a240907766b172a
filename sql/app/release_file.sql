-- One row per published file, newest release of each publication first.
select
    publication, publication_title, release, file, publisher, published, retrieved, newest_period_end, rows, bytes,
    sha256, url, licence
from benchmarks.release
order by publication_title, publication, release_order desc, file
