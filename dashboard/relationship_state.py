"""What Relationships is asked, from the page's address and back; ready-made questions. Pure but for one file of data.

Parameters: `show` (measures or grades), `x`, `y`, `lag`, `region`, `near`; `metric` and `known` for grades.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dashboard import format as fmt
from dashboard.model import Area, Metric
from dashboard.state import Choice, echo

SHOWS = {"measures": "Two measures", "grades": "A measure by inspection grade"}
LAGS = ("0", "1", "2", "3", "4", "5")
# Not in the registry: it is only ever a horizontal axis.
DEPRIVATION = "deprivation"
RESEARCH_DATE = date(2022, 3, 31)


@cache
def given() -> dict[str, Any]:
    """`relationships.toml`: questions, and what research quotes."""
    return tomllib.loads((Path(__file__).parent / "relationships.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Offer:
    """What a database offers Relationships. `grade_dates` are the days of the first and the newest report."""

    metrics: Sequence[Metric]
    regions: Sequence[Area]
    deprivation: Metric | None
    grade_dates: tuple[date, date] | None

    @property
    def across(self) -> dict[str, Metric]:
        """What the horizontal axis can be."""
        return self.up | ({self.deprivation.metric_id: self.deprivation} if self.deprivation else {})

    @property
    def up(self) -> dict[str, Metric]:
        """What the vertical axis can be, or be split by grade: measures of numbers."""
        return {metric.metric_id: metric for metric in self.metrics if metric.kind == "number"}


@dataclass(frozen=True)
class Question:
    """What the page answers. `known` is the day by which the earlier grades had been published."""

    show: str
    x: Metric
    y: Metric
    lag: int
    region: Area | None
    near: bool
    metric: Metric
    known: date

    def parameters(self, choice: Choice) -> dict[str, str]:
        """The query parameters that lead back here, with what other pages keep."""
        own = {"show": self.show, "x": self.x.metric_id, "y": self.y.metric_id, "lag": str(self.lag)}
        own |= {"region": self.region.slug} if self.region else {"region": ""}
        own |= {"near": "1" if self.near else "", "metric": self.metric.metric_id, "known": self.known.isoformat()}
        return {name: text for name, text in (choice.parameters | own).items() if text}


def deprivation(metric: Metric, edition: str, publisher: str, title: str) -> Metric:
    """The IMD average score in the shape of a metric; `metric` lends the fields that nobody reads."""
    return metric._replace(
        metric_id=DEPRIVATION,
        name=f"Deprivation (IMD {edition})",
        kind="edition",
        unit="average score of the Index of Multiple Deprivation",
        prefix="",
        suffix="",
        decimals=1,
        polarity="context",
        is_calculated=False,
        publication_title=title,
        publisher=publisher,
        definition="The council’s average score in the Index of Multiple Deprivation: the higher, the more deprived.",
    )


def ready_made(offer: Offer) -> list[dict[str, Any]]:
    """The questions that this database can answer, as they stand in the file."""
    return [
        each
        for each in given()["question"]
        if each.get("x", "") in {"", *offer.across}
        and each.get("y", "") in {"", *offer.up}
        and each.get("metric", "") in {"", *offer.up}
    ]


def asked_by(question: Mapping[str, Any], choice: Choice) -> dict[str, str]:
    """The query parameters of a ready-made question: nothing of an earlier one is left, the council is."""
    own = {name: str(value) for name, value in question.items() if name not in ("label", "is_default")}
    earlier = ("show", "x", "y", "lag", "region", "near", "known", "period", "open")
    return {name: text for name, text in choice.parameters.items() if name not in earlier} | own


def read(parameters: Mapping[str, str], choice: Choice, offer: Offer) -> tuple[Question | None, list[str]]:
    """The question, and a message for each value that cannot be had; no question where there is no measure at all."""
    messages: list[str] = []
    if not offer.up:
        return None, messages
    opening = next((each for each in ready_made(offer) if each.get("is_default")), {})
    first = next(iter(offer.up))
    # A link that gives nothing but a date asks about grades.
    is_bare = not {"x", "y", "lag"} & set(parameters)
    usual = "grades" if is_bare and "known" in parameters else "measures"
    show = _one(parameters, "show", SHOWS, usual, "view", messages)
    x = _one(
        parameters, "x", _names(offer.across), opening.get("x", first), "measure for the horizontal axis", messages
    )
    y = _one(parameters, "y", _names(offer.up), opening.get("y", first), "measure for the vertical axis", messages)
    lag = _one(parameters, "lag", {lag: years(int(lag)) for lag in LAGS}, "0", "lag", messages)
    regions = {"": "all of England", **{area.slug: area.short_name for area in offer.regions}}
    region = _one(parameters, "region", regions, "", "region", messages)
    near = _one(
        parameters, "near", {"": "Every council", "0": "", "1": "Neighbours only"}, "", "value of “near”", messages
    )
    return Question(
        show=show,
        x=offer.across[x],
        y=offer.up[y],
        lag=int(lag),
        region=next((area for area in offer.regions if area.slug == region), None),
        near=near == "1",
        metric=_by_grade(choice, offer, show, messages),
        known=_known(parameters.get("known", ""), offer, messages),
    ), messages


def years(lag: int) -> str:
    """ "no lag", "1 year earlier", "2 years earlier"."""
    return "no lag" if not lag else f"{lag} year{'s' if lag > 1 else ''} earlier"


def _names(metrics: Mapping[str, Metric]) -> dict[str, str]:
    return {metric_id: metric.name for metric_id, metric in metrics.items()}


def _one(
    parameters: Mapping[str, str], name: str, labels: Mapping[str, str], usual: str, what: str, messages: list[str]
) -> str:
    text = parameters.get(name, "").strip().lower()
    if not text:
        return usual
    if text not in labels:
        messages.append(f"There is no {what} called “{echo(text)}” here. {_capital(labels[usual])} is shown.")
        return usual
    return text


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _by_grade(choice: Choice, offer: Offer, show: str, messages: list[str]) -> Metric:
    if choice.metric.metric_id in offer.up:
        return choice.metric
    usual = next(iter(offer.up.values()))
    if show == "grades":
        messages.append(f"“{choice.metric.name}” is the grade itself. {usual.name} is shown by grade.")
    return usual


def _known(text: str, offer: Offer, messages: list[str]) -> date:
    first, last = offer.grade_dates or (RESEARCH_DATE, RESEARCH_DATE)
    usual = min(max(RESEARCH_DATE, first), last)
    if not text.strip():
        return usual
    try:
        wanted = date.fromisoformat(text.strip())
    except ValueError:
        wanted = None
    if wanted is None or not first <= wanted <= last:
        messages.append(
            f"Grades cannot be shown as known on “{echo(text)}”: reports were published from {fmt.day(first)} to "
            f"{fmt.day(last)}. Those known on {fmt.day(usual)} are shown."
        )
        return usual
    return wanted
