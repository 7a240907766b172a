"""What goes with a chart that is taken away as a picture: its file's name, title, caption and source. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import (
    by_grade_words,
    captions,
    grade_table,
    grade_words,
    position_export,
    position_words,
    relationship_words,
    words,
)
from dashboard.grade_model import GradeView
from dashboard.model import View
from dashboard.relationship_model import ByGrade, Scatter
from dashboard.summary_model import Card, Summary

if TYPE_CHECKING:
    # For the types only: assembly reads the database, and this does not.
    from dashboard.position import Position


@dataclass(frozen=True)
class Picture:
    """A chart to take away. `key`: the one that it is drawn under; `label`: what the page calls it.

    `alt`: what the picture shows, where that is not what the page says of its chart: a council's own unpublished
    figures are left out of the picture unless it is `with_local`.
    """

    key: str
    label: str
    name: tuple[str, ...]
    title: str
    caption: str
    source: str
    alt: str = ""
    with_local: bool = False


def of_benchmark(view: View) -> list[Picture]:
    """The charts of a metric of numbers; with the council's own unpublished figures where the view has them."""
    council, them, metric = view.council.short_name, view.peers.noun, view.metric
    source = f"{words.source_of(view)} {view.peers.label}."
    drawn = (
        ("bars", f"{council} and its {them}", f"{council} and its {them}", captions.bars(view)),
        ("trend", "Over time", f"{council} over time", captions.trend(view)),
        ("strip", "Among England’s councils", f"{council} among England’s councils", captions.strip(view)),
    )
    local = {"trend": ["with-unpublished"]} if view.local else {}
    return [
        Picture(
            key=key,
            label=label,
            name=(view.council.slug, metric.metric_id, view.period.period_end.isoformat(), key, *local.get(key, ())),
            title=f"{metric.name}: {title}",
            caption=caption,
            source=source,
            alt=captions.trend_alt(view) if key == "trend" else "",
            with_local=key in local,
        )
        for key, label, title, caption in drawn
    ]


def of_summary(shown: Summary) -> list[Picture]:
    """The small chart of each metric, without the council's own unpublished figures."""
    return [
        Picture(
            key=card.metric.metric_id,
            label=card.title,
            name=(shown.council.slug, card.metric.metric_id, *_latest(card), "summary"),
            title=f"{card.title}: {shown.council.short_name}",
            caption=f"Line: {shown.council.short_name}. Dashed: mean of {shown.similar}. Band: their range.",
            source=section.sources,
        )
        for section in shown.sections
        for card in section.cards
    ]


def _latest(card: Card) -> list[str]:
    published = [point.period_end for point in card.points if point.local is None]
    return [published[-1].isoformat()] if published else []


def of_grades(view: GradeView) -> list[Picture]:
    """The charts of inspection grades."""
    council, metric, source = view.council, view.metric, words.source(view.metric, view.releases)
    name = grade_table.file_name(view)
    timeline = Picture(
        key="timeline",
        label=f"{council.short_name}’s inspections",
        name=(*name, "timeline"),
        title=f"{metric.name} – {council.short_name}’s inspections",
        caption=grade_words.history_caption(view),
        source=source,
    )
    latest = Picture(
        key="grades",
        label="Latest grades",
        name=(*name, "grades"),
        title=f"{metric.name} – {council.short_name} and its {view.peers.noun}",
        caption=grade_words.caption(view),
        source=f"{source} {view.peers.label}.",
    )
    return [timeline, latest] if view.history else [latest]


def of_position(shown: Position) -> list[Picture]:
    """Every measure at once. Each has a period of its own, which the chart says."""
    council = shown.council.short_name
    return [
        Picture(
            key="position",
            label=f"Where {council} stands out",
            name=position_export.name(shown),
            title=f"Where {council} stands out",
            caption=f"{position_words.headline(shown)} {position_words.caption(shown)}",
            source=f"{position_words.source(shown)} {shown.peers.label}.",
        )
    ]


def of_scatter(view: Scatter) -> list[Picture]:
    """Two measures against each other: the finding and its caution go with the dots."""
    x, y = view.question.x, view.question.y
    period = [view.y_period.period_end.isoformat()] if view.y_period else []
    # Nobody can point at a dot of a picture.
    marks = relationship_words.caption(view).partition(" Point at")[0]
    return [
        Picture(
            key="scatter",
            label=f"{x.name} and {y.name}",
            name=(view.council.slug, x.metric_id, y.metric_id, *period),
            title=f"{x.name} and {y.name}",
            caption=" ".join([relationship_words.headline(view), relationship_words.measure_of_it(view), marks]),
            source=f"{relationship_words.source(view)} {view.peers.label}.",
        )
    ]


def of_panels(view: ByGrade) -> list[Picture]:
    """A measure by inspection grade, then and now."""
    found = []
    for index, panel in enumerate(by_grade_words.panels(view)):
        when = by_grade_words.panel_title(panel, view.metric)
        name = (view.council.slug, view.metric.metric_id, panel.period.period_end.isoformat())
        found.append(
            Picture(
                key=f"grades_{index}",
                label=when,
                name=(*name, "grades-of", panel.known.isoformat()),
                title=f"{view.metric.name} by inspection grade: {when}",
                caption=f"{by_grade_words.panel_caption(view, panel)} The council is {view.council.short_name}.",
                source=f"{by_grade_words.source(view)} {view.peers.label}.",
            )
        )
    return found
