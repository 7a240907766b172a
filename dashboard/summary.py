"""Summary's three pages, put together for the screen and for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard import format as fmt
from dashboard import queries, summary_about, summary_words, view
from dashboard.local import words as local_words
from dashboard.local.figure import LocalFigure
from dashboard.model import Area, Inspection, Moment, Release, View
from dashboard.state import Choice
from dashboard.store import Version
from dashboard.summary_model import Card, Point, Section, Summary

THEMES = ("People", "Children", "Money")


def summary(version: Version, choice: Choice, *, local: Mapping[str, Sequence[LocalFigure]] | None = None) -> Summary:
    """Every metric of the Summary at its latest period; a metric that no council has a figure for is left out.

    `local`: the council's own unpublished figures by metric, oldest first; never for paper unless asked.
    """
    council, peers = choice.council, view.compared_with(version, choice)
    found = views(version, choice, local=local)
    used = _releases(found)
    return Summary(
        council=council,
        header=summary_about.header(council, queries.facts(version, council.area_code), _grade(version, council)),
        grade_metric=next((metric for metric in queries.metrics(version) if metric.kind == "grade"), None),
        newest=summary_about.newest(used),
        as_at=summary_about.as_at(used),
        notes=summary_about.about_the_council(council, view.lasting(version)[0]),
        sections=tuple(_section(theme, [each for each in found if each.metric.theme == theme]) for theme in THEMES),
        similar=summary_words.similar(peers),
        cover=summary_about.cover(council, peers, used),
        parameters=choice.parameters,
    )


def views(version: Version, choice: Choice, *, local: Mapping[str, Sequence[LocalFigure]] | None = None) -> list[View]:
    """What Benchmark shows of each metric of the Summary, in its newest period."""
    found = []
    for metric in queries.metrics(version):
        if metric.on_summary:
            latest = replace(choice, metric=metric, period_end=None)
            found.append(view.benchmark(version, latest, local=(local or {}).get(metric.metric_id, ())))
    return [each for each in found if each]


def _releases(found: Sequence[View]) -> tuple[Release, ...]:
    return tuple(dict.fromkeys(release for each in found for release in each.releases))


def _grade(version: Version, council: Area) -> Inspection | None:
    found = queries.inspections(version, (council.area_code,))
    return next((each for each in found if each.is_overall), None)


def _section(theme: str, found: Sequence[View]) -> Section:
    told = Counter(note for each in found for note in summary_words.notes(each))
    shared = tuple(note for note, times in told.items() if times > 1)
    cards = tuple(_card(each, said_already=shared) for each in found)
    return Section(theme, cards, shared, summary_about.sources(_releases(found)))


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
        alt=summary_words.alt(found),
        question=found.metric.question,
        notes=(*(note for note in summary_words.notes(found) if note not in said_already), *local),
    )


def _points(found: View) -> tuple[Point, ...]:
    """The published series, and the council's newest own figure where it is newer still."""
    published = tuple(_point(moment) for moment in found.trend)
    if (newest := found.newest_local) is None:
        return published
    label = local_words.label(found.metric, newest.period_end)
    return (*published, Point(label, newest.period_end, value=None, local=newest.value))


def _point(moment: Moment) -> Point:
    own, among = moment.own, moment.comparison
    return Point(
        label=moment.period.period_label,
        period_end=moment.period.period_end,
        value=own.value if own else None,
        low=among.neighbour_min if among else None,
        high=among.neighbour_max if among else None,
        mean=among.neighbour_mean if among else None,
        status=own.status if own else "",
    )
