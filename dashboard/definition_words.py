"""The sentences of the Definitions page about a metric and about councils that began or ended. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format as fmt
from dashboard import words
from dashboard.model import Area, Metric, Period

TIMES = {
    "day": "as it stood on one day of the year",
    "year": "over a year",
    "financial_year": "over a financial year, April to March, in cash",
}


def entry(metric: Metric) -> list[tuple[str, str]]:
    """A metric's definition as titles and texts."""
    texts = [
        ("What it counts", metric.definition),
        ("What distorts it", metric.distorts),
        ("What it does not show", metric.does_not_show),
        ("One question to ask", metric.question),
    ]
    return [(title, text) for title, text in texts if text]


def facts(metric: Metric, periods: Sequence[Period]) -> str:
    """Unit, formula, direction, interval, periods and source in one paragraph; `periods` newest first."""
    sentences = [f"{_capital(metric.unit)}, {TIMES[metric.period_kind]}."] if metric.kind == "number" else []
    if metric.formula:
        worked_out = "Calculated here" if metric.is_calculated else "Worked out by the publisher"
        sentences.append(f"{worked_out}: {metric.formula}.")
    sentences.append(words.direction(metric))
    if metric.kind == "number":
        sentences.append(_interval(metric))
    if periods:
        first, last = periods[-1], periods[0]
        shown = fmt.period(metric, last.period_end, last.period_label)
        if first != last:
            shown = f"{fmt.period(metric, first.period_end, first.period_label)} to {shown}"
        sentences.append(f"Periods held: {shown}.")
    sentences.append(f"Source: {metric.publication_title}, {words.publisher(metric.publisher)}.")
    return " ".join(sentences)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _interval(metric: Metric) -> str:
    method = {"wilson": "Wilson’s method", "byar": "Byar’s method"}.get(metric.interval_method)
    if method is None:
        return "No interval can be given."
    return f"95% intervals by {method}."


def boundary_changes(areas: Sequence[Area]) -> list[str]:
    """A sentence for each council that began since the figures do, newest first."""
    names = {area.area_code: area.short_name for area in areas}
    began = [area for area in areas if area.is_council and area.valid_from and area.succeeds]
    return [
        f"{area.short_name} began on {fmt.day(area.valid_from)}, in the place of "
        f"{fmt.listed([names.get(code, code) for code in area.succeeds])}."
        for area in sorted(began, key=lambda area: (-area.valid_from.toordinal(), area.short_name))
    ]
