"""The plain-English sentences. Pure: a view in, text without markup out.

The rules are statistics.md's: a verdict only where there is an interval, no "best" and no "worst", no cause.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import format as fmt
from dashboard import note_words, peers
from dashboard.model import Metric, Observation, Place, Release, View

STATUS = {
    "published": "published",
    "suppressed": "withheld by the publisher, because the numbers are small",
    "rounds_to_zero": "more than nothing, but rounds to zero",
    "unreliable": "withheld by the publisher as unreliable",
    "not_available": "not available",
    "not_applicable": "not applicable",
}
POLARITY = {
    "lower": "Lower is generally better, in the view of the Department for Education.",
    "higher": "Higher is generally better, in the view of the Department for Education.",
    "context": "Neither high nor low is better in itself: this is context, not performance.",
}
PUBLISHERS = {
    "DfE": "Department for Education",
    "MHCLG": "Ministry of Housing, Communities and Local Government",
}
GRADES = "Outstanding is the highest of Ofsted’s four grades. They are in order, but no number stands behind them."
SHAPES = {"higher": "▲", "lower": "▼", "similar": "●"}


@dataclass(frozen=True)
class Answer:
    """What a reader should take away, largest first: the figure, the verdict, then the rest."""

    headline: str
    verdict: str
    details: str
    notes: tuple[str, ...]


def answer(view: View) -> Answer:
    """The sentences above the charts."""
    return Answer(
        headline=headline(view),
        verdict=verdict(view),
        details=larger_areas(view),
        notes=note_words.notes(view),
    )


def headline(view: View) -> str:
    """The figure, its date and position: "Vacancies: 16.3% of posts (FTE) on 30 September 2025, 2nd highest of 11."."""
    metric, own = view.metric, view.own
    when = fmt.within(metric, view.period.period_end, view.period.period_label)
    if own.value is None:
        return f"{metric.name}: no figure {when} ({why_missing(own, view)})."
    position = place_in_words(view)
    return f"{metric.name}: {fmt.in_unit(own.value, metric)} {when}" + (f", {position}." if position else ".")


def place_in_words(view: View) -> str:
    """ "3rd highest of 11", counted from the nearer end, ties shared; nothing where no position is given."""
    comparison = view.comparison
    if not comparison or not comparison.position or not comparison.position_of or view.own.value is None:
        return ""
    of = comparison.position_of
    above = comparison.position - 1
    equal = sum(place.value == view.own.value for place in view.neighbours)
    below = of - above - 1 - equal
    if not above and not below:
        return f"the same as all {of}"
    rank, end = (above + 1, "highest") if above <= below else (below + 1, "lowest")
    shared = "equal " if equal else ""
    return f"{shared}{fmt.ordinal(rank)} {end} of {of}" if rank > 1 else f"{shared}{end} of {of}"


def verdict(view: View) -> str:
    """Higher, lower or similar, and how sure; or why nothing can be said."""
    metric, comparison, own = view.metric, view.comparison, view.own
    kind = comparison.verdict if comparison else "no_figure"
    them = view.peers.noun
    if not view.has_peers:
        return peers.nobody(view.council, view.peers)
    if kind == "too_few_neighbours" or comparison is None or comparison.neighbour_mean is None:
        count = len(view.neighbours)
        return (
            f"– No comparison: {'only ' if count else ''}{of_them(view)} "
            f"{'has' if count == 1 else 'have'} a figure, and an average needs five."
        )
    metric = _fine_enough(metric, comparison.neighbour_mean, own.observation) if kind in SHAPES else metric
    mean = fmt.figure(comparison.neighbour_mean, metric)
    basis = f"their mean is {mean} ({of_them(view)} have a figure)"
    if own.value is None or kind == "no_figure":
        return f"– Its {them}: {basis}."
    if kind == "no_interval":
        side = f"{_side(own.value, comparison.neighbour_mean, metric)} its {them}’ mean"
        return (
            f"– {side}: {basis}. No interval can be given{_why_no_interval(metric)}, so it cannot be said how sure "
            "this is."
        )
    interval = f"{view.council.short_name}’s 95% interval ({_interval(own.observation, metric)})"
    if kind == "similar":
        return f"● Similar to its {them}: {basis}, inside {interval}. Chance alone could explain the difference."
    word = "Higher" if kind == "higher" else "Lower"
    return f"{SHAPES[kind]} {word} than its {them}: {basis}, outside {interval}."


def _fine_enough(metric: Metric, mean: float, observation: Observation | None) -> Metric:
    """The metric with as many decimals as it takes to tell the mean from the interval's ends."""
    ends = [observation.interval_low, observation.interval_high] if observation else []
    for more in range(3):
        finer = metric._replace(decimals=metric.decimals + more)
        if all(fmt.figure(mean, finer) != fmt.figure(end, finer) for end in ends):
            return finer
    return metric


