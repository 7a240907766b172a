"""Summary's sentences, for a councillor with ten minutes: no jargon, no verdict where chance may be at work. Pure.

A card's sentences are "what it was", "against similar councils and England", "a year earlier". Whole numbers are said
where they tell the figures apart; the metric's own decimals, or more, where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dashboard import format as fmt
from dashboard import gap_words, words
from dashboard.model import CONSECUTIVE, Metric, Moment, Observation, View
from dashboard.peers import Peers
from dashboard.summary_model import Phrase

_HIGHER_OR_LOWER = {"higher": "higher than", "lower": "lower than", "similar": "about the same as"}
# A gap of more than a fifth of the other figure is not "about the same", however well chance could explain it.
_ABOUT_THE_SAME = 0.2


def phrases(text: str) -> tuple[Phrase, ...]:
    """Text whose words of weight stand between ** as runs."""
    return tuple(Phrase(part, bool(number % 2)) for number, part in enumerate(text.split("**")) if part)


def sentences(view: View) -> str:
    """All that is said of one metric, with ** around the words that carry the message."""
    say = _Figures(view)
    if view.own.value is None:
        return " ".join((_no_figure(view, say), _others(view, say.number, say.of_how_many)))
    return " ".join(filter(None, (_what(view, say), _compared(view, say), _earlier(view, say))))


class _Figures:
    """How a metric's figures are written in its sentences, all with the same decimals."""

    def __init__(self, view: View) -> None:
        self.metric = view.metric
        self.is_money = "{pounds}" in view.metric.plain
        self.decimals = _decimals(view) if "{share}" not in view.metric.plain else view.metric.decimals

    def number(self, value: float) -> str:
        """ "16", "£1,391", "0.4"; "less than 1" where something would be shown as nothing."""
        text = fmt.number(value, self.decimals)
        sign = "£" if self.is_money else ""
        if value and not fmt.rounded(value, self.decimals):
            return f"less than {sign}{fmt.number(10**-self.decimals, self.decimals)}"
        return f"{sign}{text}"

    @property
    def of_how_many(self) -> str:
        """What has to follow a figure that no sentence has introduced: " in every 100"."""
        if self.metric.scale <= 1:
            return ""
        return f"{' of every £' if self.is_money else ' in every '}{fmt.number(self.metric.scale)}"

    def about(self, value: float) -> str:
        text = self.number(value)
        exact = not value or text.startswith("less") or float(fmt.rounded(value, self.decimals)) == value
        return text if exact else f"about {text}"

    def in_template(self, value: float) -> dict[str, str]:
        return {
            "about": self.about(value),
            "pounds": self.about(value),
            "share": _one_in(value, self.metric.scale),
            "figure": fmt.figure(value, self.metric),
        }


def _decimals(view: View) -> int:
    """None, unless two figures that are said to differ would then look the same."""
    own, comparison, metric = view.own.observation, view.comparison, view.metric
    differ = []
    if own and comparison and comparison.neighbour_mean is not None and comparison.verdict in ("higher", "lower"):
        differ.append((own.value, comparison.neighbour_mean))
    if own and _against(own, _england(view)) in ("higher", "lower"):
        differ.append((own.value, _england(view)))
    if comparison and comparison.change is not None and comparison.change_is_beyond_chance and own:
        differ.append((own.value, own.value - comparison.change))
    for decimals in range(metric.decimals + 2):
        if all(fmt.rounded(one, decimals) != fmt.rounded(other, decimals) for one, other in differ):
            return decimals
    return metric.decimals


def _one_in(value: float, scale: float) -> str:
    """ "about 1 in 140", to two figures."""
    if not value:
        return "none of the"
    ratio = scale / value
    return f"about 1 in {fmt.number(float(f'{ratio:.2g}'))}"


def _what(view: View, say: _Figures) -> str:
    when = fmt.within(view.metric, view.period.period_end, view.period.period_label)
    text = view.metric.plain.format(when=when, **say.in_template(view.own.value))
    partner = view.own.observation.joint_with if view.own.observation else None
    if partner:
        return f"In {view.council.short_name} and {view.name(partner)} together, {_lower(text)}"
    # After a sentence that explains a word, the figure may open the next.
    return re.sub(r"(^|\. )(\**)(\w)", lambda found: found[1] + found[2] + found[3].upper(), text)


