"""A Position as the keyword arguments of its chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dashboard import format as fmt
from dashboard import position_words as words
from dashboard.charts.marks import plain
from dashboard.charts.position import Mark, PositionRow
from dashboard.model import Place
from dashboard.position import Position, Row


def inputs(shown: Position, parameters: Mapping[str, str]) -> dict[str, Any]:
    """`parameters` are the page's own: a row's link keeps them, but for the metric and a period of another one."""
    return {
        "rows": [_row(row, shown, parameters) for row in shown.rows],
        "council": shown.council.short_name,
        "peers": shown.peers,
        "by_theme": shown.order == "theme",
    }


def href(row: Row, parameters: Mapping[str, str]) -> str:
    """Benchmark for this metric, beside this page: it works under any address that the app is served from."""
    kept = {name: value for name, value in parameters.items() if name != "period"}
    return f"benchmark?{urlencode(kept | {'metric': row.metric.metric_id})}"


def _row(row: Row, shown: Position, parameters: Mapping[str, str]) -> PositionRow:
    metric = row.metric
    shared = {
        "name": metric.name,
        "when": ", ".join(filter(None, (words.bare_unit(metric), words.date_of(row)))),
        "href": href(row, parameters),
        "theme": metric.theme,
        "figure": fmt.figure(row.own.value, metric),
    }
    if not row.is_compared or row.own.value is None:
        return PositionRow(**shared, reason=words.why_not(row, shown))
    return PositionRow(
        **shared,
        mean=fmt.figure(row.mean, metric),
        verdict=words.verdict_and_sure(row),
        change=words.change_and_sure(row),
        own=Mark(row.distance(row.own.value), _lines(row.own.name, words.hover(row, shown))),
        neighbours=tuple(_mark(place, row) for place in row.neighbours),
        england=_mark(row.england, row) if row.england else None,
    )


def _mark(place: Place, row: Row) -> Mark:
    value = place.value if place.value is not None else 0.0
    return Mark(row.distance(value), f"{plain(place.name)}: {fmt.in_unit(value, row.metric)}")


def _lines(name: str, texts: tuple[str, ...]) -> str:
    return "<br>".join(plain(text) for text in texts)
