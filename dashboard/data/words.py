"""The sentences of the Data page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from changes.since import Changes
from dashboard import format as fmt
from dashboard import words
from dashboard.data.model import Acceptance, Check, Covered, Expected
from dashboard.model import Build

MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]


def some(count: int, one: str, many: str = "") -> str:
    """ "1 new period", "1,204 new periods"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def changed(found: Changes) -> str:
    """What there is in one sentence."""
    if not found.releases:
        return "Nothing has been released since."
    changes = [*found.new_periods, *found.revised, *found.councils]
    bringing = {each.release for each in changes}
    names = [f"{each.title} {each.release}" for each in reversed(found.releases) if each in bringing]
    if not names:
        return "What has been released since changed no measure."
    councils = len({change.area_code for change in found.councils})
    counts = [
        some(len(found.new_periods), "new period of a measure", "new periods of measures"),
        some(len(found.revised), "revised figure"),
        *([some(councils, "council gained or lost", "councils gained or lost")] if councils else []),
    ]
    return f"{fmt.listed(names, most=4)} brought {fmt.listed(counts)}."


def more(count: int, tiny: Sequence[str]) -> str:
    """What a table of the biggest revisions leaves to its files; "" where that is nothing."""
    if not count:
        return ""
    few = f", with all of {fmt.listed(tiny)}, whose figures move most as they are so small" if tiny else ""
    return f"The files have {count:,} more{few}."


def late(found: Changes) -> str:
    """Releases that a day of publication leaves out, though they were new to this database; "" where there is none."""
    if not found.late:
        return ""
    names = list(dict.fromkeys(f"{each.title} {each.release}" for each in found.late))
    return f"Loaded since then, though published before: {fmt.listed(names, most=4)}."


def next_release(expected: Expected | None) -> str:
    """ "29 October 2026, says the publisher", "usually in November"; a dash where nothing is known."""
    if expected is None:
        return fmt.NOTHING
    if not expected.from_publisher:
        return f"usually in {MONTHS[expected.month - 1]}" if expected.month else fmt.NOTHING
    parts = [str(expected.day) if expected.day else "", MONTHS[expected.month - 1] if expected.month else ""]
    return " ".join([*filter(None, parts), f"{expected.year}, says the publisher"])


def quality(checks: Sequence[Check], build: Build | None) -> str:
    """How many checks the database passed, and when."""
    if not checks:
        return "This database holds no record of checks."
    passed = sum(check.passed for check in checks)
    count = f"All {passed}" if passed == len(checks) else f"{passed} of {len(checks)}"
    when = f" when the database was built on {fmt.day(build.built_at)}" if build else ""
    return f"{count} checks passed{when}."


def failed(checks: Sequence[Check]) -> list[str]:
    """What did not pass: served all the same, as it need not hold, or because somebody accepted it."""
    return [
        f"{f'{check.publication}: ' if check.publication else ''}it is not so that {check.name} ({check.detail})."
        for check in checks
        if not check.passed
    ]


def acceptances(accepted: Sequence[Acceptance]) -> list[str]:
    """Who overrode a check leaves a reason: file, day, reason, and what the check had said."""
    if not accepted:
        return ["No file was loaded against a check."]
    return [
        f"{each.release_id} was loaded against a check on {fmt.day(each.accepted_at)}, because “{each.reason}”. "
        f"The check had said: {each.overrode}"
        for each in accepted
    ]


def status(code: str | None) -> str:
    """Why a council has no figure, or that it has one."""
    return words.status(code) if code else "not in the publication"


def completeness(coverage: Sequence[Covered]) -> str:
    """How much of what could be there is there, over all metrics' newest periods."""
    if not coverage:
        return "There are no figures of councils."
    counts = Counter(each.status for each in coverage)
    there, missing = counts.pop("published", 0), {status(code): count for code, count in counts.most_common()}
    share = fmt.number(100 * there / len(coverage), 1)
    text = f"In the newest periods, {there:,} of {len(coverage):,} figures of councils are there ({share}%)."
    reasons = [f"{count:,} {why}" for why, count in missing.items()]
    return f"{text} The others: {'; '.join(reasons)}." if reasons else text


def lacking(council: str, count: int) -> str:
    """How many measures have no figure of the council."""
    if not count:
        return f"{council} has a figure for every measure in its newest period."
    return f"{council} has no figure in the newest period of {some(count, 'measure')}."


RESULTS: Mapping[str, str] = {
    "no new release": "nothing new",
    "new": "loaded",
    "refused": "refused",
    "not reached": "not reached",
    "by folder": "comes by folder",
}
ENDINGS = {
    0: "The database is up to date.",
    1: "Nothing was replaced: the last good database stands.",
    2: "The refresh could not be started as asked. Nothing was replaced.",
    3: "The new figures are in place, but something was refused or not reached.",
    4: "Another refresh is running. Wait until it has ended.",
}


def ending(exit_code: int, *, replaced: bool) -> str:
    """What a refresh came to, in words."""
    if exit_code == 0 and replaced:
        return "The new figures are in place."
    return ENDINGS.get(exit_code, f"The refresh broke off (exit code {exit_code}). The last good database stands.")
