"""A CSV of a council's own unpublished figures: bytes in, figures or everything that is wrong with them out. Pure.

A file with anything wrong in it gives no figure at all: half a file would be taken for the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from dashboard.local import sheet
from dashboard.local.figure import LocalFigure
from dashboard.local.row import Names, Row
from dashboard.local.sheet import Line, Problem
from dashboard.model import Area, Metric

MOST_LISTED = 50


@dataclass(frozen=True)
class Reading:
    """What a file gave: figures, or problems (the first MOST_LISTED by line, and how many `more` there are)."""

    file: str
    figures: tuple[LocalFigure, ...] = ()
    problems: tuple[Problem, ...] = ()
    more: int = 0


def read(content: bytes, *, file: str, councils: Sequence[Area], metrics: Sequence[Metric], today: date) -> Reading:
    """The figures of a file, or its problems. Never raises: whatever the bytes are, the answer is a Reading."""
    lines, problems = sheet.lines(content)
    if not lines:
        return refused(file, problems)
    names = Names(councils, metrics, today, hints=MOST_LISTED)
    figures: dict[tuple[str, str, date], LocalFigure] = {}
    first: dict[tuple[str, str, date], int] = {}
    for line in lines:
        try:
            figure = Row.model_validate(line.cells, context=names).figure(file)
        except ValidationError as wrong:
            problems += [_problem(line, each) for each in wrong.errors(include_url=False, include_input=False)]
            continue
        if first.setdefault(figure.key, line.number) != line.number:
            problems.append(
                Problem(
                    line.number,
                    "",
                    "one line for each council, metric and period_end",
                    f"the same three as on line {first[figure.key]}",
                    "Keep one of the two lines.",
                )
            )
        figures[figure.key] = figure
    return refused(file, problems) if problems else Reading(file, tuple(figures.values()))


def refused(file: str, problems: Sequence[Problem]) -> Reading:
    """A file that gives no figure."""
    by_line = sorted(problems, key=lambda problem: problem.line or 0)
    return Reading(file, (), tuple(by_line[:MOST_LISTED]), max(len(problems) - MOST_LISTED, 0))


def _problem(line: Line, error: dict) -> Problem:
    said = error["ctx"]
    return Problem(line.number, str(error["loc"][0]), said["expected"], said["found"], said["remedy"])
