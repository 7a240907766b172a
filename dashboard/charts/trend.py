"""A whole series: the council, its neighbours' range and mean, region and England."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.charts.hollow import hollow
from dashboard.local.figure import LocalFigure
from dashboard.model import CONSECUTIVE, Metric, Moment
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
HEIGHT = 440


def trend(
    *,
    metric: Metric,
    council: str,
    moments: Sequence[Moment],
    region: str | None,
    breaks: Sequence[tuple[str, str]],
    peers: Peers,
    theme: Theme,
    local: Sequence[LocalFigure] = (),
    is_from_zero: bool = True,
) -> Chart:
    """The whole series: neighbours' range and mean, region, England, the council. Gaps stay open.

    `breaks`: ISO date and words of each upright mark, such as the day a council began. `local`: the council's own
    unpublished figures, oldest first; hollow points that no line joins. The scale begins at zero unless it is to fit.
    """
    dates = [moment.period.period_end for moment in moments]
    x = _with_gaps(dates)
    by_date = {moment.period.period_end.isoformat(): moment for moment in moments}
    own = [_own(by_date.get(when)) for when in x]
    series = {
        "England": [by_date[when].england if when in by_date else None for when in x],
        "region": [by_date[when].region if when in by_date else None for when in x],
        "mean": [_of(by_date.get(when), "neighbour_mean") for when in x],
    }
    low = [_of(by_date.get(when), "neighbour_min") for when in x]
    high = [_of(by_date.get(when), "neighbour_max") for when in x]
    shown = [value for values in (own, high, low, *series.values()) for value in values if value is not None]
    shown += [figure.value for figure in local]
    bottom, top = _limits(shown, is_from_zero=is_from_zero)
    ends = [(fmt.figure(own[-1], metric), own[-1], True)] if x and own[-1] is not None else []
    ends += [
        (f"{name} {fmt.figure(values[-1], metric)}", values[-1], False)
        for name, values in series.items()
        if x and values[-1] is not None
    ]
    margin = {"l": 8, "r": 14 + marks.width_of([text for text, _, _ in ends], size=marks.SMALL), "t": 28, "b": 56}
    labels = [moment.period.period_label for moment in moments]
    hover = [_moment_hover(by_date[when], metric, council, region, peers) if when in by_date else "" for when in x]
    return {
        "data": [
            *_band(x, low, high, theme),
            _series(x, series["region"], theme, {"width": 1.2, "dash": "solid"}, "square-open", 8),
            _series(x, series["England"], theme, {"width": 1.2, "dash": "solid"}, "diamond-open", 10),
            _series(
                x,
                series["mean"],
                theme,
                {"width": 2, "dash": "dash"},
                "line-ew-open",
                12,
                only_alone=True,
            ),
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": own,
                "connectgaps": False,
                "line": {"color": theme.council, "width": 3},
                "marker": {"color": theme.council, "size": 7},
                "hoverinfo": "skip",
            },
            _hover_layer(x, own, series, hover),
            *([hollow(local, metric, council, theme)] if local else []),
        ],
        "layout": marks.layout(
            theme=theme,
            height=HEIGHT,
            margin=margin,
            hovermode="x",
            xaxis=marks.axis(
                theme=theme,
                grid=False,
                type="date",
                tickvals=[moments[i].period.period_end.isoformat() for i in _few(len(moments))],
                ticktext=[marks.plain(labels[i]) for i in _few(len(moments))],
                range=_date_range([*dates, *(figure.period_end for figure in local)]),
                # Clear of the vertical axis' zero.
                ticklabelstandoff=6,
            ),
            yaxis=marks.axis(
                theme=theme,
                range=[bottom, top],
                tickprefix=metric.prefix,
                ticksuffix=metric.suffix,
                tickformat=",",
                automargin=True,
                nticks=6,
            ),
            shapes=[_break(when, theme) for when, _ in breaks],
            annotations=[
                *_end_labels(ends, (bottom, top), HEIGHT - margin["t"] - margin["b"], theme),
                *(
                    marks.note(marks.plain(words), theme=theme, x=when, y=1, yref="paper", yanchor="bottom")
                    for when, words in breaks
                ),
                marks.peers_note(peers, theme=theme, below=32),
            ],
        ),
    }


def _limits(shown: Sequence[float], *, is_from_zero: bool) -> tuple[float, float]:
    low, high = min(shown, default=0.0), max(shown, default=0.0)
    if is_from_zero or low == high:
        return min(low, 0), max(high, 0) * 1.06 or 1.0
    room = (high - low) * 0.06
    return low - room, high + room


def _own(moment: Moment | None) -> float | None:
    return moment.own.value if moment and moment.own else None


def _of(moment: Moment | None, field: str) -> float | None:
    return getattr(moment.comparison, field) if moment and moment.comparison else None


def _with_gaps(dates: Sequence[Any]) -> list[str]:
    """ISO dates, with one between any two that are more than a year apart: a line must break there, not bridge."""
    filled = []
    for before, after in zip([None, *dates], dates, strict=False):
        if before is not None and after - before > CONSECUTIVE:
            filled.append((before + (after - before) / 2).isoformat())
        filled.append(after.isoformat())
    return filled


def _band(x: Sequence[str], low: Sequence[float | None], high: Sequence[float | None], theme: Theme) -> list[Chart]:
    """The neighbours' range: a closed shape for each unbroken run of periods, so that no gap is filled."""
    shapes, run = [], []
    for when, bottom, top in [*zip(x, low, high, strict=True), ("", None, None)]:
        if bottom is not None and top is not None:
            run.append((when, bottom, top))
            continue
        if run:
            shapes.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [each[0] for each in run] + [each[0] for each in reversed(run)],
                    "y": [each[2] for each in run] + [each[1] for each in reversed(run)],
                    "fill": "toself",
                    "fillcolor": theme.band,
                    "line": {"color": theme.band, "width": 6 if len(run) == 1 else 0},
                    "hoverinfo": "skip",
                }
            )
        run = []
    return shapes


