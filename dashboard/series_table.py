"""The tables behind Benchmark's trend and strip, as text for the page. Pure."""

from __future__ import annotations

from dashboard import format as fmt
from dashboard import table, words
from dashboard.local import words as local_words
from dashboard.local.figure import LocalFigure
from dashboard.model import Moment, View


def series(view: View) -> dict[str, list[str]]:
    """A line a period, the newest first: the council, its neighbours, region and England.

    The council's own unpublished figures have lines of their own, with nothing to compare them with.
    """
    region = [fmt.escaped(view.council.region_name)] if view.council.region_name else []
    council = fmt.escaped(view.council.short_name)
    head = ["Period", council, f"{view.peers.heading}’ mean", "Their range", *region, "England"]
    lines = [(moment.period.period_end, _line(moment, view)) for moment in view.trend]
    lines += [(figure.period_end, _local_line(figure, view, head)) for figure in view.local]
    lines.sort(key=lambda line: line[0], reverse=True)
    return {name: [line[index] for _, line in lines] for index, name in enumerate(head)}


def _line(moment: Moment, view: View) -> list[str]:
    metric = view.metric
    region = [fmt.figure(moment.region, metric)] if view.council.region_name else []
    return [
        fmt.period(metric, moment.period.period_end, moment.period.period_label),
        _own(moment, view),
        _mean(moment, view),
        _range(moment, view),
        *region,
        fmt.figure(moment.england, metric),
    ]


def _local_line(figure: LocalFigure, view: View, head: list[str]) -> list[str]:
    own = f"{fmt.figure(figure.value, view.metric)} ({local_words.STATUS})"
    return [local_words.period(view.metric, figure), own, *[fmt.NOTHING] * (len(head) - 2)]


def _own(moment: Moment, view: View) -> str:
    if moment.own is None:
        return fmt.NOTHING
    if moment.own.value is None:
        return f"{fmt.NOTHING} ({words.status(moment.own.status)})"
    return f"**{fmt.figure(moment.own.value, view.metric)}**"


def _mean(moment: Moment, view: View) -> str:
    found = moment.comparison
    if found is None or found.neighbour_mean is None:
        return fmt.NOTHING
    return f"{fmt.figure(found.neighbour_mean, view.metric)} (of {found.neighbour_count})"


def _range(moment: Moment, view: View) -> str:
    found = moment.comparison
    if found is None or found.neighbour_min is None:
        return fmt.NOTHING
    return f"{fmt.figure(found.neighbour_min, view.metric)} to {fmt.figure(found.neighbour_max, view.metric)}"


def distribution(view: View) -> dict[str, list[str]]:
    """England's councils by name: a list to look one up in, and no ranking."""
    found = sorted(table.england(view), key=lambda row: row.name)
    return {
        "Area": [fmt.escaped(row.name) for row in found],
        "Figure": fmt.aligned([fmt.figure(row.value, view.metric) for row in found]),
        "Status": [fmt.escaped(row.status) for row in found],
    }
