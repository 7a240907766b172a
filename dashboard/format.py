"""Figures, dates and lists as British readers expect them. Rounding happens here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from dashboard.model import Metric

MINUS = "−"
NOTHING = "–"
_FIGURE_SPACE, _COMMA_SPACE = "\u2007", "\u2008"


def rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero, on the number as it is written: 2.675 gives 2.68, which binary rounding does not."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


# The same figures are written again for every council and chart.
@lru_cache(maxsize=20_000)
def number(value: float, decimals: int = 0) -> str:
    """`1391.4` → "1,391". A true minus sign; never "−0"."""
    exact = rounded(value, decimals)
    return (MINUS if exact < 0 else "") + f"{abs(exact):,f}"


def figure(value: float | None, metric: Metric) -> str:
    """A value with its sign: "14.9%", "£1,391", "73"; a dash where there is none."""
    if value is None:
        return NOTHING
    text = number(value, metric.decimals)
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return f"{sign}{metric.prefix}{digits}{metric.suffix}"


def signed(value: float | None, metric: Metric) -> str:
    """A difference: "+2.1", "−£35", "0"; per cents as points, without a sign."""
    if value is None:
        return NOTHING
    text = number(value, metric.decimals)
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("+", text)
    if not rounded(value, metric.decimals):
        sign = ""
    return f"{sign}{metric.prefix}{digits}"


def in_unit(value: float | None, metric: Metric) -> str:
    """A value in its unit's words: "14.9% of posts (FTE)", "£1,391 a child a year", "73 per 10,000 children"."""
    unit = metric.unit.strip()
    for sign in (metric.suffix, metric.prefix):
        if sign and unit.startswith(sign):
            unit = unit.removeprefix(sign).strip()
    return f"{figure(value, metric)} {unit}".strip()


def count(value: float | None, decimals: int = 0) -> str:
    """A numerator or denominator: "1,923"; "7,912.9" with one decimal."""
    return NOTHING if value is None else number(value, decimals)


def count_decimals(values: Sequence[float | None]) -> int:
    """1 where any count of a column is a fraction (full-time equivalents), else 0; never for large money."""
    known = [abs(value) for value in values if value is not None]
    return int(any(not value.is_integer() for value in known) and max(known) < 1_000_000)


def day(when: date) -> str:
    """ "30 September 2025"."""
    return f"{when.day} {when:%B %Y}"


def short_day(when: date) -> str:
    """ "30 Sep 2025"."""
    return f"{when.day} {when:%b %Y}"


def period(metric: Metric, period_end: date, period_label: str) -> str:
    """ "30 September 2025", "year to 31 March 2025" or "2024-25"."""
    if metric.period_kind == "financial_year":
        return period_label
    return f"year to {day(period_end)}" if metric.period_kind == "year" else day(period_end)


def within(metric: Metric, period_end: date, period_label: str) -> str:
    """The period in a sentence: "on 30 September 2025", "in the year to 31 March 2025", "in 2024-25"."""
    text = period(metric, period_end, period_label)
    return f"{({'financial_year': 'in', 'year': 'in the'}).get(metric.period_kind, 'on')} {text}"


def model(model_id: str) -> str:
    """A neighbour model's name: `2025-05` → "DfE, May 2025"."""
    try:
        return f"DfE, {date.fromisoformat(f'{model_id}-01'):%B %Y}"
    except ValueError:
        return model_id


def ordinal(position: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if position % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{ending}"


def listed(items: Sequence[str], *, most: int = 12) -> str:
    """ "A", "A and B", "A, B and C"; past `most`, "A, B and 7 more"."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} more"
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def aligned(texts: Sequence[str]) -> list[str]:
    """Padded with spaces as wide as digits and commas, so that a column of text lines up on the right."""
    widest = max((len(text) for text in texts), default=0)
    pattern = next((text for text in texts if len(text) == widest), "")
    return [
        "".join(_COMMA_SPACE if mark == "," else _FIGURE_SPACE for mark in pattern[: widest - len(text)]) + text
        for text in texts
    ]


_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>$~#:|&"})
# A line that begins like this is an item of a list, a rule, or makes a heading of the one before.
_BEGINNING = re.compile(r"^(\s*[0-9]*)(?=[0-9][.)](?:\s|$)|[-+=](?:[-+=\s]|$))([0-9]?)", re.M)


def escaped(text: str) -> str:
    """Text that Streamlit's Markdown shows as it is: no links but of bare addresses, no formulas, icons or HTML."""
    return _BEGINNING.sub(r"\1\2\\", text.translate(_SPECIAL))


def small(text: str) -> str:
    """Text as a caption in Streamlit's Markdown: small and grey, with the contrast that `st.caption` lacks."""
    return f":small[:gray[{escaped(text)}]]"
