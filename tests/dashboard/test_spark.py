"""The small chart, for every shape that a series can have."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard import spark, theme
from dashboard.summary_model import Point
from tests.dashboard.made_up import METRIC

SVG = "{http://www.w3.org/2000/svg}"


def point(year: int, value: float | None = None, **more: float | None) -> Point:
    return Point(label=str(year), period_end=date(year, 9, 30), value=value, **more)


def drawn(points: list[Point]) -> ElementTree.Element:
    return ElementTree.fromstring(spark.spark(points, metric=METRIC, theme=theme.LIGHT))


def lines(svg: ElementTree.Element, colour: str) -> list[list[tuple[float, float]]]:
    found = [each for each in svg.iter(f"{SVG}polyline") if each.get("stroke") == colour]
    return [[tuple(map(float, pair.split(","))) for pair in each.get("points").split()] for each in found]


def texts(svg: ElementTree.Element) -> list[str]:
    return [each.text for each in svg.iter(f"{SVG}text")]


def dots(svg: ElementTree.Element, fill: str) -> int:
    return sum(each.get("fill") == fill for each in svg.iter(f"{SVG}circle"))


def test_a_series_has_a_line_a_band_and_a_mean_with_their_newest_figures():
    svg = drawn([point(2024, 10.0, low=5.0, high=20.0, mean=9.0), point(2025, 16.25, low=4.0, high=12.0, mean=10.0)])
    ((first, last),) = lines(svg, theme.LIGHT.council)
    assert first[0] < last[0] and first[1] > last[1]
    assert len(lines(svg, theme.LIGHT.muted)) == 1
    assert len(list(svg.iter(f"{SVG}polygon"))) == 1
    assert texts(svg) == ["16.3%", "10.0%", "2024", "2025"]
    assert dots(svg, theme.LIGHT.council) == 1


def test_a_missing_period_is_a_gap():
    svg = drawn([point(2017, 10.0), point(2018, 11.0), point(2019), point(2020, 12.0), point(2021, 13.0)])
    assert [len(line) for line in lines(svg, theme.LIGHT.council)] == [2, 2]


def test_a_period_that_is_not_there_at_all_is_a_gap_too():
    both = [point(year, 10.0, low=5.0, high=20.0, mean=9.0) for year in (2022, 2024)]
    svg = drawn(both)
    assert lines(svg, theme.LIGHT.council) == []
    assert dots(svg, theme.LIGHT.council) == 2
    assert len(lines(svg, theme.LIGHT.muted)) == len(list(svg.iter(f"{SVG}polygon"))) == 2


def test_a_figure_between_gaps_is_a_dot():
    svg = drawn([point(2017, 10.0), point(2018), point(2019, 11.0), point(2020), point(2021, 12.0)])
    assert lines(svg, theme.LIGHT.council) == []
    assert dots(svg, theme.LIGHT.council) == 3


def test_periods_stand_as_far_apart_as_they_are():
    svg = drawn([point(2017, 1.0), point(2018, 1.0), point(2021, 1.0), point(2022, 1.0)])
    (first, second), (third, fourth) = lines(svg, theme.LIGHT.council)
    assert third[0] - second[0] == pytest.approx(3 * (second[0] - first[0]), rel=0.02)
    assert fourth[0] - third[0] == pytest.approx(second[0] - first[0], rel=0.02)


def test_the_scale_begins_at_zero():
    svg = drawn([point(2017, 50.0), point(2018, 100.0)])
    ((half, full),) = lines(svg, theme.LIGHT.council)
    zero = float(next(svg.iter(f"{SVG}line")).get("y1"))
    assert zero - half[1] == pytest.approx((zero - full[1]) / 2, abs=0.2)


def test_figures_at_the_end_do_not_overlap():
    svg = drawn([point(2017, 10.0, mean=10.1), point(2018, 10.0, mean=10.1)])
    heights = [float(each.get("y")) for each in svg.iter(f"{SVG}text")][:2]
    assert abs(heights[0] - heights[1]) >= 14


def test_without_the_councils_newest_figure_the_mean_still_has_its_own():
    assert texts(drawn([point(2017, 10.0, mean=9.0), point(2018, None, mean=8.0)]))[0] == "8.0%"


def test_local_figures_are_hollow():
    svg = drawn([point(2017, 10.0), Point("31 October 2026", date(2026, 10, 31), None, local=12.0)])
    assert dots(svg, theme.LIGHT.background) == 1


def test_one_period_and_none():
    assert texts(drawn([point(2017, 10.0)])) == ["10.0%", "2017"]
    assert texts(drawn([point(2017), point(2018)])) == ["No figures"]
    assert texts(drawn([])) == ["No figures"]


figures = some.none() | some.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@given(some.lists(some.tuples(*[figures] * 5), max_size=15))
def test_any_series_is_drawn_within_the_picture(rows):
    points = [
        Point(f"<{number}&", date(2000 + number, 3, 31), value, low, high, mean, local)
        for number, (value, low, high, mean, local) in enumerate(rows)
    ]
    svg = spark.spark(points, metric=METRIC, theme=theme.DARK)
    assert not re.search(r"nan|inf|None", svg)
    for each in ElementTree.fromstring(svg).iter(f"{SVG}polyline"):
        for pair in each.get("points").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= spark.WIDTH and 0 <= y <= spark.HEIGHT
