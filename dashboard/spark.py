"""The small chart of a metric's whole series, as SVG: one picture for the screen and for paper. Pure.

The council is a line that ends in a dot; similar councils are a band (lowest to highest) and a dashed line (mean);
the council's own unpublished figures are hollow dots. A period without a figure, or one that is not there at all, is a
gap. The scale begins at zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from dashboard import format as fmt
from dashboard.model import CONSECUTIVE, Metric
from dashboard.summary_model import Point
from dashboard.theme import FONT, Theme

WIDTH, HEIGHT = 320, 108
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 250, 8, 84  # the plot; values stand to its right, periods below
_TEXT = 12.5
_APART = 14  # two lines of text
_ALONE = 11  # the width of what stands for a single period

_LOCAL = {"class": "local"}  # what a picture to take away leaves out

Value = Callable[[Point], float | None]


def spark(points: Sequence[Point], *, metric: Metric, theme: Theme) -> str:
    """`points` in order of time, in the metric's unit. Without any figure, the chart says so."""
    body = _drawn(points, metric, theme) if _values(points) else _nothing(theme)
    return _tag(
        "svg", body, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT,
        font_family=FONT, font_size=_TEXT,
    )  # fmt: skip


def _tag(name: str, content: str = "", **attributes: str | float) -> str:
    """One element; underscores in attributes' names become hyphens."""
    written = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _values(points: Iterable[Point]) -> list[float]:
    return [
        value
        for point in points
        for value in (point.value, point.low, point.high, point.mean, point.local)
        if value is not None
    ]


def _nothing(theme: Theme) -> str:
    return _tag("text", "No figures", x=_LEFT, y=(_TOP + _BOTTOM) / 2, fill=theme.muted)


def _drawn(points: Sequence[Point], metric: Metric, theme: Theme) -> str:
    first, last = points[0].period_end.toordinal(), points[-1].period_end.toordinal()
    values = _values(points)
    low, high = min(0.0, *values), max(0.0, *values)

    def x(point: Point) -> float:
        share = (point.period_end.toordinal() - first) / (last - first) if last > first else 1.0
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (value - low) / ((high - low) or 1.0) * (_BOTTOM - _TOP), 1)

    def line(run: Sequence[Point], value: Value, **look: str | float) -> str:
        if len(run) == 1:
            # One period has no length: a stroke of two dashes.
            at, height = x(run[0]), y(value(run[0]) or 0.0)
            corners = f"{at - _ALONE / 2:.1f},{height} {at + _ALONE / 2:.1f},{height}"
            return _tag("polyline", points=corners, fill="none", **look)
        corners = " ".join(f"{x(point)},{y(value(point) or 0.0)}" for point in run)
        return _tag("polyline", points=corners, fill="none", **look)

    def band(run: Sequence[Point]) -> str:
        edge = [(point, point.high or 0.0) for point in run] + [(point, point.low or 0.0) for point in reversed(run)]
        corners = " ".join(f"{x(point)},{y(value)}" for point, value in edge)
        width = {"stroke": theme.band, "stroke_width": _ALONE} if len(run) == 1 else {}
        return _tag("polygon", points=corners, fill=theme.band, **width)

    def dot(point: Point, value: float, fill: str, **more: str) -> str:
        look = {"fill": fill, "stroke": theme.council, "stroke_width": 1.75, **more}
        return _tag("circle", cx=x(point), cy=y(value), r=3.5, **look)

    own = _runs(points, lambda point: point.value)
    zero = y(0.0)
    parts = [
        _tag("line", x1=_LEFT, x2=_RIGHT, y1=zero, y2=zero, stroke=theme.mark, stroke_width=0.75),
        *(band(run) for run in _runs(points, lambda point: None if point.low is None else point.high)),
        *(
            line(run, lambda point: point.mean, stroke=theme.muted, stroke_width=1.75, stroke_dasharray="4 3")
            for run in _runs(points, lambda point: point.mean)
        ),
        *(
            line(run, lambda point: point.value, stroke=theme.council, stroke_width=2.5, stroke_linejoin="round")
            for run in own
            if len(run) > 1
        ),
        *(dot(run[-1], run[-1].value or 0.0, theme.council) for run in own if len(run) == 1 or run is own[-1]),
        *(dot(point, point.local, theme.background, **_LOCAL) for point in points if point.local is not None),
        *_ends(points, metric, theme, y),
        *_periods(points, theme),
    ]
    return "".join(parts)


def _runs(points: Sequence[Point], value: Value) -> list[list[Point]]:
    """Neighbouring periods that have a value: nothing is drawn across a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if value(point) is None:
            runs.append([])
            continue
        if runs[-1] and point.period_end - runs[-1][-1].period_end > CONSECUTIVE:
            runs.append([])
        runs[-1].append(point)
    return [run for run in runs if run]


def _ends(points: Sequence[Point], metric: Metric, theme: Theme, y: Callable[[float], float]) -> Iterable[str]:
    """The newest published figures at the lines' ends, the council's in bold, kept apart."""
    last = next((point for point in reversed(points) if point.value is not None or point.mean is not None), None)
    if last is None:
        return
    own = {"fill": theme.council, "font_weight": 700}
    ends = [(last.value, own), (last.mean, {"fill": theme.muted})]
    drawn = sorted(((y(value), value, look) for value, look in ends if value is not None), key=lambda end: end[0])
    heights = [height for height, _, _ in drawn]
    if len(heights) == 2 and heights[1] - heights[0] < _APART:
        middle = min(max(sum(heights) / 2, _TOP + _APART / 2), _BOTTOM - _APART / 2)
        heights = [middle - _APART / 2, middle + _APART / 2]
    for height, (_, value, look) in zip(heights, drawn, strict=True):
        yield _tag("text", escape(fmt.figure(value, metric)), x=_RIGHT + 9, y=round(height + _TEXT / 3, 1), **look)


def _periods(points: Sequence[Point], theme: Theme) -> Iterable[str]:
    """The first and the last period; only one where there is only one."""
    ends = [("start", _LEFT, points[0]), ("end", _RIGHT, points[-1])]
    for anchor, at, point in ends[-1:] if len(points) == 1 else ends:
        yield _tag("text", escape(point.label), x=at, y=HEIGHT - 4, text_anchor=anchor, fill=theme.muted)
