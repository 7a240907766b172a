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
}
HELD = (
    "select release.publication, release.release, figure.* from {database}.staging.figure as figure "
    "inner join {database}.main.release as release using (release_id)"
)
NEWEST = (
    "qualify row_number() over (partition by figure.source, figure.measure, figure.area_code, figure.period_end "
    "order by release.release_order desc) = 1"
)


def run(con: duckdb.DuckDBPyConnection, new: set[str], accepted: set[str], last_database: Path | None) -> list[Check]:
    """Check the releases `new` (release ids) of a freshly built database; one result per publication and check.

    Failures of the release ids `accepted` are told, but need not hold. Without a last database that can be read, the
    releases that are not new are what was before.
    """
    current = con.execute("select current_database()").fetchall()[0][0]
    con.execute("create or replace temp table new_release as select unnest(?::varchar[]) as release_id", [sorted(new)])
    con.execute(
        "create or replace temp table candidate as "
        + HELD.format(database=current)
        + " semi join new_release using (release_id)"
    )
    con.execute(f"create or replace temp table now_held as {HELD.format(database=current)} {NEWEST}")
    _load_before(con, current, last_database)
    _load_tolerances(con)
    publications = [row[0] for row in con.execute("select distinct publication from candidate order by 1").fetchall()]
    accepted_publications = {release_id.split("/")[0] for release_id in accepted}
    results = []
    for file, name in NAMES.items():
        failures: dict[str, list[str]] = {}
        for publication, words in con.execute((SQL / "checks" / f"{file}.sql").read_text("utf-8")).fetchall():
            failures.setdefault(publication, []).append(words)
        for publication in publications:
            found = failures.get(publication, [])
            more = f" ({len(found) - 1} more like this)" if len(found) > 1 else ""
            detail = found[0] + more if found else "holds for the new files"
            must_hold = publication not in accepted_publications
            results.append(Check(name, not found, must_hold, detail, publication))
    return results


def _load_before(con: duckdb.DuckDBPyConnection, current: str, last_database: Path | None) -> None:
    """Tables `before` (figures, newest release of each) and `area_before`."""
    earlier = HELD.format(database=current) + " anti join new_release using (release_id) " + NEWEST
    areas = "area"
    try:
        if last_database and last_database.exists():
            con.execute("attach ? as last (read_only)", [str(last_database)])
            con.execute(f"create or replace temp table before as {HELD.format(database='last')} {NEWEST}")
            con.execute("create or replace temp table area_before as select area_code from last.main.area")
            return
    except duckdb.Error:
        # A database of another version, or no database at all, has nothing that could be compared.
        pass
    finally:
        con.execute("detach database if exists last")
    con.execute(f"create or replace temp table before as {earlier}")
    con.execute(f"create or replace temp table area_before as select area_code from {areas}")


def _load_tolerances(con: duckdb.DuckDBPyConnection) -> None:
    given = tomllib.loads((REFERENCE / "tolerances.toml").read_text(encoding="utf-8"))
    names = list(given["every"])
    con.execute(
        "create or replace temp table tolerance (publication varchar, " + ", ".join(f"{n} double" for n in names) + ")"
    )
    rows = [[slug, *({**given["every"], **given.get(slug, {})}[n] for n in names)] for slug in PUBLICATIONS]
    con.executemany(f"insert into tolerance values ({', '.join('?' * (len(names) + 1))})", rows)