def _why_no_interval(metric: Metric) -> str:
    return " for this measure" if metric.interval_method == "none" else ", as the counts behind the figure are missing"


def of_them(view: View) -> str:
    """ "9 of 10": how many neighbours or peers have a figure; two that report jointly are one."""
    have, total = len(view.neighbours), len(view.neighbours) + len(view.missing)
    return f"{have} of {total}" if have else f"none of {total}"


def _side(value: float, mean: float, metric: Metric) -> str:
    if fmt.rounded(value, metric.decimals) == fmt.rounded(mean, metric.decimals):
        return "The same as"
    return "Above" if value > mean else "Below"


def _interval(observation: Observation | None, metric: Metric) -> str:
    if observation is None or observation.interval_low is None or observation.interval_high is None:
        return fmt.NOTHING
    return f"{fmt.figure(observation.interval_low, metric)} to {fmt.figure(observation.interval_high, metric)}"


def larger_areas(view: View) -> str:
    """Region and England, and which councils are missing from a figure that had to be added up."""
    parts = [_larger(place, view) for place in (view.region, view.england) if place]
    return f"{'; '.join(parts)}." if parts else ""


def _larger(place: Place, view: View) -> str:
    text = f"{place.name}: {fmt.figure(place.value, view.metric)}"
    observation = place.observation
    if observation is None or not observation.councils_expected:
        return text
    text += f", added up here from {observation.councils_counted} of {observation.councils_expected} councils"
    names = [view.name(code) for code in observation.councils_missing]
    return f"{text} (no figure for {fmt.listed(names)})" if names else text


def change(view: View) -> str:
    """The change since the period before, and whether chance alone would give it."""
    comparison, metric = view.comparison, view.metric
    if not comparison or comparison.change is None or view.own.value is None:
        return ""
    size = _size(abs(comparison.change), metric)
    if not fmt.rounded(comparison.change, metric.decimals):
        moved = "No change on the year before"
    else:
        moved = f"{'Up' if comparison.change > 0 else 'Down'} {size} on the year before"
    if comparison.change_is_beyond_chance is None:
        return f"{moved}; whether that is chance cannot be said, as no intervals can be given."
    sure = "more than" if comparison.change_is_beyond_chance else "within what"
    return f"{moved}: {sure} chance alone would give."


def _size(value: float, metric: Metric) -> str:
    if metric.suffix == "%":
        text = fmt.number(value, metric.decimals)
        return f"{text} percentage point{'' if text in ('1', '1.0') else 's'}"
    return fmt.in_unit(value, metric)


def missing(view: View) -> str:
    """The neighbours or peers without a figure, by name and reason."""
    if not view.missing:
        return ""
    named = [f"{place.area.short_name} ({why_missing(place, view)})" for place in view.missing]
    return f"{view.peers.heading} with no figure: {fmt.listed(named, most=len(named))}."


def why_missing(place: Place, view: View) -> str:
    """Why there is no figure, for the middle of a sentence."""
    began = place.area.valid_from
    if began and view.period.period_end < began:
        return f"it began on {fmt.day(began)}"
    return status(place.observation.status) if place.observation else "not in the publication"


def status(code: str) -> str:
    """A status in words, for the middle of a sentence."""
    return STATUS.get(code, code.replace("_", " "))


def publisher(name: str) -> str:
    """A publisher's name in full."""
    return PUBLISHERS.get(name, name)


def source(metric: Metric, releases: tuple[Release, ...]) -> str:
    """Where the figures are from and when they were published."""
    texts = []
    for release in releases:
        dated = f", published {fmt.day(release.published)}" if release.published else ""
        texts.append(f"{release.publication_title} {release.release}, {publisher(release.publisher)}{dated}")
    unique = list(dict.fromkeys(texts))
    if not unique:
        return f"Source: {metric.publication_title}, {publisher(metric.publisher)}."
    return f"Source: {'; '.join(unique)}."


def source_of(view: View) -> str:
    """The source line of a view, saying so where figures are calculated here."""
    text = source(view.metric, view.releases)
    shown = (view.own, *view.neighbours)
    if any(place.observation and place.observation.is_calculated for place in shown):
        text += f" Calculated here: {view.metric.formula}."
    return text


def direction(metric: Metric) -> str:
    """Whether high or low is generally better, said in words and never in colour."""
    return GRADES if metric.kind == "grade" else POLARITY[metric.polarity]
