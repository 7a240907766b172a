"""The words of Position: what stands out, each row's verdict, and why a figure is missing. Pure: no markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard import format as fmt
from dashboard import gap_words, note_words, peers, words
from dashboard.model import Metric

if TYPE_CHECKING:
    # For the types only: assembly reads the database, and words do not.
    from dashboard.position import Position, Row

VERDICTS = {"higher": "▲ higher", "lower": "▼ lower", "similar": "● similar"}
SURE = {"higher": "beyond chance", "lower": "beyond chance", "similar": "within chance"}


def headline(shown: Position) -> str:
    """What stands out, in one sentence: at most two metrics by name."""
    council, compared, them = shown.council.short_name, shown.compared, shown.peers.noun
    if not shown.peers.codes:
        return peers.nobody(shown.council, shown.peers)
    if not compared:
        return f"{council} cannot be compared: no measure has a figure for it and for five of its {them}."
    outside = [row for row in compared if row.outside > 0]
    if not outside:
        return (
            f"Each of {council}’s figures lies within what its {them} have; furthest from their mean: "
            f"{_named(compared[:2])}."
        )
    if len(outside) <= 2:
        lie = "lies" if len(outside) == 1 else "lie"
        return f"{_capital(_named(outside))} {lie} outside what {council}’s {them} have."
    return (
        f"{_capital(_named(outside[:2]))} lie furthest outside what {council}’s {them} have; "
        f"{len(outside)} measures in all lie outside."
    )


def _named(rows: Sequence[Row]) -> str:
    return fmt.listed([f"{_lower(row.metric.name)} ({_side(row)})" for row in rows])


def _side(row: Row) -> str:
    away = row.distance(row.own.value) if row.own.value is not None else 0.0
    return "higher" if away > 0 else "lower" if away < 0 else "the same"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tiny(shown: Position) -> str:
    """A warning for councils whose figures say little."""
    return note_words.says_little(shown.council) if shown.council.is_tiny else ""


def date_of(row: Row) -> str:
    """A metric's own date, short: "30 Sep 2025", "year to 31 Mar 2025", "2024-25"."""
    if row.metric.period_kind == "financial_year":
        return row.period.period_label
    day = fmt.short_day(row.period.period_end)
    return f"year to {day}" if row.metric.period_kind == "year" else day


def bare_unit(metric: Metric) -> str:
    """The unit where the figure itself shows no sign of it: "per 10,000 children"."""
    return "" if metric.prefix or metric.suffix else metric.unit


def verdict(row: Row) -> str:
    """A shape and a word."""
    if not row.is_compared or row.comparison is None:
        return fmt.NOTHING
    return VERDICTS.get(row.comparison.verdict, "– no interval")


def sure(row: Row) -> str:
    """How sure the verdict is: "beyond chance", with "≈" where the count behind the interval is under 20."""
    if not row.is_compared or row.comparison is None:
        return fmt.NOTHING
    text = SURE.get(row.comparison.verdict, "cannot be said")
    return f"≈ {text}" if row.comparison.verdict in SURE and is_approximate(row) else text


def is_approximate(row: Row) -> bool:
    """Whether the interval is from a count under 20."""
    observation = row.own.observation
    return bool(observation and observation.numerator is not None and observation.numerator < 20)


def change(row: Row) -> str:
    """The change on the year before: "+2.1", or a dash."""
    return fmt.signed(row.comparison.change if row.comparison else None, row.metric)


def change_sure(row: Row) -> str:
    """Whether chance alone would give the change; nothing where there is no change or no interval."""
    if row.comparison is None or row.comparison.change is None:
        return ""
    beyond = row.comparison.change_is_beyond_chance
    return "" if beyond is None else "beyond chance" if beyond else "within chance"


def verdict_and_sure(row: Row) -> str:
    """ "▲ higher, beyond chance", "– no interval"; for a row that can be compared."""
    said = row.comparison is not None and row.comparison.verdict in SURE
    return f"{verdict(row)}, {sure(row)}" if said else verdict(row)


def change_and_sure(row: Row) -> str:
    """ "+2.1, within chance", "−0.4", or a dash."""
    return ", ".join(filter(None, (change(row), change_sure(row))))


def in_counts(row: Row) -> str:
    """The gap to the neighbours' mean in people or pounds; nothing where the council is similar."""
    if not row.is_compared:
        return ""
    return gap_words.short(row.metric, gap_words.gap(row.metric, row.own.observation, row.comparison))


def basis(row: Row) -> str:
    """ "9 of 10": how many neighbours have a figure."""
    return f"{len(row.neighbours)} of {len(row.neighbours) + len(row.missing)}"


def why_not(row: Row, shown: Position) -> str:
    """Why a metric cannot be compared: the council has no figure, or too few neighbours have one."""
    if row.own.value is None:
        return f"no figure {_within(row)}: {_reason(row)}"
    if not shown.peers.codes:
        return "nobody to compare it with"
    count = len(row.neighbours)
    has = "has" if count == 1 else "have"
    who = f"only {basis(row)}" if count else "none"
    return f"{who} of its {shown.peers.noun} {has} a figure; a mean needs five"


