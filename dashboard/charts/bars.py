"""A council and its neighbours as bars."""

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
ROW, LEVEL = 34, 18  # px: a bar with its name, a line's label


@dataclass(frozen=True)
class Bar:
    """One area's bar; without a value, `reason` says why in its place."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_council: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A figure to hold the bars against: mean, median, region or England."""

    name: str
    value: float
    kind: str


STYLES = {
    "mean": {"dash": "dash", "symbol": None},
    "median": {"dash": "dot", "symbol": None},
    "region": {"dash": "solid", "symbol": "square-open"},
    "england": {"dash": "solid", "symbol": "diamond-open"},
}


def bars(*, metric: Metric, rows: Sequence[Bar], lines: Sequence[Line], peers: Peers, theme: Theme) -> Chart:
    """The council and its neighbours in the order given, zero-based, intervals as whiskers."""
    ends = [row.high if row.high is not None else row.value for row in rows if row.value is not None]
    top_value = max([*ends, *(line.value for line in lines), 0])
    low_value = min([*(row.value for row in rows if row.value is not None), 0])
    labels = [fmt.figure(row.value, metric) for row in rows if row.value is not None]
    levels = LEVEL * len(lines)
    margin = {"l": 8, "r": 12 + marks.width_of(labels), "t": levels + 10, "b": 46}
    inner = ROW * len(rows)
    span = (top_value - low_value) or 1.0
    annotations = [_row_label(row, index, metric, theme) for index, row in enumerate(rows)]
    shapes, heads = [], []
    for level, line in enumerate(sorted(lines, key=lambda each: each.value)):
        height = 1 + (levels - LEVEL * level) / inner
        is_right = (line.value - low_value) / span > 0.22
        shapes.append(_upright(line, height, theme))
        heads.append(_head(line, height, theme))
        annotations.append(
            marks.note(
                f"{marks.plain(line.name)} {fmt.figure(line.value, metric)}",
                theme=theme,
                x=line.value,
                y=height,
                yref="paper",
                xanchor="right" if is_right else "left",
                xshift=-7 if is_right else 7,
                yanchor="middle",
                # Paper behind the words: lines end at them instead of crossing them.
                bgcolor=theme.background,
                borderpad=0,
            )
        )
    annotations.append(marks.peers_note(peers, theme=theme, below=28))
    return {
        "data": [_bar_trace(rows, metric, theme), *_whiskers(rows, theme)],
        "layout": marks.layout(
            theme=theme,
            height=inner + margin["t"] + margin["b"],
            margin=margin,
            bargap=0.42,
            xaxis=marks.axis(
                theme=theme,
                range=[low_value, low_value + span * 1.02],
                tickprefix=metric.prefix,
                ticksuffix=metric.suffix,
                tickformat=",",
                nticks=4,
                tickangle=0,
            ),
            yaxis=marks.axis(
                theme=theme,
                grid=False,
                range=[len(rows) - 0.5, -0.5],
                tickvals=list(range(len(rows))),
                ticktext=[_row_name(row) for row in rows],
                tickfont={"size": 13, "color": theme.ink},
                ticklabelstandoff=8,
                automargin=True,
            ),
            shapes=shapes + [head for head in heads if head],
            annotations=annotations,
        ),
    }


def _row_name(row: Bar) -> str:
    return f"<b>{marks.wrapped(row.name)}</b>" if row.is_council else marks.wrapped(row.name)


def _row_label(row: Bar, index: int, metric: Metric, theme: Theme) -> Chart:
    if row.value is None:
        text, size, colour, x = f"<i>no figure: {marks.plain(row.reason)}</i>", marks.SMALL, theme.muted, 0.0
    else:
        text, size = fmt.figure(row.value, metric), 13
        colour, x = (
            (theme.council if row.is_council else theme.ink),
            max(row.high or row.value, row.value, 0.0),
        )
        text = f"<b>{text}</b>" if row.is_council else text
    return marks.note(
        text,
        theme=theme,
        x=x,
        y=index,
        xanchor="left",
        xshift=5,
        font={"size": size, "color": colour},
        bgcolor=theme.background,
        borderpad=1,
    )


def _bar_trace(rows: Sequence[Bar], metric: Metric, theme: Theme) -> Chart:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.value for row in rows],
        "marker": {"color": [theme.council if row.is_council else theme.mark for row in rows]},
        "hovertext": [_bar_hover(row, metric) for row in rows],
        "hoverinfo": "text",
    }


def _bar_hover(row: Bar, metric: Metric) -> str:
    text = f"<b>{marks.plain(row.name)}</b><br>{fmt.in_unit(row.value, metric)}"
    if row.low is None or row.high is None:
        return text
    return f"{text}<br>95% interval {fmt.figure(row.low, metric)} to {fmt.figure(row.high, metric)}"


def _whiskers(rows: Sequence[Bar], theme: Theme) -> list[Chart]:
    drawn = [(i, row) for i, row in enumerate(rows) if None not in (row.value, row.low, row.high)]
    if not drawn:
        return []
    common = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for _, row in drawn],
        "y": [index for index, _ in drawn],
        "marker": {"size": 1, "color": theme.ink, "opacity": 0},
        "hoverinfo": "skip",
    }
    error = {
        "type": "data",
        "symmetric": False,
        "array": [row.high - row.value for _, row in drawn],
        "arrayminus": [row.value - row.low for _, row in drawn],
    }
    # Ink on a halo of paper: seen on a bar of any colour and beyond it.
    return [
        common | {"error_x": error | {"color": theme.background, "thickness": 3.5, "width": 0}},
        common | {"error_x": error | {"color": theme.ink, "thickness": 1.5, "width": 4}},
    ]


def _upright(line: Line, height: float, theme: Theme) -> Chart:
    return {
        "type": "line",
        "x0": line.value,
        "x1": line.value,
        "yref": "paper",
        "y0": 0,
        "y1": height,
        "layer": "above",
        "line": {"color": theme.muted, "width": 1.5, "dash": STYLES[line.kind]["dash"]},
    }


def _head(line: Line, height: float, theme: Theme) -> Chart | None:
    """England's diamond or the region's square on top of its line: a shape in pixels about a point of the axis."""
    if not STYLES[line.kind]["symbol"]:
        return None
    path = {"england": "M 0,5 L 5,0 L 0,-5 L -5,0 Z", "region": "M -4,-4 L 4,-4 L 4,4 L -4,4 Z"}[line.kind]
    return {
        "type": "path",
        "path": path,
        "xsizemode": "pixel",
        "xanchor": line.value,
        "ysizemode": "pixel",
        "yref": "paper",
        "yanchor": height,
        "layer": "above",
        "fillcolor": theme.background,
        "line": {"color": theme.muted, "width": 1.5},
    }
