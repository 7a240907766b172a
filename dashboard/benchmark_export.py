"""Benchmark's tables to take away: full precision and codes, as the database has them. Pure."""

from __future__ import annotations

from functools import partial

from dashboard import export, table, words
from dashboard import format as fmt
from dashboard.export import LICENCE, Cell, File, Lines
from dashboard.local import words as local_words
from dashboard.local.figure import LocalFigure
from dashboard.model import Observation, View

_COUNTS = ("numerator", "denominator", "interval_low", "interval_high")


def lines(view: View) -> Lines:
    """The council, its neighbours, their averages, region and England in the period shown."""
    source = words.source_of(view)
    head: list[Cell] = ["area", "area_code", "metric", "period_end", "period_label", "value", "status", *_COUNTS]
    return [[*head, "change", "compared_with", "source"]] + [
        [
            row.name,
            row.observation.area_code if row.observation else None,
            view.metric.metric_id,
            view.period.period_end,
            view.period.period_label,
            row.value,
            row.status,
            *_counts(row.observation),
            row.change,
            view.peers.label,
            source,
        ]
        for row in table.rows(view)
    ]


def _counts(observation: Observation | None) -> list[Cell]:
    return [getattr(observation, name) if observation else None for name in _COUNTS]


def series(view: View) -> Lines:
    """The whole series: the council, its neighbours' mean and range, region and England, a row a period.

    The council's own unpublished figures, where the view has any, follow in rows of their own.
    """
    head: list[Cell] = ["area", "area_code", "metric", "period_end", "period_label", "value", "status", *_COUNTS]
    among: list[Cell] = ["mean", "median", "lowest", "highest", "figures"]
    rest: list[Cell] = ["region", "england", "compared_with", "source"]
    source = words.source_of(view)
    published: Lines = [[*head, *(f"{view.peers.noun}_{name}" for name in among), *rest]] + [
        [
            view.council.short_name,
            view.council.area_code,
            view.metric.metric_id,
            moment.period.period_end,
            moment.period.period_label,
            moment.own.value if moment.own else None,
            moment.own.status if moment.own else "not in the publication",
            *_counts(moment.own),
            *(moment.comparison[1:6] if moment.comparison else [None] * 5),
            moment.region,
            moment.england,
            view.peers.label,
            source,
        ]
        for moment in view.trend
    ]
    return published + [_local(figure, view) for figure in view.local]


def _local(figure: LocalFigure, view: View) -> list[Cell]:
    return [
        view.council.short_name,
        view.council.area_code,
        view.metric.metric_id,
        figure.period_end,
        local_words.label(view.metric, figure.period_end),
        figure.value,
        local_words.STATUS,
        figure.numerator,
        figure.denominator,
        *[None] * 10,
        f"{view.council.short_name}’s own figures, {local_words.STATUS}",
    ]


def distribution(view: View) -> Lines:
    """England's councils in the period shown, lowest first; a joint return is one row. Those without a figure last."""
    head: list[Cell] = ["area", "area_code", "joint_with", "metric", "period_end", "period_label", "value", "status"]
    source = words.source_of(view)
    return [[*head, "source"]] + [
        [
            row.name,
            row.area_code,
            row.joint_with,
            view.metric.metric_id,
            view.period.period_end,
            view.period.period_label,
            row.value,
            row.status,
            source,
        ]
        for row in table.england(view)
    ]


def about(view: View) -> list[str]:
    """What the file holds, for somebody who was sent it: title, period, source, licence."""
    metric = view.metric
    return [
        f"{metric.name}: {view.council.short_name}, its {view.peers.noun}, region and England",
        view.peers.label,
        f"Period shown: {fmt.period(metric, view.period.period_end, view.period.period_label)}",
        f"Unit: {metric.unit}",
        words.source_of(view),
        metric.definition,
        LICENCE,
    ]


def of_table(view: View) -> File:
    """The page's table as a file; its name says council, metric and period."""
    return File("this table", _name(view), partial(lines, view), partial(about, view))


def of_series(view: View) -> File:
    """The series as a file."""
    first, last = view.trend[0].period.period_end, view.trend[-1].period.period_end
    span = export.span(first, last)
    name = (view.council.slug, view.metric.metric_id, span, "series", *(["with-unpublished"] if view.local else []))
    return File("the series", name, partial(series, view), partial(_about_series, view))


def _about_series(view: View) -> list[str]:
    return [*about(view), *([local_words.included(view)] if view.local else [])]


def of_distribution(view: View) -> File:
    """England's councils as a file."""
    name = ("england", *_name(view)[1:])
    return File("England’s councils", name, partial(distribution, view), partial(about, view))


def _name(view: View) -> tuple[str, ...]:
    return view.council.slug, view.metric.metric_id, view.period.period_end.isoformat()
