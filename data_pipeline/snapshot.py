"""The embedded default: figures in the long shape as Parquet, written from a build and read under every build.

The snapshot holds figures only, never a publisher's file. A release that has been landed since wins over the
snapshot's copy of it; releases the publisher no longer offers stay.
"""

import os
import re
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import duckdb
import pandas as pd

from data_pipeline.land import Manifest
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import LICENCE

TABLES = ("figure", "inspection_row", "neighbour_row", "deprivation_row", "area_seen", "release_row")
RELEASE_COLUMNS = (
    "release_id varchar, publication varchar, release varchar, file varchar, dataset varchar, publisher varchar, "
    "published date, retrieved timestamp, url varchar, sha256 varchar, bytes bigint, rows bigint, "
    "newest_period_end date, licence varchar"
)


def write(database: Path, folder: Path) -> None:
    """Write the snapshot of a built database into `folder`, replacing the one there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".snapshot-") as parent:
        new = Path(parent) / "new"
        new.mkdir()
        with duckdb.connect(str(database), read_only=True) as con:
            for table in TABLES:
                con.execute(
                    f"copy (select * from staging.{table} order by all) to '{new / table}.parquet' "
                    "(format parquet, compression zstd, compression_level 19)"
                )
            releases = con.execute(
                "select publisher, publication_title, release, string_agg(file, ', ' order by file) "
                "from release group by all order by publisher, publication_title, release"
            ).fetchall()
        (new / "README.md").write_text(_readme(releases), encoding="utf-8")
        if folder.exists():
            os.replace(folder, Path(parent) / "old")
        os.replace(new, folder)


def seed(folder: Path, embedded: Path) -> None:
    """Give a data directory without a snapshot its own copy of the embedded one."""
    shutil.copytree(embedded, folder, dirs_exist_ok=True)


def release_row(manifest: Manifest) -> dict:
    """A landed file as a row of staging.release_row."""
    row = asdict(manifest) | {"release_id": manifest.release_id}
    return {name: row[name] for name in re.findall(r"(\w+) \w+(?:, |$)", RELEASE_COLUMNS)}


def load_release(con: duckdb.DuckDBPyConnection, release: pd.DataFrame, snapshot_dir: Path | None) -> None:
    """Fill staging.release_row from landed files and, for releases not among them, the snapshot."""
    con.execute(f"create table staging.release_row ({RELEASE_COLUMNS})")
    if len(release):
        con.register("landed_release", release)
        con.execute("insert into staging.release_row by name select * from landed_release")
        con.unregister("landed_release")
    if snapshot_dir:
        con.execute(
            "insert into staging.release_row by name select * from read_parquet(?) "
            "where (publication, release, dataset) not in "
            "(select (publication, release, dataset) from staging.release_row)",
            [str(snapshot_dir / "release_row.parquet")],
        )
    titles = [[publication.slug, publication.title] for publication in PUBLICATIONS.values()]
    con.execute("create temp table publication_title (publication varchar, publication_title varchar)")
    con.executemany("insert into publication_title values (?, ?)", titles)


def load_shape(con: duckdb.DuckDBPyConnection, shape: str, snapshot_dir: Path | None) -> None:
    """Add the snapshot's rows of releases that have not been landed."""
    if snapshot_dir:
        con.execute(
            f"insert into staging.{shape} by name select * from read_parquet(?) "
            "where release_id in (select release_id from staging.release_row) "
            f"and release_id not in (select release_id from staging.{shape})",
            [str(snapshot_dir / f"{shape}.parquet")],
        )


def load_areas_seen(con: duckdb.DuckDBPyConnection, snapshot_dir: Path | None) -> None:
    """Add the councils that the snapshot's releases named."""
    if snapshot_dir:
        con.execute(
            "insert into staging.area_seen by name "
            "(select * from read_parquet(?) except select * from staging.area_seen)",
            [str(snapshot_dir / "area_seen.parquet")],
        )


def _readme(releases: list[tuple]) -> str:
    lines = "\n".join(
        f"- {publisher}, {title}, release {release}: {files}" for publisher, title, release, files in releases
    )
    return (
        "# Snapshot\n\nFigures that the pipeline wrote from these publications; a fresh machine without a network "
        f"shows them. Written by `python -m data_pipeline snapshot`, not by hand.\n\nCrown copyright, {LICENCE}. "
        "Contains public sector information licensed under the Open Government Licence v3.0.\n\n"
        f"{lines}\n"
    )
