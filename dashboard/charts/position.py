"""Every metric as a row: the council, its neighbours and England on the scale of the neighbours' spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts import marks
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
ROW = 18  # px: 24 rows, title and selectors on a screen of 768
REACH = 3.4  # half the scale, in spreads of the neighbours
EDGE = 3.2  # where a mark stands that lies further out
SMALL = 12
# Columns as shares of the chart's width: left edges, and right edges of what stands on the right.
THEME, NAME, FIGURE, STRIP, MEAN, VERDICT, CHANGE = 0.0, 0.0, 0.452, (0.468, 0.69), 0.745, 0.762, 0.89
INDENT = 0.052
NARROWEST = 1120  # px that the columns need


@dataclass(frozen=True)
class Mark:
    """A figure on the row's scale, in spreads of the neighbours from their mean; may be infinite."""

    at: float
    hover: str


@dataclass(frozen=True)
class PositionRow:
    """One metric. `reason` says why there is nothing to draw; else `own` and at least five neighbours are there."""

    name: str
    when: str
    href: str
    theme: str
    figure: str
    mean: str = ""
    verdict: str = ""
    change: str = ""
    own: Mark | None = None
    neighbours: tuple[Mark, ...] = ()
    england: Mark | None = None
    reason: str = ""


def position(*, rows: Sequence[PositionRow], council: str, peers: Peers, by_theme: bool, theme: Theme) -> Chart:
    """One figure for all rows, first on top. Names are links; every other column is one trace of text."""
    count = len(rows)
    levels = [count - 1 - index for index in range(count)]
    placed = list(zip(rows, levels, strict=True))
    indent = INDENT if by_theme else 0.0
    return {
        "data": [
            *_strips(placed, theme),
            _text([row.figure for row in rows], levels, FIGURE, "left", theme, ink=theme.council, is_bold=True),
            _text([row.mean for row in rows], levels, MEAN, "left", theme),
            _text([row.verdict for row in rows], levels, VERDICT, "right", theme),
            _text([row.change for row in rows], levels, CHANGE, "right", theme),
            _text([row.reason for row in rows], levels, STRIP[0], "right", theme, ink=theme.muted),
            *_headings(count, council, peers, theme),
            *_legend(council, peers, theme),
        ],
        "layout": marks.layout(
            theme=theme,
            height=ROW * (count + 2) + 4,
            margin={"l": 0, "r": 0, "t": 2, "b": 2},
            xaxis=marks.axis(
                theme=theme,
                grid=False,
                domain=list(STRIP),
                range=[-REACH, REACH],
                showticklabels=False,
                anchor="y",
            ),
            xaxis2=marks.axis(theme=theme, grid=False, domain=[0, 1], range=[0, 1], showticklabels=False, anchor="y"),
            # Hairlines as a grid, across all columns: as shapes they would cost 50 ms in the browser.
            yaxis=marks.axis(
                theme=theme,
                range=[-1.6, count + 0.5],
                showticklabels=False,
                anchor="x2",
                tickvals=[level - 0.5 for level in levels],
            ),
            annotations=[
                *(_name(row, level, indent, theme) for row, level in placed),
                *(_theme_names(placed, theme) if by_theme else []),
            ],
            shapes=_rules(placed, by_theme, theme),
        ),
    }


def _strips(placed: Sequence[tuple[PositionRow, int]], theme: Theme) -> list[Chart]:
    """Range, mean, neighbours, England, then the council on top."""
    drawn = [(row, level) for row, level in placed if row.own]
    bands_x: list[float | None] = []
    bands_y: list[float | None] = []
    for row, level in drawn:
        bands_x += [_inside(row.neighbours[-1].at), _inside(row.neighbours[0].at), None]
        bands_y += [level, level, None]
    near = [(mark, level) for row, level in drawn for mark in row.neighbours]
    england = [(row.england, level) for row, level in drawn if row.england]
    own = [(row.own, level) for row, level in drawn if row.own]
    paper = theme.background
    return [
        {
            "type": "scatter", "mode": "lines", "x": bands_x, "y": bands_y, "hoverinfo": "skip",
            "line": {"color": theme.band, "width": 8}, "cliponaxis": False,
        },
        _dots([(Mark(0.0, ""), level) for _, level in drawn], size=13, symbol="line-ns", line=(theme.ink, 1.5)),
        _dots(near, size=5, symbol="circle", color=theme.muted, line=(paper, 0)),
        _dots(england, size=8, symbol="diamond", color=paper, line=(theme.muted, 1.3)),
        _dots(own, size=11, symbol="circle", color=theme.council, line=(paper, 1.5), arrows=True),
    ]  # fmt: skip