def _series(
    x: Sequence[str],
    y: Sequence[float | None],
    theme: Theme,
    line: Chart,
    symbol: str,
    size: int,
    *,
    only_alone: bool = False,
) -> Chart:
    # A mark at the line's end, and at each point that no line would show.
    last = len(y) - 1
    sizes = [
        size if value is not None and ((i == last and not only_alone) or _is_alone(y, i)) else 0
        for i, value in enumerate(y)
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(x),
        "y": list(y),
        "connectgaps": False,
        "line": {"color": theme.muted, **line},
        "marker": {
            "symbol": symbol,
            "size": sizes,
            "opacity": 1,
            "color": theme.muted,
            "line": {"width": 1.5, "color": theme.muted},
        },
        "hoverinfo": "skip",
    }


def _is_alone(y: Sequence[float | None], index: int) -> bool:
    before = y[index - 1] if index else None
    after = y[index + 1] if index + 1 < len(y) else None
    return before is None and after is None


def _hover_layer(
    x: Sequence[str], own: Sequence[float | None], series: dict[str, list[float | None]], hover: Sequence[str]
) -> Chart:
    """One label a period, wherever the pointer is, in place of four that overlap."""
    anchors = [
        next(
            (value for value in (own[i], *(values[i] for values in series.values())) if value is not None),
            None,
        )
        for i in range(len(x))
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": anchors,
        "marker": {"size": 14, "opacity": 0},
        "hovertext": list(hover),
        "hoverinfo": "text",
    }


def _moment_hover(moment: Moment, metric: Metric, council: str, region: str | None, peers: Peers) -> str:
    when = fmt.period(metric, moment.period.period_end, moment.period.period_label)
    lines = [f"<b>{when}</b>", f"{marks.plain(council)} {fmt.figure(_own(moment), metric)}"]
    own = moment.own
    if own and own.interval_low is not None and own.interval_high is not None:
        lines[-1] += f" ({fmt.figure(own.interval_low, metric)} to {fmt.figure(own.interval_high, metric)})"
    if moment.comparison and moment.comparison.neighbour_mean is not None:
        compared = moment.comparison
        lines.append(
            f"{peers.heading}’ mean {fmt.figure(compared.neighbour_mean, metric)} (of {compared.neighbour_count}), "
            f"from {fmt.figure(compared.neighbour_min, metric)} to {fmt.figure(compared.neighbour_max, metric)}"
        )
    if moment.region is not None and region:
        lines.append(f"{marks.plain(region)} {fmt.figure(moment.region, metric)}")
    if moment.england is not None:
        lines.append(f"England {fmt.figure(moment.england, metric)}")
    return "<br>".join(lines)


def _few(count: int, most: int = 5) -> list[int]:
    """Which of so many periods get a label: the first, the last, and evenly spaced ones between."""
    if count <= most:
        return list(range(count))
    step = -(-(count - 1) // (most - 1))
    between = [i for i in range(count - 1 - step, 0, -step) if i >= step / 2]
    return [0, *reversed(between), count - 1]


def _date_range(dates: Sequence[Any]) -> list[str]:
    if not dates:
        return []
    first, last = min(dates), max(dates)
    pad = max((last - first) * 0.03, timedelta(days=20))
    return [(first - pad).isoformat(), (last + pad).isoformat()]


def _break(when: str, theme: Theme) -> Chart:
    line = {"color": theme.mark, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": when, "x1": when, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _end_labels(
    ends: Sequence[tuple[str, float, bool]], limits: tuple[float, float], height: int, theme: Theme
) -> list[Chart]:
    """Names and values at the lines' right ends, moved apart where they would overlap."""
    bottom, top = limits
    scale = height / ((top - bottom) or 1.0)
    wanted = [(value - bottom) * scale for _, value, _ in ends]
    sizes = [17 for _ in ends]
    placed = marks.spread(wanted, sizes=sizes, low=0, high=height)
    return [
        marks.note(
            f"<b>{text}</b>" if is_own else text,
            theme=theme,
            x=1,
            xref="paper",
            y=position / height,
            yref="paper",
            xanchor="left",
            yanchor="middle",
            xshift=6,
            font={"size": 13 if is_own else marks.SMALL, "color": theme.council if is_own else theme.muted},
        )
        for (text, _, is_own), position in zip(ends, placed, strict=True)
    ]
