"""In people and pounds: what the distance to the neighbours' mean comes to. Pure; arithmetic, never a target."""

from __future__ import annotations

from dashboard import format as fmt
from dashboard.model import Comparison, Metric, Observation, View

NOT_A_TARGET = "This is arithmetic on the published numbers, not a target."


def gap(metric: Metric, observation: Observation | None, comparison: Comparison | None) -> float | None:
    """How many more (fewer: negative) than at the neighbours' mean, in the numerator's unit.

    None where there are no counts, no mean, or where the council is similar to its neighbours.
    """
    if not metric.count_noun or not observation or not comparison or comparison.neighbour_mean is None:
        return None
    if observation.value is None or observation.numerator is None or not observation.denominator:
        return None
    if comparison.verdict not in ("higher", "lower", "no_interval"):
        return None
    return observation.numerator - comparison.neighbour_mean * observation.denominator / metric.scale


def short(metric: Metric, difference: float | None) -> str:
    """ "15 more posts", "£4.1 million less"; nothing where there is no gap."""
    if difference is None:
        return ""
    if metric.count_noun == "pounds":
        return f"{pounds(abs(difference))} {'more' if difference > 0 else 'less'}"
    return f"{_many(abs(difference))} {'more' if difference > 0 else 'fewer'} {metric.count_noun}"


def sentence(view: View) -> str:
    """The gap in a sentence; empty where it would say nothing."""
    metric, observation, comparison = view.metric, view.own.observation, view.comparison
    difference = gap(metric, observation, comparison)
    if difference is None or observation is None or comparison is None or observation.numerator is None:
        return ""
    there, here = observation.numerator - difference, observation.numerator
    what = (metric.numerator_label or "").removesuffix(" (£)")
    mean = fmt.figure(comparison.neighbour_mean, metric)
    if metric.count_noun == "pounds":
        change = f"{pounds(abs(difference))} {'less' if difference > 0 else 'more'}"
        who = "joint " if observation.joint_with else ""
        return (
            f"At its {view.peers.noun}’ mean ({mean}), {view.council.short_name}’s {who}{what} would be "
            f"{pounds(there)} a year instead of {pounds(here)}: {change}. {NOT_A_TARGET}"
        )
    council = view.council.short_name
    if observation.joint_with:
        council = f"{council} and {view.name(observation.joint_with)} together"
    change = f"{_many(abs(difference))} {'fewer' if difference > 0 else 'more'}"
    return (
        f"At its {view.peers.noun}’ mean ({mean}), {council} would have about {_many(there)} {what} instead of "
        f"{_many(here)}: {change}. {NOT_A_TARGET}"
    )


def pounds(amount: float) -> str:
    """ "£4.1 million", "£820,000", "£950"."""
    if amount >= 999_500:
        return f"£{fmt.number(amount / 1_000_000, 1)} million"
    if amount >= 10_000:
        return f"£{fmt.number(round(amount, -3))}"
    return f"£{fmt.number(amount)}"


def _many(count: float) -> str:
    return fmt.number(count) if count >= 0.5 else "fewer than 1"