def _dots(
    found: Sequence[tuple[Mark, int]],
    *,
    size: int,
    symbol: str,
    line: tuple[str, float],
    color: str = "rgba(0,0,0,0)",
    arrows: bool = False,
) -> Chart:
    shapes = [_arrow(mark.at) if arrows and abs(mark.at) > EDGE else symbol for mark, _ in found]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_inside(mark.at) for mark, _ in found],
        "y": [level for _, level in found],
        "marker": {
            "size": size,
            "symbol": shapes,
            "color": color,
            "line": {"color": line[0], "width": line[1]},
        },
        "hovertext": [mark.hover for mark, _ in found],
        "hoverinfo": "text" if any(mark.hover for mark, _ in found) else "skip",
        "cliponaxis": False,
    }


def _arrow(at: float) -> str:
    return "triangle-right" if at > 0 else "triangle-left"


def _inside(at: float) -> float:
    """On the scale; what lies further out stands at its edge."""
    return round(math.copysign(min(abs(at), EDGE), at), 4)


def _text(
    texts: Sequence[str],
    levels: Sequence[float],
    at: float,
    side: str,
    theme: Theme,
    *,
    ink: str = "",
    is_bold: bool = False,
) -> Chart:
    """A column of text; `side` is the side of `at` that it stands on. As a trace: annotations paint slowly."""
    found = [(text, level) for text, level in zip(texts, levels, strict=True) if text]
    return {
        "type": "scatter",
        "mode": "text",
        "xaxis": "x2",
        "x": [at] * len(found),
        "y": [level for _, level in found],
        "text": [marks.plain(text) for text, _ in found],
        "textposition": f"middle {side}",
        "textfont": {"size": SMALL, "color": ink or theme.ink, "weight": 700 if is_bold else 400},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _headings(count: int, council: str, peers: Peers, theme: Theme) -> list[Chart]:
    level = [count + 0.1]
    short = council if len(council) <= 16 else "Figure"
    return [
        _text([text], level, at, side, theme, ink=theme.muted)
        for text, at, side in (
            ("Measure and date (each opens in Benchmark)", NAME, "right"),
            (short, FIGURE, "left"),
            (f"← lower than {peers.noun}", STRIP[0], "right"),
            ("higher →", STRIP[1], "left"),
            ("Their mean", MEAN, "left"),
            ("It is, and how sure", VERDICT, "right"),
            ("Change in a year", CHANGE, "right"),
        )
    ]


def _legend(council: str, peers: Peers, theme: Theme) -> list[Chart]:
    text = f"● {council}   • {peers.noun} ({peers.who})   band: their range   | their mean   ◇ England"
    return [_text([text], [-1.1], 1.0, "left", theme, ink=theme.muted)]


def _name(row: PositionRow, level: int, indent: float, theme: Theme) -> Chart:
    # `_top` would leave a frame; `_self` stays in the tab, and a middle click still opens another.
    link = f'<a href="{escape(row.href)}" target="_self" style="color:{theme.ink}"><b>{marks.plain(row.name)}</b></a>'
    return marks.note(
        f"{link}  {marks.plain(row.when)}", theme=theme, xref="paper", x=NAME + indent, y=level, xanchor="left",
        yanchor="middle", borderpad=0,
    )  # fmt: skip


def _theme_names(placed: Sequence[tuple[PositionRow, int]], theme: Theme) -> list[Chart]:
    firsts: dict[str, int] = {}
    for row, level in placed:
        firsts.setdefault(row.theme, level)
    return [
        marks.note(marks.plain(name), theme=theme, xref="paper", x=THEME, y=level, xanchor="left", yanchor="middle")
        for name, level in firsts.items()
    ]


def _rules(placed: Sequence[tuple[PositionRow, int]], by_theme: bool, theme: Theme) -> list[Chart]:
    """A line under the headings, and between themes."""
    levels = [len(placed)]
    if by_theme:
        levels += [level + 1 for (above, _), (row, level) in pairwise(placed) if above.theme != row.theme]
    return [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level - 0.5, "y1": level - 0.5, "layer": "below",
            "line": {"color": theme.mark, "width": 1},
        }
        for level in levels
    ]  # fmt: skip
