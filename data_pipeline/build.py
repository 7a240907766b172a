"""Builds the database: raw files and the snapshot, through sql/ in layer order, into a new file.

Nothing here touches the database in use; `replace` does, in one step, once the checks have passed.
"""

import os
import platform
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data_pipeline import __version__, caveats, checks, publication_checks, registry, served, snapshot
from data_pipeline.errors import ChecksFailed, FileProblem, UnknownCouncil
from data_pipeline.land import Manifest, RawFile
from data_pipeline.paths import REFERENCE, SQL
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import read

# Staging tables by shape; each holds the rows of every stg_ file of its shape, and of the snapshot.
SHAPES = ("figure", "inspection_row", "neighbour_row", "deprivation_row")
MARTS = (
    "observation_history",
    "observation",
    "area_pair",
    "neighbour",
    "comparison",
    "revision",
    "new_period",
    "council_change",
    "inspection",
    "population",
    "deprivation",
)
AREA_COLUMNS = ["time_period", "geographic_level", "old_la_code", "new_la_code", "la_name", "region_code"]

Frames = dict[str, pd.DataFrame]
Step = Callable[[str], None]


def connect(path: str | Path = ":memory:") -> duckdb.DuckDBPyConnection:
    """A connection with the macros that read published cells."""
    con = duckdb.connect(str(path))
    con.execute((SQL / "macros.sql").read_text(encoding="utf-8"))
    return con


@contextmanager
def new_database(
    files: list[RawFile],
    frames: Frames,
    snapshot_dir: Path | None,
    last_database: Path,
    step: Step = lambda _: None,
    metrics_file: Path = registry.METRICS_FILE,
    announced: list[dict] | None = None,
) -> Iterator[tuple[Path, list[FileProblem]]]:
    """Build a database beside `last_database` and yield its path; it is gone afterwards unless it has been moved.

    `frames` holds what has been read already, by release id, and is added to. `announced` are the next releases that
    publishers have given a date. Yields also the problems of landed files that cannot be read any more.
    Raises `ChecksFailed` when a check that must hold does not.
    """
    last_database.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=last_database.parent, prefix=".building-") as folder:
        path = Path(folder) / last_database.name
        con = connect(path)
        try:
            con.execute("create schema staging; set search_path = 'main,staging'")
            problems = _stage(con, files, frames, snapshot_dir, step)
            step("Calculating figures and comparisons")
            _describe(con, registry.load(metrics_file))
            _expect(con, announced or [])
            for name in MARTS:
                _create(con, f"table main.{name}", "marts")
            step("Checking the new database")
            results = _checked(con, [file.manifest for file in files], last_database)
            _record(con, results, [file.manifest for file in files])
            con.execute("checkpoint")
        finally:
            con.close()
        failed = [check for check in results if check.must_hold and not check.passed]
        if failed:
            by_publication: dict[str, list[str]] = {}
            for check in failed:
                by_publication.setdefault(check.publication, []).append(f"{check.name}: {check.detail}")
            raise ChecksFailed(by_publication)
        yield path, problems


def replace(new: Path, database: Path) -> None:
    """Put the new database in the old one's place; readers see one or the other, whole."""
    os.replace(new, database)


def _create(con: duckdb.DuckDBPyConnection, table: str, folder: str) -> None:
    """Create a table from the SELECT of its own name: `temp table stg_workforce`, `table main.metric`."""
    path = SQL / folder / f"{re.split('[ .]', table)[-1]}.sql"
    con.execute(f"create {table} as {path.read_text(encoding='utf-8')}")


