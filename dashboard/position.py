"""Every metric at once for one council: which figures lie outside what its neighbours have. Assembly and sorting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard import queries, view
from dashboard.model import Area, Caveat, Comparison, Inspection, Metric, Period, Place, Release, Standing
from dashboard.peers import Peers
from dashboard.state import Choice
from dashboard.store import Version


@dataclass(frozen=True)
class Row:
    """One metric at its latest period. `neighbours` have a figure, highest first; a joint return is one."""

    metric: Metric
    period: Period
    own: Place
    neighbours: tuple[Place, ...]
    missing: tuple[Place, ...]
    same_return: Area | None
    comparison: Comparison | None
    england: Place | None

    @property
    def mean(self) -> float | None:
        return self.comparison.neighbour_mean if self.comparison else None

    @property
    def is_compared(self) -> bool:
        """Whether the council and enough of its neighbours have a figure."""
        return self.own.value is not None and self.mean is not None

    @cached_property
    def values(self) -> list[float]:
        """The neighbours' figures, highest first."""
        return [place.value for place in self.neighbours if place.value is not None]

    @cached_property
    def spread(self) -> float:
        """One standard deviation of the neighbours' figures: they are all there are, and no sample."""
        mean = math.fsum(self.values) / len(self.values)
        return math.sqrt(math.fsum((value - mean) ** 2 for value in self.values) / len(self.values))

    def distance(self, value: float) -> float:
        """From the neighbours' mean, in units of their spread (one standard deviation).

        Infinite where all neighbours have one figure and this is another.
        """
        away = value - (self.mean or 0.0)
        if math.isclose(self.spread, 0.0, abs_tol=1e-9):
            return 0.0 if math.isclose(away, 0.0, abs_tol=1e-9) else math.copysign(math.inf, away)
        return away / self.spread

    @cached_property
    def outside(self) -> float:
        """How far the council lies outside the neighbours' range, in units of their spread; 0 within it."""
        if self.own.value is None or not self.is_compared:
            return 0.0
        mine, low, high = (self.distance(value) for value in (self.own.value, self.values[-1], self.values[0]))
        return max(mine - high, low - mine, 0.0)


@dataclass(frozen=True)
class Position:
    """What Position shows. `rows` in the order asked for; those that cannot be compared stand last."""

    council: Area
    peers: Peers
    order: str
    rows: tuple[Row, ...]
    grade_metric: Metric | None
    grade: Inspection | None
    caveats: tuple[Caveat, ...]
    releases: tuple[Release, ...]
    areas: Mapping[str, Area]

    @property
    def compared(self) -> list[Row]:
        """Furthest outside the neighbours' range first, whatever the order of the page."""
        return sorted((row for row in self.rows if row.is_compared), key=_furthest_first)

    @property
    def without(self) -> list[Row]:
        return [row for row in self.rows if not row.is_compared]

    def name(self, area_code: str) -> str:
        area = self.areas.get(area_code)
        return area.short_name if area else area_code


def position(version: Version, choice: Choice) -> Position:
    """Each metric of numbers at its own latest period; a metric that nobody has figures for is left out."""
    council = choice.council
    areas, releases, caveats = view.lasting(version)
    among = view.compared_with(version, choice)
    wanted = (council.area_code, *among.codes, view.ENGLAND)
    standings = {
        each.metric_id: each
        for each in queries.position(version, council.area_code, view.model_of(version, choice), wanted)
    }
    metrics = queries.metrics(version)
    rows = [
        _row(metric, standings[metric.metric_id], council, among, areas)
        for metric in metrics
        if metric.metric_id in standings and metric.kind == "number"
    ]
    used = {
        observation.release_id
        for standing in standings.values()
        for observation in standing.observations.values()
        if observation.value is not None
    }
    return Position(
        council=council,
        peers=among,
        order=choice.order,
        rows=tuple(_ordered(rows, choice.order)),
        grade_metric=next((metric for metric in metrics if metric.kind == "grade"), None),
        grade=_grade(version, council),
        caveats=_caveats(caveats, rows),
        releases=tuple(each for each in releases if each.release_id in used),
        areas=areas,
    )


def _row(metric: Metric, standing: Standing, council: Area, among: Peers, areas: Mapping[str, Area]) -> Row:
    now = standing.observations
    own = view.place_of(council.area_code, now, areas)
    neighbours, missing, same_return = view.neighbour_places(among.codes, own, now, areas)
    return Row(
        metric=metric,
        period=standing.period,
        own=own,
        neighbours=neighbours,
        missing=missing,
        same_return=same_return,
        comparison=standing.comparison
        if among.is_modelled
        else view.against(own, neighbours, base=standing.comparison, period_end=standing.period.period_end),
        england=view.larger_area(view.ENGLAND, now, areas),
    )


def _furthest_first(row: Row) -> tuple[bool, float, float]:
    """Those that cannot be compared last; outside the range first; then by distance from the mean."""
    if row.own.value is None or not row.is_compared:
        return True, 0.0, 0.0
    return False, -row.outside, -abs(row.distance(row.own.value))


def _ordered(rows: Sequence[Row], order: str) -> list[Row]:
    if order != "theme":
        return sorted(rows, key=_furthest_first)
    themes = list(dict.fromkeys(row.metric.theme for row in rows))
    return sorted(rows, key=lambda row: (themes.index(row.metric.theme), not row.is_compared))


def _grade(version: Version, council: Area) -> Inspection | None:
    """The latest overall grade; it is never in the sorting."""
    found = queries.inspections(version, (council.area_code,))
    return next((each for each in found if each.is_overall), None)


def _caveats(caveats: Sequence[Caveat], rows: Sequence[Row]) -> tuple[Caveat, ...]:
    """What is known about the council's own figures in the periods shown."""
    return tuple(
        caveat
        for caveat in caveats
        if any(
            caveat.area_code == row.own.area.area_code
            and caveat.publication == row.metric.publication
            and (not caveat.metrics or row.metric.metric_id in caveat.metrics)
            and (caveat.period_from or date.min) <= row.period.period_end <= (caveat.period_to or date.max)
            for row in rows
        )
    )
