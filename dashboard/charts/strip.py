"""England's councils as a strip of dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.model import Metric
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
STEP = 8.0  # px between the centres of stacked dots
ROLES = ("other", "neighbour", "council")


@dataclass(frozen=True)
class Dot:
    """One council, or one joint return; `role` is other, neighbour or council."""

    name: str
    value: float
    role: str = "other"


def strip(
    *,
    metric: Metric,
    dots: Sequence[Dot],
    mean: float | None,
    england: float | None,
    peers: Peers,
    theme: Theme,
) -> Chart:
    """A dot a council along the metric's scale; no rank, the council and its neighbours marked."""
    ordered = sorted(dots, key=lambda dot: dot.value)
    heights = marks.swarm([dot.value for dot in ordered])
    reach = max([abs(height) for height in heights], default=0) + 1.5
    inner = max(round(2 * reach * STEP), 70)
    margin = {"l": 14, "r": 14, "t": 48, "b": 56}
    values = [dot.value for dot in ordered] + [value for value in (mean, england) if value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    pad = (high - low) * 0.03 or 1.0
    lines = [
        (f"{peers.noun}’ mean {fmt.figure(mean, metric)}", mean, "dash"),
        (f"England {fmt.figure(england, metric)}", england, "solid"),
    ]
    annotations, shapes = [marks.peers_note(peers, theme=theme, below=32)], []
    for level, (text, value, dash) in enumerate(
        sorted((line for line in lines if line[1] is not None), key=lambda each: each[1])
    ):
        shapes += _line(value, dash, theme)
        is_right = value > (low + high) / 2
        annotations.append(
            marks.note(
                text,
                theme=theme,
                x=value,
                y=1,
                yref="paper",
                yanchor="bottom",
                yshift=20 - 18 * level,
                xanchor="right" if is_right else "left",
                xshift=-6 if is_right else 6,
            )
        )
    return {
        "data": [_dots(role, ordered, heights, metric, theme) for role in ROLES],
        "layout": marks.layout(
            theme=theme,
            height=inner + margin["t"] + margin["b"],
            margin=margin,
            xaxis=marks.axis(
                theme=theme,
                grid=False,
                range=[low - pad, high + pad],
                tickprefix=metric.prefix,
                ticksuffix=metric.suffix,
                tickformat=",",
                nticks=7,
                showline=True,
                linecolor=theme.mark,
            ),
            yaxis=marks.axis(theme=theme, grid=False, range=[-reach, reach], showticklabels=False),
            shapes=shapes,
            annotations=annotations,
        ),
    }


def _line(value: float, dash: str, theme: Theme) -> list[Chart]:
    line = {"color": theme.muted, "width": 1.5, "dash": dash}
    upright = {
        "type": "line",
        "x0": value,
        "x1": value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": line,
    }
    if dash != "solid":
        return [upright]
    diamond = {
        "type": "path",
        "path": "M 0,5 L 5,0 L 0,-5 L -5,0 Z",
        "xsizemode": "pixel",
        "xanchor": value,
        "ysizemode": "pixel",
        "yref": "paper",
        "yanchor": 1,
        "fillcolor": theme.background,
        "line": {"color": theme.muted, "width": 1.5},
    }
    return [upright, diamond]


def _dots(role: str, dots: Sequence[Dot], heights: Sequence[int], metric: Metric, theme: Theme) -> Chart:
    chosen = [(dot, height) for dot, height in zip(dots, heights, strict=True) if dot.role == role]
    look = {
        "other": {"size": 7, "color": theme.background, "line": {"color": theme.mark, "width": 1}},
        "neighbour": {"size": 9, "color": theme.muted, "line": {"color": theme.background, "width": 1}},
        "council": {"size": 15, "color": theme.council, "line": {"color": theme.background, "width": 2}},
    }[role]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.value for dot, _ in chosen],
        "y": [height for _, height in chosen],
        "marker": look,
        "cliponaxis": False,
        "hovertext": [f"<b>{marks.plain(dot.name)}</b><br>{fmt.in_unit(dot.value, metric)}" for dot, _ in chosen],
        "hoverinfo": "text",
    }
