"""What changed, in words: as lines to read, as Markdown for an e-mail, as JSON. Pure: no database, no files."""

import json
from dataclasses import asdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from changes.since import Changes, Figure, Release

MOST = 50
MISSING = {
    "suppressed": "not shown, as the number is small",
    "rounds_to_zero": "rounds to zero",
    "unreliable": "left out as unreliable",
    "not_available": "not available",
    "not_applicable": "not applicable",
}


def text(changes: Changes) -> str:
    """Lines for a terminal: releases, new periods, revised figures biggest first, councils gained or lost."""
    lines = [f"{_heading(changes)}:", *(f"  {_released(release)}" for release in changes.releases)]
    lines += _late(changes)
    if changes.council:
        lines += ["", "New figures:", *(f"  {_new(figure)}" for figure in changes.figures)] if changes.figures else []
        lines += ["", "To know:", *(f"  {note}" for note in changes.notes)] if changes.notes else []
    elif changes.new_periods:
        lines += ["", "New periods:"]
        lines += [f"  {words}, {release.title} {release.release}" for release, words in _new_periods(changes)]
    if changes.revised:
        lines += ["", f"Revised figures: {len(changes.revised):,}, biggest first"]
        lines += [f"  {_revised(figure, with_area=not changes.council)}" for figure in changes.revised[:MOST]]
        if len(changes.revised) > MOST:
            lines += [f"{_more(changes.revised)}; --format json has them all."]
    if changes.councils:
        lines += ["", "Councils gained or lost:"]
        lines += [
            f"  {change.area}: {change.change} in {change.release.title} {change.release.release} "
            f"({change.metrics} metrics)"
            for change in changes.councils
        ]
    return "\n".join(lines)


def markdown(changes: Changes) -> str:
    """Words that can be pasted into an e-mail."""
    lines = [f"**{_heading(changes)}**", ""]
    if not changes.releases:
        return "\n".join([*lines, "Nothing has been released since."])
    for release, figures in _by_release(changes.figures):
        lines += [f"{_released(release)} has new figures:", "", *(f"- {_new(figure)}" for figure in figures), ""]
    if changes.notes:
        lines += ["To know about them:", "", *(f"- {note}" for note in changes.notes), ""]
    if not changes.council:
        for release, periods in groupby(_new_periods(changes), key=lambda pair: pair[0]):
            lines += [f"{_released(release)} has new periods:", "", *(f"- {words}" for _, words in periods), ""]
    if changes.revised:
        count = len(changes.revised)
        lines += [f"{count:,} earlier figure{'s were' if count > 1 else ' was'} revised, the biggest first:", ""]
        lines += [f"- {_revised(figure, with_area=not changes.council)}" for figure in changes.revised[:MOST]]
        lines += [*([f"- {_more(changes.revised)}."] if count > MOST else []), ""]
    elif changes.council:
        lines += ["No earlier figure was revised.", ""]
    for change in changes.councils:
        lines.append(f"{change.area} was {change.change} in {_released(change.release)}.")
    lines.append("Figures are as published under the Open Government Licence v3.0, or calculated from such figures.")
    return "\n".join(lines)


def as_json(changes: Changes) -> str:
    """Everything, for a program: dates as ISO text, full precision."""
    return json.dumps(asdict(changes), default=str, ensure_ascii=False, indent=1)


def day(of: date) -> str:
    return f"{of:%-d %B %Y}"


def period(figure: Figure, end: date) -> str:
    """ "30 September 2025", "year to 31 March 2025" or "2024-25", as the dashboard has it."""
    if figure.period_kind == "financial_year":
        return f"{end.year - 1}-{end.year % 100:02}"
    return f"year to {day(end)}" if figure.period_kind == "year" else day(end)


def shown(figure: Figure, value: float | None, status: str | None, *, in_unit: bool = True) -> str:
    """A value in its unit, rounded half away from zero; or why there is none."""
    if value is None:
        return MISSING.get(status or "", "no figure")
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-figure.decimals), ROUND_HALF_UP)
    unit = "" if figure.suffix or figure.prefix or not in_unit else f" {figure.unit}"
    return f"{figure.prefix}{rounded:,}{figure.suffix}{unit}"


def _heading(changes: Changes) -> str:
    try:
        since = f"since {day(date.fromisoformat(changes.since))}"
    except ValueError:
        since = f"with {changes.title} and since"
    who = f"{changes.council}: what" if changes.council else "What"
    return f"{who} changed {since}"


def _released(release: Release) -> str:
    published = f"published {day(release.published)}" if release.published else "no date given"
    return f"{release.title} {release.release} ({release.publisher}, {published})"


def _new_periods(changes: Changes) -> list[tuple[Release, str]]:
    """Each metric's new periods of a release in one line."""
    lines = []
    for (release, metric), group in groupby(changes.new_periods, key=lambda period: (period.release, period.metric)):
        periods = sorted(group, key=lambda period: period.period_end)
        first, last = periods[0], periods[-1]
        span = day(last.period_end) if first is last else f"{day(first.period_end)} to {day(last.period_end)}"
        lines.append((release, f"{metric}: {span}, {last.councils} councils with a figure in the newest"))
    return lines


def _late(changes: Changes) -> list[str]:
    if not changes.late:
        return []
    late = "; ".join(f"{release.title} {release.release}" for release in changes.late)
    return [f"Loaded since then, though published before: {late}."]


def _by_release(figures: list[Figure]) -> list[tuple[Release, list[Figure]]]:
    releases = list(dict.fromkeys(figure.release for figure in figures))
    return [(release, [figure for figure in figures if figure.release == release]) for release in releases]


def _new(figure: Figure) -> str:
    now = f"{figure.metric}, {period(figure, figure.period_end)}: {shown(figure, figure.value, figure.status)}"
    if figure.previous_period_end is None:
        return f"{now}."
    before = shown(figure, figure.previous_value, figure.previous_status, in_unit=figure.value is None)
    return f"{now} (before, {period(figure, figure.previous_period_end)}: {before})."


def _revised(figure: Figure, *, with_area: bool) -> str:
    area = f"{figure.area}, " if with_area else ""
    old = shown(figure, figure.previous_value, figure.previous_status, in_unit=figure.value is None)
    new = shown(figure, figure.value, figure.status)
    return (
        f"{area}{figure.metric}, {period(figure, figure.period_end)}: {old} → {new} "
        f"(release {figure.previous_release} → {figure.release.release})"
    )


def _more(revised: list[Figure]) -> str:
    return f"… and {len(revised) - MOST:,} more"
