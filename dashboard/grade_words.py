"""The sentences for a metric of inspection grades. Nothing is averaged and nothing is ranked. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date

from dashboard import format as fmt
from dashboard import peers
from dashboard.grade_model import GradeView


def headline(view: GradeView) -> str:
    """The latest overall grade and its dates."""
    latest = view.latest
    if latest is None:
        return f"{view.metric.name} – no grade in Ofsted’s list yet."
    published = f", published {fmt.day(latest.published_on)}" if latest.published_on else ""
    return f"{view.metric.name} – {latest.grade}, inspected {fmt.day(latest.inspected_on)}{published}."


def details(view: GradeView) -> tuple[str, ...]:
    """What a date does to a grade, and how far the list reaches."""
    sentences = [
        "Inspections are years apart: look at each grade’s date. A grade is one judgement on one council, "
        "so no average is given."
    ]
    if view.newest_report:
        sentences.append(
            f"The newest report in Ofsted’s list here is of {fmt.day(view.newest_report)}: a later inspection is not "
            "in it."
        )
    if view.council.valid_from and not view.own:
        before = fmt.listed([view.names.get(code, code) for code in view.council.succeeds])
        carried = f"; grades of {before} are not carried over" if before else ""
        sentences.append(f"{view.council.short_name} began on {fmt.day(view.council.valid_from)}{carried}.")
    return tuple(sentences)


def age(then: date, today: date) -> str:
    """ "4 years and 8 months", "1 year", "3 months", "less than a month"."""
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((months // 12, "year"), (months % 12, "month"))
        if count > 0
    ]
    return " and ".join(parts) or "less than a month"


def history(view: GradeView) -> str:
    """Under the timeline: the overall grades in order."""
    if not view.own:
        return f"{view.council.short_name} has had no inspection in this list."
    steps = [f"{each.grade} ({each.inspected_on:%B %Y})" for each in reversed(view.own)]
    if len(steps) == 1:
        return f"{view.council.short_name} has one inspection in this list: {steps[0]}."
    return f"{view.council.short_name}’s overall grades: {', then '.join(steps)}."


def neighbours(view: GradeView, today: date) -> str:
    """Under the neighbours' grades: how many have each, who has none, and how old the oldest is."""
    if not view.neighbours:
        return peers.nobody(view.council, view.peers)
    graded = Counter(each.grade for _, each in view.neighbours if each)
    orders = {each.grade: each.grade_order for _, each in view.neighbours if each}
    without = [area.short_name for area, each in view.neighbours if each is None]
    sentences = []
    if graded:
        counts = [f"{count} {grade}" for grade, count in sorted(graded.items(), key=lambda kv: orders[kv[0]])]
        sentences.append(f"Latest grades of its {view.peers.noun}: {fmt.listed(counts)}.")
        area, oldest = min(
            ((area, each) for area, each in view.neighbours if each), key=lambda found: found[1].inspected_on
        )
        sentences.append(
            f"The oldest is {area.short_name}’s, inspected {age(oldest.inspected_on, today)} ago: a service may have "
            "changed since."
        )
    if without:
        sentences.append(f"No grade yet: {fmt.listed(without)}.")
    return " ".join(sentences)


def history_caption(view: GradeView) -> str:
    """Which inspections the timeline holds, and its marks."""
    return (
        "Ofsted’s inspections of local authority children’s services (ILACS), since 2018. The largest marks are "
        "overall effectiveness, the others its parts."
    )


def history_alt(view: GradeView) -> str:
    """The timeline in words."""
    return f"Timeline of inspections. {history(view)} The table of every judgement has all grades and dates."


def caption(view: GradeView) -> str:
    """What the chart's dots are."""
    order = "closest neighbours first" if view.peers.is_modelled else "by name"
    return f"Overall effectiveness at each council’s latest inspection, with its date; {order}."


def alt(view: GradeView, today: date) -> str:
    """The chart in words."""
    own = f"{view.council.short_name}: {view.latest.grade}" if view.latest else f"{view.council.short_name}: no grade"
    return f"Latest overall grades. {own}. {neighbours(view, today)}"
