"""Rows of `benchmarks.duckdb` as the pages know them. Columns, units and codes: sql/README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dashboard.local.figure import LocalFigure
    from dashboard.peers import Peers

# Two periods further apart than this have at least one missing between them: no line joins them.
CONSECUTIVE = timedelta(days=400)


class Metric(NamedTuple):
    metric_id: str
    theme: str
    name: str
    kind: str
    unit: str
    prefix: str
    suffix: str
    decimals: int
    polarity: str
    period_kind: str
    interval_method: str
    scale: float
    numerator_label: str | None
    denominator_label: str | None
    count_noun: str | None
    is_calculated: bool
    formula: str
    publication: str
    publication_title: str
    publisher: str
    definition: str
    distorts: str
    does_not_show: str
    question: str
    on_summary: bool
    plain: str


class Area(NamedTuple):
    area_code: str
    slug: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    type: str
    region_code: str | None
    region_name: str | None
    valid_from: date | None
    valid_to: date | None
    succeeds: tuple[str, ...]
    is_tiny: bool

    @property
    def is_council(self) -> bool:
        return self.type not in ("region", "country")


class Observation(NamedTuple):
    area_code: str
    period_end: date
    period_label: str
    value: float | None
    status: str
    numerator: float | None
    denominator: float | None
    interval_low: float | None
    interval_high: float | None
    joint_with: str | None
    is_calculated: bool
    release_id: str | None
    councils_counted: int | None
    councils_expected: int | None
    councils_missing: tuple[str, ...]


class Comparison(NamedTuple):
    period_end: date
    neighbour_mean: float | None
    neighbour_median: float | None
    neighbour_min: float | None
    neighbour_max: float | None
    neighbour_count: int
    position: int | None
    position_of: int | None
    region_value: float | None
    england_value: float | None
    verdict: str
    change: float | None
    change_is_beyond_chance: bool | None


class Standing(NamedTuple):
    """One metric at its latest period: figures by area code, and one council's comparison."""

    metric_id: str
    period: Period
    observations: dict[str, Observation]
    comparison: Comparison | None


class Neighbour(NamedTuple):
    position: int
    neighbour_code: str
    closeness: str


class Period(NamedTuple):
    period_end: date
    period_label: str


class Inspection(NamedTuple):
    area_code: str
    framework: str
    inspection_type: str
    inspected_on: date
    published_on: date | None
    judgement: str
    grade: str
    grade_order: int
    release_id: str | None

    @property
    def is_overall(self) -> bool:
        """The overall judgement, as against its parts."""
        return self.judgement == "Overall effectiveness"


class Caveat(NamedTuple):
    area_code: str
    publication: str
    metrics: tuple[str, ...]
    period_from: date | None
    period_to: date | None
    words: str
    said_in: str | None


class Release(NamedTuple):
    release_id: str
    publication: str
    publication_title: str
    release: str
    file: str
    publisher: str
    published: date | None
    url: str | None
    newest_period_end: date | None
    licence: str
    release_order: int


class Facts(NamedTuple):
    """What Summary's header says of a council; None where it is not known."""

    population_0_17: int | None
    mid_year: int | None
    deprivation_rank: int | None
    rank_of: int | None
    deprivation_edition: str | None


class Build(NamedTuple):
    built_at: datetime
    pipeline_version: str


class Figure(NamedTuple):
    """One council's figure in England's distribution; a joint return's is both councils'."""

    area_code: str
    joint_with: str | None
    value: float
    is_calculated: bool = False


class CouncilFigure(NamedTuple):
    """One council's figure in one period; each council of a joint return has it."""

    area_code: str
    value: float
    joint_with: str | None
    release_id: str | None
    is_calculated: bool


class KnownGrade(NamedTuple):
    """A council's latest overall grade as it was known on a date."""

    area_code: str
    grade: str
    grade_order: int
    inspected_on: date
    published_on: date
    release_id: str | None


@dataclass(frozen=True)
class Place:
    """An area and its figure in the period shown. Two neighbours of one joint return are one place."""

    area: Area
    name: str
    observation: Observation | None

    @property
    def value(self) -> float | None:
        return self.observation.value if self.observation else None


@dataclass(frozen=True)
class Moment:
    """One period of the trend, in the metric's unit."""

    period: Period
    own: Observation | None
    comparison: Comparison | None
    region: float | None
    england: float | None


@dataclass(frozen=True)
class View:
    """What Benchmark shows, of `peers`: `neighbours` have a figure, highest first; `missing` have none.

    `local` are the council's own unpublished figures, oldest first. `without` are England's councils that have no
    figure, with the status of each. `is_from_zero`: whether the trend's scale begins there.
    """

    metric: Metric
    council: Area
    peers: Peers
    period: Period
    is_latest: bool
    own: Place
    neighbours: tuple[Place, ...]
    missing: tuple[Place, ...]
    same_return: Area | None
    comparison: Comparison | None
    region: Place | None
    england: Place | None
    trend: tuple[Moment, ...]
    distribution: tuple[Figure, ...]
    changes: Mapping[str, float]
    caveats: tuple[Caveat, ...]
    releases: tuple[Release, ...]
    areas: Mapping[str, Area]
    local: tuple[LocalFigure, ...] = ()
    without: tuple[tuple[str, str], ...] = ()
    is_from_zero: bool = True

    @property
    def has_peers(self) -> bool:
        """Whether there is anybody to compare with, with a figure or without."""
        return bool(self.neighbours or self.missing or self.same_return)

    def name(self, area_code: str) -> str:
        area = self.areas.get(area_code)
        return area.short_name if area else area_code

    @property
    def newest_local(self) -> LocalFigure | None:
        """The council's own newest figure, where it is newer than what is published."""
        newest = self.local[-1] if self.local else None
        return newest if newest and newest.period_end > self.trend[-1].period.period_end else None

    def last_figure(self) -> Observation | None:
        """The council's latest figure before the period shown."""
        earlier = [
            moment.own
            for moment in self.trend
            if moment.own and moment.own.value is not None and moment.period.period_end < self.period.period_end
        ]
        return earlier[-1] if earlier else None
