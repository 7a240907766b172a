"""Each figure and each page's sentences, made from a view; floor of a figure: writing the same one as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from benchmarks import figures
from benchmarks.figures import Figure
from dashboard import (
    by_grade,
    by_grade_words,
    captions,
    charts,
    choose,
    gap_words,
    grade_words,
    position,
    position_chart,
    position_words,
    relationship,
    relationship_state,
    relationship_words,
    spark,
    state,
    store,
    summary,
    theme,
    under_words,
    view,
    words,
)
from dashboard.charts import relationship_inputs

TITLE = "Figures and sentences, 17 councils"
EVERY_NTH = 9


def measure() -> list[Figure]:
    version = store.version()
    offered = choose.options(version)
    councils = offered.councils[::EVERY_NTH]
    colours, today = theme.of("light"), date.today()

    def chosen(area: Any, **more: str) -> state.Choice:
        return state.read({"council": area.slug, **more}, offered)[0]

    metrics = [metric.metric_id for metric in offered.metrics if metric.kind != "grade"]
    views = [view.benchmark(version, chosen(area, metric=metric)) for area in councils for metric in metrics]
    views = [each for each in views if each]
    grades = [view.grades(version, chosen(area, metric="ofsted_overall")) for area in councils]
    positions = [(position.position(version, chosen(area)), chosen(area).parameters) for area in councils]
    offer = relationship.offer(version)

    def asked(area: Any, **more: str) -> tuple[state.Choice, Any]:
        choice = chosen(area)
        return choice, relationship_state.read({"council": area.slug, **more}, choice, offer)[0]

    scatters = [relationship.scatter(version, *asked(area)) for area in councils]
    by_grades = [by_grade.by_grade(version, *asked(area, show="grades")) for area in councils]
    panels = [(each, panel) for each in by_grades for panel in by_grade_words.panels(each)]
    cards = [
        card for area in councils for part in summary.summary(version, chosen(area)).sections for card in part.cards
    ]

    def drawn(name: str, chart: Callable[..., Any], inputs: Callable[..., Mapping[str, Any]]) -> Figure:
        return _figure(name, lambda each: chart(**inputs(each), theme=colours), views)

    return [
        drawn("bars", charts.bars, charts.inputs.bars),
        drawn("trend", charts.trend, charts.inputs.trend),
        drawn("strip", charts.strip, charts.inputs.strip),
        _figure("grades", lambda each: charts.grades(**charts.inputs.grades(each), theme=colours), grades),
        _figure("timeline", lambda each: charts.timeline(**charts.inputs.timeline(each), theme=colours), grades),
        _figure("position", lambda each: charts.position(**position_chart.inputs(*each), theme=colours), positions),
        _figure("scatter", lambda each: charts.scatter(**relationship_inputs.scatter(each), theme=colours), scatters),
        _figure("by grade", lambda each: charts.by_grade(**relationship_inputs.by_grade(*each), theme=colours), panels),
        _figure(
            "small chart of Summary", lambda each: spark.spark(each.points, metric=each.metric, theme=colours), cards
        ),
        _sentences("Benchmark’s sentences", _of_benchmark, views),
        _sentences("Inspection’s sentences", lambda each: _of_grades(each, today), grades),
        _sentences("Position’s sentences", lambda each: _of_position(each[0]), positions),
        _sentences("Two measures’ sentences", _of_scatter, scatters),
        _sentences("By grade’s sentences", _of_by_grade, by_grades),
        _sentences(
            "Summary, view and sentences", lambda area: summary.summary(version, chosen(area)), offered.councils
        ),
    ]


def _of_benchmark(each: Any) -> tuple[Any, ...]:
    under = under_words.bars(each), under_words.trend(each), under_words.strip(each)
    alternatives = captions.bars_alt(each), captions.trend_alt(each), captions.strip_alt(each)
    return words.answer(each), gap_words.sentence(each), under, alternatives


def _of_grades(each: Any, today: date) -> tuple[Any, ...]:
    return grade_words.details(each), grade_words.history(each), grade_words.neighbours(each, today)


def _of_position(each: Any) -> tuple[Any, ...]:
    return position_words.headline(each), position_words.notes(each), position_words.alt(each)


def _of_scatter(each: Any) -> tuple[Any, ...]:
    return relationship_words.headline(each), relationship_words.details(each), relationship_words.alt(each)


def _of_by_grade(each: Any) -> tuple[Any, ...]:
    return by_grade_words.headline(each), by_grade_words.details(each), by_grade_words.who(each)


def _figure(name: str, make: Callable[[Any], Any], every: Iterable[Any]) -> Figure:
    every = list(every)
    written = [_us(json.dumps, make(each)) for each in every]
    return figures.of(name, "µs", [_us(make, each) for each in every], floor=sorted(written)[len(written) // 2])


def _sentences(name: str, make: Callable[[Any], Any], every: Iterable[Any]) -> Figure:
    return figures.of(name, "µs", [_us(make, each) for each in every])


def _us(make: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    make(*arguments)
    return (time.perf_counter() - began) * 1e6
