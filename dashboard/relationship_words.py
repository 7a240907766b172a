"""What the scatter says: the claim and its limits, the council's own figures, who is left out. Pure.

The rules are statistics.md's: Spearman's rho with n, and never a cause. How strong a rho is called is a convention
(Cohen 1988: 0.1, 0.3, 0.5), written here and said on the page.
"""

from __future__ import annotations

from dashboard import format as fmt
from dashboard import words
from dashboard.model import Metric, Period
from dashboard.relationship_model import Scatter
from dashboard.relationship_state import years
from dashboard.rho import FEWEST, Rho

NO_CAUSE = "this does not show that one causes the other"
STRENGTHS = ((0.5, "strong"), (0.3, "moderate"), (0.1, "weak"), (0.0, "next to none"))
LEAST = 0.1
WEAK = 0.3


def title() -> str:
    """The page's one question."""
    return "What goes together with what?"


def headline(view: Scatter) -> str:
    """The caution sentence: what tends to go together, how weakly, and that no cause is shown."""
    question, found = view.question, view.rho
    x, y = f"“{question.x.name}”", f"“{question.y.name}”"
    if view.x_period is None or view.y_period is None:
        return f"No figures to pair for {x} and {y}."
    if question.x == question.y and view.x_period == view.y_period:
        return f"Both axes show {x}: choose another measure, or an earlier year, to see what it goes together with."
    if not view.points:
        return f"No council shown has a figure for both {x} and {y}."
    if found.n < FEWEST:
        return (
            f"Too few councils to say whether {x} and {y} go together: {found.n or 'none'} "
            f"{'has' if found.n == 1 else 'have'} both figures, and {FEWEST} are needed."
        )
    if found.value is None:
        return f"Whether {x} and {y} go together cannot be worked out: the councils’ figures do not differ."
    if abs(found.value) < LEAST or found.could_be_chance:
        return (
            f"Councils that have a higher figure for {x} do not clearly tend to have a higher or a lower one for {y}."
        )
    side = "higher" if found.value > 0 else "lower"
    weakly = ", but only weakly" if abs(found.value) < WEAK else ""
    return f"Councils that have a higher figure for {x} also tend to have a {side} one for {y}{weakly}; {NO_CAUSE}."


def measure_of_it(view: Scatter) -> str:
    """Rho, n, its interval and what to call it; what to do instead where there is none."""
    found = view.rho
    if view.x_period is None or view.y_period is None:
        return no_pair(view)
    if found.value is None:
        return f"Spearman’s rho is not given: n = {found.n}."
    text = f"Spearman’s rho {rho_in_words(found)}: {strength(found)}."
    if found.could_be_chance:
        text += " Chance alone could give this."
    if abs(found.value) < LEAST or found.could_be_chance:
        text += f" Even a clear relationship would come with a caution: {NO_CAUSE}."
    return text


def rho_in_words(found: Rho) -> str:
    """ "0.35, n = 147 (95% interval 0.19 to 0.49)"."""
    if found.value is None:
        return f"not given, n = {found.n}"
    text = f"{fmt.number(found.value, 2)}, n = {found.n}"
    if found.low is None or found.high is None:
        return text
    return f"{text} (95% interval {fmt.number(found.low, 2)} to {fmt.number(found.high, 2)})"


def strength(found: Rho) -> str:
    """The word for a rho's size, by convention."""
    size = abs(found.value or 0.0)
    return next(word for least, word in STRENGTHS if size >= least)


def no_pair(view: Scatter) -> str:
    """Why there is nothing to draw, and which lags there are figures for."""
    question = view.question
    if view.y_period is None:
        return f"No council has a figure for “{question.y.name}” in this database."
    latest = when(question.y, view.y_period)
    text = (
        f"“{question.y.name}” is shown {latest}. For “{question.x.name}”, {years(question.lag)}, there are no figures "
        "within the year up to then."
    )
    if not view.lags:
        return f"{text} There are none for any lag from 0 to 5 years."
    return f"{text} There are for: {fmt.listed([years(lag) for lag in view.lags])}."


def when(metric: Metric, period: Period) -> str:
    """The period in a sentence; an edition of the indices has no day."""
    if metric.kind == "edition":
        return f"in the edition of {period.period_label}"
    return fmt.within(metric, period.period_end, period.period_label)


def details(view: Scatter) -> tuple[str, ...]:
    """The council's own figures, then both dates, whoever is not in the picture and why."""
    if view.x_period is None or view.y_period is None:
        return ()
    texts = (own(view), dates(view), half_joint(view), created_since(view), missing_neighbours(view), left_out(view))
    return tuple(filter(None, texts))


