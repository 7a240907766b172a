"""The tables of Relationships to take away: full precision and codes. Pure."""

from __future__ import annotations

from functools import partial

from dashboard import by_grade_words, relationship_table, relationship_words
from dashboard.export import LICENCE, Cell, File, Lines
from dashboard.relationship_model import ByGrade, Panel, Scatter


def pairs(view: Scatter) -> Lines:
    """Every dot: both figures, each with its own date. Raises ValueError where the lag leaves no period to pair."""
    question = view.question
    if view.x_period is None or view.y_period is None:
        raise ValueError("no period to pair")
    head: list[Cell] = ["area", "area_codes", "marked_as", "in_rho"]
    for axis in ("x", "y"):
        head += [f"{axis}_metric", f"{axis}_period_end", f"{axis}_period_label", axis, f"{axis}_status"]
    x_status, y_status = (_status(metric in view.calculated) for metric in (question.x, question.y))
    roles = _roles(view)
    source = relationship_words.source(view)
    x_end = None if question.x.kind == "edition" else view.x_period.period_end
    return [[*head, "compared_with", "source"]] + [
        [
            point.name,
            " / ".join(point.codes),
            roles[point.role],
            "yes" if point.is_counted else "no",
            *(question.x.metric_id, x_end, view.x_period.period_label, point.x, x_status),
            *(question.y.metric_id, view.y_period.period_end, view.y_period.period_label, point.y, y_status),
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
    source, roles, status = by_grade_words.source(view), _roles(view), _status(panel.is_calculated)
    head: list[Cell] = ["area", "area_code", "marked_as", "metric", "period_end", "period_label", "value", "status"]
    rest: list[Cell] = ["grade", "inspected_on", "published_on", "grades_known_on", "compared_with", "source"]
    return [[*head, *rest]] + [
        [
            each.name,
            each.area_code,
            roles[each.role],
            view.metric.metric_id,
            panel.period.period_end,
            panel.period.period_label,
            each.value,
            status,
            each.grade,
            each.inspected_on,
            each.published_on,
            panel.known,
            view.peers.label,
            source,
        ]
        for each in panel.councils
    ]


def means(view: ByGrade, panel: Panel) -> Lines:
    """A line a grade, as the page's small table has them: councils, mean, median, and research's mean."""
    head: list[Cell] = ["grade", "without", "metric", "period_end", "period_label", "councils", "mean", "median"]
    return [[*head, "mean_in_research", "status", "grades_known_on", "source"]] + [
        [
            row.group.grade,
            row.without,
            view.metric.metric_id,
            panel.period.period_end,
            panel.period.period_label,
            row.group.n,
            row.group.mean,
            row.group.median,
            row.group.quoted,
            "calculated here" if row.group.n else "no council has this grade",
            panel.known,
            by_grade_words.source(view),
        ]
        for row in relationship_table.grade_rows(panel)
    ]


def _roles(view: Scatter | ByGrade) -> dict[str, str]:
    return {"council": "the council", "neighbour": view.peers.one, "other": ""}


def _status(is_calculated: bool) -> str:
    return "calculated here" if is_calculated else "published"


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
    """A panel as a file; its name says council, metric, period and the day by which grades were known."""
    return File("these figures", _name(view, panel), partial(graded, view, panel), partial(about_graded, view))


def of_means(view: ByGrade, panel: Panel) -> File:
    """A panel's means and medians as a file."""
    what = f"means of {panel.period.period_label}"
    return File(what, (*_name(view, panel), "means"), partial(means, view, panel), partial(about_graded, view))


def _name(view: ByGrade, panel: Panel) -> tuple[str, ...]:
    period, known = panel.period.period_end.isoformat(), panel.known.isoformat()
    return view.council.slug, view.metric.metric_id, period, "grades-of", known
