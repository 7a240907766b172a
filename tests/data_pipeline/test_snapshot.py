"""The embedded snapshot: small, ours, equal to a build from the published files, and never in the way of newer ones."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data_pipeline import refresh, snapshot
from data_pipeline.paths import EMBEDDED_SNAPSHOT, DataDir

from .folders import CLA_2023, CLA_2025, edit, load, whole

# When and with what a database was built, which files were new and to be checked, and when they came, differ between
# builds of the same figures.
DIFFERS = {("build", "built_at"), ("build", "checks"), ("release", "retrieved"), ("release_row", "retrieved")}


def selects(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, str]:
    """A SELECT of everything in each table of an attached database.

    Floats come as text of nine digits: the order in which councils are added up may move the last one.
    """
    columns: dict[str, list[str]] = {}
    for schema, table, column, kind in con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where database_name = ? and schema_name in ('main', 'staging') order by column_index",
        [name],
    ).fetchall():
        if (table, column) not in DIFFERS:
            item = f"format('{{:.9g}}', {column}) as {column}" if kind == "DOUBLE" else column
            columns.setdefault(f"{schema}.{table}", []).append(item)
    return {table: f"select {', '.join(items)} from {name}.{table}" for table, items in columns.items()}


def differences(one: Path, other: Path) -> dict[str, int]:
    """Tables of two databases that do not hold the same rows, and how many rows only one of them has."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as one (read_only)")
        con.execute(f"attach '{other}' as other (read_only)")
        ours, theirs = selects(con, "one"), selects(con, "other")
        assert ours.keys() == theirs.keys() and len(ours) > 12
        rows = {
            table: con.execute(
                f"select count(*) from (({ours[table]} except all {theirs[table]}) "
                f"union all ({theirs[table]} except all {ours[table]}))"
            ).fetchone()[0]
            for table in ours
        }
    return {table: count for table, count in rows.items() if count}


def build_from(snapshot_dir: Path, data_dir: Path) -> Path:
    """Build a data directory that holds nothing but a snapshot; returns its database."""
    snapshot.seed(data_dir / "snapshot", snapshot_dir)
    outcome = refresh.from_landed(DataDir(data_dir), lambda _: None)
    assert outcome.exit_code == 0, outcome.problems
    return data_dir / "benchmarks.duckdb"


def test_it_is_under_3_mb():
    assert sum(path.stat().st_size for path in EMBEDDED_SNAPSHOT.iterdir()) < 3_000_000


def test_it_holds_tables_written_by_the_pipeline_and_no_publisher_s_file(database):
    files = {path.name for path in EMBEDDED_SNAPSHOT.rglob("*")}
    assert files == {"README.md", *(f"{table}.parquet" for table in snapshot.TABLES)}
    ours = {hashlib.sha256(path.read_bytes()).hexdigest() for path in EMBEDDED_SNAPSHOT.iterdir()}
    with duckdb.connect(str(database / "benchmarks.duckdb"), read_only=True) as con:
        theirs = {row[0] for row in con.execute("select sha256 from release").fetchall()}
    assert not ours & theirs


def test_its_readme_names_publishers_releases_and_the_licence(database):
    readme = (EMBEDDED_SNAPSHOT / "README.md").read_text(encoding="utf-8")
    assert "Open Government Licence v3.0" in readme
    with duckdb.connect(str(database / "benchmarks.duckdb"), read_only=True) as con:
        releases = con.execute("select publisher, publication_title, release, file from release").fetchall()
    for publisher, title, release, file in releases:
        line = next(
            line for line in readme.splitlines() if line.startswith(f"- {publisher}, {title}, release {release}: ")
        )
        assert file in line


@pytest.mark.published
def test_a_build_from_it_equals_a_build_from_the_published_files(built, database):
    assert differences(built / "benchmarks.duckdb", database / "benchmarks.duckdb") == {}


def test_written_again_and_built_again_it_gives_the_same(database, tmp_path):
    written = tmp_path / "written"
    snapshot.write(database / "benchmarks.duckdb", written)
    again = build_from(written, tmp_path / "data")
    assert differences(database / "benchmarks.duckdb", again) == {}


def test_writing_replaces_what_was_there(database, tmp_path):
    folder = tmp_path / "snapshot"
    folder.mkdir()
    (folder / "left-over.parquet").write_bytes(b"")
    snapshot.write(database / "benchmarks.duckdb", folder)
    assert {path.name for path in folder.iterdir()} == {path.name for path in EMBEDDED_SNAPSHOT.iterdir()}
    assert list(tmp_path.iterdir()) == [folder]


# Files landed over the snapshot


@pytest.fixture(scope="module")
def landed(published: Path, tmp_path_factory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of the snapshot and one landed file: a corrected CLA release of 2025, under another file name.

    Wolverhampton's rate on 31 March 2025 is 74 in it, instead of 73.
    """
    root = tmp_path_factory.mktemp("landed")
    build_from(EMBEDDED_SNAPSHOT, root / "data")
    corrected = whole(published, root / "files", CLA_2025, CLA_2025.replace(".csv", "_corrected.csv"))
    edit(corrected, *_wolverhampton(corrected))
    outcome = load(root / "files", root / "data")
    assert outcome.exit_code == 0, outcome.problems
    with duckdb.connect(str(root / "data" / "benchmarks.duckdb"), read_only=True) as con:
        yield con


def _wolverhampton(path: Path) -> tuple[str, str]:
    """The line of Wolverhampton's children in care on 31 March 2025, and the same line with a rate of 74."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    line = next(
        line for line in lines if line.startswith("2025") and ",336," in line and "looked after on 31 March" in line
    )
    assert line.endswith(",73"), line
    return line, line.removesuffix("73") + "74"


def rate(con: duckdb.DuckDBPyConnection, area: str, label: str) -> list[tuple]:
    return con.execute(
        "select value, release_id from observation_history "
        "where metric_id = 'cla_rate' and area_code = ? and period_label = ? order by release_id",
        [area, label],
    ).fetchall()


@pytest.mark.published
def test_a_landed_release_wins_over_the_snapshot_s_copy_of_it(landed):
    assert rate(landed, "336", "2025") == [(74, CLA_2025.replace(".csv", "_corrected.csv"))]
    assert landed.execute("select count(*) from release where release_id = ?", [CLA_2025]).fetchone() == (0,)
    assert landed.execute("select count(*) from staging.figure where release_id = ?", [CLA_2025]).fetchone() == (0,)


@pytest.mark.published
def test_releases_that_have_not_been_landed_stay_in_the_snapshot(landed):
    """The landed file begins in 2021: 2019 is known from the release of 2023 alone. History outlives its publisher."""
    assert [release for _, release in rate(landed, "336", "2019")] == [CLA_2023]
    assert [release for _, release in rate(landed, "336", "2021")] == [
        CLA_2023,
        CLA_2025.replace(".csv", "_corrected.csv"),
    ]


@pytest.mark.published
def test_landing_one_file_changes_nothing_but_its_own_figures(landed, database):
    landed.execute(f"attach '{database / 'benchmarks.duckdb'}' as before (read_only)")
    changed = landed.execute(
        "select metric_id, area_code, now.period_label, now.value, before.value from observation as now "
        "full join before.observation as before using (metric_id, area_code, period_end) "
        "where now.status is distinct from before.status or abs(now.value - before.value) > 1e-9 * abs(now.value)"
    ).fetchall()
    landed.execute("detach before")
    assert changed == [("cla_rate", "336", "2025", 74, 73)]
