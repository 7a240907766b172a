"""A file's problems, and a council's own figures, as text for the page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import format as fmt
from dashboard.local import words
from dashboard.local.figure import LocalFigure
from dashboard.local.reading import Reading
from dashboard.model import Metric
from dashboard.state import echo

MOST_SHOWN = 100


def problems(reading: Reading) -> dict[str, list[str]]:
    """A line a problem, in the file's order; a last one says how many more there are."""
    lines = [
        [str(each.line or fmt.NOTHING), *(fmt.escaped(text) or fmt.NOTHING for text in each[1:])]
        for each in reading.problems
    ]
    if reading.more:
        lines.append(["", "", "", f"and {reading.more:,} more", ""])
    return _columns(("Line", "Column", "Expected", "Found", "What to do"), lines)


def figures(found: Sequence[LocalFigure], metrics: Mapping[str, Metric]) -> dict[str, list[str]]:
    """A line a figure, with where it is from."""
    lines = []
    for each in found[:MOST_SHOWN]:
        metric = metrics[each.metric_id]
        period = words.period(metric, each)
        lines.append(
            [
                fmt.escaped(metric.name),
                period[0].upper() + period[1:],
                fmt.escaped(fmt.figure(each.value, metric)),
                *(fmt.count(count, fmt.count_decimals([count])) for count in (each.numerator, each.denominator)),
                fmt.escaped(echo(each.file)),
            ]
        )
    if more := len(found) - MOST_SHOWN:
        lines += [[f"and {more:,} more", *[""] * 5]] if more > 0 else []
    return _columns(("Measure", "Period", "Figure", "Numerator", "Denominator", "File"), lines)


def _columns(head: Sequence[str], lines: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return {name: [line[index] for line in lines] for index, name in enumerate(head)}