def _lower(text: str) -> str:
    return re.sub(r"^(\**)(\w)", lambda found: found[1] + found[2].lower(), text)


def similar(peers: Peers) -> str:
    """What those compared with are called in a sentence: "similar councils" are DfE's statistical neighbours."""
    if peers.is_modelled:
        return "similar councils"
    return "the councils chosen" if peers.names else f"other {peers.who}"


def _england(view: View) -> float | None:
    return view.england.value if view.england else None


def _against(observation: Observation, other: float | None) -> str:
    """The rule for neighbours (statistics.md, "How sure"), for any other figure; empty where it cannot be said."""
    low, high = observation.interval_low, observation.interval_high
    if other is None or low is None or high is None:
        return ""
    return "higher" if other < low else "lower" if other > high else "similar"


def _compared(view: View, say: _Figures) -> str:
    own, comparison = view.own.observation, view.comparison
    kind = comparison.verdict if comparison else ""
    # Activity is neither good nor bad, and has no verdict: the figures side by side, and how sure.
    if own is None or kind not in _HIGHER_OR_LOWER or view.metric.polarity == "context":
        return " ".join(filter(None, (_others(view, say.number), _chance(view, say))))
    than = _than(kind, own.value, comparison.neighbour_mean)
    text = f"That is **{than} {similar(view.peers)}** ({say.number(comparison.neighbour_mean)})"
    england = _england(view)
    if england is None:
        return f"{text}."
    again = _than(_against(own, england), own.value, england)
    return f"{text} and {'' if again == than else f'{again} '}England ({say.number(england)})."


def _than(kind: str, value: float, other: float) -> str:
    if kind == "similar" and abs(value - other) > _ABOUT_THE_SAME * other:
        return "not clearly different from"
    return _HIGHER_OR_LOWER[kind]


def _chance(view: View, say: _Figures) -> str:
    comparison = view.comparison
    if not comparison or comparison.neighbour_mean is None or view.own.value is None:
        return ""
    them = similar(view.peers)
    if comparison.verdict == "similar":
        return f"Chance could explain the gap to {them}."
    if comparison.verdict in ("higher", "lower"):
        return f"The gap to {them} is **more than chance** would give."
    gap = "the" if say.number(view.own.value) != say.number(comparison.neighbour_mean) else "any"
    return f"We cannot say how much of {gap} gap is chance."


def _others(view: View, number: Callable[[float], str], of_how_many: str = "") -> str:
    """ "Similar councils had 11 on average, and England 14."; who is missing where there is no average."""
    comparison, them = view.comparison, similar(view.peers)
    england = _england(view)
    mean = comparison.neighbour_mean if comparison else None
    if mean is not None:
        text = f"{them} had **{number(mean)}{of_how_many} on average**"
        text += f", and England {number(england)}." if england is not None else "."
        return text[0].upper() + text[1:]
    have, total = len(view.neighbours), len(view.neighbours) + len(view.missing)
    if not view.has_peers:
        text = f"There is no list of similar councils for {view.council.short_name}."
    else:
        said = f"only {have}" if have else "none"
        text = f"No average is given for {them}: {said} of {total} {'has' if have == 1 else 'have'} a figure."
    return f"{text} England had {number(england)}{of_how_many}." if england is not None else text


def _no_figure(view: View, say: _Figures) -> str:
    metric = view.metric
    when = fmt.within(metric, view.period.period_end, view.period.period_label)
    text = f"There is **no figure** for {view.council.short_name} {when} ({words.why_missing(view.own, view)})."
    last = view.last_figure()
    if last is None:
        return text
    earlier = fmt.within(metric, last.period_end, last.period_label)
    return f"{text} The last one was {say.about(last.value)}{say.of_how_many}, {earlier}."


