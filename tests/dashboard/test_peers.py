"""Whom a council is compared with: DfE's neighbours, its region, or a group of the reader's own; one set of rules."""

import json
import math
import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard import (
    benchmark_export,
    by_grade,
    captions,
    charts,
    choose,
    compare,
    gap_words,
    grade_table,
    grade_words,
    peers,
    pictures,
    position,
    position_words,
    queries,
    relationship,
    relationship_state,
    relationship_words,
    series_table,
    state,
    store,
    table,
    theme,
    under_words,
    view,
    words,
)
from tests.dashboard import made_up
from tests.dashboard.made_up import OTHERS, OWN, council


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def choice(version: store.Version, **parameters: str) -> state.Choice:
    chosen, messages = state.read(parameters, choose.options(version))
    assert messages == []
    return chosen


def test_a_group_is_compared_as_the_database_compares_neighbours(version):
    """Every council, metric, model and period: the same figures by the same rules, computed here and in SQL."""
    areas = {area.area_code: area for area in queries.areas(version)}
    compared = 0
    for metric in queries.metrics(version):
        for model in queries.models(version):
            for area in areas.values():
                theirs = queries.comparisons(version, metric.metric_id, area.area_code, model)
                if not theirs:
                    continue
                codes = [each.neighbour_code for each in queries.neighbours(version, model, area.area_code)]
                found = queries.observations(version, metric.metric_id, (area.area_code, *codes))
                for expected in theirs:
                    now = {each.area_code: each for each in found if each.period_end == expected.period_end}
                    own = view.place_of(area.area_code, now, areas)
                    places, _, _ = view.neighbour_places(codes, own, now, areas)
                    made = view.against(own, places, base=expected, period_end=expected.period_end)
                    assert made._replace(neighbour_mean=None) == expected._replace(neighbour_mean=None)
                    assert (made.neighbour_mean is None) == (expected.neighbour_mean is None)
                    assert (made.neighbour_mean or 0) == pytest.approx(expected.neighbour_mean or 0, rel=1e-12)
                    compared += 1
    assert compared > 50_000


def test_a_region_leaves_out_the_council_itself_tiny_ones_and_former_ones(version):
    london = view.compared_with(version, choice(version, council="camden", model="region"))
    names = {area.area_code: area.short_name for area in queries.areas(version)}
    assert len(london.codes) == 31
    assert not {"Camden", "City of London"} & {names[code] for code in london.codes}
    assert london.label == "Peers: London councils"
    north_west = view.compared_with(version, choice(version, council="blackpool", model="type"))
    assert {names[code] for code in north_west.codes} >= {"Cumberland", "Halton"}
    assert not {"Cumbria", "Lancashire", "Bolton"} & {names[code] for code in north_west.codes}
    assert north_west.label == "Peers: North West unitary authorities"


def test_an_only_council_of_its_kind_is_told_that_there_is_nobody(version):
    chosen = choice(version, council="lancashire", model="type", metric="cla_rate")
    found = view.benchmark(version, chosen)
    assert words.verdict(found) == "There is nobody to compare Lancashire with: no other North West county councils."
    assert position_words.headline(position.position(version, chosen)) == words.verdict(found)


def test_a_group_never_holds_the_council_itself(version):
    chosen = choice(version, council="leeds", model="group", group="leeds,hull,york,bradford,kirklees,wakefield")
    found = view.benchmark(version, chosen)
    assert found.peers.label == "Peers: own group of 5 councils (Hull, York, Bradford, Kirklees and Wakefield)"
    assert chosen.council.area_code not in found.peers.codes
    figures = [place.value for place in found.neighbours]
    assert len(figures) == 5
    assert found.comparison.neighbour_mean == pytest.approx(sum(figures) / 5)
    assert "of its peers" in words.verdict(found) or "its peers" in words.verdict(found)


def test_a_small_group_has_figures_and_no_mean(version):
    chosen = choice(version, council="leeds", model="group", group="hull,york", metric="cla_rate")
    found = view.benchmark(version, chosen)
    assert len(found.neighbours) == 2
    assert found.comparison.neighbour_mean is None
    assert words.verdict(found).startswith("– No comparison: only 2 of 2 have a figure, and an average needs five.")
    assert gap_words.sentence(found) == ""
    rows = position.position(version, chosen)
    assert rows.compared == []


def test_a_measure_that_nobody_of_the_group_has_is_said_so(version):
    missing = "birmingham,cumberland,slough"
    chosen = choice(version, council="leeds", model="group", group=missing, metric="spend_per_child")
    found = view.benchmark(version, chosen)
    assert words.verdict(found).startswith("– No comparison: none of 3 have a figure")
    assert "Peers with no figure: Birmingham" in words.missing(found)
    charts.bars(**charts.inputs.bars(found), theme=theme.LIGHT)


def test_a_group_is_used_wherever_neighbours_are(version):
    chosen = choice(
        version, council="leeds", model="group", group="hull,york,bradford,kirklees,wakefield", metric="cla_rate"
    )
    codes = set(view.compared_with(version, chosen).codes)
    shown = position.position(version, chosen)
    row = next(each for each in shown.rows if each.metric.metric_id == "cla_rate")
    assert {place.area.area_code for place in row.neighbours} == codes
    assert row.comparison == view.benchmark(version, chosen).comparison
    offer = relationship.offer(version)
    question, _ = relationship_state.read({"x": "vacancy_rate", "y": "cla_rate"}, chosen, offer)
    found = relationship.scatter(version, chosen, question)
    assert {code for point in found.points if point.role == "neighbour" for code in point.codes} == codes
    assert "its peers" in relationship_words.caption(found)
    by = by_grade.by_grade(version, chosen, question)
    assert {each.area_code for each in by.now.councils if each.role == "neighbour"} <= codes
    grades = view.grades(version, choice(version, **(chosen.parameters | {"metric": "ofsted_overall"})))
    assert {area.area_code for area, _ in grades.neighbours} == codes


