"""One council's figure for one metric among its neighbours, put together for the page, its charts and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from dashboard import compare, peers, queries
from dashboard.grade_model import GradeView
from dashboard.local.figure import LocalFigure
from dashboard.model import (
    Area,
    Caveat,
    Comparison,
    Inspection,
    Metric,
    Moment,
    Observation,
    Period,
    Place,
    Release,
    View,
)
from dashboard.peers import Peers
from dashboard.state import Choice
from dashboard.store import Version

ENGLAND = "E92000001"


# The same for every run and session.
@lru_cache(maxsize=2)
def lasting(version: Version) -> tuple[dict[str, Area], tuple[Release, ...], tuple[Caveat, ...]]:
    """Areas by code, releases and caveats."""
    areas = {area.area_code: area for area in queries.areas(version)}
    return areas, queries.releases(version), queries.caveats(version)


def benchmark(version: Version, choice: Choice, *, local: Sequence[LocalFigure] = ()) -> View | None:
    """The view of a metric of numbers; None where no council has any figure for it.

    `local`: the council's own unpublished figures for the metric, oldest first. Nothing is worked out from them.
    """
    metric, council = choice.metric, choice.council
    periods = queries.periods(version, metric.metric_id)
    if not periods:
        return None
    period = next((each for each in periods if each.period_end == choice.period_end), periods[0])
    areas, releases, caveats = lasting(version)
    among = compared_with(version, choice)
    wanted = tuple(dict.fromkeys([council.area_code, *among.codes, council.region_code, ENGLAND]))
    observations = queries.observations(version, metric.metric_id, tuple(code for code in wanted if code))
    now = {each.area_code: each for each in observations if each.period_end == period.period_end}
    own = place_of(council.area_code, now, areas)
    neighbours, missing, same_return = neighbour_places(among.codes, own, now, areas)
    comparisons = _comparisons(version, choice, among, observations, areas)
    in_view = tuple(dict.fromkeys([council.area_code, *among.codes]))
    return View(
        metric=metric,
        council=council,
        peers=among,
        period=period,
        is_latest=period == periods[0],
        own=own,
        neighbours=neighbours,
        missing=missing,
        same_return=same_return,
        comparison=next((each for each in comparisons if each.period_end == period.period_end), None),
        region=larger_area(council.region_code, now, areas),
        england=larger_area(ENGLAND, now, areas),
        trend=_trend(council, periods, observations, comparisons),
        distribution=queries.distribution(version, metric.metric_id, period.period_end),
        changes=queries.changes(version, metric.metric_id, period.period_end),
        caveats=_caveats(caveats, metric, in_view, period.period_end),
        releases=_releases(now.values(), releases),
        areas=areas,
        local=tuple(local),
        without=queries.without_figure(version, metric.metric_id, period.period_end),
        is_from_zero=choice.scale == "zero",
    )


def compared_with(version: Version, choice: Choice) -> Peers:
    """Whom the choice compares the council with; DfE's newest neighbours while its own group is not yet one."""
    council, areas = choice.council, lasting(version)[0]
    if choice.model == peers.GROUP and len(choice.group) >= peers.FEWEST:
        return peers.own_group(council, choice.group)
    if choice.model in (peers.REGION, peers.TYPE):
        today = [area for area in areas.values() if area.is_council and area.valid_to is None]
        return peers.same_region(council, today, same_type=choice.model == peers.TYPE)
    model = model_of(version, choice)
    found = (each.neighbour_code for each in queries.neighbours(version, model, council.area_code))
    return peers.neighbours(model, [code for code in found if code in areas and code != council.area_code])


def model_of(version: Version, choice: Choice) -> str:
    """The model chosen; the newest where the choice is no model."""
    models = queries.models(version)
    return choice.model if choice.model in models else models[0] if models else ""


def _comparisons(
    version: Version,
    choice: Choice,
    among: Peers,
    observations: Sequence[Observation],
    areas: Mapping[str, Area],
) -> Sequence[Comparison]:
    """A comparison for each period: the database's for DfE's models, else made here."""
    code = choice.council.area_code
    found = queries.comparisons(version, choice.metric.metric_id, code, model_of(version, choice))
    if among.is_modelled:
        return found
    bases = {each.period_end: each for each in found}
    by_period: dict[date, dict[str, Observation]] = {}
    for each in observations:
        by_period.setdefault(each.period_end, {})[each.area_code] = each
    made = []
    for period_end, now in by_period.items():
        own = place_of(code, now, areas)
        neighbours, _, _ = neighbour_places(among.codes, own, now, areas)
        made.append(against(own, neighbours, base=bases.get(period_end), period_end=period_end))
    return made


