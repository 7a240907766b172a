"""python -m data_pipeline: refresh, build, check, status, snapshot."""

from pathlib import Path
from typing import Annotated

import duckdb
import typer

from data_pipeline import build, checks, console, refresh, snapshot
from data_pipeline.errors import BuildFailed
from data_pipeline.paths import PROJECT, DataDir

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Published statistics into one DuckDB database, data/benchmarks.duckdb.",
    epilog="Exit codes: 0 the new database is in place; 1 nothing was replaced; "
    "3 it is in place, but some files were refused.",
)
DataDirOption = Annotated[
    Path,
    typer.Option("--data-dir", envvar="THREE_PAGES_DATA_DIR", help="Where raw files, snapshot and database are kept."),
]
DEFAULT_DATA_DIR = PROJECT / "data"


@app.command("refresh")
def refresh_command(
    source: Annotated[Path, typer.Option("--from", help="Folder of files as <publication>/<release>/<file>.")],
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """Load published files from a folder and replace the database."""
    paths = DataDir(data_dir)
    with console.progress() as (step, expect):
        outcome = refresh.from_folder(source, paths, step, expect)
    console.summary(outcome, paths)
    raise typer.Exit(outcome.exit_code)


@app.command("build")
def build_command(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Rebuild the database from the files landed before and the snapshot."""
    paths = DataDir(data_dir)
    with console.progress() as (step, _):
        outcome = refresh.from_landed(paths, step)
    console.summary(outcome, paths)
    raise typer.Exit(outcome.exit_code)


@app.command("check")
def check_command(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Run the build's checks on the database in place."""
    database = _existing(DataDir(data_dir))
    with build.connect() as con:
        con.execute(f"attach '{database}' as served (read_only); use served")
        results = checks.run(con)
    for check in results:
        word = "passed" if check.passed else ("FAILED" if check.must_hold else "note")
        console.out.print(f"{word}: {check.name} ({check.detail})", markup=False)
    raise typer.Exit(1 if any(check.must_hold and not check.passed for check in results) else 0)


@app.command("status")
def status_command(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Say what is loaded: releases, rows, newest periods, and when the database was built."""
    paths = DataDir(data_dir)
    database = _existing(paths)
    console.releases(paths)
    with duckdb.connect(str(database), read_only=True) as con:
        [(built_at, version)] = con.execute("select built_at, pipeline_version from build").fetchall()
    console.out.print(f"{database}, built {built_at:%-d %B %Y at %H:%M} by version {version}.", markup=False)


@app.command("snapshot")
def snapshot_command(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Write the database's figures as the snapshot that a fresh machine starts from."""
    paths = DataDir(data_dir)
    snapshot.write(_existing(paths), paths.snapshot)
    size = sum(path.stat().st_size for path in paths.snapshot.iterdir())
    console.out.print(f"Wrote {paths.snapshot}, {size / 1e6:.2f} MB.", markup=False)


def _existing(paths: DataDir) -> Path:
    """The database in place, or exit 1 saying how to make one."""
    try:
        duckdb.connect(str(paths.database), read_only=True).close()
    except duckdb.Error as error:
        problem = BuildFailed(
            f"{paths.database}: expected a database built by this program; found {str(error).splitlines()[0]}. "
            "Run: python -m data_pipeline build"
        )
        console.out.print(f"Problem: {problem}", markup=False)
        raise typer.Exit(1) from error
    return paths.database


if __name__ == "__main__":
    app(prog_name="python -m data_pipeline")
