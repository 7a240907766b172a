"""Opens `benchmarks.duckdb` read-only and notices when a refresh has replaced it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
FILE = "benchmarks.duckdb"

# What the app's SELECTs read; a database that lacks one of these was written by another version.
REQUIRED = {
    "metric": "metric_id display_order theme name kind unit prefix suffix decimals polarity period_kind "
    "interval_method scale numerator_label denominator_label count_noun is_calculated formula "
    "publication publication_title publisher definition distorts does_not_show question on_summary plain",
    "area": "area_code slug name short_name aliases type region_code region_name valid_from valid_to succeeds is_tiny",
    "neighbour": "model area_code position neighbour_code closeness",
    "observation": "metric_id area_code period_end period_label value status numerator denominator interval_low "
    "interval_high joint_with is_calculated release_id councils_counted councils_expected councils_missing",
    "comparison": "metric_id area_code period_end model neighbour_mean neighbour_median neighbour_min neighbour_max "
    "neighbour_count position position_of region_value england_value verdict change change_is_beyond_chance",
    "inspection": "area_code framework inspection_type inspected_on published_on judgement grade grade_order",
    "population": "area_code mid_year population_0_17",
    "deprivation": "area_code edition imd_average_score imd_rank_of_average_score rank_of release_id",
    "caveat": "area_code publication metrics period_from period_to words said_in",
    "release": "release_id publication publication_title release file publisher published retrieved url sha256 bytes "
    "rows newest_period_end licence release_order",
    "next_expected": "publication year month day from_publisher",
    "revision": "metric_id area_code period_end release_id value status previous_release_id previous_value "
    "previous_status size",
    "new_period": "metric_id period_end release_id councils",
    "council_change": "metric_id area_code release_id change",
    "acceptance": "release_id reason accepted_at overrode",
    "build": "built_at pipeline_version checks",
}


class NoFigures(Exception):
    """There is no database that can be read. The message says what was found and what to do."""


class Version(str):
    """Which database file: "path|inode|time". A replaced file has another, and so another key in every cache.

    Text, because Streamlit hashes it with every cached query: as a tuple that takes longer than the answer.
    """

    __slots__ = ()

    @property
    def path(self) -> str:
        return self.rsplit("|", 2)[0]


def path() -> Path:
    """The database of `THREE_PAGES_DATA_DIR`, or of `data/` beside the code."""
    return Path(os.environ.get("THREE_PAGES_DATA_DIR") or ROOT / "data") / FILE


def version(file: Path | None = None) -> Version:
    """The database, or another file, as it lies on disk now. Raises NoFigures where there is none."""
    file = file or path()
    try:
        found = file.stat()
    except OSError as problem:
        raise NoFigures(f"There is no database at {file}.") from problem
    return Version(f"{file}|{found.st_ino}|{found.st_mtime_ns}")


# In memory with the file attached: a plain second connection to a replaced file would go on reading the old one.
# One entry: a new file pushes the old one out. Not closed by hand, which would close the cursors of sessions that
# are still reading: the last reference to go closes it.
@st.cache_resource(max_entries=1, show_spinner=False)
def _connection(wanted: Version) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        quoted = wanted.path.replace("'", "''")
        # Every lookup is too small to share among threads.
        connection.execute("set threads = 1")
        connection.execute(f"attach '{quoted}' as benchmarks (read_only)")
        # From here on no SQL reaches another file, the network or an extension, and none can say otherwise.
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        _check_schema(connection, wanted)
    except duckdb.Error as problem:
        connection.close()
        raise NoFigures(f"The database at {wanted.path} cannot be read ({_first_line(problem)}).") from problem
    except NoFigures:
        connection.close()
        raise
    return connection


def _check_schema(connection: duckdb.DuckDBPyConnection, wanted: Version) -> None:
    found = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = 'benchmarks'"
    ).fetchall()
    columns = {(table, column) for table, column in found}
    lacking = [
        f"{table}.{column}"
        for table, names in REQUIRED.items()
        for column in names.split()
        if (table, column) not in columns
    ]
    if lacking:
        more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        raise NoFigures(
            f"The database at {wanted.path} was made by another version of Three Pages: it has no "
            f"{', '.join(lacking[:3])}{more}."
        )


def _first_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__


def check(wanted: Version) -> None:
    """Open the database and hold its schema against REQUIRED. Raises NoFigures."""
    _connection(wanted)


@contextmanager
def cursor(wanted: Version) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor each: sessions are threads, and one connection serves one thread at a time."""
    found = _connection(wanted).cursor()
    try:
        yield found
    finally:
        found.close()


def rows(wanted: Version, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Every row of a SELECT; tables are named `benchmarks.<table>`, because cursors do not inherit USE."""
    with cursor(wanted) as found:
        return found.execute(sql, list(parameters)).fetchall()


@cache
def sql(name: str) -> str:
    """The text of `sql/app/<name>.sql`."""
    return (ROOT / "sql" / "app" / f"{name}.sql").read_text(encoding="utf-8")
