"""The tables behind Benchmark's trend and strip, as text for the page. Pure."""

from __future__ import annotations

from dashboard import format as fmt
from dashboard import words
from dashboard.model import Moment, View


def series(view: View) -> dict[str, list[str]]:
    """A line a period, the newest first: the council, its neighbours, region and England."""
    metric, moments = view.metric, list(reversed(view.trend))
    text = {
        "Period": [fmt.period(metric, each.period.period_end, each.period.period_label) for each in moments],
        fmt.escaped(view.council.short_name): [_own(each, view) for each in moments],
        f"{view.peers.heading}’ mean": [_mean(each, view) for each in moments],
        "Their range": [_range(each, view) for each in moments],
    }
    if view.council.region_name:
        text[fmt.escaped(view.council.region_name)] = [fmt.figure(each.region, metric) for each in moments]
    return text | {"England": [fmt.figure(each.england, metric) for each in moments]}


def _own(moment: Moment, view: View) -> str:
    if moment.own is None:
        return fmt.NOTHING
    if moment.own.value is None:
        return f"{fmt.NOTHING} ({words.STATUS.get(moment.own.status, moment.own.status.replace('_', ' '))})"
    return f"**{fmt.figure(moment.own.value, view.metric)}**"


def _mean(moment: Moment, view: View) -> str:
    found = moment.comparison
    if found is None or found.neighbour_mean is None:
        return fmt.NOTHING
    return f"{fmt.figure(found.neighbour_mean, view.metric)} (of {found.neighbour_count})"


def _range(moment: Moment, view: View) -> str:
    found = moment.comparison
    if found is None or found.neighbour_min is None:
        return fmt.NOTHING
    return f"{fmt.figure(found.neighbour_min, view.metric)} to {fmt.figure(found.neighbour_max, view.metric)}"


def distribution(view: View) -> dict[str, list[str]]:
    """England's councils by name: a list to look one up in, and no ranking."""
    codes = [[code for code in (each.area_code, each.joint_with) if code] for each in view.distribution]
    named = sorted(
        (" and ".join(view.name(code) for code in both), fmt.figure(each.value, view.metric))
        for both, each in zip(codes, view.distribution, strict=True)
    )
    return {
        "Area": [fmt.escaped(name) for name, _ in named],
        "Figure": fmt.aligned([figure for _, figure in named]),
    }
