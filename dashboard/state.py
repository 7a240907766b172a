"""The URL's query parameters ↔ what is chosen. The URL is the only place where a choice is kept.

So a view can be linked to, reloaded and gone back to. Pure: no Streamlit here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from dashboard import format as fmt
from dashboard import peers
from dashboard.model import Area, Metric, Period

DEFAULT_COUNCIL = "wolverhampton"
ORDERS = {"distance": "Furthest out first", "theme": "By theme"}
SCALES = {"zero": "A scale from zero", "fit": "A scale fitted to the figures"}
# Tables that a page shows once they are opened; the address says which are.
TABLES = (
    *("series", "distribution", "pairs", "councils_0", "councils_1"),
    *("statuses", "new_periods", "councils", "files", "checks", "coverage"),
)
_LONGEST_ECHO, _LONGEST_NAME, _LONGEST_GROUP = 60, 200, 2_000
# What one page alone asks for, and every link passes on: Relationships and Data read these themselves.
KEPT = ("show", "x", "y", "lag", "region", "near", "known", "since")
T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """What the pages show. `period_end` is None for the latest; `kept` are parameters passed on as they came.

    `model`: whom to compare with, one of DfE's neighbour models or a key of `peers.OTHERS`. `group`: the reader's own.
    """

    council: Area
    metric: Metric
    model: str
    group: tuple[Area, ...] = ()
    period_end: date | None = None
    order: str = "distance"
    scale: str = "zero"
    opened: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> dict[str, str]:
        """The query parameters that lead back to this choice."""
        chosen = {"council": self.council.slug, "metric": self.metric.metric_id, "model": self.model}
        chosen |= {"group": ",".join(area.slug for area in self.group)} if self.group else {}
        chosen |= {"period": self.period_end.isoformat()} if self.period_end else {}
        chosen |= dict(self.kept)
        chosen |= {"order": self.order} if self.order != next(iter(ORDERS)) else {}
        chosen |= {"scale": self.scale} if self.scale != next(iter(SCALES)) else {}
        return chosen | ({"open": ",".join(self.opened)} if self.opened else {})


@dataclass(frozen=True)
class Options:
    """What there is to choose from: `models` newest first; `periods` of a metric, newest first."""

    areas: Sequence[Area]
    metrics: Sequence[Metric]
    models: Sequence[str]
    periods: Callable[[str], Sequence[Period]]

    @cached_property
    def compared_with(self) -> dict[str, str]:
        """What each comparison is called, DfE's newest neighbours first."""
        models = {model: f"Neighbours ({fmt.model(model)})" for model in self.models}
        return (models or {"": "Statistical neighbours"}) | peers.OTHERS

    @property
    def usual(self) -> str:
        """The comparison that is made unless another is asked for."""
        return next(iter(self.compared_with))

    @cached_property
    def councils(self) -> list[Area]:
        """Today's councils: a former one has no present to compare."""
        return [area for area in self.areas if area.is_council and area.valid_to is None]


def slug(text: str) -> str:
    """ "St. Helens" → "st-helens"; "Hammersmith & Fulham" → "hammersmith-and-fulham". Nothing of what is no name."""
    return _slug(text) if len(text) <= _LONGEST_NAME else ""


