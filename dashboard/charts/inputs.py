"""A view as the keyword arguments of each chart."""

from __future__ import annotations

from typing import Any

from dashboard import format as fmt
from dashboard import words
from dashboard.charts.bars import Bar, Line
from dashboard.charts.grades import GradeRow
from dashboard.charts.strip import Dot
from dashboard.charts.timeline import Judged, JudgementRow
from dashboard.grade_model import GradeView
from dashboard.model import Place, View


def bars(view: View) -> dict[str, Any]:
    """Council and neighbours, highest first, then those without a figure."""
    with_figure = sorted(
        (place for place in (view.own, *view.neighbours) if place.value is not None),
        key=lambda place: -place.value,
    )
    without = [place for place in (view.own, *view.missing) if place.value is None]
    return {
        "metric": view.metric,
        "rows": [_bar(place, view) for place in (*with_figure, *without)],
        "lines": _lines(view),
        "peers": view.peers,
    }


def _bar(place: Place, view: View) -> Bar:
    observation = place.observation
    return Bar(
        name=place.name,
        value=place.value,
        low=observation.interval_low if observation and place.value is not None else None,
        high=observation.interval_high if observation and place.value is not None else None,
        is_council=place.area == view.council,
        reason=words.why_missing(place, view) if place.value is None else "",
    )


def _lines(view: View) -> list[Line]:
    comparison = view.comparison
    found = []
    if comparison and comparison.neighbour_mean is not None:
        found.append(Line(f"{view.peers.noun}’ mean", comparison.neighbour_mean, "mean"))
    if comparison and comparison.neighbour_median is not None:
        found.append(Line("their median", comparison.neighbour_median, "median"))
    if view.region:
        found.append(Line("region", view.region.value, "region"))
    if view.england:
        found.append(Line("England", view.england.value, "england"))
    return found


def trend(view: View) -> dict[str, Any]:
    """The whole series, whichever period is shown beside it."""
    first, last = view.trend[0].period.period_end, view.trend[-1].period.period_end
    began = view.council.valid_from
    return {
        "metric": view.metric,
        "council": view.council.short_name,
        "moments": view.trend,
        "region": view.council.region_name,
        "breaks": [(began.isoformat(), f"began {fmt.short_day(began)}")] if began and first < began < last else [],
        "peers": view.peers,
        "local": view.local,
        "is_from_zero": view.is_from_zero,
    }


def strip(view: View) -> dict[str, Any]:
    """England's councils that count; a tiny council is not among them and must not set the scale."""
    near = {place.area.area_code for place in view.neighbours}
    near |= {place.observation.joint_with for place in view.neighbours if place.observation} - {None}
    own = view.council.area_code
    dots = []
    for figure in view.distribution:
        codes = {figure.area_code, figure.joint_with}
        role = "council" if own in codes else "neighbour" if codes & near else "other"
        name = " and ".join(view.name(code) for code in (figure.area_code, figure.joint_with) if code)
        dots.append(Dot(name, figure.value, role))
    return {
        "metric": view.metric,
        "dots": dots,
        "mean": view.comparison.neighbour_mean if view.comparison else None,
        "england": view.england.value if view.england else None,
        "peers": view.peers,
    }


def grades(view: GradeView) -> dict[str, Any]:
    """The council first, then its neighbours, closest first."""
    return {
        "rows": [
            GradeRow(
                name=area.short_name,
                grade=each.grade if each else None,
                inspected_on=each.inspected_on if each else None,
                is_council=area == view.council,
            )
            for area, each in ((view.council, view.latest), *view.neighbours)
        ],
        "peers": view.peers,
    }


def timeline(view: GradeView) -> dict[str, Any]:
    """Overall effectiveness first, then its parts in the order of the alphabet."""
    names = sorted({(not each.is_overall, each.judgement) for each in view.history})
    return {
        "rows": [
            JudgementRow(
                name=name,
                grades=tuple(
                    Judged(each.inspected_on, each.published_on, each.grade, each.inspection_type)
                    for each in reversed(view.history)
                    if each.judgement == name
                ),
                is_overall=not is_part,
            )
            for is_part, name in names
        ],
        "newest_report": view.newest_report,
    }
