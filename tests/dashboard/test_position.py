"""Position holds every metric of the registry for every council, in words where there is no figure."""

import json
import math
import re

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, choose, peers, position, position_chart, position_table, state, store, theme
from dashboard import position_words as words
from tests.dashboard import made_up
from tests.dashboard.test_frame import FRAME, plain

JUDGING = re.compile(r"\b(best|worst|good|poor|nan|None|inf)\b")


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def shown(version: store.Version, **parameters: str) -> position.Position:
    choice, messages = state.read(parameters, choose.options(version))
    assert messages == []
    return position.position(version, choice)


def row(values, own, **more) -> position.Row:
    """A made-up metric: the neighbours' figures, highest first, and the council's."""
    places = [made_up.place(area, value) for area, value in zip(made_up.OTHERS, values, strict=False)]
    enough = len(values) >= 5
    comparison = made_up.comparison(
        neighbour_mean=math.fsum(values) / len(values) if enough else None, neighbour_count=len(values)
    )
    fields = {
        "metric": made_up.METRIC,
        "period": made_up.LATEST,
        "own": made_up.place(made_up.OWN, own),
        "neighbours": tuple(places),
        "missing": (),
        "same_return": None,
        "comparison": comparison,
        "england": None,
    }
    return position.Row(**(fields | more))


def said(found: position.Position) -> str:
    """Everything that the page says in words of its own, but for Ofsted's grade, which is Ofsted's word."""
    table = position_table.columns(found)
    cells = " ".join(cell for column in table.values() for cell in column)
    parts = (words.headline(found), words.alt(found), words.tiny(found), words.caption(found), words.source(found))
    return plain(" ".join((*parts, *words.notes(found), position_table.table_alt(found), *table, cells)))


def test_every_council_and_model_has_all_metrics_without_nan_or_none(version):
    offered = choose.options(version)
    numbers = {metric.metric_id for metric in offered.metrics if metric.kind == "number"}
    assert len(numbers) == 24
    walked = 0
    for model in offered.models:
        for council in offered.councils:
            found = shown(version, council=council.slug, model=model)
            assert {each.metric.metric_id for each in found.rows} == numbers
            inputs = position_chart.inputs(found, {"council": council.slug})
            figure = charts.position(**inputs, theme=theme.LIGHT)
            text = json.dumps(figure, allow_nan=False, ensure_ascii=False)
            assert not re.search(r"\b(nan|NaN|None|Infinity)\b", text)
            assert not JUDGING.search(said(found)), (council.slug, model)
            assert "nan" not in words.grade(found).split() and "None" not in words.grade(found)
            assert len(found.compared) + len(found.without) == len(found.rows)
            walked += 1
    assert walked == 153 * 2


@pytest.mark.parametrize("council", ["wolverhampton", "birmingham", "isles-of-scilly"])
@pytest.mark.parametrize("order", ["distance", "theme"])
@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_the_chart_is_valid_and_links_each_row_to_benchmark(version, council, order, tokens):
    parameters = {"council": council, "model": "2025-05", "metric": "x", "period": "2020-01-01", "show": "a&b"}
    found = shown(version, council=council, order=order)
    figure = charts.position(**position_chart.inputs(found, parameters), theme=tokens)
    go.Figure(figure)
    links = re.findall(
        r'href="([^"]*)" target="_self"', json.dumps(figure["layout"]["annotations"]).replace('\\"', '"')
    )
    assert len(links) == 24
    assert f"benchmark?council={council}&amp;model=2025-05&amp;metric=cla_rate&amp;show=a%26b" in links
    assert not [link for link in links if "period=" in link]
    assert "DfE, May 2025" in json.dumps(figure["data"])
    assert figure["layout"]["height"] <= 480


def test_rows_are_sorted_by_distance_outside_the_range_then_from_the_mean(version):
    found = shown(version)
    compared = [each for each in found.rows if each.is_compared]
    assert list(found.rows) == compared + [each for each in found.rows if not each.is_compared]
    keys = [(-each.outside, -abs(each.distance(each.own.value))) for each in compared]
    assert keys == sorted(keys)
    for each in compared:
        low, high = each.comparison.neighbour_min, each.comparison.neighbour_max
        assert (each.outside > 0) == (each.own.value < low or each.own.value > high)
        assert each.comparison.neighbour_mean == pytest.approx(sum(each.values) / len(each.values))


def test_by_theme_the_registry_s_order_holds(version):
    found = shown(version, order="theme")
    themes = [each.metric.theme for each in found.rows]
    assert list(dict.fromkeys(themes)) == ["People", "Children", "Money"]
    assert themes == sorted(themes, key=["People", "Children", "Money"].index)


def test_distance_is_in_spreads_of_the_neighbours():
    found = row([14.0, 12.0, 10.0, 8.0, 6.0], 16.0)
    assert found.spread == pytest.approx(math.sqrt(8))
    assert found.distance(16.0) == pytest.approx(6 / math.sqrt(8))
    assert found.outside == pytest.approx(2 / math.sqrt(8))
    assert row([14.0, 12.0, 10.0, 8.0, 6.0], 7.0).outside == 0


