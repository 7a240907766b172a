"""What the commands print: a progress display on a terminal, plain lines otherwise, and a summary at the end."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import duckdb
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column, Table

from data_pipeline.outcome import Outcome
from data_pipeline.paths import DataDir
from data_pipeline.sources import PUBLICATIONS

# What publishers and folders call things is text, never markup.
out = Console(highlight=False, markup=False, soft_wrap=True)


@contextmanager
def progress(as_json: bool = False) -> Iterator[tuple[Callable[[str], None], Callable[[int], None]]]:
    """Yields `step(text)` and `expect(number of steps)`."""
    if as_json:
        yield (lambda text: _line("step", text=text)), (lambda _: None)
        return
    if not out.is_terminal:
        yield (lambda text: out.print(text)), (lambda _: None)
        return
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=out,
    ) as bar:
        task = bar.add_task("Starting", total=None)
        begun = False

        def step(text: str) -> None:
            nonlocal begun
            bar.update(task, description=text, advance=1 if begun else 0)
            begun = True

        yield step, lambda steps: bar.update(task, total=steps)
        bar.update(task, description="Finished", completed=bar.tasks[0].total or 1)


def json_summary(outcome: Outcome, data_dir: DataDir) -> None:
    """The summary as lines of JSON: one an event, the last one "done"."""
    for news in outcome.news:
        _line("publication", publication=news.publication, result=news.result, detail=news.detail)
    for note in outcome.notes:
        _line("note", text=note)
    for problem in outcome.problems:
        _line("problem", kind=type(problem).__name__, text=str(problem))
    _line(
        "done",
        exit_code=outcome.exit_code,
        replaced=outcome.replaced,
        problems=len(outcome.problems),
        database=str(data_dir.database),
    )


def _line(event: str, **values: object) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    print(json.dumps({"event": event, "at": at, **values}, ensure_ascii=False), flush=True)


def summary(outcome: Outcome, data_dir: DataDir) -> None:
    """Publications, releases, rows, periods and problems, and which database is in place now."""
    if outcome.replaced:
        releases(data_dir)
    for news in outcome.news:
        out.print(f"{PUBLICATIONS[news.publication].title}: {news.result} ({news.detail}).")
    for note in outcome.notes:
        out.print(f"Note: {note}")
    for problem in outcome.problems:
        out.print(f"Problem: {problem}")
    count = len(outcome.problems)
    problems = "no problems" if not count else f"{count} problem{'s' if count > 1 else ''}"
    if outcome.replaced:
        refused = "" if not count else "; what was refused keeps its last good figures"
        out.print(f"Done: {data_dir.database} is new, {problems}{refused}.")
    elif outcome.is_current and not count:
        out.print(f"Up to date: {data_dir.database} is as it was, no problems.")
    else:
        kept = "is as it was" if data_dir.database.exists() else "does not exist yet"
        out.print(f"Not replaced: {data_dir.database} {kept}, {problems}.")


def releases(data_dir: DataDir) -> None:
    """One line a release of the database in place."""
    with duckdb.connect(str(data_dir.database), read_only=True) as con:
        rows = con.execute(
            "select publication_title, release, count(*), sum(rows), max(newest_period_end), max(published) "
            "from release group by all order by 1, 2"
        ).fetchall()
        [totals] = con.execute(
            "select count(distinct publication), count(distinct (publication, release)), sum(rows) from release"
        ).fetchall()
        [(figures, periods, metrics)] = con.execute(
            "select count(value), count(distinct period_end), count(distinct metric_id) from observation"
        ).fetchall()
    others = ("Release", "Files", "Rows", "Newest period", "Published")
    table = Table("Publication", *(Column(name, no_wrap=True) for name in others), box=box.SIMPLE, padding=(0, 1, 0, 0))
    for title, release, files, count, newest, published in rows:
        table.add_row(title, release, str(files), f"{count:,}", _date(newest), _date(published))
    if out.is_terminal:
        out.print(table)
    else:
        for title, release, files, count, newest, published in rows:
            out.print(
                f"{title}, release {release}: {files} files, {count:,} rows, newest period {_date(newest)}, "
                f"published {_date(published)}",
            )
    out.print(
        f"{totals[0]} publications, {totals[1]} releases, {totals[2]:,} rows read; "
        f"{figures:,} figures of {metrics} metrics in {periods} periods.",
    )


def _date(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else "not given"
