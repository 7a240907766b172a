"""The plain sentence under each of Benchmark's charts. Pure."""

from __future__ import annotations

from statistics import quantiles

from dashboard import format as fmt
from dashboard import words
from dashboard.local import words as local_words
from dashboard.model import View

_SURE = {
    "higher": "higher than its {them} beyond chance",
    "lower": "lower than its {them} beyond chance",
    "similar": "similar to its {them}: chance alone could explain the difference",
    "no_interval": "and how sure that is cannot be said",
}
_FEW = 8  # figures that quarters make sense of


def bars(view: View) -> str:
    """Position among the neighbours, verdict and how sure; the neighbours without a figure by name."""
    place, verdict = words.place_in_words(view), view.comparison.verdict if view.comparison else ""
    sentence = ""
    if place and verdict in _SURE:
        sentence = f"{view.council.short_name} is {place}, {_SURE[verdict].format(them=view.peers.noun)}."
    elif view.own.value is None:
        sentence = f"{view.council.short_name} has no figure."
    return " ".join(filter(None, (sentence, words.missing(view))))


def trend(view: View) -> str:
    """The change on the year before, the series' own lowest and highest, and what the hollow points are."""
    return " ".join(filter(None, (words.change(view), _extremes(view), local_words.note(view))))


def _extremes(view: View) -> str:
    """End points alone mislead."""
    drawn = [moment for moment in view.trend if moment.own and moment.own.value is not None]
    if len(drawn) < 3:
        return ""
    ordered = sorted(drawn, key=lambda moment: moment.own.value)
    lowest, highest = (
        f"{fmt.figure(moment.own.value, view.metric)} ({moment.period.period_label})"
        for moment in (ordered[0], ordered[-1])
    )
    return f"In {len(drawn)} periods it was lowest at {lowest} and highest at {highest}."


def strip(view: View) -> str:
    """Where the middle half of England's councils lies, and the council: no rank. Who has no figure, by name."""
    return " ".join(filter(None, (_middle_half(view), _without(view))))


def _without(view: View) -> str:
    names = [view.name(code) for code, _ in view.without]
    return f"Without a figure: {fmt.listed(names, most=8)}." if names else ""


def _middle_half(view: View) -> str:
    values = [figure.value for figure in view.distribution]
    if len(values) < _FEW:
        return ""
    low, _, high = quantiles(values, n=4, method="inclusive")
    text = f"Half of these figures lie between {fmt.figure(low, view.metric)} and {fmt.figure(high, view.metric)}"
    own = view.own.value
    if own is None or view.council.is_tiny:
        return f"{text}."
    side = "above" if own > high else "below" if own < low else "within"
    return f"{text}; {view.council.short_name}’s lies {side} that half."