def own(view: Scatter) -> str:
    """The council's two figures, and whether it is drawn."""
    question, (x, y) = view.question, view.own
    parts = [
        f"{metric.name} {fmt.in_unit(value, metric)}" if value is not None else f"no figure for {metric.name}"
        for metric, value in ((question.x, x), (question.y, y))
    ]
    text = f"{view.council.short_name}: {'; '.join(parts)}."
    if view.is_own_drawn:
        region = question.region
        is_outside = region is not None and region.area_code != view.council.region_code
        return f"{text} It is drawn, but lies outside {region.short_name}." if region and is_outside else text
    is_tiny = view.council.is_tiny and x is not None and y is not None
    return f"{text} It is not drawn{': so small a council would set the scale' if is_tiny else ''}."


def dates(view: Scatter) -> str:
    """Both dates, never aligned in silence."""
    question = view.question
    if view.x_period is None or view.y_period is None:
        return ""
    text = (
        f"{question.x.name}: {when(question.x, view.x_period)}. {question.y.name}: {when(question.y, view.y_period)}."
    )
    if question.x.kind == "edition" and question.lag:
        text += " The indices have no years to go back: the lag changes nothing."
    return text


def half_joint(view: Scatter) -> str:
    """Councils whose one figure is joint and the other is not."""
    if not view.half_joint:
        return ""
    count = len(view.half_joint)
    return (
        f"{fmt.listed(view.half_joint)} {'reports' if count == 1 else 'report'} one of the two measures jointly with "
        f"another council: drawn, but left out of rho, where a joint figure cannot count twice."
    )


def created_since(view: Scatter) -> str:
    """Councils that the indices do not know."""
    if not view.created_since:
        return ""
    return f"{fmt.listed(view.created_since)} did not exist when the indices were made, and have no score."


def missing_neighbours(view: Scatter) -> str:
    """Neighbours or peers that lack one of the figures, by name."""
    if not view.missing_neighbours:
        return ""
    return f"{view.peers.heading} without both figures: {fmt.listed(view.missing_neighbours)}."


def left_out(view: Scatter) -> str:
    """Everybody else who is not drawn, by name where that is short."""
    texts = []
    others = [name for name in view.missing if name not in {*view.missing_neighbours, *view.created_since}]
    if others:
        texts.append(f"Without both figures: {fmt.listed(others, most=8)}.")
    if view.tiny:
        texts.append(f"{fmt.listed(view.tiny)}: left out, because a handful of people set such figures.")
    return " ".join(texts)


def source(view: Scatter) -> str:
    """Where both measures are from."""
    question = view.question
    texts = [words.source(question.x, view.x_releases), words.source(question.y, view.y_releases)]
    # One line, not two, where they are not the same.
    text = " ".join(dict.fromkeys(texts)).replace(". Source: ", "; ")
    formulas = [f"{metric.name}: {metric.formula}" for metric in dict.fromkeys(view.calculated) if metric.formula]
    return f"{text} Calculated here: {'; '.join(formulas)}." if formulas else text


def caption(view: Scatter) -> str:
    """What a dot is, and what the marks mean."""
    count = len(view.points)
    text = (
        f"{count} {'dot' if count == 1 else 'dots'}, one a council; a return that is joint in both measures is one. "
        f"Large and labelled: the council. Filled grey: its {view.peers.noun}. Hollow: everyone else. Point at a dot "
        "for its name and figures."
    )
    where = _where(view)
    return f"{where} {text}" if where else text


def _where(view: Scatter) -> str:
    question = view.question
    parts = [question.region.short_name] if question.region else []
    parts += [f"{view.council.short_name} and its {view.peers.noun}"] if question.near else []
    return f"Only {', '.join(parts)}." if parts else ""


def axis_title(metric: Metric, period: Period) -> str:
    """An axis's name, unit and date."""
    return f"{metric.name}, {metric.unit}, {_dated(metric, period)}"


def _dated(metric: Metric, period: Period) -> str:
    if metric.kind == "edition":
        return period.period_label
    return fmt.period(metric, period.period_end, period.period_label)


def alt(view: Scatter) -> str:
    """The scatter in words."""
    if view.x_period is None or view.y_period is None:
        return headline(view)
    question = view.question
    text = (
        f"Scatter of {len(view.points)} councils. Across: {axis_title(question.x, view.x_period)}. "
        f"Up: {axis_title(question.y, view.y_period)}. {headline(view)} {measure_of_it(view)}"
    )
    return f"{text} {own(view)} The table that follows has every figure."


def table_alt(view: Scatter) -> str:
    """What the table holds."""
    return f"{view.question.x.name} and {view.question.y.name}: every council that is drawn."
