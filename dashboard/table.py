"""The table behind the charts: as text for the page, and in full precision as CSV. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import format as fmt
from dashboard import words
from dashboard.model import Metric, Observation, Place, Release, View


@dataclass(frozen=True)
class Row:
    """One line: an area's figure, or an average of neighbours, which has no counts."""

    name: str
    value: float | None
    status: str
    observation: Observation | None = None
    change: float | None = None
    is_council: bool = False


def rows(view: View) -> list[Row]:
    """Council and neighbours, highest first; those without a figure; averages; region and England."""
    places = sorted([view.own, *view.neighbours] if view.own.value is not None else view.neighbours, key=_descending)
    without = [] if view.own.value is not None else [view.own]
    found = [_row(place, view) for place in [*places, *without, *view.missing]]
    comparison = view.comparison
    if comparison and comparison.neighbour_mean is not None:
        basis = f"{words.of_them(view)} {view.peers.noun}"
        found.append(Row(f"{view.peers.heading}’ mean", comparison.neighbour_mean, basis))
        found.append(Row(f"{view.peers.heading}’ median", comparison.neighbour_median, basis))
    return found + [_row(place, view) for place in (view.region, view.england) if place]


@dataclass(frozen=True)
class CouncilRow:
    """One of England's councils, or two of a joint return."""

    name: str
    area_code: str
    joint_with: str | None
    value: float | None
    status: str


def england(view: View) -> list[CouncilRow]:
    """England's councils in the period shown, lowest first, a joint return once; then those without a figure."""
    found = [
        CouncilRow(
            " and ".join(view.name(code) for code in (each.area_code, each.joint_with) if code),
            each.area_code,
            each.joint_with,
            each.value,
            "calculated here" if each.is_calculated else "published",
        )
        for each in view.distribution
    ]
    return found + [
        CouncilRow(view.name(code), code, None, None, words.status(status)) for code, status in view.without
    ]


def _descending(place: Place) -> float:
    return -(place.value or 0.0)


def _row(place: Place, view: View) -> Row:
    return Row(
        name=place.name,
        value=place.value,
        status=_status(place, view),
        observation=place.observation,
        change=view.changes.get(place.area.area_code),
        is_council=place.area.area_code == view.council.area_code,
    )


def _status(place: Place, view: View) -> str:
    observation = place.observation
    if observation is None or observation.value is None:
        return words.why_missing(place, view)
    text = "calculated here" if observation.is_calculated else "published"
    if observation.councils_expected:
        return f"added up from {observation.councils_counted} of {observation.councils_expected} councils"
    return f"{text}, with {view.name(observation.joint_with)}" if observation.joint_with else text


def columns(view: View) -> dict[str, list[str]]:
    """The table as text, a list for each column heading; Markdown marks of the names escaped."""
    metric, found = view.metric, rows(view)
    when = fmt.period(metric, view.period.period_end, view.period.period_label)
    text = {
        "Area": [_bold(row) for row in found],
        "Figure": fmt.aligned([fmt.figure(row.value, metric) for row in found]),
    }
    for field, label in (("numerator", metric.numerator_label), ("denominator", metric.denominator_label)):
        if label:
            text[_heading(label)] = _counts(found, field)
    if any(row.observation and row.observation.interval_low is not None for row in found):
        text["95% interval"] = [_interval(row, metric) for row in found]
    text["Change on the year before"] = fmt.aligned([fmt.signed(row.change, metric) for row in found])
    text["Status"] = [fmt.escaped(row.status) for row in found]
    text["Date"] = [when for _ in found]
    return text


def _bold(row: Row) -> str:
    name = fmt.escaped(row.name)
    return f"**{name}**" if row.is_council else name


def _heading(label: str) -> str:
    return fmt.escaped(label[0].upper() + label[1:])


def _counts(found: Sequence[Row], field: str) -> list[str]:
    values = [getattr(row.observation, field) if row.observation else None for row in found]
    decimals = fmt.count_decimals(values)
    return fmt.aligned([fmt.count(value, decimals) for value in values])


def _interval(row: Row, metric: Metric) -> str:
    observation = row.observation
    if observation is None or observation.interval_low is None or observation.interval_high is None:
        return fmt.NOTHING
    return f"{fmt.figure(observation.interval_low, metric)} to {fmt.figure(observation.interval_high, metric)}"


def release_columns(releases: Sequence[Release]) -> dict[str, list[str]]:
    """One line a publication's release: its files are named in the database."""
    newest: dict[tuple[str, str], Release] = {}
    for each in releases:
        key = (each.publication, each.release)
        if key not in newest or (each.newest_period_end or date.min) > (newest[key].newest_period_end or date.min):
            newest[key] = each
    unique = list(newest.values())
    return {
        "Publication": [fmt.escaped(each.publication_title) for each in unique],
        "Release": [fmt.escaped(each.release) for each in unique],
        "Publisher": [fmt.escaped(words.publisher(each.publisher)) for each in unique],
        "Published": [fmt.day(each.published) if each.published else fmt.NOTHING for each in unique],
        "Figures up to": [
            fmt.day(each.newest_period_end) if each.newest_period_end else fmt.NOTHING for each in unique
        ],
        "Licence": [fmt.escaped(each.licence) for each in unique],
    }
