"""A measure by inspection grade, as the grades were known on a date, then and now. No words, no marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from dashboard import queries, relationship_state, rho, view
from dashboard.model import Area, CouncilFigure, KnownGrade, Metric, Period
from dashboard.relationship_model import SCALE, ByGrade, Graded, Group, Panel
from dashboard.relationship_state import Question
from dashboard.state import Choice
from dashboard.store import Version


@lru_cache(maxsize=200)
def by_grade(version: Version, choice: Choice, question: Question) -> ByGrade:
    """Both panels of a measure; one is None where there are no figures or no reports for it."""
    metric, known = question.metric, question.known
    periods = queries.filled_periods(version, metric.metric_id)
    before = next((each for each in periods if each.period_end <= known), None)
    dates = queries.grade_dates(version)
    return ByGrade(
        metric=metric,
        council=choice.council,
        peers=view.compared_with(version, choice),
        known=known,
        then=_panel(version, choice, metric, before, known) if before else None,
        now=_panel(version, choice, metric, periods[0], dates[1]) if periods and dates else None,
        first_period=periods[-1] if periods else None,
    )


def _panel(version: Version, choice: Choice, metric: Metric, period: Period, known: date) -> Panel:
    areas, releases, _ = view.lasting(version)
    grades = {each.area_code: each for each in queries.known_grades(version, known)}
    figures = queries.council_figures(version, metric.metric_id, period.period_end)
    near = set(view.compared_with(version, choice).codes)
    # One figure and two grades: it cannot stand under either.
    single = [each for each in figures if each.joint_with is None and each.area_code in areas]
    graded = [
        _graded(each, areas[each.area_code], grades[each.area_code], choice.council, near)
        for each in single
        if each.area_code in grades
    ]
    quoted = _quoted(metric, period, known)
    groups = _groups(graded, quoted)
    # Ranks only: a grade has an order and no size. Tiny councils are in no rho.
    ranked = [each for each in graded if not each.is_tiny]
    ids = {each.release_id for each in single} | {each.release_id for each in grades.values()}
    return Panel(
        period=period,
        known=known,
        groups=groups,
        rho=rho.spearman([each.grade_order for each in ranked], [each.value for each in ranked]),
        joint=_names([each.area_code for each in figures if each.joint_with], areas),
        ungraded=_names([each.area_code for each in single if each.area_code not in grades], areas),
        lost=_lost(metric, period, groups) if quoted else (),
        releases=tuple(each for each in releases if each.release_id in ids),
        is_calculated=any(each.is_calculated for each in single),
    )


def _graded(figure: CouncilFigure, area: Area, known: KnownGrade, council: Area, near: set[str]) -> Graded:
    code = figure.area_code
    return Graded(
        area_code=code,
        name=area.short_name,
        value=figure.value,
        grade=known.grade,
        grade_order=known.grade_order,
        inspected_on=known.inspected_on,
        published_on=known.published_on,
        role="council" if code == council.area_code else "neighbour" if code in near else "other",
        is_tiny=area.is_tiny,
    )


def _groups(graded: Sequence[Graded], quoted: Mapping[str, float]) -> tuple[Group, ...]:
    scale = [*SCALE, *sorted({each.grade for each in graded} - set(SCALE))]
    return tuple(
        Group(
            grade=grade,
            councils=tuple(sorted((each for each in graded if each.grade == grade), key=lambda each: each.value)),
            quoted=quoted.get(grade),
        )
        for grade in scale
    )


def _quoted(metric: Metric, period: Period, known: date) -> dict[str, float]:
    for each in relationship_state.given()["research"]:
        if (each["metric"], each["period_end"], each["known"]) == (metric.metric_id, period.period_end, known):
            return dict(each["means"])
    return {}


def _lost(metric: Metric, period: Period, groups: Sequence[Group]) -> tuple[tuple[str, str, Group], ...]:
    found: list[tuple[str, str, Group]] = []
    entries: list[dict[str, Any]] = relationship_state.given()["lost"]
    for each in entries:
        if (each["publication"], each["period_end"]) != (metric.publication, period.period_end):
            continue
        for group in groups:
            for council in group.councils:
                if council.area_code == each["area_code"]:
                    found.append((council.name, each["why"], group.without([council.area_code])))
    return tuple(found)


def _names(codes: Sequence[str], areas: Mapping[str, Area]) -> tuple[str, ...]:
    return tuple(sorted(areas[code].short_name for code in codes if code in areas))
