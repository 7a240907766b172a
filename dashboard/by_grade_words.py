"""A measure by inspection grade in words: what it was, whether it still holds, who is counted. Pure.

Nothing is averaged over grades, nothing is a score. Councils are not judged: Ofsted's words are quoted as grades.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard import format as fmt
from dashboard import words
from dashboard.model import Metric
from dashboard.relationship_model import SCALE, ByGrade, Group, Panel
from dashboard.relationship_words import NO_CAUSE, rho_in_words

HIGHEST, LOWEST = SCALE[0], SCALE[-1]
FEWEST = 5


def headline(view: ByGrade) -> str:
    """The means of the two ends of Ofsted's scale, then and now, and whether it still holds."""
    parts = [_ends(panel, view.metric) for panel in panels(view)]
    if not parts:
        return f"No figures for “{view.metric.name}” can be set beside inspection grades."
    verdict = still_holds(view)
    return f"{view.metric.name}: {'; '.join(parts)}.{f' {verdict}' if verdict else ''}"


def panels(view: ByGrade) -> list[Panel]:
    """Then and now; one where both are the same figures and grades."""
    found = [panel for panel in (view.then, view.now) if panel]
    return found[:1] if len(found) == 2 and is_same(found[0], found[1]) else found


def is_same(one: Panel, other: Panel) -> bool:
    """Whether two panels show the same figures by the same grades."""
    return (one.period, one.groups) == (other.period, other.groups)


def _ends(panel: Panel, metric: Metric) -> str:
    texts = []
    for grade in (LOWEST, HIGHEST):
        group = panel.group(grade)
        texts.append(
            f"{fmt.figure(group.mean, metric)} in the {group.n} graded {grade}" if group else f"none graded {grade}"
        )
    when = fmt.within(metric, panel.period.period_end, panel.period.period_label)
    return f"a mean of {' and '.join(texts)} {when}"


def gap(panel: Panel) -> tuple[float, float] | None:
    """Mean and median in the lowest grade less those in the highest; None where either has fewer than five."""
    low, high = panel.group(LOWEST), panel.group(HIGHEST)
    if not low or not high or min(low.n, high.n) < FEWEST:
        return None
    return (low.mean or 0.0) - (high.mean or 0.0), (low.median or 0.0) - (high.median or 0.0)


def gaps(panel: Panel) -> list[tuple[float, float]]:
    """The gap with the tiny councils and without: what hangs on them alone is not claimed. Else empty."""
    tiny = [each.area_code for each in panel.councils if each.is_tiny]
    rest = replace(panel, groups=tuple(group.without(tiny) for group in panel.groups))
    found = [gap(panel), gap(rest)]
    return [each for each in found if each is not None] if None not in found else []


def still_holds(view: ByGrade) -> str:
    """Whether the difference between the lowest and the highest grade is still there in the latest figures."""
    found = panels(view)
    if len(found) < 2:
        return ""
    then, now = gaps(found[0]), gaps(found[1])
    if not then or not now:
        return f"Whether it still holds cannot be said: a grade has fewer than {FEWEST} councils."
    side = _side(then, view.metric)
    if not side or found[0].rho.could_be_chance:
        return "There was no clear difference then to look for now."
    if _side(now, view.metric) != side or found[1].rho.could_be_chance:
        return "The difference does not clearly hold in the latest figures."
    return "The difference still holds in the latest figures."


def _side(differences: list[tuple[float, float]], metric: Metric) -> int:
    """1 or −1 where every mean and median differs that way by as much as can be seen, else 0."""
    seen = [fmt.rounded(each, metric.decimals) for difference in differences for each in difference]
    return 1 if all(each > 0 for each in seen) else -1 if all(each < 0 for each in seen) else 0


def strong(view: ByGrade) -> str:
    """What must be known before the means above are used: what the smallest councils do to them."""
    return " ".join(filter(None, (tiny(panel, view.metric) for panel in panels(view))))


def details(view: ByGrade) -> tuple[str, ...]:
    """The difference then and now, rho, what the research quotes, and the caution."""
    metric = view.metric
    texts = [nothing_then(view)]
    for panel in panels(view):
        texts.append(_difference(panel, metric))
    texts.append(own(view))
    texts += [quoted(panel, metric) for panel in panels(view)]
    texts.append(
        f"Grades and figures that go together prove nothing by themselves: {NO_CAUSE}, and inspectors see such "
        "figures too."
    )
    return tuple(filter(None, texts))


def own(view: ByGrade) -> str:
    """The council's own figure and grade in each panel, or why it is not drawn."""
    return (
        f"{view.council.short_name}: {'; '.join(_own(view, panel) for panel in panels(view))}." if panels(view) else ""
    )


def _own(view: ByGrade, panel: Panel) -> str:
    when = fmt.within(view.metric, panel.period.period_end, panel.period.period_label)
    name = view.council.short_name
    for each in panel.councils:
        if each.role == "council":
            inspected = fmt.day(each.inspected_on)
            return f"{fmt.figure(each.value, view.metric)} {when}, graded {each.grade} (inspected {inspected})"
    if name in panel.joint:
        return f"not drawn {when}, as it reports jointly"
    if name in panel.ungraded:
        return f"not drawn {when}, as it had no grade by {fmt.day(panel.known)}"
    return f"no figure {when}"


