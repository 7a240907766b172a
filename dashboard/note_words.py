"""What has to be known about a figure before it is used: joint returns, tiny and new councils, caveats. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import format as fmt
from dashboard.model import Area, View


def notes(view: View) -> tuple[str, ...]:
    """What has to be known about these figures before they are used."""
    return tuple(
        filter(
            None,
            (
                _last_figure(view),
                _joint(view),
                _tiny(view),
                began(view.council, view.areas),
                _approximate(view),
                *(f"{view.name(caveat.area_code)}: {caveat.words}" for caveat in view.caveats),
            ),
        )
    )


def _last_figure(view: View) -> str:
    last = view.last_figure() if view.own.value is None else None
    if last is None:
        return ""
    when = fmt.within(view.metric, last.period_end, last.period_label)
    return f"Its latest figure before that was {fmt.in_unit(last.value, view.metric)}, {when}."


def _joint(view: View) -> str:
    observation = view.own.observation
    sentences = []
    if observation and observation.joint_with and observation.value is not None:
        partner = view.name(observation.joint_with)
        sentences.append(
            f"Joint return: {view.council.short_name} and {partner} report together, so both show the same figure."
        )
        if view.same_return:
            sentences.append(f"{partner} is also one of its {view.peers.noun}; it is not compared with itself.")
    for place in view.neighbours:
        if place.observation and place.observation.joint_with:
            partner = view.name(place.observation.joint_with)
            sentences.append(f"{place.area.short_name} reports jointly with {partner}; their figure is counted once.")
    return " ".join(sentences)


def _tiny(view: View) -> str:
    if not view.council.is_tiny:
        return ""
    return f"{says_little(view.council)} It is left out of averages, and is not drawn on England’s scale."


def says_little(council: Area) -> str:
    """The warning that goes with the figures of a tiny council."""
    return (
        f"{council.short_name} is so small that its figures say little: a handful of people can move them from "
        "nothing to everything."
    )


def began(council: Area, areas: Mapping[str, Area]) -> str:
    """When a new council began, and in whose place; empty for one that has been there since 2013."""
    if not council.valid_from:
        return ""
    before = fmt.listed([areas[code].short_name if code in areas else code for code in council.succeeds])
    from_whom = f", in the place of {before}, whose figures are not joined to it" if before else ""
    return f"{council.short_name} began on {fmt.day(council.valid_from)}{from_whom}."


def _approximate(view: View) -> str:
    observation = view.own.observation
    if (
        observation is None
        or observation.interval_low is None
        or observation.numerator is None
        or observation.numerator >= 20
    ):
        return ""
    return "The interval is approximate: the count behind it is under 20."