def _earlier(view: View, say: _Figures) -> str:
    comparison, own = view.comparison, view.own
    last = view.last_figure()
    if last is None:
        return "There is no earlier figure to set beside it."
    if view.period.period_end - last.period_end > CONSECUTIVE:
        when = fmt.within(view.metric, last.period_end, last.period_label)
        return f"The last figure before that was {say.number(last.value)}, {when}."
    if last.joint_with != own.observation.joint_with:
        return "The figure for the year before was not for the same councils."
    then = last.value
    was = say.number(then)
    if was == say.number(own.value):
        return "A year earlier it was about the same."
    if comparison is None or comparison.change_is_beyond_chance is None:
        return f"A year earlier it was {was}."
    sure = (
        "a bigger change than chance would give" if comparison.change_is_beyond_chance else "which chance could explain"
    )
    return f"A year earlier it was {was}, {sure}."


def _with_figure(view: View) -> list[Moment]:
    return [moment for moment in view.trend if moment.own and moment.own.value is not None]


def basis(view: View) -> str:
    """What completes the figure: unit, date, the counts behind it, and how many similar councils have one."""
    metric, own = view.metric, view.own.observation
    unit = "no figure" if view.own.value is None else _plain(_unit(metric))
    parts = [f"{unit}, {fmt.period(metric, view.period.period_end, view.period.period_label)}"]
    if own and own.value is not None and own.numerator is not None and own.denominator is not None:
        parts.append(
            f"{_count(own.numerator, metric.numerator_label)}; {_count(own.denominator, metric.denominator_label)}"
        )
    if view.comparison and view.comparison.neighbour_mean is not None:
        them = similar(view.peers)
        mean = fmt.figure(view.comparison.neighbour_mean, metric)
        parts.append(f"{them}: mean {mean}, {words.of_them(view)} have a figure")
    return f"{'. '.join(part[0].upper() + part[1:] if number else part for number, part in enumerate(parts))}."


def _unit(metric: Metric) -> str:
    unit = metric.unit
    for sign in filter(None, (metric.suffix, metric.prefix)):
        unit = unit.removeprefix(sign).strip()
    return unit


def _plain(text: str) -> str:
    """Without the abbreviation that the cover note says in words."""
    return text.replace(" (FTE)", "")


def _count(value: float, label: str | None) -> str:
    text = _plain(label or "")
    if text.endswith(" (£)"):
        return f"{text.removesuffix(' (£)')} {gap_words.pounds(value)}"
    return f"{fmt.count(value, fmt.count_decimals([value]))} {text}"


def alt(view: View) -> str:
    """What the small chart shows, for who cannot see it."""
    metric, drawn = view.metric, _with_figure(view)
    name = f"Line chart of {_lower(metric.name)} in {view.council.short_name}"
    text = f"{name}: {_at(drawn[0], metric) if drawn else 'no figures'}"
    if len(drawn) > 1:
        last = drawn[-1]
        lowest, highest = (end(drawn, key=lambda moment: moment.own.value) for end in (min, max))
        text += f" and {_at(last, metric)}; lowest {_at(lowest, metric)}, highest {_at(highest, metric)}"
    comparison = view.comparison
    if comparison and comparison.neighbour_mean is not None:
        low, high = (fmt.figure(value, metric) for value in (comparison.neighbour_min, comparison.neighbour_max))
        mean = fmt.figure(comparison.neighbour_mean, metric)
        text += (
            f". In {view.period.period_label} {similar(view.peers)} ranged from {low} to {high}, with a mean of {mean}"
        )
    return f"{text}."


def _at(moment: Moment, metric: Metric) -> str:
    return f"{fmt.figure(moment.own.value, metric)} in {moment.period.period_label}"


def notes(view: View) -> tuple[str, ...]:
    """What is known to be wrong with the figure of the period shown, or with those in the average."""
    when = view.period.period_end
    now = [each for each in view.caveats if (each.period_from or date.min) <= when <= (each.period_to or date.max)]
    own = [caveat.words for caveat in now if caveat.area_code == view.council.area_code]
    averaged = {place.area.area_code for place in view.neighbours}
    others = dict.fromkeys(view.name(each.area_code) for each in now if each.area_code in averaged)
    if others:
        whose = fmt.listed(list(others))
        own.append(f"There are known problems with the figures of {whose}, which are in the average.")
    return tuple(own)
