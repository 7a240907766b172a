"""A council's own unpublished figure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class LocalFigure(NamedTuple):
    """A council's own unpublished figure, in the metric's unit; `file` is where it is from. In no average, ever."""

    area_code: str
    metric_id: str
    period_end: date
    value: float
    numerator: float | None
    denominator: float | None
    file: str

    @property
    def key(self) -> tuple[str, str, date]:
        return self.area_code, self.metric_id, self.period_end
