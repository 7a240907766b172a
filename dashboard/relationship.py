"""Two measures against each other: what the scatter shows, put together from the queries. No words, no marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from dashboard import queries, relationship_state, rho, view
from dashboard.model import Area, CouncilFigure, Metric, Period, Release
from dashboard.relationship_model import Point, Scatter
from dashboard.relationship_state import LAGS, Offer, Question
from dashboard.state import Choice
from dashboard.store import Version


# Held beside the cached queries: the same for every run and session.
@lru_cache(maxsize=2)
def offer(version: Version) -> Offer:
    """What this database offers."""
    metrics = queries.metrics(version)
    edition, figures = queries.deprivation(version)
    release = next(
        (each for each in queries.releases(version) if figures and each.release_id == figures[0].release_id), None
    )
    return Offer(
        metrics=metrics,
        regions=tuple(
            area for area in queries.areas(version) if area.type == "region" and area.area_code.startswith("E12")
        ),
        deprivation=relationship_state.deprivation(
            metrics[0],
            edition,
            release.publisher if release else "MHCLG",
            release.publication_title if release else "English indices of deprivation",
        )
        if figures and metrics
        else None,
        grade_dates=queries.grade_dates(version),
    )


@lru_cache(maxsize=200)
def scatter(version: Version, choice: Choice, question: Question) -> Scatter:
    """The pairs of figures of every council, with what is left out and why."""
    areas, releases, _ = view.lasting(version)
    y_periods = queries.filled_periods(version, question.y.metric_id)
    y_period = y_periods[0] if y_periods else None
    x_periods = _across_periods(version, question.x)
    x_period = _earlier(x_periods, y_period, question)
    across = _across(version, question.x, x_period) if x_period else {}
    up = _figures(version, question.y, y_period) if y_period and x_period else {}
    among = view.compared_with(version, choice)
    near = among.codes
    points = _points(across, up, areas=areas, council=choice.council, near=near, question=question)
    counted = [point for point in points if point.is_counted]
    wanted = _wanted(areas, near, choice.council, question, x_period, y_period)
    missing = [code for code in wanted if code not in across or code not in up]
    drawn = {code for point in points for code in point.codes}
    lags = (
        ()
        if y_period is None
        else tuple(int(lag) for lag in LAGS if _pick(x_periods, y_period, int(lag), question.x) is not None)
    )
    return Scatter(
        question=question,
        council=choice.council,
        peers=among,
        x_period=x_period,
        y_period=y_period,
        points=points,
        rho=rho.spearman([point.x for point in counted], [point.y for point in counted]),
        lags=lags,
        missing=_names(missing, areas),
        missing_neighbours=_names([code for code in near if code not in across or code not in up], areas),
        half_joint=tuple(
            point.name for point in points if len(point.codes) == 1 and _is_joint(point.codes[0], across, up)
        ),
        tiny=_names([code for code in wanted if areas[code].is_tiny and code in across and code in up], areas),
        created_since=_names(
            [code for code in wanted if code not in across and areas[code].valid_from is not None], areas
        )
        if question.x.kind == "edition"
        else (),
        own=(_value(across, choice.council.area_code), _value(up, choice.council.area_code)),
        is_own_drawn=choice.council.area_code in drawn,
        calculated=tuple(
            metric
            for metric, figures in ((question.x, across), (question.y, up))
            if any(each.is_calculated for each in figures.values())
        ),
        x_releases=_used(across, releases),
        y_releases=_used(up, releases),
    )


def _across_periods(version: Version, metric: Metric) -> tuple[Period, ...]:
    if metric.kind != "edition":
        return queries.filled_periods(version, metric.metric_id)
    edition, figures = queries.deprivation(version)
    # An edition stands until the next: it has no day of its own.
    return (Period(date.min, edition),) if figures else ()


def _earlier(x_periods: Sequence[Period], y_period: Period | None, question: Question) -> Period | None:
    return _pick(x_periods, y_period, question.lag, question.x) if y_period else None


def _pick(x_periods: Sequence[Period], y_period: Period, lag: int, x: Metric) -> Period | None:
    """The latest x period in the year up to `lag` years before y's; `x_periods` newest first."""
    if x.kind == "edition":
        return x_periods[0] if x_periods else None
    latest, after = years_before(y_period.period_end, lag), years_before(y_period.period_end, lag + 1)
    return next((each for each in x_periods if after < each.period_end <= latest), None)


