"""Every SELECT that the app runs, one function each.

Each takes the database's version first, so that a replaced database is never answered from the cache. What is cached
is shared by all sessions, not copied for each: nothing here may be changed by who asked for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar

import streamlit as st

from dashboard import store
from dashboard.model import (
    Area,
    Build,
    Caveat,
    Comparison,
    CouncilFigure,
    Facts,
    Figure,
    Inspection,
    KnownGrade,
    Metric,
    Neighbour,
    Observation,
    Period,
    Release,
    Standing,
)
from dashboard.store import Version

Answer = TypeVar("Answer", bound=Callable[..., Any])


def _kept(entries: int) -> Callable[[Answer], Answer]:
    """Keep answers about the newest database for all sessions, in two layers.

    Streamlit's cache lets the first caller ask while the others wait for it, but takes 0.2 ms to find what it has; the
    one in front takes none. Both forget what they know of a database that has been replaced.
    """

    def keep(query: Answer) -> Answer:
        asked_once = st.cache_resource(max_entries=entries, show_spinner=False)(query)

        @lru_cache(1)
        def about(version: Version) -> Callable[..., Any]:
            asked_once.clear()
            return lru_cache(entries)(partial(asked_once, version))

        @wraps(query)
        def answer(version: Version, *arguments: Any) -> Any:
            return about(version)(*arguments)

        return answer  # type: ignore[return-value]

    return keep


@_kept(4)
def metrics(version: Version) -> tuple[Metric, ...]:
    """Every metric, in the registry's order."""
    return tuple(Metric(*row) for row in store.rows(version, store.sql("metric")))


@_kept(4)
def areas(version: Version) -> tuple[Area, ...]:
    """Every council (today's and former), region, and England, in alphabetical order."""
    return tuple(
        Area(*[*row[:4], tuple(row[4]), *row[5:10], tuple(row[10]), row[11]])
        for row in store.rows(version, store.sql("area"))
    )


@_kept(4)
def models(version: Version) -> tuple[str, ...]:
    """Neighbour models, newest first."""
    return tuple(
        row[0] for row in store.rows(version, "select distinct model from benchmarks.neighbour order by model desc")
    )


# Rows are kept as plain tuples and become named ones when they are asked for: Streamlit collects garbage after every
# run, and looks at each named tuple again, but at no plain one.
Rows = tuple[tuple[Any, ...], ...]


def _grouped(found: Iterable[tuple[Any, ...]], keys: int) -> dict[tuple[Any, ...], Rows]:
    """Rows by their first columns, the rest of each in the order found."""
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        groups[row[:keys]].append(row[keys:])
    return {key: tuple(rows) for key, rows in groups.items()}


@_kept(4)
def _neighbours(version: Version) -> Mapping[tuple[Any, ...], Rows]:
    columns = "model, area_code, position, neighbour_code, closeness"
    return _grouped(store.rows(version, f"select {columns} from benchmarks.neighbour order by all"), 2)


# Where a kept row of an observation has these.
_PERIOD_END, _PERIOD_LABEL, _VALUE = (
    Observation._fields.index(name) - 1 for name in ("period_end", "period_label", "value")
)


# A metric's rows are read whole, once: planning a SELECT costs more than the rows that it leaves out, and the next
# council or period asks for no more.
@_kept(64)
def _observations(version: Version, metric_id: str) -> Mapping[tuple[Any, ...], Rows]:
    found = store.rows(version, store.sql("observation"), [metric_id])
    return _grouped(((*row[:-1], tuple(row[-1] or ())) for row in found), 1)


@_kept(128)
def _comparisons(version: Version, metric_id: str, model: str) -> Mapping[tuple[Any, ...], Rows]:
    return _grouped(store.rows(version, store.sql("comparison"), [metric_id, model]), 1)


def neighbours(version: Version, model: str, area_code: str) -> tuple[Neighbour, ...]:
    """A council's neighbours, closest first; none where the model does not hold the council."""
    return tuple(Neighbour(*row) for row in _neighbours(version).get((model, area_code), ()))


def observations(version: Version, metric_id: str, area_codes: tuple[str, ...]) -> tuple[Observation, ...]:
    """All periods of one metric for some areas, by area and period."""
    found = _observations(version, metric_id)
    return tuple(Observation(code, *row) for code in sorted(set(area_codes)) for row in found.get((code,), ()))


def comparisons(version: Version, metric_id: str, area_code: str, model: str) -> tuple[Comparison, ...]:
    """One council against its neighbours, a row for each period."""
    return tuple(Comparison(*row) for row in _comparisons(version, metric_id, model).get((area_code,), ()))


@_kept(200)
def periods(version: Version, metric_id: str) -> tuple[Period, ...]:
    """Periods in which any council has a figure, newest first."""
    found = _observations(version, metric_id)
    councils = (found.get((area.area_code,), ()) for area in areas(version) if area.is_council)
    labels = {row[_PERIOD_END]: row[_PERIOD_LABEL] for rows in councils for row in rows if row[_VALUE] is not None}
    return tuple(Period(period_end, labels[period_end]) for period_end in sorted(labels, reverse=True))