def _table(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """A temporary table of a frame; an empty frame makes one of text columns."""
    if frame.empty:
        con.execute(f"create temp table {name} ({', '.join(f'{column} varchar' for column in frame.columns)})")
    else:
        con.register("incoming", frame)
        con.execute(f"create temp table {name} as select * from incoming")
        con.unregister("incoming")


def _stage(
    con: duckdb.DuckDBPyConnection,
    files: list[RawFile],
    frames: Frames,
    snapshot_dir: Path | None,
    step: Step,
) -> list[FileProblem]:
    problems = _read_missing(con, files, frames, step)
    files = [file for file in files if file.manifest.release_id in frames]
    for publication in PUBLICATIONS.values():
        for dataset in publication.datasets:
            columns = [*(column.name for column in dataset.columns), "file_row", "release_id"]
            theirs = [
                frames[file.manifest.release_id].assign(release_id=file.manifest.release_id)
                for file in files
                if (file.manifest.publication, file.manifest.dataset) == (publication.slug, dataset.name)
            ]
            _table(con, dataset.table, pd.concat([pd.DataFrame(columns=columns), *theirs]))
    release = pd.DataFrame([snapshot.release_row(file.manifest) for file in files])
    snapshot.load_release(con, release, snapshot_dir)
    _create(con, "table main.release", "reference")
    _load_areas(con, [frames[file.manifest.release_id] for file in files], snapshot_dir)
    problems += _unknown_councils(con, files)
    for shape in SHAPES:
        staged = [
            name for publication in PUBLICATIONS.values() for name, to in publication.staging.items() if to == shape
        ]
        for name in staged:
            _create(con, f"temp table {name}", "staging")
        rows = " union all by name ".join(f"select * from {name}" for name in staged)
        con.execute(f"create table staging.{shape} as {rows}")
        snapshot.load_shape(con, shape, snapshot_dir)
    return problems


def _read_missing(
    con: duckdb.DuckDBPyConnection, files: list[RawFile], frames: Frames, step: Step
) -> list[FileProblem]:
    problems: list[FileProblem] = []
    for file in files:
        manifest = file.manifest
        if manifest.release_id in frames:
            continue
        step(f"Reading {manifest.label}")
        publication = PUBLICATIONS[manifest.publication]
        try:
            frames[manifest.release_id] = read(
                file.path, manifest.label, publication, publication.dataset(manifest.dataset), con
            )
        except FileProblem as problem:
            problems.append(problem)
    return problems


def _unknown_councils(con: duckdb.DuckDBPyConnection, files: list[RawFile]) -> list[FileProblem]:
    """Files that name councils by GSS code only could lose one without a word: every code must be known."""
    found: list[FileProblem] = []
    for file in files:
        dataset = PUBLICATIONS[file.manifest.publication].dataset(file.manifest.dataset)
        if "ons_code" not in {column.name for column in dataset.columns}:
            continue
        rows = con.execute(
            f"select file_row, ons_code from {dataset.table} where release_id = ? "
            "and ons_code not in (select gss_code from council_gss) order by file_row",
            [file.manifest.release_id],
        ).fetchall()
        found += [
            UnknownCouncil(
                file.manifest.label,
                "the GSS code of a council",
                f"'{code}', which no list here and no DfE file names",
                "The row was left out. Add the code to data_pipeline/reference/areas.csv and build again.",
                int(row),
            )
            for row, code in rows
        ]
    return found


def _load_areas(con: duckdb.DuckDBPyConnection, frames: list[pd.DataFrame], snapshot_dir: Path | None) -> None:
    for table, file in (("area_reference", "areas.csv"), ("region_reference", "regions.csv")):
        con.execute(
            f"create temp table {table} as select * from read_csv(?, all_varchar = true)",
            [str(REFERENCE / file)],
        )
    naming = [frame[AREA_COLUMNS] for frame in frames if set(AREA_COLUMNS) <= set(frame.columns)]
    _table(con, "naming", pd.concat([pd.DataFrame(columns=AREA_COLUMNS), *naming]))
    con.execute(
        "create table staging.area_seen as "
        "select distinct old_la_code, new_la_code, la_name, region_code, period_year(time_period) as period_year "
        "from naming where geographic_level = 'Local authority' and length(old_la_code) = 3"
    )
    snapshot.load_areas_seen(con, snapshot_dir)
    _create(con, "table staging.council_gss", "reference")
    _create(con, "table main.area", "reference")


def _describe(con: duckdb.DuckDBPyConnection, metrics: tuple[registry.Metric, ...]) -> None:
    entries = [
        asdict(metric)
        | {
            "display_order": order,
            "is_calculated": metric.is_calculated,
            "publication_title": PUBLICATIONS[metric.publication].title,
            "publisher": PUBLICATIONS[metric.publication].publisher,
        }
        for order, metric in enumerate(metrics, start=1)
    ]
    _table(con, "metric_entry", pd.DataFrame(entries))
    _create(con, "table main.metric", "reference")
    _table(con, "caveat_entry", pd.DataFrame(caveats.load()))
    _create(con, "table main.caveat", "reference")


def _expect(con: duckdb.DuckDBPyConnection, announced: list[dict]) -> None:
    columns = ["publication", "year", "month", "day"]
    _table(con, "announced", pd.DataFrame(announced, columns=columns).convert_dtypes())
    usual = [
        {"publication": publication.slug, "month": month}
        for publication in PUBLICATIONS.values()
        for month in publication.usual_months
    ]
    _table(con, "usual_month", pd.DataFrame(usual))
    _create(con, "table main.next_expected", "reference")


def _checked(con: duckdb.DuckDBPyConnection, manifests: list[Manifest], last_database: Path) -> list[checks.Check]:
    """The checks of the database as a whole, and those of the publications with files that were not served before."""
    last = served.read(last_database)
    known = {manifest.release_id: manifest.sha256 for manifest in last.releases} if last else {}
    new = {m.release_id for m in manifests if known.get(m.release_id) != m.sha256}
    accepted = {m.release_id for m in manifests if m.accepted and m.release_id in new}
    return [
        *checks.run(con, last_database, may_lose=bool(accepted)),
        *publication_checks.run(con, new, accepted, last_database),
    ]


def _record(con: duckdb.DuckDBPyConnection, results: list[checks.Check], manifests: list[Manifest]) -> None:
    con.execute(
        "create table build as select ?::timestamp as built_at, ? as pipeline_version, ? as duckdb_version, "
        "? as python_version, "
        "?::struct(name varchar, passed boolean, must_hold boolean, detail varchar, publication varchar)[] as checks",
        [
            datetime.now(UTC).replace(tzinfo=None),
            __version__,
            duckdb.__version__,
            platform.python_version(),
            [asdict(check) for check in results],
        ],
    )
    con.execute(
        "create table acceptance (release_id varchar, publication varchar, reason varchar, accepted_at timestamp, "
        "overrode varchar)"
    )
    accepted = [m for m in manifests if m.accepted]
    if accepted:
        con.executemany(
            "insert into acceptance values (?, ?, ?, ?, ?)",
            [[m.release_id, m.publication, m.accepted, m.accepted_at, m.overrode] for m in accepted],
        )
