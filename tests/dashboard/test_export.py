"""Tables to take away: full precision, statuses and sources in columns of their own, and nothing that runs."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from dashboard import (
    benchmark_export,
    by_grade,
    choose,
    export,
    position,
    position_export,
    relationship,
    relationship_export,
    relationship_state,
    series_table,
    state,
    store,
)
from dashboard import view as benchmark_view

from .made_up import OTHERS, OWN, observation, place, view


@pytest.fixture
def found():
    return view(16.25, own=place(OWN, 16.25, numerator=40.0, denominator=246.2))


def test_the_csv_has_full_precision_statuses_and_sources(found):
    rows = list(csv.DictReader(io.StringIO(export.as_csv(benchmark_export.lines(found)).removeprefix("\ufeff"))))
    own = next(row for row in rows if row["area"] == OWN.short_name)
    assert (own["value"], own["status"], own["denominator"], own["period_end"]) == (
        "16.25",
        "published",
        "246.2",
        "2025-09-30",
    )
    assert all("Department for Education" in row["source"] for row in rows)


def test_a_missing_figure_is_empty_and_says_why():
    found = view(None)
    rows = list(csv.DictReader(io.StringIO(export.as_csv(benchmark_export.lines(found)).removeprefix("\ufeff"))))
    own = next(row for row in rows if row["area"] == OWN.short_name)
    assert own["value"] == "" and "numbers are small" in own["status"]


def test_csv_text_cannot_become_a_formula():
    assert export.as_csv([["=1+1", "-2", -2.5, None, "+x", "@y", "plain"]]) == "\ufeff'=1+1,'-2,-2.5,,'+x,'@y,plain\r\n"


def test_the_workbook_opens_with_numbers_as_numbers_and_dates_as_dates(found):
    workbook = openpyxl.load_workbook(
        io.BytesIO(export.as_excel(benchmark_export.lines(found), benchmark_export.about(found)))
    )
    assert workbook.sheetnames == ["Figures", "About"]
    head, *rows = workbook["Figures"].values
    own = dict(zip(head, next(row for row in rows if row[0] == OWN.short_name), strict=True))
    assert own["value"] == 16.25 and isinstance(own["numerator"], int | float)
    assert own["period_end"] == datetime(2025, 9, 30)
    about = [row[0] for row in workbook["About"].values]
    assert any("Open Government Licence" in line for line in about) and any("DfE" in line for line in about)


def test_workbook_text_cannot_become_a_formula_or_a_link():
    file = export.as_excel([["area"], ["=1+1"], ["http://example.org"], ["007"]], ["=2+2"])
    sheets = openpyxl.load_workbook(io.BytesIO(file))
    cells = [row[0] for row in sheets["Figures"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("=1+1", "s", None),
        ("http://example.org", "s", None),
        ("007", "s", None),
    ]


def test_file_names_say_council_metric_and_period(found):
    assert (
        export.file_name(*benchmark_export.of_table(found).name, ending="xlsx")
        == "three-pages_ashford-vale_empty-chairs_2025-09-30.xlsx"
    )


def test_neighbours_without_a_figure_are_rows_too():
    found = view(16.25, missing=(place(OTHERS[0], None),))
    names = [line[0] for line in benchmark_export.lines(found)]
    assert OTHERS[0].short_name in names
    assert observation(OTHERS[0], None).status == "suppressed"
    assert all(isinstance(line[3], date) for line in benchmark_export.lines(found)[1:])


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def chosen(version: store.Version, **parameters: str) -> state.Choice:
    return state.read(parameters, choose.options(version))[0]


def opened(file: export.File) -> tuple[list[dict], list[str]]:
    """The workbook's rows under their names, after the CSV was seen to have as many."""
    written = list(csv.DictReader(io.StringIO(export.as_csv(file.lines()).removeprefix("\ufeff"))))
    workbook = openpyxl.load_workbook(io.BytesIO(export.as_excel(file.lines(), file.about())))
    head, *rows = workbook["Figures"].values
    assert len(rows) == len(written) and head == tuple(written[0])
    return [dict(zip(head, row, strict=True)) for row in rows], [row[0] for row in workbook["About"].values]


def same(written: float | None, figure: float | None) -> bool:
    """Equal to the sixteen digits that a workbook holds; nothing only where there is nothing."""
    return (written is None) == (figure is None) and (written or 0) == pytest.approx(figure or 0, rel=1e-14)


