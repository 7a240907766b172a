"""What stands under a chart's heading, and what a screen reader says in the chart's place. Pure."""

from __future__ import annotations

from dashboard import format as fmt
from dashboard import words
from dashboard.local import words as local_words
from dashboard.model import View


def _when(view: View) -> str:
    text = fmt.period(view.metric, view.period.period_end, view.period.period_label)
    return text[0].upper() + text[1:]


def bars(view: View) -> str:
    """What the bars and their marks are."""
    text = f"{_when(view)}, {_unit(view)}, highest first.{_basis(view)}"
    if view.own.observation and view.own.observation.interval_low is not None:
        text += " Whiskers are 95% intervals: how far chance alone could move a figure."
    return text


def trend(view: View) -> str:
    """What the lines are, and when the line of the council has a gap."""
    first, last = view.trend[0].period, view.trend[-1].period
    text = (
        f"{_span(view)}, {_unit(view)}. Shaded: from the lowest to the highest of its {view.peers.noun}; "
        "dashed: their mean."
    )
    if not view.is_latest:
        text += f" The other charts show {_when(view)}."
    if first == last:
        text = f"{_when(view)} is the only period published, {_unit(view)}."
    elif any(moment.own is None or moment.own.value is None for moment in view.trend):
        text += " Where there is no figure, the line is left open."
    if not view.is_from_zero:
        text += " The scale does not begin at zero: changes look larger than they are."
    if view.local:
        text += f" Hollow points: {view.council.short_name}’s own figures, {local_words.STATUS}."
    return text


def _span(view: View) -> str:
    first, last = view.trend[0].period, view.trend[-1].period
    if view.metric.period_kind == "financial_year":
        return f"{first.period_label} to {last.period_label}"
    kind = "years to " if view.metric.period_kind == "year" else ""
    text = f"{kind}{fmt.day(first.period_end)} to {fmt.day(last.period_end)}"
    return text[0].upper() + text[1:]


def strip(view: View) -> str:
    """What a dot is, and who is not drawn."""
    text = (
        f"{_when(view)}, {_unit(view)}: {len(view.distribution)} figures, a dot each; a joint return is one dot. "
        f"The largest is the council, filled ones are its {view.peers.noun}. The City of London and the Isles of "
        f"Scilly are left out.{_basis(view)}"
    )
    if view.council.is_tiny and view.own.value is not None:
        return f"{text} {view.council.short_name}’s figure is {fmt.figure(view.own.value, view.metric)}."
    return text


def _basis(view: View) -> str:
    """How many neighbours or peers stand behind the mean that is drawn."""
    if not view.comparison or view.comparison.neighbour_mean is None:
        return ""
    return f" Mean and median: {words.of_them(view)} {view.peers.noun}."


def _unit(view: View) -> str:
    return view.metric.unit


def bars_alt(view: View) -> str:
    """The bars in words."""
    place = words.place_in_words(view)
    own = (
        f"{view.council.short_name} {fmt.figure(view.own.value, view.metric)}{f', {place}' if place else ''}"
        if view.own.value is not None
        else f"{view.council.short_name} has no figure"
    )
    return f"Bar chart of {view.metric.name}, {_when(view)}. {own}. {_others(view)} The table below has every figure."


def _others(view: View) -> str:
    values = [place.value for place in view.neighbours]
    if not values:
        return f"No {view.peers.one} has a figure."
    lowest, highest = fmt.figure(min(values), view.metric), fmt.figure(max(values), view.metric)
    text = f"{len(values)} {view.peers.noun} from {lowest} to {highest}"
    mean = view.comparison.neighbour_mean if view.comparison else None
    return f"{text}, mean {fmt.figure(mean, view.metric)}." if mean is not None else f"{text}."


def trend_alt(view: View) -> str:
    """The series in words: first and last figure, highest and lowest, so that no end point misleads."""
    drawn = [moment for moment in view.trend if moment.own and moment.own.value is not None]
    if not drawn:
        text = f"Line chart of {view.metric.name}: {view.council.short_name} has no figure in any period."
        return f"{text} {local_words.note(view)}".strip()
    values = [moment.own.value for moment in drawn]
    text = (
        f"Line chart of {view.metric.name} in {view.council.short_name}: "
        f"{fmt.figure(values[0], view.metric)} in {drawn[0].period.period_label}, "
        f"{fmt.figure(values[-1], view.metric)} in {drawn[-1].period.period_label}; "
        f"lowest {fmt.figure(min(values), view.metric)}, highest {fmt.figure(max(values), view.metric)} "
        f"in {len(values)} periods. Its {view.peers.noun}’ range and mean, its region and England are drawn with it."
    )
    return f"{text} {local_words.note(view)}".strip()


def strip_alt(view: View) -> str:
    """The distribution in words."""
    values = [figure.value for figure in view.distribution]
    if not values:
        return f"Strip of England’s councils for {view.metric.name}: none has a figure."
    text = (
        f"Strip of {len(values)} figures of England’s councils for {view.metric.name}, "
        f"from {fmt.figure(min(values), view.metric)} to {fmt.figure(max(values), view.metric)}."
    )
    if view.own.value is None or view.council.is_tiny:
        return f"{text} {view.council.short_name} is not drawn."
    return f"{text} {view.council.short_name} is at {fmt.figure(view.own.value, view.metric)}."


def table_alt(view: View) -> str:
    """What the table holds."""
    return f"{view.metric.name}, {_when(view)}: {view.council.short_name}, its {view.peers.noun}, region and England."