@_kept(200)
def distribution(version: Version, metric_id: str, period_end: date) -> tuple[Figure, ...]:
    """England's councils in one period, lowest first: tiny ones left out, a joint return once."""
    rows = _observations(version, metric_id)
    now = {
        area.area_code: Observation(area.area_code, *row)
        for area in areas(version)
        if area.is_council and not area.is_tiny
        for row in rows.get((area.area_code,), ())
        if row[_PERIOD_END] == period_end and row[_VALUE] is not None
    }
    found = [
        Figure(code, each.joint_with, each.value, each.is_calculated)
        for code, each in now.items()
        if each.value is not None and (each.joint_with not in now or code < each.joint_with)
    ]
    return tuple(sorted(found, key=lambda figure: (figure.value, figure.area_code)))


@_kept(200)
def without_figure(version: Version, metric_id: str, period_end: date) -> tuple[tuple[str, str], ...]:
    """England's councils of that day without a figure, by name, each with its status; tiny ones left out.

    Nor those to which the measure does not apply: a publication may split a council before it has ended.
    """
    rows = _observations(version, metric_id)
    now = {
        area.area_code: next((row for row in rows.get((area.area_code,), ()) if row[0] == period_end), None)
        for area in areas(version)
        if area.is_council
        and not area.is_tiny
        and (area.valid_from or date.min) <= period_end <= (area.valid_to or date.max)
    }
    value, status = (Observation._fields.index(name) - 1 for name in ("value", "status"))
    return tuple(
        (code, row[status] if row else "not in the publication")
        for code, row in now.items()
        if row is None or (row[value] is None and row[status] != "not_applicable")
    )


@_kept(200)
def changes(version: Version, metric_id: str, period_end: date) -> Mapping[str, float]:
    """Change since the year before of each council that has one, in the metric's unit: the same in every model."""
    at = Comparison._fields.index("change")
    return {
        area_code: row[at]
        for model in models(version)
        for (area_code,), rows in _comparisons(version, metric_id, model).items()
        for row in rows
        if row[0] == period_end and row[at] is not None
    }


def position(version: Version, area_code: str, model: str, area_codes: tuple[str, ...]) -> tuple[Standing, ...]:
    """Every metric of numbers at its latest period: figures of some areas, and one council's comparisons."""
    found = []
    for metric in metrics(version):
        for period in periods(version, metric.metric_id)[:1]:
            every = observations(version, metric.metric_id, area_codes)
            now = {each.area_code: each for each in every if each.period_end == period.period_end}
            compared = comparisons(version, metric.metric_id, area_code, model)
            comparison = next((each for each in compared if each.period_end == period.period_end), None)
            found.append(Standing(metric.metric_id, period, now, comparison))
    return tuple(found)


@_kept(4)
def _inspections(version: Version) -> Mapping[tuple[Any, ...], Rows]:
    found = store.rows(version, store.sql("inspection"))
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in found:
        groups[row[:1]].append(row)
    return {key: tuple(rows) for key, rows in groups.items()}


def inspections(version: Version, area_codes: tuple[str, ...]) -> tuple[Inspection, ...]:
    """Every judgement of every inspection of some councils, newest first within a council."""
    found = _inspections(version)
    return tuple(Inspection(*row) for code in area_codes for row in found.get((code,), ()))


@_kept(4)
def _facts(version: Version) -> Mapping[str, Facts]:
    return {row[0]: Facts(*row[1:]) for row in store.rows(version, store.sql("facts"))}


def facts(version: Version, area_code: str) -> Facts:
    """The newest child population and deprivation rank of a council."""
    return _facts(version)[area_code]


@_kept(4)
def caveats(version: Version) -> tuple[Caveat, ...]:
    """What is known to be wrong with some councils' figures."""
    return tuple(Caveat(*[*row[:2], tuple(row[2]), *row[3:]]) for row in store.rows(version, store.sql("caveat")))


@_kept(4)
def releases(version: Version) -> tuple[Release, ...]:
    """Every published file that was loaded."""
    return tuple(Release(*row) for row in store.rows(version, store.sql("release")))


@_kept(4)
def build(version: Version) -> Build | None:
    """When and with what the database was made."""
    found = store.rows(version, "select built_at, pipeline_version from benchmarks.build")
    return Build(*found[0]) if found else None


@_kept(200)
def filled_periods(version: Version, metric_id: str) -> tuple[Period, ...]:
    """Periods with at least half as many councils as the metric's fullest, newest first."""
    return tuple(Period(*row) for row in store.rows(version, store.sql("filled_period"), [metric_id]))


@_kept(500)
def council_figures(version: Version, metric_id: str, period_end: date) -> tuple[CouncilFigure, ...]:
    """Every council with a figure in one period, by code: tiny ones and both of a joint return too."""
    found = store.rows(version, store.sql("council_figure"), [metric_id, period_end])
    return tuple(CouncilFigure(*row) for row in found)


@_kept(4)
def deprivation(version: Version) -> tuple[str, tuple[CouncilFigure, ...]]:
    """The newest edition of the indices and each council's IMD average score; ("", ()) where none is loaded."""
    found = store.rows(version, store.sql("deprivation"))
    figures = tuple(CouncilFigure(code, value, None, release, False) for code, _, value, release in found)
    return (found[0][1] if found else ""), figures


@_kept(200)
def known_grades(version: Version, known: date) -> tuple[KnownGrade, ...]:
    """Each council's latest overall grade among the reports published by a date."""
    return tuple(KnownGrade(*row) for row in store.rows(version, store.sql("grade_known"), [known]))


@_kept(4)
def grade_dates(version: Version) -> tuple[date, date] | None:
    """The days on which the first and the newest report were published; None where there is none."""
    found = store.rows(version, "select min(published_on), max(published_on) from benchmarks.inspection")
    return (found[0][0], found[0][1]) if found and found[0][0] else None
