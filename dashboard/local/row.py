"""One line of a council's own figures, validated. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo
from pydantic_core import PydanticCustomError

from dashboard import format as fmt
from dashboard import state
from dashboard.local.figure import LocalFigure
from dashboard.model import Area, Metric

OLDEST = date(2000, 1, 1)
SMALLEST = Decimal("0.01")  # of a denominator: less is no count, and what is divided by it no figure
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{1,15})?|\.[0-9]{1,15})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BRITISH = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
# What people write in the place of a number, and what to do about it.
_REMEDIES = (
    (re.compile(r"%"), "Remove the % sign: 14.2, not 14.2%."),
    (re.compile(r"[£$€]"), "Remove the currency sign."),
    (re.compile(r"[0-9][,_ \u00a0][0-9]"), "Write digits only: 1391, not 1,391."),
    (re.compile(r"[0-9]e[+-]?[0-9]", re.I), "Write the number in full: 120000, not 1.2E+05."),
)
_NO_FIGURE = "Where there is no figure, leave the cell empty, or the line out. Missing is never zero."


def wrong(expected: str, found: str, remedy: str) -> PydanticCustomError:
    """An error in the three parts that people are told."""
    return PydanticCustomError("local", "wrong", {"expected": expected, "found": found, "remedy": remedy})


class Names:
    """What the cells of a line are looked up in. `hints`: how many unknown names are worth a search for near ones."""

    def __init__(self, councils: Sequence[Area], metrics: Sequence[Metric], today: date, *, hints: int) -> None:
        self.today = today
        self._councils, self._metrics, self._hints = councils, metrics, hints
        self._found: dict[str, Area | None] = {}

    def council(self, text: str) -> Area | None:
        if text not in self._found:
            self._found[text] = state.find(text, self._councils)
        return self._found[text]

    def metric(self, text: str) -> Metric | None:
        return self._metric_names.get(state.slug(text))

    def near_council(self, text: str) -> str:
        return self._near(text, self._council_names)

    def near_metric(self, text: str) -> str:
        return self._near(text, {name: metric.metric_id for name, metric in self._metric_names.items()})

    @cached_property
    def _metric_names(self) -> dict[str, Metric]:
        names = {state.slug(metric.name): metric for metric in self._metrics}
        return names | {state.slug(metric.metric_id): metric for metric in self._metrics}

    @cached_property
    def _council_names(self) -> dict[str, str]:
        return {
            state.slug(name): area.short_name
            for area in self._councils
            for name in (*area.aliases, area.name, area.short_name)
        }

    def _near(self, text: str, names: dict[str, str]) -> str:
        """ "Did you mean …?" or nothing. Comparing takes a millisecond: nobody reads more than the first hints."""
        self._hints -= 1
        if self._hints < 0:
            return ""
        found = get_close_matches(state.slug(text[:60]), list(names), n=3)
        near = list(dict.fromkeys(f"“{names[name]}”" for name in found))
        return f"Did you mean {' or '.join(near)}? " if near else ""


def _text(cell: str, what: str) -> str:
    if not cell:
        raise wrong(what, "an empty cell", "Fill in the cell.")
    _no_formula(cell, what)
    return cell


def _no_formula(cell: str, what: str) -> None:
    if cell.startswith(("=", "+", "-", "@")) and len(cell) > 1 and not _NUMBER.fullmatch(cell):
        remedy = "Copy the column and paste it as values, then save the file again."
        raise wrong(what, f"a formula, “{state.echo(cell)}”", remedy)


def _council(cell: str, info: ValidationInfo) -> Area:
    what = "a council’s name, or its three-digit DfE code"
    text = _text(cell, what)
    if found := info.context.council(text):
        return found
    near = info.context.near_council(text)
    raise wrong(what, f"“{state.echo(text)}”", f"{near}Write the name as the dashboard has it.")


def _metric(cell: str, info: ValidationInfo) -> Metric:
    what = "a metric’s id or name"
    text = _text(cell, what)
    found = info.context.metric(text)
    if found is None:
        near = info.context.near_metric(text)
        raise wrong(what, f"“{state.echo(text)}”", f"{near}The list of metrics has every id.")
    if found.kind == "grade":
        raise wrong("a metric of numbers", f"“{found.name}”, which is a grade", "Leave this line out.")
    return found


def _date(cell: str, info: ValidationInfo) -> date:
    what = "a date as 2026-10-31 or 31/10/2026"
    text = _text(cell, what)
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif british := _BRITISH.fullmatch(text):
        day, month, year = british.groups()
    else:
        raise wrong(what, f"“{state.echo(text)}”", "Write the date in one of these two forms.")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise wrong(what, f"“{text}”, a day that there is not", "With slashes, the day comes first.") from None
    if found > info.context.today:
        remedy = "Check the year: only what has been counted can be shown."
        raise wrong("a date that is not in the future", fmt.day(found), remedy)
    if found < OLDEST:
        raise wrong("a date from 2000 on", fmt.day(found), "Check the year.")
    return found


def _number(cell: str) -> Decimal | None:
    what = "a number such as 14.2"
    if not cell:
        return None
    if not _NUMBER.fullmatch(cell):
        _no_formula(cell, what)
        remedy = next((remedy for mark, remedy in _REMEDIES if mark.search(cell)), _NO_FIGURE)
        raise wrong(what, f"“{state.echo(cell)}”", remedy)
    found = Decimal(cell)
    if found < 0:
        raise wrong("a number that is not negative", f"“{cell}”", "Check the figure.")
    return found


def _denominator(found: Decimal | None, info: ValidationInfo) -> Decimal | None:
    metric, numerator = info.data.get("metric"), info.data.get("numerator")
    if found is not None and found < SMALLEST:
        raise wrong("a denominator above 0", f"{found:f}", _NO_FIGURE)
    if metric and _is_share(metric) and None not in (found, numerator) and numerator > found:
        remedy = "Check the two: a part cannot be more than the whole. Perhaps they have changed places."
        raise wrong(f"at least the numerator ({numerator:f})", f"{found:f}", remedy)
    return found


def _value(found: Decimal | None, info: ValidationInfo) -> Decimal | None:
    if not {"metric", "numerator", "denominator"} <= info.data.keys():
        return found
    metric, numerator, denominator = (info.data[name] for name in ("metric", "numerator", "denominator"))
    counted = None
    if numerator is not None and denominator is not None:
        counted = Decimal(repr(metric.scale)) * numerator / denominator
    if found is None:
        if counted is None:
            remedy = "Give the value, or both the numerator and the denominator. Missing is never zero."
            raise wrong("a value", "an empty cell", remedy)
        return counted
    if _is_share(metric) and found > 100:
        raise wrong("a per cent from 0 to 100", f"{found:f}", "Check the value.")
    if counted is not None and abs(found - counted) > _rounding(found, metric):
        remedy = f"Check all three, or leave the value empty: it is then calculated. {_how(metric)}"
        raise wrong(f"{fmt.figure(float(counted), metric)}, from numerator and denominator", f"{found:f}", remedy)
    return found


def _is_share(metric: Metric) -> bool:
    return metric.suffix == "%"


def _rounding(value: Decimal, metric: Metric) -> Decimal:
    """Half of the last place, of the value as written or of the metric as published, whichever is coarser."""
    places = min(max(-int(value.as_tuple().exponent), 0), metric.decimals)
    return Decimal("0.501").scaleb(-places)


def _how(metric: Metric) -> str:
    scale = fmt.number(metric.scale) if metric.scale == int(metric.scale) else f"{metric.scale:.6g}"
    return f"It is {f'{scale} × ' if metric.scale != 1 else ''}numerator ÷ denominator."


class Row(BaseModel):
    """A line's cells by column; validate with a `Names` as context. The order of the fields is that of the checks."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    council: Annotated[Any, BeforeValidator(_council)]
    metric: Annotated[Any, BeforeValidator(_metric)]
    period_end: Annotated[date, BeforeValidator(_date)]
    numerator: Annotated[Decimal | None, BeforeValidator(_number)]
    denominator: Annotated[Decimal | None, AfterValidator(_denominator), BeforeValidator(_number)]
    value: Annotated[Decimal | None, AfterValidator(_value), BeforeValidator(_number)]

    def figure(self, file: str) -> LocalFigure:
        """The figure, with the name of the file that it is from."""
        return LocalFigure(
            area_code=self.council.area_code,
            metric_id=self.metric.metric_id,
            period_end=self.period_end,
            value=float(self.value),
            numerator=None if self.numerator is None else float(self.numerator),
            denominator=None if self.denominator is None else float(self.denominator),
            file=file,
        )