@pytest.mark.parametrize("council", ["wolverhampton", "birmingham", "isles-of-scilly", "kingston-upon-thames"])
@pytest.mark.parametrize("order", ["distance", "theme"])
def test_position_is_a_row_a_metric_with_what_the_page_says(version, council, order):
    shown = position.position(version, chosen(version, council=council, order=order))
    rows, about = opened(position_export.of_table(shown))
    assert [row["metric"] for row in rows] == [each.metric.metric_id for each in shown.rows]
    for row, each in zip(rows, shown.rows, strict=True):
        assert same(row["value"], each.own.value)
        assert same(row["mean"], each.mean)
        assert row["status"] and row["source"] and row["compared_with"]
    assert any("Open Government Licence" in line for line in about)


def test_pairs_and_panels_have_every_council_that_is_drawn(version):
    offer = relationship.offer(version)
    for x in ("vacancy_rate", "deprivation"):
        choice = chosen(version, council="leeds")
        question, _ = relationship_state.read({"x": x, "y": "cla_rate", "lag": "1"}, choice, offer)
        found = relationship.scatter(version, choice, question)
        rows, _ = opened(relationship_export.of_pairs(found))
        assert [row["area"] for row in rows] == [point.name for point in found.points]
        assert all(same(row["x"], p.x) and same(row["y"], p.y) for row, p in zip(rows, found.points, strict=True))
    by = by_grade.by_grade(version, choice, question)
    rows, _ = opened(relationship_export.of_panel(by, by.now))
    assert len(rows) == len(by.now.councils) > 100
    assert isinstance(rows[0]["inspected_on"], datetime)
    assert {row["status"] for row in rows} == {"published"}
    assert relationship_export.of_panel(by, by.now).name[:2] == ("leeds", by.metric.metric_id)


def test_the_means_by_grade_are_a_file_with_what_others_count(version):
    choice = chosen(version, council="leeds", metric="vacancy_rate")
    question, _ = relationship_state.read({"show": "grades"}, choice, relationship.offer(version))
    by = by_grade.by_grade(version, choice, question)
    rows, about = opened(relationship_export.of_means(by, by.then))
    found = {(row["grade"], row["without"]): row for row in rows}
    assert len(found) == 5
    for key, councils, mean in (
        (("Inadequate", None), 16, 25.7),
        (("Outstanding", None), 17, 7.5),
        (("Outstanding", "North Yorkshire"), 16, 7.8),
    ):
        assert (found[key]["councils"], round(found[key]["mean"], 1)) == (councils, mean)
    assert found[("Outstanding", "North Yorkshire")]["mean_in_research"] == 7.7
    assert isinstance(rows[0]["grades_known_on"], datetime) and "Department for Education" in rows[0]["source"]
    assert any("ONS codes" in line for line in about)
    names = [
        export.file_name(*relationship_export.of_means(by, panel).name, ending="csv") for panel in (by.then, by.now)
    ]
    assert names[0] == "three-pages_leeds_vacancy-rate_2021-09-30_grades-of_2022-03-31_means.csv"
    assert len(set(names)) == 2


def test_the_series_and_england_are_files_of_their_own(version):
    found = benchmark_view.benchmark(version, chosen(version, council="hackney", metric="cin_rate"))
    rows, _ = opened(benchmark_export.of_series(found))
    missing = [row for row in rows if row["value"] is None]
    assert [row["status"] for row in missing] == ["not_available"] * len(missing) != []
    latest = rows[-1]
    assert same(latest["value"], found.own.value)
    assert same(latest["neighbours_mean"], found.comparison.neighbour_mean)
    assert same(latest["england"], found.england.value)
    assert benchmark_export.of_series(found).name[2] == "2013-03-31-to-2025-03-31"
    found = benchmark_view.benchmark(version, chosen(version, council="leeds", metric="spend_per_child"))
    rows, _ = opened(benchmark_export.of_distribution(found))
    lacking = {row["area"]: row["status"] for row in rows if row["value"] is None}
    assert lacking == dict.fromkeys(["Birmingham", "Cumberland", "Slough"], "not available")
    assert len(rows) == len(found.distribution) + 3
    assert {row["status"] for row in rows if row["value"] is not None} == {"calculated here"}
    assert len(series_table.distribution(found)["Area"]) == len(rows)
    found = benchmark_view.benchmark(version, chosen(version, council="hackney", metric="cin_rate"))
    table = series_table.series(found)
    assert len(table["Period"]) == len(found.trend)
    assert any("not available" in cell for cell in table["Hackney"])
