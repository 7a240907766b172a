"""What Benchmark shows of a council's inspection grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.model import Area, Inspection, Metric, Release
from dashboard.peers import Peers


@dataclass(frozen=True)
class GradeView:
    """A council's judgements, newest inspection first, beside its neighbours' latest grades; nothing is averaged."""

    metric: Metric
    council: Area
    peers: Peers
    history: tuple[Inspection, ...]
    neighbours: tuple[tuple[Area, Inspection | None], ...]
    newest_report: date | None
    releases: tuple[Release, ...]
    names: Mapping[str, str]

    @property
    def own(self) -> tuple[Inspection, ...]:
        """The overall grades."""
        return tuple(each for each in self.history if each.is_overall)

    @property
    def latest(self) -> Inspection | None:
        return self.own[0] if self.own else None
