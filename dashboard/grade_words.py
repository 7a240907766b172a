"""The sentences for a metric of inspection grades. Nothing is averaged and nothing is ranked. Pure."""

from __future__ import annotations

from collections import Counter

from dashboard import format as fmt
from dashboard import peers
from dashboard.model import GradeView


def headline(view: GradeView) -> str:
    """The latest overall grade and its dates."""
    latest = view.latest
    if latest is None:
        return f"{view.metric.name} – no grade in Ofsted’s list yet."
    published = f", published {fmt.day(latest.published_on)}" if latest.published_on else ""
    return f"{view.metric.name} – {latest.grade}, inspected {fmt.day(latest.inspected_on)}{published}."


def details(view: GradeView) -> tuple[str, ...]:
    """The neighbours' grades as counts, and what a date does to a grade."""
    graded = Counter(each.grade for _, each in view.neighbours if each)
    orders = {each.grade: each.grade_order for _, each in view.neighbours if each}
    without = [area.short_name for area, each in view.neighbours if each is None]
    sentences = []
    if graded:
        counts = [f"{count} {grade}" for grade, count in sorted(graded.items(), key=lambda kv: orders[kv[0]])]
        sentences.append(f"Latest grades of its {view.peers.noun}: {fmt.listed(counts)}.")
    if without:
        sentences.append(f"No grade yet: {fmt.listed(without)}.")
    if not view.neighbours:
        sentences.append(peers.nobody(view.council, view.peers))
    sentences.append(
        "Inspections are years apart: look at each grade’s date. A grade is one judgement on one council, "
        "so no average is given."
    )
    return tuple(sentences)


def history_caption(view: GradeView) -> str:
    """Which inspections the history holds."""
    return "ILACS stands for Ofsted’s inspections of local authority children’s services, since 2018. Newest first."


def sub_judgements(view: GradeView) -> tuple[str, ...]:
    """The parts of the latest inspection."""
    return tuple(f"{each.judgement}: {each.grade}" for each in view.sub_judgements)


def caption(view: GradeView) -> str:
    """What the chart's dots are."""
    return "Overall effectiveness at each council’s latest inspection, with its date; closest neighbours first."


def alt(view: GradeView) -> str:
    """The chart in words."""
    own = f"{view.council.short_name}: {view.latest.grade}" if view.latest else f"{view.council.short_name}: no grade"
    return f"Latest overall grades. {own}. {' '.join(details(view)[:1])}"
