"""Charts are valid in Plotly's schema, zero-based, labelled, and leave gaps open."""

import itertools
import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import captions, charts, peers, theme
from dashboard.charts import marks
from dashboard.model import Moment, Period
from tests.dashboard import made_up
from tests.dashboard.made_up import METRIC, MONEY, NEW, OTHERS, OWN, PEERS, observation, place, view
from tests.dashboard.test_words import SHAPES

THEMES = pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)


def valid(figure: dict) -> dict:
    """The figure, once Plotly has accepted every property and JSON every value."""
    go.Figure(figure)
    json.dumps(figure, allow_nan=False)
    return figure


def moment(year: int, value: float | None) -> Moment:
    period = Period(date(year, 9, 30), str(year))
    own = observation(OWN, value, period_end=period.period_end)
    return Moment(period, own, made_up.comparison(period_end=period.period_end), 12.0, 11.0)


def trend(*moments: Moment, breaks=()) -> dict:
    return valid(
        charts.trend(
            metric=METRIC,
            council="Ashford Vale",
            moments=moments,
            region="Midshire",
            breaks=breaks,
            peers=PEERS,
            theme=theme.LIGHT,
        )
    )


@pytest.mark.parametrize("values", [(40.0, 42.0), (40.0, 40.0), (-3.0, 2.0), (None, 41.0), (None, None)])
def test_a_trend_begins_at_zero_unless_it_is_to_fit(values):
    shown = view(
        trend=tuple(Moment(each.period, each.own, None, None, None) for each in map(moment, (2024, 2025), values))
    )
    drawn = [value for value in values if value is not None]
    whole, fitted = (
        valid(charts.trend(**charts.inputs.trend(replace(shown, is_from_zero=zero)), theme=theme.LIGHT))["layout"][
            "yaxis"
        ]["range"]
        for zero in (True, False)
    )
    assert whole[0] <= 0 < whole[1]
    for low, high in (whole, fitted):
        assert low < high and all(low <= value <= high for value in drawn)
    if len(set(drawn)) > 1:
        assert fitted[1] - fitted[0] < (max(drawn) - min(drawn)) * 1.2
    assert "does not begin at zero" in captions.trend(replace(shown, is_from_zero=False))
    assert "begin at zero" not in captions.trend(shown)


def texts(figure: dict) -> str:
    return " ".join(each["text"] for each in figure["layout"]["annotations"])


@THEMES
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_valid_charts_that_name_the_model(shape, tokens):
    shown = SHAPES[shape]
    for chart, inputs in (
        (charts.bars, charts.inputs.bars),
        (charts.trend, charts.inputs.trend),
        (charts.strip, charts.inputs.strip),
    ):
        figure = valid(chart(**inputs(shown), theme=tokens))
        assert "Neighbours: DfE, May 2025" in texts(figure)


def test_bars_start_at_zero_highest_first_and_only_the_council_has_a_colour():
    figure = charts.bars(**charts.inputs.bars(view(10.2)), theme=theme.LIGHT)
    bar = figure["data"][0]
    assert bar["x"] == sorted(bar["x"], reverse=True)
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert bar["marker"]["color"].count(theme.LIGHT.council) == 1
    assert set(bar["marker"]["color"]) == {theme.LIGHT.council, theme.LIGHT.mark}


def test_a_missing_neighbour_has_a_row_with_the_reason_and_no_bar():
    shown = view(neighbours=view().neighbours[:9], missing=(place(OTHERS[9], None),))
    figure = valid(charts.bars(**charts.inputs.bars(shown), theme=theme.LIGHT))
    assert figure["data"][0]["x"][-1] is None
    assert "no figure: withheld by the publisher" in texts(figure)


def test_lines_are_labelled_with_name_and_value():
    text = texts(charts.bars(**charts.inputs.bars(view()), theme=theme.LIGHT))
    for label in ("neighbours’ mean 10.0%", "their median 9.5%", "region 12.0%", "England 11.0%"):
        assert label in text


def test_a_figure_without_an_interval_has_no_whisker():
    rows = [charts.Bar("A", 5.0), charts.Bar("B", 4.0, 3.0, 5.0)]
    figure = valid(charts.bars(metric=METRIC, rows=rows, lines=[], peers=PEERS, theme=theme.LIGHT))
    assert all(len(trace["x"]) == 1 for trace in figure["data"][1:])