def test_neighbours_that_are_all_the_same_divide_nothing_by_zero():
    assert row([10.0] * 10, 10.0).outside == 0
    assert row([10.0] * 10, 11.0).outside == math.inf
    mark = charts.Mark(math.inf, "far out")
    drawn = charts.PositionRow(
        "Empty chairs", "2025", "benchmark", "People", "11", own=mark, neighbours=(charts.Mark(0, "a"),) * 5
    )
    figure = charts.position(
        rows=[drawn], council="Ashford Vale", peers=made_up.PEERS, by_theme=False, theme=theme.LIGHT
    )
    json.dumps(figure, allow_nan=False)
    go.Figure(figure)
    assert "triangle-right" in json.dumps(figure)


def test_a_name_cannot_become_markup():
    drawn = charts.PositionRow("<script>", "<b>", 'x"><img', "<i>", "<u>", reason="<s>")
    figure = charts.position(
        rows=[drawn], council="<a>", peers=peers.neighbours("<m>", []), by_theme=True, theme=theme.LIGHT
    )
    text = json.dumps(figure, ensure_ascii=False)
    assert not [mark for mark in ("<script>", "<img", "<i>", "<u>", "<s>", "<m>") if mark in text]


def test_what_is_missing_is_said_and_never_dropped(version):
    found = shown(version, council="birmingham")
    money = [each for each in found.rows if each.metric.theme == "Money" and each.own.value is None]
    assert len(money) >= 5
    assert all(each in found.without for each in money)
    assert words.why_not(money[0], found) == "no figure in 2024-25: not available"
    westminster = shown(version, council="westminster")
    assert "cyberattack" in " ".join(words.notes(westminster))
    assert len(westminster.without) >= 5


def test_neighbours_without_a_figure_are_named(version):
    notes = " ".join(words.notes(shown(version, council="cumberland")))
    assert (
        "Neighbours with no figure: North Lincolnshire and Barnsley (new placements over 20 miles from home)." in notes
    )
    found = shown(version, council="camden")
    said = " ".join(words.notes(found))
    lacking = {place.area.short_name for each in found.compared for place in each.missing}
    assert lacking and all(name in said for name in lacking)


def test_too_few_neighbours_are_counted(version):
    found = shown(version, council="hull", model="2021-04")
    assert [words.why_not(each, found) for each in found.without] == [
        "only 4 of 10 of its neighbours have a figure; a mean needs five"
    ]


def test_joint_new_and_tiny_councils_are_told(version):
    kingston = " ".join(words.notes(shown(version, council="kingston-upon-thames")))
    assert "Kingston upon Thames and Richmond upon Thames report together" in kingston
    cumberland = shown(version, council="cumberland")
    assert "began on 1 April 2023, in the place of Cumbria" in " ".join(words.notes(cumberland))
    assert "figures say little" in words.tiny(shown(version, council="city-of-london"))
    assert words.tiny(cumberland) == ""


def test_the_sentence_names_what_lies_furthest_outside(version):
    found = shown(version)
    outside = [each for each in found.compared if each.outside > 0]
    assert len(outside) == 4
    sentence = words.headline(found)
    assert sentence.startswith("Care leavers (19–21) in education, training or work (higher) and children long in care")
    assert sentence.endswith(
        "lie furthest outside what Wolverhampton’s neighbours have; 4 measures in all lie outside."
    )
    assert sentence == words.headline(shown(version, order="theme"))


def test_ofsted_is_one_line_and_not_a_row(version):
    found = shown(version)
    assert words.grade(found) == "Ofsted: Good, inspected 28 March 2022, published 18 May 2022"
    assert all(each.metric.kind == "number" for each in found.rows)


def test_the_table_has_a_line_for_each_row_in_the_chart_s_order(version):
    found = shown(version, order="theme")
    table = position_table.columns(found)
    assert {len(column) for column in table.values()} == {24}
    assert [plain(name) for name in table["Measure"]] == [each.metric.name for each in found.rows]
    vacancies = {heading: plain(column[0]) for heading, column in table.items()}
    assert vacancies["Wolverhampton"] == "**16.3%**"
    assert vacancies["Neighbours’ mean"] == "10.6% (10 of 10)"
    assert vacancies["How it compares"] == "▲ higher, beyond chance"


def test_an_unknown_order_is_answered_with_words(database, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    app = AppTest.from_file(FRAME, default_timeout=30)
    app.query_params["council"], app.query_params["order"] = "hull", "by-colour"
    app.run()
    assert not app.exception
    assert "There is no order called “by-colour” here." in app.warning[0].value.replace("\\", "")


def test_a_metric_that_no_council_has_is_left_out_without_a_failure(tmp_path, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    made_up.write(tmp_path / store.FILE)
    found = shown(store.version(), council="ashford-vale")
    assert [each.metric.name for each in found.rows] == ["Empty chairs"]
    assert not found.peers.codes
    assert words.headline(found).startswith("No neighbours are given for Ashford Vale")
    assert words.why_not(found.rows[0], found) == "nobody to compare it with"
    figure = charts.position(**position_chart.inputs(found, {}), theme=theme.LIGHT)
    go.Figure(figure)


def test_the_next_council_asks_the_database_nothing(version, monkeypatch):
    shown(version, council="leeds")
    asked = []
    monkeypatch.setattr(store, "rows", lambda *arguments: asked.append(arguments[1]) or [])
    shown(version, council="hull")
    assert asked == []