def against(own: Place, neighbours: Sequence[Place], *, base: Comparison | None, period_end: date) -> Comparison:
    """A comparison with a group that the database has none for; `base` is one with another group."""
    values = [place.value for place in neighbours if place.value is not None]
    return compare.among(own=own.observation, values=values, base=base or compare.nothing(period_end))


def place_of(code: str, now: Mapping[str, Observation], areas: Mapping[str, Area]) -> Place:
    """An area with its figure of the period, if it has one."""
    observation = now.get(code)
    joint = bool(observation and observation.joint_with and observation.value is not None)
    return Place(
        area=areas[code],
        name=areas[code].short_name + (" (joint)" if joint else ""),
        observation=observation,
    )


def larger_area(code: str | None, now: Mapping[str, Observation], areas: Mapping[str, Area]) -> Place | None:
    """A region or England; None where it has no figure."""
    place = place_of(code, now, areas) if code in areas else None
    return place if place and place.value is not None else None


def neighbour_places(
    codes: Sequence[str], own: Place, now: Mapping[str, Observation], areas: Mapping[str, Area]
) -> tuple[tuple[Place, ...], tuple[Place, ...], Area | None]:
    """Neighbours with a figure (a joint return once, highest first), those without, and who reports with us."""
    shown: list[Place] = []
    missing: list[Place] = []
    same_return = None
    seen: set[str] = set()
    for code in codes:
        place = place_of(code, now, areas)
        partner = place.observation.joint_with if place.observation else None
        if place.value is None:
            missing.append(place)
        elif partner == own.area.area_code and own.value is not None:
            same_return = place.area
        elif partner in seen:
            index = next(i for i, each in enumerate(shown) if each.area.area_code == partner)
            both = f"{shown[index].area.short_name} and {place.area.short_name}"
            shown[index] = Place(shown[index].area, both, shown[index].observation)
        else:
            seen.add(code)
            shown.append(place)
    shown.sort(key=lambda place: -place.value)
    return tuple(shown), tuple(missing), same_return


def _trend(
    council: Area,
    periods: Sequence[Period],
    observations: Sequence[Observation],
    comparisons: Sequence[Comparison],
) -> tuple[Moment, ...]:
    by_key = {(each.area_code, each.period_end): each for each in observations}
    compared = {each.period_end: each for each in comparisons}

    def value(code: str | None, when: date) -> float | None:
        found = by_key.get((code or "", when))
        return found.value if found else None

    return tuple(
        Moment(
            period=period,
            own=by_key.get((council.area_code, period.period_end)),
            comparison=compared.get(period.period_end),
            region=value(council.region_code, period.period_end),
            england=value(ENGLAND, period.period_end),
        )
        for period in reversed(periods)
    )


def _caveats(found: Sequence[Caveat], metric: Metric, in_view: Sequence[str], when: date) -> tuple[Caveat, ...]:
    """Caveats that touch the period shown, and any of the council's own: its whole series is drawn."""
    own = in_view[0]
    return tuple(
        caveat
        for caveat in found
        if caveat.publication == metric.publication
        and (not caveat.metrics or metric.metric_id in caveat.metrics)
        and caveat.area_code in in_view
        and (caveat.area_code == own or (caveat.period_from or date.min) <= when <= (caveat.period_to or date.max))
    )


def _releases(now: Sequence[Observation], releases: Sequence[Release]) -> tuple[Release, ...]:
    used = {each.release_id for each in now if each.value is not None}
    return tuple(release for release in releases if release.release_id in used)


def grades(version: Version, choice: Choice) -> GradeView:
    """The view of a metric of grades, neighbours closest first."""
    council = choice.council
    areas, releases, _ = lasting(version)
    among = compared_with(version, choice)
    found = queries.inspections(version, tuple(dict.fromkeys([council.area_code, *among.codes])))
    latest: dict[str, Inspection] = {}
    for each in found:
        if each.is_overall:
            latest.setdefault(each.area_code, each)
    # The list has every council's grades in one file: a council without one is in it too, by its absence.
    ids = {each.release_id for each in found}
    dates = queries.grade_dates(version)
    return GradeView(
        metric=choice.metric,
        council=council,
        peers=among,
        history=_overall_first(each for each in found if each.area_code == council.area_code),
        neighbours=tuple((areas[code], latest.get(code)) for code in among.codes),
        newest_report=dates[1] if dates else None,
        releases=tuple(each for each in releases if each.release_id in ids),
        names={area.area_code: area.short_name for area in areas.values()},
    )


def _overall_first(found: Iterable[Inspection]) -> tuple[Inspection, ...]:
    """Newest inspection first; within one, the overall judgement before its parts."""
    return tuple(sorted(found, key=lambda each: (-each.inspected_on.toordinal(), not each.is_overall, each.judgement)))
