"""A council's own unpublished figures on a trend: hollow points in its colour, that no line joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.local import words
from dashboard.local.figure import LocalFigure
from dashboard.model import Metric
from dashboard.theme import Theme

NAME = "local"


def hollow(local: Sequence[LocalFigure], metric: Metric, council: str, theme: Theme) -> dict[str, Any]:
    """The points, `local` oldest first. Their figures are said under the chart: months lie too close for labels."""
    return {
        "type": "scatter",
        "mode": "markers",
        # take_away.js knows them by this name, and leaves them out of a picture.
        "name": NAME,
        "x": [figure.period_end.isoformat() for figure in local],
        "y": [figure.value for figure in local],
        "marker": {"symbol": "circle-open", "size": 9, "color": theme.council, "line": {"width": 2}},
        "hovertext": [
            f"<b>{words.period(metric, figure)}</b><br>{marks.plain(council)} {fmt.figure(figure.value, metric)}"
            f"<br>{words.STATUS}"
            for figure in local
        ],
        "hoverinfo": "text",
    }