# A search compares a text with every council's names. Anybody may search for anything: what is kept has an end.
@lru_cache(maxsize=4096)
def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def find(text: str, areas: Sequence[Area]) -> Area | None:
    """The one council of this slug, code, name or alias; None where there is none, or more than one."""
    wanted = slug(text)
    if not wanted:
        return None
    for names in (
        lambda area: (area.slug, area.area_code.lower()),
        lambda area: (slug(area.short_name), slug(area.name)),
        lambda area: tuple(slug(alias) for alias in area.aliases),
    ):
        found = [area for area in areas if wanted in names(area)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def read(parameters: Mapping[str, str], options: Options) -> tuple[Choice, list[str]]:
    """What the query parameters ask for, and a message for each that cannot be had.

    Whatever is missing or unknown falls back to a default. Raises LookupError where there is nothing to choose
    from: a database without councils or metrics.
    """
    messages: list[str] = []
    council = _council(parameters.get("council", ""), options, messages)
    metric = _one(
        parameters.get("metric", ""),
        {metric.metric_id: metric for metric in options.metrics},
        lambda found: found.name,
        "measure",
        messages,
    )
    model = _one(
        parameters.get("model", ""),
        _keys(options.compared_with),
        options.compared_with.__getitem__,
        "comparison",
        messages,
    )
    group = _group(parameters.get("group", ""), options, messages)
    if model == peers.GROUP and len(group) < peers.FEWEST:
        messages.append(
            f"A group needs {peers.FEWEST} to {peers.MOST} councils: choose them below. Until then, this page shows "
            f"{options.compared_with[options.usual]}."
        )
    period_end = _period(parameters.get("period", ""), metric, options, messages)
    order = _one(parameters.get("order", ""), _keys(ORDERS), ORDERS.__getitem__, "order", messages)
    scale = _one(parameters.get("scale", ""), _keys(SCALES), SCALES.__getitem__, "scale", messages)
    opened = _opened(parameters.get("open", ""), messages)
    return Choice(council, metric, model, group, period_end, order, scale, opened, _kept(parameters)), messages


def repeated(given: Mapping[str, Sequence[str]]) -> list[str]:
    """A message for each parameter that an address gives more than one value: the last counts."""
    return [
        f"The address gives “{echo(name)}” more than once: “{echo(texts[-1])}” is used."
        for name, texts in given.items()
        if len(set(texts)) > 1
    ]


def _keys(labels: Mapping[str, str]) -> dict[str, str]:
    return {key: key for key in labels}


def _opened(text: str, messages: list[str]) -> tuple[str, ...]:
    wanted = {name: None for name in text.strip().lower().split(",") if name}
    if unknown := [f"“{echo(name)}”" for name in wanted if name not in TABLES]:
        messages.append(f"There is no table called {fmt.listed(unknown, most=5)} to open.")
    return tuple(name for name in TABLES if name in wanted)


def _kept(parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name in KEPT if 0 < len(text := parameters.get(name, "")) <= _LONGEST_ECHO)


def _council(text: str, options: Options, messages: list[str]) -> Area:
    councils = options.councils
    if not councils:
        raise LookupError("The database has no council.")
    default = find(DEFAULT_COUNCIL, councils) or councils[0]
    if not text:
        return default
    if found := find(text, councils):
        return found
    if former := find(text, [area for area in options.areas if area.valid_to is not None]):
        successors = [area for area in councils if former.area_code in area.succeeds]
        shown = successors[0] if successors else default
        names = fmt.listed([area.short_name for area in successors])
        messages.append(
            f"{former.short_name} ended on {fmt.day(former.valid_to)}."
            + (f" Its services passed to {names}." if successors else "")
            + f" {shown.short_name} is shown."
        )
        return shown
    messages.append(
        f"There is no council called “{echo(text)}” here. {default.short_name} is shown: choose another by its name."
    )
    return default


def _group(text: str, options: Options, messages: list[str]) -> tuple[Area, ...]:
    if len(text) > _LONGEST_GROUP:
        messages.append("The group that this link names is too long to be read: none is used.")
        return ()
    wanted = list(dict.fromkeys(slug(name) for name in text.split(",") if slug(name)))
    if len(wanted) > peers.MOST:
        messages.append(
            f"A group holds at most {peers.MOST} councils, and this link names {len(wanted)}: none is used."
        )
        return ()
    found = {name: find(name, options.councils) for name in wanted}
    if unknown := [f"“{echo(name)}”" for name, area in found.items() if area is None]:
        messages.append(f"There is no council called {fmt.listed(unknown, most=5)} here: left out of the group.")
    return tuple(dict.fromkeys(area for area in found.values() if area))


def _one(text: str, by_id: Mapping[str, T], name: Callable[[T], str], what: str, messages: list[str]) -> T:
    if not by_id:
        raise LookupError(f"The database has no {what}.")
    default = next(iter(by_id.values()))
    if not text:
        return default
    found = by_id.get(text.strip().lower())
    if found is None:
        messages.append(f"There is no {what} called “{echo(text)}” here. {name(default)} is shown.")
        return default
    return found


def _period(text: str, metric: Metric, options: Options, messages: list[str]) -> date | None:
    if not text:
        return None
    periods = options.periods(metric.metric_id)
    try:
        wanted = date.fromisoformat(text.strip())
    except ValueError:
        wanted = None
    if wanted is None or wanted not in [period.period_end for period in periods]:
        messages.append(f"{metric.name} has no figures for “{echo(text)}”. The latest are shown.")
        return None
    return None if wanted == periods[0].period_end else wanted


def echo(text: str) -> str:
    """What was asked for, short enough to show and without control characters."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text[: 2 * _LONGEST_ECHO]).strip()
    return plain if len(plain) <= _LONGEST_ECHO else f"{plain[:_LONGEST_ECHO]}…"