def test_while_a_group_is_too_small_the_usual_neighbours_are_shown(version):
    offered = choose.options(version)
    chosen, messages = state.read({"council": "leeds", "model": "group", "group": "hull"}, offered)
    assert "A group needs 2 to 20 councils" in messages[0]
    assert "Neighbours (DfE, May 2025)" in messages[0]
    assert view.compared_with(version, chosen) == view.compared_with(version, choice(version, council="leeds"))


def test_a_council_that_no_model_holds_can_have_a_group_of_its_own():
    made = compare.among(own=made_up.observation(OWN, 16.0), values=[10.0] * 5, base=compare.nothing(date(2025, 9, 30)))
    assert (made.verdict, made.neighbour_mean, made.position, made.position_of) == ("higher", 10.0, 1, 6)
    assert made.change is None


def test_regions_of_made_up_councils():
    tiny = council(60, "Tiny Isle", is_tiny=True)
    other_type = council(61, "Metro Vale", type="metropolitan")
    everyone = [OWN, *OTHERS[:3], tiny, other_type]
    assert peers.same_region(OWN, everyone).codes == tuple(area.area_code for area in (*OTHERS[:3], other_type))
    assert peers.same_region(OWN, everyone, same_type=True).codes == tuple(area.area_code for area in OTHERS[:3])


@pytest.mark.parametrize("model", ["2025-05", "2021-04", "region", "type", "group"])
def test_every_council_metric_and_comparison_has_charts_and_words_without_nan_or_none(version, model):
    """`statistics.md`'s words, all figures finite, no sentence that says nan or None: 153 councils, 25 metrics."""
    offered = choose.options(version)
    walked = 0
    # DfE's models whole; of the other comparisons, which share all the code from there on, every tenth council.
    walk = offered.councils if model in offered.models else offered.councils[::10]
    for area in walk:
        parameters = {"council": area.slug, "model": model}
        if model == "group":
            parameters["group"] = "leeds,kingston-upon-thames,birmingham,city-of-london,cumberland,westminster,hackney"
        for metric in offered.metrics:
            found = choice(version, **parameters, metric=metric.metric_id)
            texts, figures = (_grades if metric.kind == "grade" else _numbers)(version, found)
            drawn = json.dumps(figures, allow_nan=False, ensure_ascii=False)
            said = " ".join([*texts, drawn])
            assert not re.search(r"\b(nan|NaN|NaT|None|Infinity|inf|undefined)\b", said), (area.slug, metric.metric_id)
            assert not re.search(r"fewer than 1 (fewer|more)|£0 (less|more)|\{|\bof 0\b", " ".join(texts))
            # "Good" is Ofsted's word, and nobody else's.
            judging = r"\b(best|worst|poor)\b" if metric.kind == "grade" else r"\b(best|worst|good|poor)\b"
            assert not re.search(judging, said, re.IGNORECASE), (area.slug, metric.metric_id)
            walked += 1
    assert walked == len(walk) * 25
    assert len(walk) == (153 if model in offered.models else 16)


def _numbers(version, chosen):
    found = view.benchmark(version, chosen)
    answer = words.answer(found)
    texts = [answer.headline, answer.verdict, answer.details, *answer.notes, gap_words.sentence(found)]
    texts += [captions.bars_alt(found), captions.trend_alt(found), captions.strip_alt(found), captions.table_alt(found)]
    texts += [under_words.bars(found), under_words.trend(found), under_words.strip(found)]
    texts += [captions.bars(found), captions.trend(found), captions.strip(found), words.source_of(found)]
    tables = table.columns(found), series_table.series(found), series_table.distribution(found)
    texts += [cell for columns in tables for column in columns.values() for cell in column]
    files = benchmark_export.of_table(found), benchmark_export.of_series(found), benchmark_export.of_distribution(found)
    texts += [text for file in files for text in _text_of(file)]
    texts += [text for each in pictures.of_benchmark(found) for text in (*each.name, each.title, each.caption)]
    figures = [
        charts.bars(**charts.inputs.bars(found), theme=theme.LIGHT),
        charts.trend(**charts.inputs.trend(found), theme=theme.LIGHT),
        charts.trend(**charts.inputs.trend(replace(found, is_from_zero=False)), theme=theme.LIGHT),
        charts.strip(**charts.inputs.strip(found), theme=theme.LIGHT),
    ]
    return texts, figures


def _text_of(file):
    """What a file to take away holds: every cell finite or empty."""
    lines = file.lines()
    assert len({len(line) for line in lines}) == 1
    assert not [cell for line in lines for cell in line if isinstance(cell, float) and not math.isfinite(cell)]
    return [*file.name, *file.about(), *(cell for line in lines for cell in line if isinstance(cell, str))]


def _grades(version, chosen):
    found, today = view.grades(version, chosen), date(2026, 1, 1)
    texts = [grade_words.headline(found), *grade_words.details(found), grade_words.history(found)]
    texts += [grade_words.neighbours(found, today), grade_words.alt(found, today)]
    tables = grade_table.latest(found, today), grade_table.history(found)
    texts += [cell for columns in tables for column in columns.values() for cell in column]
    texts += [text for file in (grade_table.of_latest(found), grade_table.of_history(found)) for text in _text_of(file)]
    figures = [charts.grades(**charts.inputs.grades(found), theme=theme.LIGHT)]
    if found.history:
        figures.append(charts.timeline(**charts.inputs.timeline(found), theme=theme.LIGHT))
    return texts, figures
