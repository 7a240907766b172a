"""The tables of Relationships to take away: full precision and codes. Pure."""

from __future__ import annotations

from functools import partial

from dashboard import by_grade_words, relationship_words
from dashboard.export import LICENCE, Cell, File, Lines
from dashboard.relationship_model import ByGrade, Panel, Scatter


def pairs(view: Scatter) -> Lines:
    """Every dot: both figures, each with its own date. Raises ValueError where the lag leaves no period to pair."""
    question = view.question
    if view.x_period is None or view.y_period is None:
        raise ValueError("no period to pair")
    head: list[Cell] = ["area", "area_codes", "marked_as", "in_rho"]
    for axis in ("x", "y"):
        head += [f"{axis}_metric", f"{axis}_period_end", f"{axis}_period_label", axis]
    roles = {"council": "the council", "neighbour": view.peers.one, "other": ""}
    source = relationship_words.source(view)
    x_end = None if question.x.kind == "edition" else view.x_period.period_end
    return [[*head, "compared_with", "source"]] + [
        [
            point.name,
            " / ".join(point.codes),
            roles[point.role],
            "yes" if point.is_counted else "no",
            *(question.x.metric_id, x_end, view.x_period.period_label, point.x),
            *(question.y.metric_id, view.y_period.period_end, view.y_period.period_label, point.y),
            view.peers.label,
            source,
        ]
        for point in view.points
    ]


def about_pairs(view: Scatter) -> list[str]:
    """What the file of pairs holds."""
    texts = (
        relationship_words.headline(view),
        relationship_words.measure_of_it(view),
        *relationship_words.details(view),
    )
    return [*texts, view.peers.label, relationship_words.source(view), LICENCE]


def graded(view: ByGrade, panel: Panel) -> Lines:
    """Every council of a panel with its figure and its grade as known on the panel's day."""
    source = by_grade_words.source(view)
    head: list[Cell] = ["area", "area_code", "metric", "period_end", "period_label", "value", "grade", "inspected_on"]
    return [[*head, "published_on", "grades_known_on", "source"]] + [
        [
            each.name,
            each.area_code,
            view.metric.metric_id,
            panel.period.period_end,
            panel.period.period_label,
            each.value,
            each.grade,
            each.inspected_on,
            each.published_on,
            panel.known,
            source,
        ]
        for each in panel.councils
    ]


def about_graded(view: ByGrade) -> list[str]:
    """What the file of a panel holds."""
    texts = (by_grade_words.headline(view), *by_grade_words.details(view), *by_grade_words.who(view))
    return [*texts, by_grade_words.source(view), LICENCE]


def of_pairs(view: Scatter) -> File:
    """The pairs as a file; its name says council, both metrics and the later period."""
    question = view.question
    period = [view.y_period.period_end.isoformat()] if view.y_period else []
    name = (view.council.slug, question.x.metric_id, question.y.metric_id, *period)
    return File("these figures", name, partial(pairs, view), partial(about_pairs, view))


def of_panel(view: ByGrade, panel: Panel) -> File:
    """A panel as a file; its name says metric, period and the day by which grades were known."""
    name = (view.metric.metric_id, panel.period.period_end.isoformat(), "grades-of", panel.known.isoformat())
    return File("these figures", name, partial(graded, view, panel), partial(about_graded, view))
