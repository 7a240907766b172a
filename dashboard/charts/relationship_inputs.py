"""What Relationships shows, as the keyword arguments of its charts."""

from __future__ import annotations

from typing import Any

from dashboard import relationship_words
from dashboard.charts.by_grade import GradeGroup
from dashboard.charts.scatter import Pair
from dashboard.charts.strip import Dot
from dashboard.relationship_model import ByGrade, Panel, Scatter


def scatter(view: Scatter) -> dict[str, Any]:
    """Every pair of figures. Raises ValueError where the lag leaves no period to pair."""
    question = view.question
    if view.x_period is None or view.y_period is None:
        raise ValueError("no period to pair")
    return {
        "x": question.x,
        "y": question.y,
        "x_title": relationship_words.axis_title(question.x, view.x_period),
        "y_title": relationship_words.axis_title(question.y, view.y_period),
        "pairs": [
            Pair(point.name, point.x, point.y, point.role, "" if point.is_counted else "not counted in rho")
            for point in view.points
        ],
        "peers": view.peers,
    }


def scale(view: ByGrade) -> tuple[float, float]:
    """One scale for both panels; tiny councils do not set it."""
    panels = [panel for panel in (view.then, view.now) if panel]
    values = [each.value for panel in panels for each in panel.councils if not each.is_tiny]
    values += [
        value
        for panel in panels
        for group in panel.groups
        for value in (group.mean, group.median, group.quoted)
        if value is not None
    ]
    return (min(values), max(values)) if values else (0.0, 1.0)


def by_grade(view: ByGrade, panel: Panel) -> dict[str, Any]:
    """One panel on the scale of both."""
    return {
        "metric": view.metric,
        "groups": [
            GradeGroup(
                grade=group.grade,
                dots=tuple(Dot(each.name, each.value, each.role) for each in group.councils),
                mean=group.mean,
                median=group.median,
                quoted=group.quoted,
            )
            for group in panel.groups
        ],
        "scale": scale(view),
        "peers": view.peers,
    }