def _within(row: Row) -> str:
    return fmt.within(row.metric, row.period.period_end, row.period.period_label)


def _reason(row: Row) -> str:
    began = row.own.area.valid_from
    if began and row.period.period_end < began:
        return f"it began on {fmt.day(began)}"
    observation = row.own.observation
    return words.status(observation.status) if observation else "not in the publication"


def hover(row: Row, shown: Position) -> tuple[str, ...]:
    """The council's row in words, a line each."""
    lines = [f"{row.own.name}: {fmt.in_unit(row.own.value, row.metric)}", date_of(row)]
    if row.mean is not None:
        lines.append(f"{shown.peers.noun}’ mean {fmt.figure(row.mean, row.metric)} ({basis(row)} have a figure)")
    if gap := in_counts(row):
        lines.append(f"{gap} than at that mean: arithmetic, no target")
    return tuple(lines)


def grade(shown: Position) -> str:
    """Ofsted's latest grade with its dates, in one line."""
    if shown.grade is None:
        return f"Ofsted has not yet given {shown.council.short_name} an overall grade under this framework"
    published = f", published {fmt.day(shown.grade.published_on)}" if shown.grade.published_on else ""
    return f"Ofsted: {shown.grade.grade}, inspected {fmt.day(shown.grade.inspected_on)}{published}"


def caption(shown: Position) -> str:
    """How to read the rows."""
    return (
        f"Each row has its own scale, centred on the {shown.peers.noun}’ mean and as wide as their spread (three "
        "standard deviations to each side; a figure further out stands at the edge, as an arrow). The mean lies beyond "
        f"chance when it is outside {shown.council.short_name}’s 95% interval, a change when the intervals of both "
        "years do not overlap; ≈ marks an interval from a count under 20; without counts, no interval can be given. "
        "Not a score: a place to start asking."
    )


def notes(shown: Position) -> tuple[str, ...]:
    """What has to be known about these figures: joint returns, new councils, caveats, what cannot be compared."""
    council = shown.council
    found = []
    joint: dict[str, list[str]] = {}
    for row in shown.rows:
        partner = row.own.observation.joint_with if row.own.observation else None
        if partner and row.own.value is not None:
            joint.setdefault(partner, []).append(_lower(row.metric.name))
    for code, names in joint.items():
        found.append(
            f"Joint return: {council.short_name} and {shown.name(code)} report together, so both show the same "
            f"figure, for {fmt.listed(names)}."
        )
    if council.valid_from:
        before = fmt.listed([shown.name(code) for code in council.succeeds])
        whom = f", in the place of {before}, whose figures are not joined to it" if before else ""
        found.append(f"{council.short_name} began on {fmt.day(council.valid_from)}{whom}.")
    found += [f"{shown.name(caveat.area_code)}: {caveat.words}" for caveat in shown.caveats]
    found += _missing(shown)
    reasons: dict[str, list[str]] = {}
    for row in shown.without:
        reasons.setdefault(why_not(row, shown), []).append(_lower(row.metric.name))
    found += [f"Not compared ({reason}): {fmt.listed(names, most=99)}." for reason, names in reasons.items()]
    return tuple(dict.fromkeys(found))


def _missing(shown: Position) -> list[str]:
    """Neighbours or peers without a figure, by name, where the council can be compared with the others."""
    lacking: dict[str, list[str]] = {}
    for row in shown.compared:
        for place in row.missing:
            lacking.setdefault(place.area.short_name, []).append(_lower(row.metric.name))
    # Those who lack the same are named together.
    together: dict[tuple[str, ...], list[str]] = {}
    for name, measures in lacking.items():
        together.setdefault(tuple(measures), []).append(name)
    if not together:
        return []
    texts = [
        f"{fmt.listed(names, most=len(names))} ({fmt.listed(measures, most=len(measures))})"
        for measures, names in together.items()
    ]
    return [f"{shown.peers.heading} with no figure: {'; '.join(texts)}."]


def alt(shown: Position) -> str:
    """What a screen reader says in the chart's place; the table behind it holds every figure."""
    kinds = [row.comparison.verdict for row in shown.compared if row.comparison]
    counts = [
        f"{kinds.count(kind)} {word}"
        for kind, word in (
            ("higher", "higher"),
            ("lower", "lower"),
            ("similar", "similar"),
            ("no_interval", "without interval"),
        )
        if kinds.count(kind)
    ]
    without = f" {len(shown.without)} cannot be compared." if shown.without else ""
    summary = f" Against the {shown.peers.noun}’ mean: {fmt.listed(counts)}." if counts else ""
    return (
        f"{len(shown.rows)} measures of {shown.council.short_name} among its {shown.peers.noun}, a row each. "
        f"{headline(shown)}{summary}{without} The table after this chart has every figure."
    )


def source(shown: Position) -> str:
    """Every publication that a figure is from."""
    names = [f"{release.publication_title} {release.release}" for release in shown.releases]
    publishers = [words.publisher(release.publisher) for release in shown.releases]
    if not names:
        return ""
    return f"Sources: {'; '.join(dict.fromkeys(names))} ({fmt.listed(list(dict.fromkeys(publishers)))})."
