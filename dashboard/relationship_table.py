"""The tables of Relationships as text for the page. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import format as fmt
from dashboard.model import Metric
from dashboard.relationship_model import Graded, Group, Panel, Point, Scatter

_ORDER = {"council": 0, "neighbour": 1, "other": 2}


def pairs(view: Scatter) -> dict[str, list[str]]:
    """Every dot of the scatter: the council, its neighbours, then everyone else, by name."""
    question = view.question
    roles = {"council": "the council", "neighbour": view.peers.one, "other": fmt.NOTHING}
    found = sorted(view.points, key=lambda point: (_ORDER[point.role], point.name))
    x, y = _heading(question.x), _heading(question.y)
    return {
        "Area": [_name(point.name, point.role) for point in found],
        f"Across: {x}": fmt.aligned([fmt.figure(point.x, question.x) for point in found]),
        f"Up: {y}": fmt.aligned([fmt.figure(point.y, question.y) for point in found]),
        "Marked as": [roles[point.role] for point in found],
        "In rho": [_counted(point) for point in found],
    }


def _heading(metric: Metric) -> str:
    return fmt.escaped(f"{metric.name}, {metric.unit}")


def _name(name: str, role: str) -> str:
    return f"**{fmt.escaped(name)}**" if role == "council" else fmt.escaped(name)


def _counted(point: Point) -> str:
    return "yes" if point.is_counted else "no"


@dataclass(frozen=True)
class GradeRow:
    """A grade's group; `without` names the council that it is counted without, as other people have counted."""

    group: Group
    without: str = ""


def grade_rows(panel: Panel) -> list[GradeRow]:
    """A grade a row, and below one that others count without a council of it, the same without."""
    found = []
    for group in panel.groups:
        found.append(GradeRow(group))
        found += [GradeRow(rest, name) for name, _, rest in panel.lost if rest.grade == group.grade]
    return found


def groups(panel: Panel, metric: Metric) -> dict[str, list[str]]:
    """A line a grade: councils, mean, median, and research's mean where it quotes one."""
    found = grade_rows(panel)
    text = {
        "Grade": [fmt.escaped(_grade(row)) for row in found],
        "Councils": fmt.aligned([str(row.group.n) for row in found]),
        "Mean": fmt.aligned([fmt.figure(row.group.mean, metric) for row in found]),
        "Median": fmt.aligned([fmt.figure(row.group.median, metric) for row in found]),
    }
    if any(row.group.quoted is not None for row in found):
        text["Research’s mean"] = fmt.aligned([fmt.figure(row.group.quoted, metric) for row in found])
    return text


def _grade(row: GradeRow) -> str:
    return f"{row.group.grade}, without {row.without}" if row.without else row.group.grade


def graded(panel: Panel, metric: Metric) -> dict[str, list[str]]:
    """Every council of a panel with its grade and figure, grade by grade, by name."""
    found: list[Graded] = [
        each for group in panel.groups for each in sorted(group.councils, key=lambda council: council.name)
    ]
    return {
        "Area": [_name(each.name, each.role) for each in found],
        "Grade": [fmt.escaped(each.grade) for each in found],
        "Figure": fmt.aligned([fmt.figure(each.value, metric) for each in found]),
        "Inspected": [fmt.short_day(each.inspected_on) for each in found],
        "Report published": [fmt.short_day(each.published_on) for each in found],
    }
