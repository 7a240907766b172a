"""What must hold before a new database may replace the last one, and what is worth saying all the same."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

GRAINS = {
    "metric": "metric_id",
    "area": "area_code",
    "area_pair": "publication, area_code, joint_with",
    "neighbour": "model, area_code, position",
    "observation": "metric_id, area_code, period_end",
    "observation_history": "metric_id, area_code, period_end, release_id",
    "comparison": "metric_id, area_code, period_end, model",
    "inspection": "area_code, inspected_on, inspection_type, judgement",
    "population": "area_code, mid_year",
    "deprivation": "area_code, edition",
    "release": "release_id",
    "revision": "metric_id, area_code, period_end, release_id",
    "new_period": "metric_id, period_end",
    "council_change": "metric_id, area_code, release_id",
    "next_expected": "publication",
}


@dataclass(frozen=True)
class Check:
    """A check and its result. One that `must_hold` and fails is never served: of the database as a whole, the last one
    stays in place; of a publication, its last good figures do.
    """

    name: str
    passed: bool
    must_hold: bool
    detail: str
    publication: str = ""


def run(con: duckdb.DuckDBPyConnection, last_database: Path | None = None, *, may_lose: bool = False) -> list[Check]:
    """Check a freshly built database against itself and against the one it would replace.

    `may_lose`: somebody has accepted files that hold less than the last ones.
    """
    return [
        *(_unique(con, table, key) for table, key in GRAINS.items()),
        _has_figures(con),
        _finite(con),
        _known_areas(con),
        _known_neighbours(con),
        _metrics_have_rows(con),
        _nothing_lost(con, last_database, may_lose),
    ]


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return con.execute(sql).fetchall()[0][0]


def _unique(con: duckdb.DuckDBPyConnection, table: str, key: str) -> Check:
    row = con.execute(
        f"select concat_ws(' ', {key}) from {table} group by {key} having count(*) > 1 order by all limit 1"
    ).fetchone()
    detail = f"two rows for {row[0]}" if row else f"one row per {key}"
    return Check(f"no row of {table} is there twice", row is None, True, detail)


def _has_figures(con: duckdb.DuckDBPyConnection) -> Check:
    figures = _count(con, "select count(value) from observation")
    return Check("there are figures", figures > 0, True, f"{figures:,} figures. Load at least one publication's files.")


def _finite(con: duckdb.DuckDBPyConnection) -> Check:
    bad = _count(
        con,
        "select count(*) from observation_history where not isfinite(value) or not isfinite(interval_low) "
        "or not isfinite(interval_high) or (value is null) = (status = 'published')",
    )
    return Check("every figure is a number or a reason", bad == 0, True, f"{bad:,} rows are neither or both")


def _known_areas(con: duckdb.DuckDBPyConnection) -> Check:
    codes = [
        row[0]
        for row in con.execute(
            "select distinct area_code from observation where area_code not in (select area_code from area) order by 1"
        ).fetchall()
    ]
    return Check(
        "every figure's area is known",
        not codes,
        True,
        f"unknown codes {', '.join(codes)}. Add them to data_pipeline/reference/areas.csv." if codes else "all known",
    )


def _known_neighbours(con: duckdb.DuckDBPyConnection) -> Check:
    without = [
        row[0]
        for row in con.execute(
            "select short_name from area where type not in ('region', 'country') and valid_to is null "
            "and area_code not in (select area_code from neighbour where model = (select max(model) from neighbour)) "
            "order by 1"
        ).fetchall()
    ]
    return Check(
        "every council has neighbours",
        not without,
        False,
        f"none in the newest model for {', '.join(without)}" if without else "all councils of today",
    )


def _metrics_have_rows(con: duckdb.DuckDBPyConnection) -> Check:
    without = [
        row[0]
        for row in con.execute(
            "select metric_id from metric where kind = 'number' "
            "and metric_id not in (select metric_id from observation) order by display_order"
        ).fetchall()
    ]
    return Check(
        "every metric has figures",
        not without,
        False,
        f"none for {', '.join(without)}" if without else "all metrics",
    )


def _nothing_lost(con: duckdb.DuckDBPyConnection, last_database: Path | None, may_lose: bool) -> Check:
    name = "nothing loaded before is lost"
    if last_database is None or not last_database.exists():
        return Check(name, True, True, "there is no database yet")
    try:
        con.execute("attach ? as last (read_only)", [str(last_database)])
        lost = con.execute(
            "select metric_id, short_name, period_label, count(*) over () as lost "
            "from (select distinct metric_id, area_code, period_end, period_label from last.main.observation) "
            "anti join observation using (metric_id, area_code, period_end) "
            "left join last.main.area using (area_code) "
            "where metric_id in (select metric_id from metric) order by all limit 1"
        ).fetchone()
    except duckdb.Error as error:
        # A database of another version, or no database at all, has nothing that could be compared.
        return Check(name, True, True, f"the last database cannot be read: {str(error).splitlines()[0]}")
    finally:
        con.execute("detach database if exists last")
    if lost is None:
        return Check(name, True, True, "every key of the last database is in the new one")
    return Check(
        name,
        False,
        not may_lose,
        f"{lost[3]:,} observations of the last database are missing from the new one, first {lost[0]}, {lost[1]}, "
        f"{lost[2]}. Put the files they came from back into data/raw, or delete the database to start afresh.",
    )
