"""Tables to take away: full precision, statuses and sources in columns of their own, and nothing that runs."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest

from dashboard import export

from .made_up import OTHERS, OWN, observation, place, view


@pytest.fixture
def found():
    return view(16.25, own=place(OWN, 16.25, numerator=40.0, denominator=246.2))


def test_the_csv_has_full_precision_statuses_and_sources(found):
    rows = list(csv.DictReader(io.StringIO(export.as_csv(export.lines(found)).removeprefix("\ufeff"))))
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
    rows = list(csv.DictReader(io.StringIO(export.as_csv(export.lines(found)).removeprefix("\ufeff"))))
    own = next(row for row in rows if row["area"] == OWN.short_name)
    assert own["value"] == "" and "numbers are small" in own["status"]


def test_csv_text_cannot_become_a_formula():
    assert export.as_csv([["=1+1", "-2", -2.5, None, "+x", "@y", "plain"]]) == "\ufeff'=1+1,'-2,-2.5,,'+x,'@y,plain\r\n"


def test_the_workbook_opens_with_numbers_as_numbers_and_dates_as_dates(found):
    workbook = openpyxl.load_workbook(io.BytesIO(export.as_excel(export.lines(found), export.about(found))))
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
    assert export.file_name(found, "xlsx") == "three-pages_ashford-vale_empty-chairs_2025-09-30.xlsx"


def test_neighbours_without_a_figure_are_rows_too():
    found = view(16.25, missing=(place(OTHERS[0], None),))
    names = [line[0] for line in export.lines(found)]
    assert OTHERS[0].short_name in names
    assert observation(OTHERS[0], None).status == "suppressed"
    assert all(isinstance(line[3], date) for line in export.lines(found)[1:])
