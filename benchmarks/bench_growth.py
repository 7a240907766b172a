"""How cost grows: the database with ten times the councils, and then ten times the years too.

Synthetic councils and years repeat real ones under other codes and dates. Each copy of England has its own neighbours.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from benchmarks import bench_pages, figures
from benchmarks.bench_queries import MS, of_database
from benchmarks.figures import Figure
from dashboard import store

TITLE = "Growth: data ×10 (councils) and ×100 (councils and years)"
SIZES = {10: (10, 1), 100: (10, 10)}
YEARS = 15  # more than the history has, so that no period is there twice
CHANGES = 8
# What is repeated, by which of its columns, and in which order it is stored.
AREA_CODES = ("area_code", "neighbour_code", "joint_with")
TABLES = {
    "area": "area_code",
    "neighbour": "model, area_code, position",
    "population": "area_code, mid_year",
    "deprivation": "edition, area_code",
    "inspection": "area_code, published_on desc",
    "observation": "metric_id, area_code, period_end",
    "comparison": "metric_id, area_code, period_end, model",
}


def grown(source: Path, folder: Path, councils: int, years: int) -> Path:
    """A data directory in `folder` whose database repeats the councils and the years of `source` so many times."""
    folder.mkdir()
    target = folder / store.FILE
    shutil.copy(source, target)
    with duckdb.connect(str(target)) as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.execute(
            "create temp table regions as select area_code from area where type in ('region', 'country')"
        )
        for table, order in TABLES.items():
            connection.execute(f"create temp table kept as select * from {table}")
            names = [row[0] for row in connection.execute(f"select column_name from (describe {table})").fetchall()]
            has_years = table in ("observation", "comparison")
            chosen = ", ".join(_column(name, table) for name in names)
            connection.execute(f"delete from {table}")
            connection.execute(
                f"insert into {table} select {chosen} from kept, range({councils}) as england(copy), "
                f"range({years if has_years else 1}) as history(turn) "
                # Regions and England are there once, whatever the number of councils.
                f"where copy = 0 or kept.area_code not in (from regions) order by {order}"
            )
            connection.execute("drop table kept")
        connection.execute("checkpoint")
    return folder


def _column(name: str, table: str) -> str:
    if name in AREA_CODES:
        again = f"{name} || '-' || copy"
        return f"case when copy = 0 or {name} in (from regions) then {name} else {again} end as {name}"
    if name == "succeeds":
        return "list_transform(succeeds, lambda code: if(copy = 0, code, code || '-' || copy)) as succeeds"
    if name in ("slug", "name", "short_name") and table == "area":
        return f"case when copy = 0 then {name} else {name} || '-' || copy end as {name}"
    if name == "period_end" and table in ("observation", "comparison"):
        return f"cast({name} - to_years(cast(turn * {YEARS} as integer)) as date) as {name}"
    return name


def measure() -> list[Figure]:
    found = _of("×1", None, MS)
    with tempfile.TemporaryDirectory() as name:
        for size, (councils, years) in SIZES.items():
            folder = grown(store.path(), Path(name) / str(size), councils, years)
            megabytes = (folder / store.FILE).stat().st_size / 1e6
            found.append(Figure(f"×{size}: database", "MB", megabytes))
            found += _of(f"×{size}", folder, MS * 10)
            shutil.rmtree(folder)
    return found


def _of(size: str, data_dir: Path | None, below: float) -> list[Figure]:
    """The queries, and three pages, of one size."""
    version = store.version((data_dir or store.path().parent) / store.FILE)
    found = of_database(version, below)
    for view in bench_pages.VIEWS[:3]:
        times, _ = bench_pages.of_page(view, CHANGES, data_dir)
        every = [each for some in times.values() for each in some]
        found.append(figures.of(f"{view.name}: all changes", "ms", every))
    return [replace(each, name=f"{size}: {each.name}") for each in found]
