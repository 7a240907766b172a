"""The tables of inspection grades: as text for the page, and to take away. Pure."""

from __future__ import annotations

from datetime import date
from functools import partial

from dashboard import format as fmt
from dashboard import grade_words, words
from dashboard.export import LICENCE, Cell, File
from dashboard.grade_model import GradeView
from dashboard.model import Area, Inspection


def latest(view: GradeView, today: date) -> dict[str, list[str]]:
    """Latest overall grades with their age: the council, then its neighbours, in the view's order."""
    found = _latest(view)
    return {
        "Area": [
            f"**{fmt.escaped(area.short_name)}**" if area == view.council else fmt.escaped(area.short_name)
            for area, _ in found
        ],
        "Grade": [each.grade if each else "no grade yet" for _, each in found],
        "Inspected": [fmt.day(each.inspected_on) if each else fmt.NOTHING for _, each in found],
        "Age": [grade_words.age(each.inspected_on, today) if each else fmt.NOTHING for _, each in found],
        "Published": [_published(each) for _, each in found],
        "Inspection": [fmt.escaped(each.inspection_type) if each else fmt.NOTHING for _, each in found],
    }


def _latest(view: GradeView) -> list[tuple[Area, Inspection | None]]:
    return [(view.council, view.latest), *view.neighbours]


def _published(each: Inspection | None) -> str:
    return fmt.day(each.published_on) if each and each.published_on else fmt.NOTHING


def history(view: GradeView) -> dict[str, list[str]]:
    """Every judgement of every inspection of the council, newest first."""
    found = view.history
    return {
        "Inspected": [fmt.day(each.inspected_on) for each in found],
        "Judgement": [fmt.escaped(each.judgement) for each in found],
        "Grade": [f"**{each.grade}**" if each.is_overall else each.grade for each in found],
        "Published": [_published(each) for each in found],
        "Inspection": [fmt.escaped(each.inspection_type) for each in found],
    }


_HEAD: list[Cell] = [
    *("area", "area_code", "framework", "inspection_type", "inspected_on", "published_on", "judgement", "grade"),
    *("status", "source"),
]


def of_latest(view: GradeView) -> File:
    """The latest grades as a file: a council without one is a row that says so."""
    return File(
        "the latest grades",
        (*file_name(view), "latest"),
        lambda: [_HEAD] + [_line(area, each, view) for area, each in _latest(view)],
        partial(_about, view),
    )


def of_history(view: GradeView) -> File:
    """Every judgement as a file."""
    return File(
        "every judgement",
        (*file_name(view), "history"),
        lambda: [_HEAD] + [_line(view.council, each, view) for each in view.history],
        partial(_about, view),
    )


def file_name(view: GradeView) -> tuple[str, ...]:
    """Grades have no period: a file's name says how far Ofsted's list reaches."""
    known = [view.newest_report.isoformat()] if view.newest_report else []
    return view.council.slug, view.metric.metric_id, *known


def _line(area: Area, each: Inspection | None, view: GradeView) -> list[Cell]:
    judged: list[Cell] = [None] * 6
    if each:
        judged = [
            each.framework,
            each.inspection_type,
            each.inspected_on,
            each.published_on,
            each.judgement,
            each.grade,
        ]
    status = "published" if each else "no grade in this list"
    return [area.short_name, area.area_code, *judged, status, words.source(view.metric, view.releases)]


def _about(view: GradeView) -> list[str]:
    texts = (grade_words.headline(view), *grade_words.details(view), view.peers.label)
    return [*texts, words.source(view.metric, view.releases), LICENCE]
