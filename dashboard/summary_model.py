"""What Summary says and draws, the same on the screen and on paper: words and numbers, no markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from dashboard.model import Area, Metric


class Point(NamedTuple):
    """One period of a small chart, in the metric's unit; None where there is no figure.

    `low` and `high` are the range of the similar councils, `mean` their mean; `local` is the council's own
    unpublished figure. `label` is the publisher's name of the period; `status` says why there is no figure
    (sql/README.md).
    """

    label: str
    period_end: date
    value: float | None
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    local: float | None = None
    status: str = ""


class Phrase(NamedTuple):
    """A run of a sentence; `strong` for the words that carry the message."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Card:
    """One metric: what is said of it, the figure, its small chart, and a question for officers.

    `figure` and `mean` are written in full: "16.3%", "£1,391", "–". `basis` completes the figure: its unit, its
    date and the counts behind it. `alt` says what the chart shows. `notes` are caveats, mostly none.
    """

    metric: Metric
    title: str
    said: tuple[Phrase, ...]
    figure: str
    mean: str
    basis: str
    points: tuple[Point, ...]
    alt: str
    question: str
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences without emphasis."""
        return "".join(phrase.text for phrase in self.said)


@dataclass(frozen=True)
class Section:
    """One of the three pages. `cards` is empty where the database has no figure of the theme.

    `notes` are the caveats that more than one card would otherwise repeat.
    """

    title: str
    cards: tuple[Card, ...]
    notes: tuple[str, ...]
    sources: str


@dataclass(frozen=True)
class Summary:
    """Three pages about one council.

    `header` are short facts ("West Midlands", "Ofsted: Good, inspected 28 March 2022");
    `grade_metric` is where the last one leads. `newest` is the day of the newest publication used, which `as_at` says.
    `notes` are said once, under the header: a new or a tiny council. `similar` is what those compared with are called.
    `cover` are the sentences at the foot of page 1. `parameters` are the query parameters that links keep.
    """

    council: Area
    header: tuple[str, ...]
    grade_metric: Metric | None
    newest: date | None
    as_at: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    similar: str
    cover: tuple[str, ...]
    parameters: dict[str, str]

    @property
    def query(self) -> str:
        """The query of the live view's address: what Summary depends on, short enough to be typed from paper."""
        named = {name: self.parameters[name] for name in ("council", "model", "group") if name in self.parameters}
        return urlencode(named, safe=",")

    @property
    def facts(self) -> str:
        """The header in one line; no line begins with a dot."""
        return "\N{NO-BREAK SPACE}· ".join(
            filter(None, ("Children’s services in three pages", *self.header, self.as_at))
        )
