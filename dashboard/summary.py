"""Summary's three pages, put together for the screen and for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard import format as fmt
from dashboard import queries, summary_words, view
from dashboard.local import words as local_words
from dashboard.local.figure import LocalFigure
from dashboard.model import Area, Inspection, Metric, Release, View
from dashboard.state import Choice
from dashboard.store import Version
from dashboard.summary_model import Card, Point, Section, Summary

THEMES = ("People", "Children", "Money")


def summary(version: Version, choice: Choice, *, local: Mapping[str, Sequence[LocalFigure]] | None = None) -> Summary:
    """Every metric of the Summary at its latest period; a metric that no council has a figure for is left out.

    `local`: the council's own unpublished figures by metric, oldest first; never for paper unless asked.
    """
    council, peers = choice.council, view.compared_with(version, choice)
    metrics = [metric for metric in queries.metrics(version) if metric.on_summary]
    own = local or {}
    every = (view.benchmark(version, latest(choice, each), local=own.get(each.metric_id, ())) for each in metrics)
    views = [found for found in every if found]
    used = tuple(dict.fromkeys(release for found in views for release in found.releases))
    return Summary(
        council=council,
        header=summary_words.header(council, queries.facts(version, council.area_code), _grade(version, council)),
        as_at=summary_words.as_at(used),
        notes=summary_words.about_the_council(council, view.lasting(version)[0]),
        sections=tuple(_section(theme, [found for found in views if found.metric.theme == theme]) for theme in THEMES),
        similar=summary_words.similar(peers),
        cover=summary_words.cover(council, peers, used),
        parameters=choice.parameters,
    )


def latest(choice: Choice, metric: Metric) -> Choice:
    """The choice, of another metric: its own newest period."""
    return replace(choice, metric=metric, period_end=None)


def _grade(version: Version, council: Area) -> Inspection | None:
    found = queries.inspections(version, (council.area_code,))
    return next((each for each in found if each.is_overall), None)


def _section(theme: str, views: list[View]) -> Section:
    releases: dict[Release, None] = dict.fromkeys(release for found in views for release in found.releases)
    told = Counter(note for found in views for note in summary_words.notes(found))
    shared = tuple(note for note, times in told.items() if times > 1)
    cards = tuple(_card(found, said_already=shared) for found in views)
    return Section(theme, cards, shared, summary_words.sources(tuple(releases)))


def _card(found: View, *, said_already: tuple[str, ...]) -> Card:
    mean = found.comparison.neighbour_mean if found.comparison else None
    local = [note] if (note := local_words.newest(found)) else []
    return Card(
        metric=found.metric,
        title=found.metric.name,
        said=summary_words.phrases(summary_words.sentences(found)),
        figure=fmt.figure(found.own.value, found.metric),
        mean=fmt.figure(mean, found.metric),
        basis=summary_words.basis(found),
        points=_points(found),
        alt=" ".join([summary_words.alt(found), *local]),
        question=found.metric.question,
        notes=(*(note for note in summary_words.notes(found) if note not in said_already), *local),
    )


def _points(found: View) -> tuple[Point, ...]:
    """The published series, and the council's newest own figure where it is newer still."""
    published = tuple(
        Point(
            label=moment.period.period_label,
            value=moment.own.value if moment.own else None,
            low=moment.comparison.neighbour_min if moment.comparison else None,
            high=moment.comparison.neighbour_max if moment.comparison else None,
            mean=moment.comparison.neighbour_mean if moment.comparison else None,
        )
        for moment in found.trend
    )
    if (newest := found.newest_local) is None:
        return published
    label = local_words.label(found.metric, newest.period_end)
    return (*published, Point(label=label, value=None, local=newest.value))