def _difference(panel: Panel, metric: Metric) -> str:
    found = gap(panel)
    when = fmt.within(metric, panel.period.period_end, panel.period.period_label)
    when = when[0].upper() + when[1:]
    if found is None:
        low, high = (panel.group(grade) for grade in (LOWEST, HIGHEST))
        return (
            f"{when}: {low.n if low else 'none'} graded {LOWEST}, {high.n if high else 'none'} graded {HIGHEST}; with "
            f"fewer than {FEWEST} in a grade no difference is claimed."
        )
    text = (
        f"{when}, {LOWEST} less {HIGHEST}: mean {fmt.signed(found[0], metric)}, median {fmt.signed(found[1], metric)}"
        f"{' percentage points' if metric.suffix == '%' else ''}. Spearman’s rho of grade and figure: "
        f"{rho_in_words(panel.rho)}"
    )
    return f"{text}: chance alone could give this." if panel.rho.could_be_chance else f"{text}."


def quoted(panel: Panel, metric: Metric) -> str:
    """What research quotes beside what is found here."""
    texts = [
        f"{fmt.figure(group.quoted, metric)} graded {group.grade} (here {fmt.figure(group.mean, metric)} in {group.n})"
        for group in reversed(panel.groups)
        if group.quoted is not None
    ]
    if not texts:
        return ""
    text = f"Research quotes these means for that year: {' and '.join(texts)}."
    for name, why, group in panel.lost:
        text += (
            f" {name} is counted here. A count that joins on ONS codes loses it, because {why}: the mean graded "
            f"{group.grade} would then be {fmt.figure(group.mean, metric)} in {group.n}."
        )
    return text


def nothing_then(view: ByGrade) -> str:
    """Why there is no earlier picture."""
    if view.then or not view.first_period:
        return ""
    first = fmt.within(view.metric, view.first_period.period_end, view.first_period.period_label)
    return (
        f"There are no figures for “{view.metric.name}” up to {fmt.day(view.known)}: the first are {first}. Choose a "
        "later day to see an earlier and the latest year side by side."
    )


def panel_title(panel: Panel, metric: Metric) -> str:
    """The period of a panel."""
    text = fmt.period(metric, panel.period.period_end, panel.period.period_label)
    return text[0].upper() + text[1:]


def panel_caption(view: ByGrade, panel: Panel) -> str:
    """What the marks are, and whose grades."""
    text = (
        f"Grades in reports published by {fmt.day(panel.known)}. A dot a council; dashed line: mean; dotted line: "
        f"median. Large: the council; filled grey: its {view.peers.noun}."
    )
    if any(group.quoted is not None for group in panel.groups):
        text += " Cross: the mean that research quotes."
    return text


def who(view: ByGrade) -> tuple[str, ...]:
    """Who is counted and who is not, and what the smallest councils do to the means."""
    texts = [
        "Counted: every council with a grade known by the day and a figure of its own, former ones for periods in "
        "which they existed."
    ]
    found = panels(view)
    joint = sorted({name for panel in found for name in panel.joint})
    if joint:
        texts.append(
            f"Left out, because they report jointly: {fmt.listed(joint)}. A joint return is one figure, and its "
            "councils have two grades."
        )
    if any(each.is_tiny for panel in found for each in panel.councils):
        texts.append(
            "The tiny councils are counted in n, mean and median, as in the figures that research quotes, but set no "
            "scale and are not in rho: a handful of people set their figures."
        )
    for panel in found:
        when = panel_title(panel, view.metric)
        if panel.ungraded:
            texts.append(
                f"{when}: {len(panel.ungraded)} with a figure had no grade from this kind of inspection (ILACS) by "
                f"{fmt.day(panel.known)}: {fmt.listed(panel.ungraded, most=len(panel.ungraded))}."
            )
    return tuple(filter(None, texts))


def tiny(panel: Panel, metric: Metric) -> str:
    """The councils so small that a few people set their figures: counted, and what that does."""
    found = [each for each in panel.councils if each.is_tiny]
    if not found:
        return ""
    changed = []
    for group in panel.groups:
        codes = [each.area_code for each in found if each.grade == group.grade]
        if codes:
            changed.append(_without(group, codes, metric))
    names = fmt.listed([each.name for each in found])
    return f"{panel_title(panel, metric)} without the tiny {names}: {'; '.join(changed)}."


def _without(group: Group, codes: list[str], metric: Metric) -> str:
    rest = group.without(codes)
    if not rest.n:
        return f"{group.grade}, none"
    return (
        f"{group.grade}, mean {fmt.figure(rest.mean, metric)} and median {fmt.figure(rest.median, metric)} in {rest.n}"
    )


def source(view: ByGrade) -> str:
    """Where figures and grades are from."""
    releases = tuple(dict.fromkeys(each for panel in panels(view) for each in panel.releases))
    text = words.source(view.metric, releases)
    if any(panel.is_calculated for panel in panels(view)):
        text += f" Calculated here: {view.metric.formula}."
    return text


def alt(panel: Panel, metric: Metric) -> str:
    """One panel in words."""
    texts = [
        f"{group.grade}: {group.n} {'council' if group.n == 1 else 'councils'}, mean {fmt.figure(group.mean, metric)}, "
        f"median {fmt.figure(group.median, metric)}"
        for group in panel.groups
        if group.n
    ]
    return (
        f"Dots of {metric.name} by inspection grade, {panel_title(panel, metric)}, grades published by "
        f"{fmt.day(panel.known)}. {'; '.join(texts)}. The table that follows has these figures."
    )


def table_alt(panel: Panel, metric: Metric) -> str:
    """What the small table holds."""
    return f"{metric.name} by inspection grade, {panel_title(panel, metric)}: councils, mean and median."
