"""What Relationships shows, as the charts and words know it. Pure: put together in relationship.py and by_grade.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from dashboard import rho
from dashboard.model import Area, Metric, Period, Release
from dashboard.peers import Peers
from dashboard.relationship_state import Question

# Highest first, as Ofsted orders them; the data's own are shown after these.
SCALE = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")


@dataclass(frozen=True)
class Point:
    """One council, or two of a return that is joint in both measures. `role`: council, neighbour or other.

    `is_counted`: in rho. Not so where one figure of the two is also another council's, or outside the filter.
    """

    codes: tuple[str, ...]
    name: str
    x: float
    y: float
    role: str
    is_counted: bool


@dataclass(frozen=True)
class Scatter:
    """What the scatter shows. No `x_period`: the earlier figures that the lag asks for are not there."""

    question: Question
    council: Area
    peers: Peers
    x_period: Period | None
    y_period: Period | None
    points: tuple[Point, ...]
    rho: rho.Rho
    lags: tuple[int, ...]
    missing: tuple[str, ...]
    missing_neighbours: tuple[str, ...]
    half_joint: tuple[str, ...]
    tiny: tuple[str, ...]
    created_since: tuple[str, ...]
    own: tuple[float | None, float | None]
    is_own_drawn: bool
    calculated: tuple[Metric, ...]
    x_releases: tuple[Release, ...]
    y_releases: tuple[Release, ...]


@dataclass(frozen=True)
class Graded:
    """One council's figure and its grade. `role`: council, neighbour or other."""

    area_code: str
    name: str
    value: float
    grade: str
    grade_order: int
    inspected_on: date
    published_on: date
    role: str
    is_tiny: bool


@dataclass(frozen=True)
class Group:
    """The councils of one grade; `quoted` is the mean that research gives for it."""

    grade: str
    councils: tuple[Graded, ...]
    quoted: float | None = None

    @property
    def n(self) -> int:
        return len(self.councils)

    @property
    def mean(self) -> float | None:
        return fmean(each.value for each in self.councils) if self.councils else None

    @property
    def median(self) -> float | None:
        return median(each.value for each in self.councils) if self.councils else None

    def without(self, area_codes: Sequence[str]) -> Group:
        """The group as it would be without some councils."""
        rest = tuple(each for each in self.councils if each.area_code not in area_codes)
        return Group(self.grade, rest, self.quoted)


@dataclass(frozen=True)
class Panel:
    """One period by grade. `lost`: a council that others' counts lose, why, and its grade's group without it."""

    period: Period
    known: date
    groups: tuple[Group, ...]
    rho: rho.Rho
    joint: tuple[str, ...]
    ungraded: tuple[str, ...]
    lost: tuple[tuple[str, str, Group], ...]
    releases: tuple[Release, ...]
    is_calculated: bool

    @property
    def councils(self) -> list[Graded]:
        return [each for group in self.groups for each in group.councils]

    def group(self, grade: str) -> Group | None:
        """The group of a grade, if any council is in it."""
        return next((each for each in self.groups if each.grade == grade and each.councils), None)


@dataclass(frozen=True)
class ByGrade:
    """`then`: the last period that ended by the day asked for; `now`: the newest, with every report loaded."""

    metric: Metric
    council: Area
    peers: Peers
    known: date
    then: Panel | None
    now: Panel | None
    first_period: Period | None