def test_the_trend_starts_at_zero_and_breaks_where_a_year_is_missing():
    figure = trend(moment(2021, 12.0), moment(2022, 13.0), moment(2024, 14.0))
    council = next(each for each in figure["data"] if each.get("line", {}).get("width") == 3)
    assert council["y"] == [12.0, 13.0, None, 14.0]
    assert council["connectgaps"] is False
    assert figure["layout"]["yaxis"]["range"][0] == 0
    bands = [each for each in figure["data"] if each.get("fill") == "toself"]
    assert [len(band["x"]) for band in bands] == [4, 2]


def test_a_year_without_a_figure_is_a_gap_and_not_zero():
    figure = trend(moment(2021, 12.0), moment(2022, None), moment(2023, 14.0))
    council = next(each for each in figure["data"] if each.get("line", {}).get("width") == 3)
    assert council["y"] == [12.0, None, 14.0]


def test_a_new_councils_start_is_marked():
    figure = trend(moment(2022, None), moment(2023, 9.0), breaks=[("2023-04-01", "began 1 Apr 2023")])
    assert "began 1 Apr 2023" in texts(figure)
    assert len(figure["layout"]["shapes"]) == 1
    shown = view(council=NEW, trend=(moment(2022, None), moment(2023, 9.0)))
    assert charts.inputs.trend(shown)["breaks"] == [("2023-04-01", "began 1 Apr 2023")]


def test_an_empty_trend_is_still_a_chart():
    assert trend(moment(2025, None))["data"]


def test_the_strip_marks_council_and_neighbours_and_draws_a_joint_return_once():
    from dashboard.queries import Figure

    figures = (
        Figure(OWN.area_code, OTHERS[0].area_code, 9.0),
        Figure(OTHERS[1].area_code, None, 8.0),
        Figure("099", None, 7.0),
    )
    dots = charts.inputs.strip(view(distribution=figures))["dots"]
    assert [(dot.name, dot.role) for dot in dots] == [
        ("Ashford Vale and Neighbour A", "council"),
        ("Neighbour B", "neighbour"),
        ("099", "other"),
    ]


def test_grades_are_a_valid_chart_with_dates_and_without_an_average():
    rows = [
        charts.GradeRow("Ashford Vale", "Good", date(2022, 3, 28), is_council=True),
        charts.GradeRow("Neighbour A", "Outstanding", date(2024, 1, 9)),
        charts.GradeRow("Neighbour B", "A grade of 2027", date(2027, 1, 9)),
        charts.GradeRow("Neighbour C", None, None),
    ]
    figure = valid(charts.grades(rows=rows, peers=PEERS, theme=theme.DARK))
    text = texts(figure)
    assert "Mar 2022" in text and "no grade" in text
    assert figure["data"][0]["x"] == [2, 3, 4]


def test_names_cannot_smuggle_markup_into_a_chart():
    figure = charts.bars(
        metric=METRIC,
        rows=[charts.Bar("<a href='x'>A</a>", 5.0)],
        lines=[],
        peers=peers.neighbours("<b>m</b>", []),
        theme=theme.LIGHT,
    )
    assert "<a " not in json.dumps(figure)
    assert "<b>m" not in json.dumps(figure)


def test_money_has_its_sign_on_the_axis():
    axis = charts.bars(**charts.inputs.bars(view(16.0, metric=MONEY)), theme=theme.LIGHT)["layout"]["xaxis"]
    assert (axis["tickprefix"], axis["ticksuffix"]) == ("£", "")


@given(st.lists(st.floats(-50, 450), max_size=6), st.integers(5, 40))
def test_labels_are_spread_within_their_space(positions, size):
    sizes = [size] * len(positions)
    placed = sorted(marks.spread(positions, sizes=sizes, low=0, high=400))
    assert all(0 <= each <= 400 for each in placed)
    assert all(after - before >= size - 1e-6 for before, after in itertools.pairwise(placed))


@given(st.lists(st.floats(0, 100), max_size=160))
def test_a_swarm_gives_every_value_its_own_place(values):
    ordered = sorted(values)
    placed = list(zip(ordered, marks.swarm(ordered), strict=True))
    assert len(set(placed)) == len(placed)