def years_before(when: date, years: int) -> date:
    """The same day some years earlier; 28 February for the 29th."""
    try:
        return when.replace(year=when.year - years)
    except ValueError:
        return when.replace(year=when.year - years, day=28)


def _across(version: Version, metric: Metric, period: Period) -> dict[str, CouncilFigure]:
    if metric.kind == "edition":
        return {each.area_code: each for each in queries.deprivation(version)[1]}
    return _figures(version, metric, period)


def _figures(version: Version, metric: Metric, period: Period) -> dict[str, CouncilFigure]:
    found = queries.council_figures(version, metric.metric_id, period.period_end)
    return {each.area_code: each for each in found}


def _points(
    across: Mapping[str, CouncilFigure],
    up: Mapping[str, CouncilFigure],
    *,
    areas: Mapping[str, Area],
    council: Area,
    near: Sequence[str],
    question: Question,
) -> tuple[Point, ...]:
    found: list[Point] = []
    done: set[str] = set()
    for code in sorted(across.keys() & up.keys() & areas.keys()):
        if code in done or areas[code].is_tiny:
            continue
        partner = across[code].joint_with
        is_whole = bool(partner) and partner == up[code].joint_with and partner in across and partner in up
        codes = (code, partner) if is_whole and partner else (code,)
        done |= set(codes)
        role = "council" if council.area_code in codes else "neighbour" if set(codes) & set(near) else "other"
        is_inside = any(_passes(areas[each], council, near, question) for each in codes)
        if not is_inside and role != "council":
            continue
        is_half = not is_whole and _is_joint(code, across, up)
        found.append(
            Point(
                codes=codes,
                name=" and ".join(areas[each].short_name for each in codes),
                x=across[code].value,
                y=up[code].value,
                role=role,
                is_counted=is_inside and not is_half,
            )
        )
    return tuple(found)


def _is_joint(code: str, *measures: Mapping[str, CouncilFigure]) -> bool:
    return any(figures[code].joint_with for figures in measures if code in figures)


def _passes(area: Area, council: Area, near: Sequence[str], question: Question) -> bool:
    """Whether the filters keep a council; its own is always among its neighbours."""
    if question.region and area.region_code != question.region.area_code:
        return False
    return not question.near or area.area_code == council.area_code or area.area_code in near


def _wanted(
    areas: Mapping[str, Area],
    near: Sequence[str],
    council: Area,
    question: Question,
    x_period: Period | None,
    y_period: Period | None,
) -> list[str]:
    """Councils that could have had both figures: those of the day of y's."""
    if x_period is None or y_period is None:
        return []
    return [
        area.area_code
        for area in areas.values()
        if area.is_council
        and (area.valid_from or date.min) <= y_period.period_end <= (area.valid_to or date.max)
        and _passes(area, council, near, question)
    ]


def _names(codes: Sequence[str], areas: Mapping[str, Area]) -> tuple[str, ...]:
    return tuple(sorted(areas[code].short_name for code in codes if code in areas))


def _value(figures: Mapping[str, CouncilFigure], code: str) -> float | None:
    return figures[code].value if code in figures else None


def _used(figures: Mapping[str, CouncilFigure], releases: Sequence[Release]) -> tuple[Release, ...]:
    ids = {each.release_id for each in figures.values()}
    return tuple(release for release in releases if release.release_id in ids)
