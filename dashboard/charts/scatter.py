"""Two measures against each other, a dot a council."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.charts.strip import ROLES
from dashboard.model import Metric
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
HEIGHT = 400  # px, without its margins
TITLE, LINE = 42, 16  # characters in a line of an axis title, which must fit 320 px; px a line


@dataclass(frozen=True)
class Pair:
    """One council's two figures, or those of a joint return; `role` is other, neighbour or council."""

    name: str
    x: float
    y: float
    role: str = "other"
    note: str = ""


def scatter(
    *,
    x: Metric,
    y: Metric,
    x_title: str,
    y_title: str,
    pairs: Sequence[Pair],
    peers: Peers,
    theme: Theme,
) -> Chart:
    """The councils that have both figures; no line is fitted: rho is about order, and this claims no cause."""
    above, below = (LINE * len(textwrap.wrap(title, TITLE)) for title in (f"↑ {y_title}", f"{x_title} →"))
    return {
        "data": [_dots(role, pairs, x, y, theme) for role in ROLES],
        "layout": marks.layout(
            theme=theme,
            height=HEIGHT + above + below,
            margin={"l": 8, "r": 16, "t": above + 14, "b": below + 52},
            xaxis=_axis(x, [pair.x for pair in pairs], theme) | {"nticks": 7, "tickangle": 0},
            yaxis=_axis(y, [pair.y for pair in pairs], theme) | {"nticks": 7, "automargin": True},
            annotations=[
                *(_label(pair, pairs, theme) for pair in pairs if pair.role == "council"),
                _title(f"↑ {y_title}", theme, y=1, yanchor="bottom", yshift=8, x=0, xanchor="left"),
                _title(f"{x_title} →", theme, y=0, yanchor="top", yshift=-26, x=1, xanchor="right"),
                marks.peers_note(peers, theme=theme, below=below + 30),
            ],
        ),
    }


def _axis(metric: Metric, values: Sequence[float], theme: Theme) -> Chart:
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    pad = (high - low) * 0.05 or abs(high) * 0.05 or 1.0
    return marks.axis(
        theme=theme,
        range=[low - pad, high + pad],
        tickprefix=metric.prefix,
        ticksuffix=metric.suffix,
        tickformat=",",
        showline=True,
        linecolor=theme.mark,
    )


def _title(text: str, theme: Theme, **more: Any) -> Chart:
    return marks.note(
        marks.wrapped(text, TITLE),
        theme=theme,
        xref="paper",
        yref="paper",
        font={"size": marks.SMALL, "color": theme.ink},
        **more,
    )


def _label(pair: Pair, pairs: Sequence[Pair], theme: Theme) -> Chart:
    middle = (min(each.x for each in pairs) + max(each.x for each in pairs)) / 2
    is_right = pair.x > middle
    return marks.note(
        f"<b>{marks.wrapped(pair.name, 22)}</b>",
        theme=theme,
        x=pair.x,
        y=pair.y,
        xanchor="right" if is_right else "left",
        xshift=-11 if is_right else 11,
        font={"size": 13, "color": theme.council},
    )


def _dots(role: str, pairs: Sequence[Pair], x: Metric, y: Metric, theme: Theme) -> Chart:
    chosen = [pair for pair in pairs if pair.role == role]
    look = {
        "other": {"size": 8, "color": theme.background, "line": {"color": theme.mark, "width": 1}},
        "neighbour": {"size": 10, "color": theme.muted, "line": {"color": theme.background, "width": 1}},
        "council": {"size": 15, "color": theme.council, "line": {"color": theme.background, "width": 2}},
    }[role]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [pair.x for pair in chosen],
        "y": [pair.y for pair in chosen],
        "marker": {"opacity": 1, **look},
        "cliponaxis": False,
        "hovertext": [_hover(pair, x, y) for pair in chosen],
        "hoverinfo": "text",
    }


def _hover(pair: Pair, x: Metric, y: Metric) -> str:
    lines = [
        f"<b>{marks.plain(pair.name)}</b>",
        f"{marks.plain(x.name)}: {fmt.figure(pair.x, x)}",
        f"{marks.plain(y.name)}: {fmt.figure(pair.y, y)}",
    ]
    return "<br>".join([*lines, *([marks.plain(pair.note)] if pair.note else [])])
