"""What frames Summary's sentences: the header, the cover note, and whose figures they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard import format as fmt
from dashboard import note_words, words
from dashboard.model import Area, Facts, Inspection, Release
from dashboard.peers import Peers


def header(council: Area, facts: Facts, grade: Inspection | None) -> tuple[str, ...]:
    """Region, children, deprivation, and Ofsted's latest grade with its date."""
    found = [council.region_name or ""]
    if facts.population_0_17 is not None:
        found.append(f"{fmt.count(facts.population_0_17)} children (mid-{facts.mid_year})")
    if facts.deprivation_rank is not None:
        rank = fmt.ordinal(facts.deprivation_rank) if facts.deprivation_rank > 1 else ""
        found.append(f"{rank} most deprived of {facts.rank_of} councils ({facts.deprivation_edition})".strip())
    else:
        found.append("no deprivation rank yet")
    if grade:
        found.append(f"Ofsted: {grade.grade}, inspected {fmt.day(grade.inspected_on)}")
    else:
        found.append("Ofsted: no grade published yet")
    return tuple(filter(None, found))


def about_the_council(council: Area, areas: Mapping[str, Area]) -> tuple[str, ...]:
    """What touches every figure of a council: it is tiny, or it is new."""
    tiny = note_words.says_little(council) if council.is_tiny else ""
    return tuple(filter(None, (tiny, note_words.began(council, areas))))


def cover(council: Area, peers: Peers, releases: Sequence[Release]) -> tuple[str, ...]:
    """The foot of the first page: what this is, whose figures, who is similar, and how to read it."""
    publishers = fmt.listed(sorted({words.publisher(release.publisher) for release in releases}))
    whose = f"It uses the government’s own figures ({publishers}; Open Government Licence)." if publishers else ""
    if peers.is_modelled:
        who = (
            f"“Similar councils” are the ten that the Department for Education finds most like {council.short_name}: "
            f"its “statistical neighbours” ({peers.who.removeprefix('DfE, ')} list)."
        )
    else:
        who = f"{council.short_name} is compared with {peers.who}{_names(peers)}."
    return tuple(
        filter(
            None,
            (
                f"This is a short view of services for children in {council.short_name}, made for councillors.",
                whose,
                f"{as_at(releases)}." if newest(releases) else "",
                who,
                "A high or low figure is a reason to ask, not a judgement.",
                "“Higher” and “lower” are said only where chance is unlikely to explain the gap.",
                "Staff and posts are counted as full-time: two half-time posts make one.",
            ),
        )
    )


def _names(peers: Peers) -> str:
    return f": {fmt.listed(peers.names, most=len(peers.names))}" if peers.names else ""


def sources(releases: Sequence[Release]) -> str:
    """Each publication once, with its date."""
    named: dict[str, str] = {}
    for release in releases:
        dated = f", published {fmt.day(release.published)}" if release.published else ""
        named[f"{release.publication_title} {release.release}"] = f"{words.publisher(release.publisher)}{dated}"
    if not named:
        return ""
    return (
        f"{'Source' if len(named) == 1 else 'Sources'}: {'; '.join(f'{title}, {by}' for title, by in named.items())}."
    )


def newest(releases: Sequence[Release]) -> date | None:
    """The day of the newest publication used: later figures are not here."""
    return max((release.published for release in releases if release.published), default=None)


def as_at(releases: Sequence[Release]) -> str:
    published = newest(releases)
    return f"Data as at {fmt.day(published)}" if published else ""
