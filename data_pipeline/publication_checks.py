"""What must hold of a publication's new files, beside what was loaded before and in themselves.

Each file of sql/checks gives one row per failure: a publication and words. How far figures may move is data, with a
reason: reference/tolerances.toml.
"""

import tomllib
from pathlib import Path

import duckdb

from data_pipeline.checks import Check
from data_pipeline.paths import REFERENCE, SQL
from data_pipeline.sources import PUBLICATIONS

NAMES = {
    "councils": "every council has a row",
    "withdrawn": "nothing loaded before is lost",
    "completeness": "as many councils have numbers as before",
    "national_sum": "councils add up to England",
    "shift": "figures are like those of before",
    "unit": "figures are in their unit",
    "inspections": "every council's inspections are there",
    "neighbours": "every council has ten neighbours",
    "ranks": "ranks are as many as councils",
}
# What each check reads; files of other shapes have nothing to do with it.
SHAPES = {"inspections": "inspection_row", "neighbours": "neighbour_row", "ranks": "deprivation_row"}
HELD = (
    "select release.publication, release.release, staged.* from {database}.staging.{shape} as staged "
    "inner join {database}.main.release as release using (release_id)"
)
NEWEST = (
    "qualify row_number() over (partition by staged.source, staged.measure, staged.area_code, staged.period_end "
    "order by release.release_order desc) = 1"
)


def run(con: duckdb.DuckDBPyConnection, new: set[str], accepted: set[str], last_database: Path | None) -> list[Check]:
    """Check the releases `new` (release ids) of a freshly built database; one result per publication and check.

    Failures of the release ids `accepted` are told, but need not hold. Without a last database that can be read, the
    releases that are not new are what was before.
    """
    current = con.execute("select current_database()").fetchall()[0][0]
    con.execute("create or replace temp table new_release as select unnest(?::varchar[]) as release_id", [sorted(new)])
    for shape in ("figure", *SHAPES.values()):
        held = HELD.format(database=current, shape=shape)
        con.execute(
            f"create or replace temp table candidate_{shape} as {held} semi join new_release using (release_id)"
        )
    con.execute(f"create or replace temp table now_held as {HELD.format(database=current, shape='figure')} {NEWEST}")
    _load_before(con, current, last_database)
    _load_tolerances(con)
    accepted_publications = {release_id.split("/")[0] for release_id in accepted}
    results = []
    for file, name in NAMES.items():
        failures: dict[str, list[str]] = {}
        for publication, words in con.execute((SQL / "checks" / f"{file}.sql").read_text("utf-8")).fetchall():
            failures.setdefault(publication, []).append(words)
        for publication in _publications(con, SHAPES.get(file, "figure")):
            found = failures.get(publication, [])
            more = f" ({len(found) - 1} more like this)" if len(found) > 1 else ""
            detail = found[0] + more if found else "holds for the new files"
            must_hold = publication not in accepted_publications
            results.append(Check(name, not found, must_hold, detail, publication))
    return results


def _publications(con: duckdb.DuckDBPyConnection, shape: str) -> list[str]:
    """The publications that have new rows of a shape."""
    rows = con.execute(f"select distinct publication from candidate_{shape} order by 1").fetchall()
    return [row[0] for row in rows]


def _load_before(con: duckdb.DuckDBPyConnection, current: str, last_database: Path | None) -> None:
    """Tables `before_<shape>` (of figures, the newest release's) and `area_before`."""
    try:
        if last_database and last_database.exists():
            con.execute("attach ? as last (read_only)", [str(last_database)])
            _copy_before(con, "last")
            return
    except duckdb.Error:
        # A database of another version, or no database at all, has nothing that could be compared.
        pass
    finally:
        con.execute("detach database if exists last")
    _copy_before(con, current, "anti join new_release using (release_id)")


def _copy_before(con: duckdb.DuckDBPyConnection, database: str, earlier: str = "") -> None:
    for shape in ("figure", *SHAPES.values()):
        held = f"{HELD.format(database=database, shape=shape)} {earlier} {NEWEST if shape == 'figure' else ''}"
        con.execute(f"create or replace temp table before_{shape} as {held}")
    con.execute(f"create or replace temp table area_before as select area_code from {database}.main.area")


def _load_tolerances(con: duckdb.DuckDBPyConnection) -> None:
    given = tomllib.loads((REFERENCE / "tolerances.toml").read_text(encoding="utf-8"))
    names = list(given["every"])
    con.execute(
        "create or replace temp table tolerance (publication varchar, " + ", ".join(f"{n} double" for n in names) + ")"
    )
    rows = [[slug, *({**given["every"], **given.get(slug, {})}[n] for n in names)] for slug in PUBLICATIONS]
    con.executemany(f"insert into tolerance values ({', '.join('?' * (len(names) + 1))})", rows)
