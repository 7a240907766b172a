"""A measure in each inspection grade: a dot a council, mean and median marked. A grade has an order and no size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.charts.strip import ROLES, Dot
from dashboard.model import Metric
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
ROW = 100  # px a grade
LEVELS = 4  # dots are stacked no further than this from a grade's middle
REACH = 0.3  # of a row


@dataclass(frozen=True)
class GradeGroup:
    """One grade's councils; without any, mean and median are None. `quoted` is research's own mean."""

    grade: str
    dots: tuple[Dot, ...]
    mean: float | None
    median: float | None
    quoted: float | None = None


def by_grade(
    *, metric: Metric, groups: Sequence[GradeGroup], scale: tuple[float, float], peers: Peers, theme: Theme
) -> Chart:
    """Grades as rows in the order given, on `scale`, so that two charts side by side can be compared by eye."""
    low, high = scale
    margin = {"l": 8, "r": 12, "t": 12, "b": 56}
    inner = ROW * max(len(groups), 1)
    pad = (high - low) * 0.03 or 1.0
    placed = [_placed(group, index, scale) for index, group in enumerate(groups)]
    return {
        "data": [_dots(role, placed, metric, theme) for role in ROLES] + [_quoted(groups, metric, theme)],
        "layout": marks.layout(
            theme=theme,
            height=inner + margin["t"] + margin["b"],
            margin=margin,
            xaxis=marks.axis(
                theme=theme,
                range=[low - pad, high + pad],
                tickprefix=metric.prefix,
                ticksuffix=metric.suffix,
                tickformat=",",
                nticks=6,
                tickangle=0,
            ),
            yaxis=marks.axis(
                theme=theme,
                grid=False,
                range=[len(groups) - 0.5, -0.5],
                tickvals=list(range(len(groups))),
                ticktext=[f"{marks.wrapped(group.grade, 13)}<br>n = {len(group.dots)}" for group in groups],
                tickfont={"size": 13, "color": theme.ink},
                ticklabelstandoff=8,
                automargin=True,
            ),
            shapes=[shape for index, group in enumerate(groups) for shape in _lines(group, index, theme)],
            annotations=[
                *(note for index, group in enumerate(groups) for note in _label(group, index, scale, metric, theme)),
                marks.peers_note(peers, theme=theme, below=32),
            ],
        ),
    }


def _placed(group: GradeGroup, index: int, scale: tuple[float, float]) -> list[tuple[Dot, float]]:
    """Each dot on the scale with its height: off the row's middle where others of nearly the same value lie."""
    drawn = sorted((dot for dot in group.dots if scale[0] <= dot.value <= scale[1]), key=lambda dot: dot.value)
    levels = marks.swarm([dot.value for dot in drawn], columns=40)
    most = max([LEVELS, *(abs(level) for level in levels)])
    return [(dot, index + 0.1 + REACH * level / most) for dot, level in zip(drawn, levels, strict=True)]


def _dots(role: str, placed: Sequence[Sequence[tuple[Dot, float]]], metric: Metric, theme: Theme) -> Chart:
    chosen = [(dot, height) for row in placed for dot, height in row if dot.role == role]
    look = {
        "other": {"size": 7, "color": theme.background, "line": {"color": theme.mark, "width": 1}},
        "neighbour": {"size": 8, "color": theme.muted, "line": {"color": theme.background, "width": 1}},
        "council": {"size": 14, "color": theme.council, "line": {"color": theme.background, "width": 2}},
    }[role]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.value for dot, _ in chosen],
        "y": [height for _, height in chosen],
        "marker": {"opacity": 1, **look},
        "cliponaxis": False,
        "hovertext": [f"<b>{marks.plain(dot.name)}</b><br>{fmt.in_unit(dot.value, metric)}" for dot, _ in chosen],
        "hoverinfo": "text",
    }


def _quoted(groups: Sequence[GradeGroup], metric: Metric, theme: Theme) -> Chart:
    """What research quotes, as a cross: no council's dot, and not England's diamond."""
    chosen = [(group.quoted, index + 0.4) for index, group in enumerate(groups) if group.quoted is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for value, _ in chosen],
        "y": [height for _, height in chosen],
        "cliponaxis": False,
        "marker": {"symbol": "x-thin", "size": 9, "line": {"color": theme.ink, "width": 2}},
        "hovertext": [f"Research quotes a mean of {fmt.figure(value, metric)}" for value, _ in chosen],
        "hoverinfo": "text",
    }


def _lines(group: GradeGroup, index: int, theme: Theme) -> list[Chart]:
    return [
        {
            "type": "line",
            "x0": value,
            "x1": value,
            "y0": index - 0.22,
            "y1": index + 0.4,
            "layer": "above",
            "line": {"color": theme.ink if dash == "dash" else theme.muted, "width": 2, "dash": dash},
        }
        for value, dash in ((group.mean, "dash"), (group.median, "dot"))
        if value is not None
    ]


def _label(group: GradeGroup, index: int, scale: tuple[float, float], metric: Metric, theme: Theme) -> list[Chart]:
    if group.mean is None:
        return [marks.note("<i>no council</i>", theme=theme, x=scale[0], y=index, xanchor="left")]
    text = f"<b>mean {fmt.figure(group.mean, metric)}</b>, median {fmt.figure(group.median, metric)}"
    # A line of its own: all three are wider than a phone.
    text += f"<br>research {fmt.figure(group.quoted, metric)} ×" if group.quoted is not None else ""
    is_right = group.mean > (scale[0] + scale[1]) / 2
    return [
        marks.note(
            text,
            theme=theme,
            x=scale[1] if is_right else scale[0],
            y=index - 0.25,
            xanchor="right" if is_right else "left",
            yanchor="bottom",
            align="right" if is_right else "left",
            font={"size": marks.SMALL, "color": theme.ink},
        )
    ]
