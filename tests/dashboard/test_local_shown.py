"""A council's own figures where they are shown: said to be local, and in nothing that is worked out or taken away."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from dashboard import benchmark_export, captions, charts, export, pictures, series_table, theme, under_words, words
from dashboard import view as benchmark_view
from dashboard.local import table
from dashboard.local import words as local_words
from dashboard.local.figure import LocalFigure
from dashboard.local.reading import Reading
from dashboard.local.sheet import Problem
from tests.dashboard.made_up import METRIC, MONEY, view
from tests.dashboard.test_charts import moment, valid
from tests.dashboard.test_export import chosen, version  # noqa: F401

SERIES = (moment(2023, 12.0), moment(2024, 13.0), moment(2025, 14.0))


def own(value: float, when: date, **more: object) -> LocalFigure:
    return LocalFigure("001", "empty_chairs", when, value, None, None, "own.csv")._replace(**more)


OLD, NEW = own(13.5, date(2024, 9, 30)), own(99.9, date(2026, 10, 31), numerator=999.0, denominator=1000.0)
SHOWN = view(14.0, trend=SERIES, local=(OLD, NEW))
WITHOUT = replace(SHOWN, local=())


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_hollow_points_in_the_council_s_colour_extend_the_axes(tokens):
    figure = valid(charts.trend(**charts.inputs.trend(SHOWN), theme=tokens))
    points = figure["data"][-1]
    assert (points["x"], points["y"]) == (["2024-09-30", "2026-10-31"], [13.5, 99.9])
    assert (points["marker"]["symbol"], points["marker"]["color"]) == ("circle-open", tokens.council)
    assert points["mode"] == "markers"
    assert all("local, unpublished" in text for text in points["hovertext"])
    assert figure["layout"]["xaxis"]["range"][1] > "2026-10-31"
    assert figure["layout"]["yaxis"]["range"][1] > 99.9
    before = valid(charts.trend(**charts.inputs.trend(WITHOUT), theme=tokens))
    assert figure["data"][:-1] == before["data"]


def test_a_figure_before_the_series_extends_it_too():
    shown = replace(SHOWN, local=(own(9.0, date(2020, 1, 31)),))
    figure = valid(charts.trend(**charts.inputs.trend(shown), theme=theme.LIGHT))
    assert figure["layout"]["xaxis"]["range"][0] < "2020-01-31"


def test_words_say_what_hollow_points_are():
    sentence = (
        "Hollow points are Ashford Vale’s own figures, local and unpublished (2 figures, latest 99.9% on "
        "31 October 2026); they are in no average."
    )
    assert under_words.trend(SHOWN).endswith(sentence)
    assert captions.trend_alt(SHOWN).endswith(sentence)
    assert "Hollow points: Ashford Vale’s own figures, local, unpublished." in captions.trend(SHOWN)
    one = replace(SHOWN, local=(NEW,))
    assert "(1 figure: 99.9% on 31 October 2026)" in local_words.note(one)
    assert local_words.note(WITHOUT) == ""


@pytest.mark.parametrize(
    ("metric", "when", "said"),
    [
        (METRIC, date(2026, 10, 31), "on 31 October 2026"),
        (METRIC._replace(period_kind="year"), date(2026, 10, 31), "in the year to 31 October 2026"),
        (MONEY, date(2026, 3, 31), "in 2025-26"),
        (MONEY, date(2026, 10, 31), "in the year to 31 October 2026"),
    ],
)
def test_a_period_is_said_as_the_metric_s_are(metric, when, said):
    assert f" {said});" in local_words.note(replace(SHOWN, metric=metric, local=(own(14.0, when),)))


def test_nothing_but_the_trend_knows_of_them():
    assert charts.inputs.bars(SHOWN) == charts.inputs.bars(WITHOUT)
    assert charts.inputs.strip(SHOWN) == charts.inputs.strip(WITHOUT)
    assert words.answer(SHOWN) == words.answer(WITHOUT)
    assert benchmark_export.lines(SHOWN) == benchmark_export.lines(WITHOUT)
    assert benchmark_export.distribution(SHOWN) == benchmark_export.distribution(WITHOUT)


def test_the_table_of_the_series_has_lines_of_their_own():
    found = series_table.series(SHOWN)
    assert found["Period"][0] == "31 October 2026"
    assert found["Ashford Vale"][0] == "99.9% (local, unpublished)"
    assert found["England"][0] == "–"
    assert len(found["Period"]) == len(SERIES) + 2
    assert series_table.series(WITHOUT)["Period"] == ["30 September 2025", "30 September 2024", "30 September 2023"]


def test_a_file_says_which_figures_are_local():
    file = benchmark_export.of_series(SHOWN)
    rows = list(csv.DictReader(io.StringIO(export.as_csv(file.lines()).removeprefix("\ufeff"))))
    assert [row["status"] for row in rows] == ["published"] * 3 + ["local, unpublished"] * 2
    assert rows[-1]["value"] == "99.9"
    assert (rows[-1]["numerator"], rows[-1]["denominator"]) == ("999.0", "1000.0")
    assert rows[-1]["source"] == "Ashford Vale’s own figures, local, unpublished"
    assert rows[-1]["england"] == rows[-1]["neighbours_mean"] == ""
    assert "With Ashford Vale’s own figures, local, unpublished: they are in no average." in file.about()
    assert "with-unpublished" in export.file_name(*file.name, ending="csv")
    assert "with-unpublished" not in export.file_name(*benchmark_export.of_series(WITHOUT).name, ending="csv")


def test_a_picture_says_what_is_in_it():
    assert [each.with_local for each in pictures.of_benchmark(WITHOUT)] == [False] * 3
    _, trend, _ = pictures.of_benchmark(WITHOUT)
    assert "ollow" not in trend.caption + trend.alt
    _, trend, _ = pictures.of_benchmark(SHOWN)
    assert trend.with_local and "Hollow points" in trend.caption and "99.9%" in trend.alt


def test_a_view_of_real_figures_is_the_same_but_for_them(version):  # noqa: F811
    choice = chosen(version, council="wolverhampton")
    local = [own(14.2, date(2026, 10, 31), area_code="336", metric_id="vacancy_rate")]
    found = benchmark_view.benchmark(version, choice, local=local)
    assert replace(found, local=()) == benchmark_view.benchmark(version, choice)


def test_problems_are_a_table_that_runs_no_markup():
    problem = Problem(7, "value", "a number", "“*x* [a](b)”", "Write one.")
    found = table.problems(Reading("own.csv", (), (problem, problem._replace(line=None, column="")), 12))
    assert found["Line"] == ["7", "–", ""]
    assert found["Found"][0] == "“\\*x\\* \\[a\\](b)”"
    assert found["Found"][-1] == "and 12 more"


def test_many_figures_are_counted_rather_than_listed():
    many = [own(float(i % 100), date.fromordinal(730_000 + i)) for i in range(250)]
    found = table.figures(many, {METRIC.metric_id: METRIC})
    assert len(found["Measure"]) == table.MOST_SHOWN + 1
    assert found["Measure"][-1] == "and 150 more"
