"""A view of the real database says what the database says, for councils of every shape."""

import pytest

from dashboard import choose, note_words, queries, state, store, table, view, words
from tests.dashboard import made_up


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def shown(version: store.Version, **parameters: str) -> view.View:
    choice, messages = state.read(parameters, choose.options(version))
    assert messages == []
    return view.benchmark(version, choice)


def test_every_metric_has_a_view_that_agrees_with_the_comparison(version):
    for metric in queries.metrics(version):
        if metric.kind != "number":
            continue
        for slug in ("wolverhampton", "kingston-upon-thames", "westmorland-and-furness", "isles-of-scilly"):
            found = shown(version, council=slug, metric=metric.metric_id)
            compared = found.comparison
            values = [place.value for place in found.neighbours]
            if compared is None or compared.neighbour_mean is None:
                assert len(values) < 5
                continue
            assert compared.neighbour_count == len(values)
            assert compared.neighbour_mean == pytest.approx(sum(values) / len(values))
            assert (compared.neighbour_min, compared.neighbour_max) == (min(values), max(values))
            if compared.position:
                assert compared.position == 1 + sum(value > found.own.value for value in values)
            if found.england:
                assert compared.england_value == found.england.value


def test_kingston_and_richmond_are_one_return(version):
    kingston = shown(version, council="kingston-upon-thames", metric="vacancy_rate", period="2024-09-30")
    richmond = shown(version, council="richmond-upon-thames", metric="vacancy_rate", period="2024-09-30")
    assert kingston.own.value == richmond.own.value
    assert "Richmond upon Thames report together" in " ".join(note_words.notes(kingston))
    near = {place.area.area_code for place in kingston.neighbours}
    assert richmond.council.area_code not in near


def test_a_joint_return_is_one_dot_in_england(version):
    found = shown(version, metric="vacancy_rate")
    pairs = [figure for figure in found.distribution if figure.joint_with]
    assert len(pairs) == 2
    assert len({code for figure in pairs for code in (figure.area_code, figure.joint_with)}) == 4


def test_tiny_councils_are_not_in_england(version):
    tiny = {area.area_code for area in queries.areas(version) if area.is_tiny}
    assert len(tiny) == 2
    found = shown(version, council="city-of-london", metric="vacancy_rate")
    assert found.own.value is not None
    assert not tiny & {figure.area_code for figure in found.distribution}


def test_birmingham_is_named_as_missing_from_spending(version):
    birmingham = shown(version, council="birmingham", metric="spend_per_child")
    assert birmingham.own.value is None
    text = words.larger_areas(birmingham)
    assert "West Midlands: £1,484, added up here from 13 of 14 councils (no figure for Birmingham)" in text
    assert "England: £1,391, added up here from 150 of 153 councils" in text


def test_a_new_council_has_no_figure_before_it_began(version):
    cumberland = shown(version, council="cumberland", metric="cla_rate")
    assert not [
        moment
        for moment in cumberland.trend
        if moment.period.period_end < cumberland.council.valid_from and moment.own and moment.own.value is not None
    ]
    assert "in the place of Cumbria" in " ".join(note_words.notes(cumberland))


def test_grades_are_whole_and_newest_first(version):
    choice, _ = state.read({"metric": "ofsted_overall"}, choose.options(version))
    found = view.grades(version, choice)
    assert found.latest.grade == "Good"
    assert [each.inspected_on for each in found.own] == sorted((each.inspected_on for each in found.own), reverse=True)
    assert len(found.neighbours) == 10
    assert any(not each.is_overall for each in found.history)


def test_names_and_aliases_find_a_council(version):
    labels = {area.slug: choose.label(area).lower() for area in choose.options(version).councils}
    for typed, slug in (
        ("bcp", "bournemouth-christchurch-and-poole"),
        ("kingston", "hull"),
        ("banes", "bath-and-north-east-somerset"),
    ):
        assert typed in labels[slug]
    councils = choose.options(version).councils
    assert len(councils) == 153
    assert all(state.find(area.slug, councils) == area for area in councils)


def test_a_database_without_neighbours_still_has_a_view(tmp_path, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    made_up.write(tmp_path / store.FILE)
    found = shown(store.version(), council="ashford-vale")
    assert not found.has_peers
    assert "No neighbours are given for Ashford Vale" in words.verdict(found)
    assert table.columns(found)["Area"] == ["**Ashford Vale**"]
