"""python -m data_pipeline: refresh, build, changes, check, status, snapshot."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from changes import digest
from changes.since import changes_since
from data_pipeline import build, checks, console, live, refresh, snapshot
from data_pipeline.errors import BuildFailed
from data_pipeline.fetch import Client
from data_pipeline.paths import PROJECT, DataDir
from data_pipeline.sources import PUBLICATIONS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Published statistics into one DuckDB database, data/benchmarks.duckdb.",
    epilog="Exit codes: 0 the database is up to date; 1 nothing was replaced; 2 a wrong option; "
    "3 it is new, but something was refused or not reached; 4 another refresh is running.",
)
DataDirOption = Annotated[
    Path,
    typer.Option("--data-dir", envvar="THREE_PAGES_DATA_DIR", help="Where raw files, snapshot and database are kept."),
]
DEFAULT_DATA_DIR = PROJECT / "data"


class Form(StrEnum):
    text = "text"
    md = "md"
    json = "json"


@app.command("refresh")
def refresh_command(
    source: Annotated[
        Path | None, typer.Option("--from", help="A folder of files as <publication>/<release>/<file>, no network.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="This publication only; may be given again.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be downloaded; change nothing.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="No network: build from what has been landed.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Download again what is loaded already.")] = False,
    accept: Annotated[
        str, typer.Option(help="Load this publication's files although checks fail; the reason is kept.")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why they are right all the same, in words for others to read.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON an event, for a scheduler's log.")] = False,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
    replay: Annotated[
        str, typer.Option(envvar="THREE_PAGES_REPLAY", hidden=True, help="A test server on this machine.")
    ] = "",
) -> None:
    """Fetch what publishers have released since the last time, and replace the database if there is anything new."""
    for slug in [*(only or []), *([accept] if accept else [])]:
        if slug not in PUBLICATIONS:
            raise typer.BadParameter(f"'{slug}' is no publication; there are {', '.join(PUBLICATIONS)}.")
    if bool(accept) != bool(reason.strip()):
        raise typer.BadParameter('--accept PUBLICATION and --reason "…" belong together.')
    if (source or offline) and (only or dry_run or force or (source and offline)):
        raise typer.BadParameter("--from and --offline go without one another, --only, --dry-run and --force.")
    try:
        client = Client(replay=replay)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    paths, accepted = DataDir(data_dir), ({accept: reason.strip()} if accept else {})
    with console.progress(as_json) as (step, expect):
        if source:
            outcome = refresh.from_folder(source, paths, step, expect, accepted)
        elif offline:
            outcome = refresh.from_landed(paths, step, accepted)
        else:
            expect(len(only or PUBLICATIONS))
            outcome = live.refresh(paths, client, step, live.Wish(only or (), dry_run, force, accepted))
    (console.json_summary if as_json else console.summary)(outcome, paths)
    raise typer.Exit(outcome.exit_code)


@app.command("build")
def build_command(data_dir: DataDirOption = DEFAULT_DATA_DIR) -> None:
    """Rebuild the database from the files landed before and the snapshot."""
    paths = DataDir(data_dir)
    with console.progress() as (step, _):
        outcome = refresh.from_landed(paths, step)
    console.summary(outcome, paths)
    raise typer.Exit(outcome.exit_code)


@app.command("changes")
def changes_command(
    since: Annotated[str, typer.Option(help="A day (2025-10-01), or a release (children-in-need/2025).")],
    council: Annotated[str, typer.Option(help="One council: its name, address or code.")] = "",
    form: Annotated[Form, typer.Option("--format", help="For reading, for an e-mail, or for a program.")] = Form.text,
    data_dir: DataDirOption = DEFAULT_DATA_DIR,
) -> None:
    """List what releases since then brought: new periods, revised figures, councils gained or lost."""
    with duckdb.connect(str(_existing(DataDir(data_dir))), read_only=True) as con:
        try:
            found = changes_since(con, since, council)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo({Form.text: digest.text, Form.md: digest.markdown, Form.json: digest.as_json}[form](found))


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
        accepted = con.execute(
            "select release_id, reason, accepted_at, overrode from acceptance order by release_id"
        ).fetchall()
    for release_id, reason, at, overrode in accepted:
        console.out.print(
            f'Accepted on {at:%-d %B %Y}: {release_id}, because "{reason}". The checks had said: {overrode}',
            markup=False,
        )
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
