"""How a published cell is read: properties over any text, and what stands in no cell that can be trusted."""

import math
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_pipeline import build

SYMBOLS = {
    "c": "suppressed",
    "low": "rounds_to_zero",
    "k": "rounds_to_zero",
    "u": "unreliable",
    "x": "not_available",
    "m": "not_available",
    "n": "not_available",
    ":": "not_available",
    "z": "not_applicable",
}

quickly = settings(deadline=None, max_examples=60)
SPACES = st.sampled_from(["", " ", "   "])
DECIMALS = st.integers(0, 8).flatmap(lambda places: st.decimals(-(10**12), 10**12, places=places))
# Text that is nearly a number or nearly a symbol, and text of any kind.
CELLS = st.text("0123456789.,eE+-_ []()czxkulowmn:%£/٣１½²", max_size=12) | st.text(max_size=20)
# One query reads many cells: there can be thousands of examples.
COLUMNS = st.lists(CELLS, min_size=1, max_size=50)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with build.connect() as connection:
        yield connection


def read(con: duckdb.DuckDBPyConnection, cell: str | None) -> tuple[float | None, str | None]:
    return con.execute("select number($1), cell_status($1)", [cell]).fetchone()


# Cells: numbers


@quickly
@given(DECIMALS, SPACES, SPACES)
def test_a_plain_decimal_keeps_its_value(con, decimal: Decimal, before: str, after: str):
    assert read(con, f"{before}{decimal:f}{after}") == (float(decimal), "published")


@quickly
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_finite_float_survives_being_written_out(con, number: float):
    assert read(con, format(Decimal(repr(number)), "f")) == (number, "published")


@quickly
@given(DECIMALS)
def test_thousands_separators_change_nothing(con, decimal: Decimal):
    assert read(con, f"{decimal:,f}") == (float(decimal), "published")


@quickly
@given(st.integers(1_000, 10**15), st.data())
def test_a_misplaced_separator_is_no_number(con, number: int, data: st.DataObject):
    well_formed = f"{number:,}"
    digits = str(number)
    at = data.draw(st.integers(1, len(digits) - 1))
    cell = f"{digits[:at]},{digits[at:]}"
    if cell != well_formed:
        assert read(con, cell) == (None, None)


NO_NUMBERS = (
    *(
        "nan",
        "NaN",
        "inf",
        "Infinity",
        "-inf",
        "1_000",
        "1,23",
        "1,2345",
        "1,,234",
        "1 234",
        "1,234,",
        ",123",
        "1,234,56",
    ),
    *("7.1%", "£5", "$5", "5p", "0x10", "0b1", "1.", ".5", "1.2.3", "--1", "+-1", "1-", "e5", "1e", "1e400", "1e5.5"),
    *("-", "+", ".", ",", "01/02/2025", "2025-01-31", "2024-25", "10:30", "1/2", "<5", "5*", "(5)", "=5", "'5"),
    *("٣", "１２", "½", "²", "Ⅳ", "−5", "5\u200b", "true", "None", "NULL", "null", "N/A", "#N/A", "#DIV/0!", "none"),
)


@pytest.mark.parametrize("cell", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_unknown(con, cell: str):
    assert read(con, cell) == (None, None)


def test_a_decimal_comma_is_not_a_thousands_separator(con):
    assert read(con, "0,123") == (None, None)


def test_what_overflows_is_not_infinite(con):
    assert read(con, "9" * 309) == (None, None)


# Cells: why there is no number


@quickly
@given(st.sampled_from(sorted(SYMBOLS)), st.sampled_from(["{}", "[{}]", "[ {} ]"]), st.booleans(), SPACES, SPACES)
def test_a_known_symbol_is_read_in_any_case_and_brackets(con, symbol, form, upper, before, after):
    cell = before + form.format(symbol.upper() if upper else symbol) + after
    assert read(con, cell) == (None, SYMBOLS[symbol])


@pytest.mark.parametrize("cell", [None, "", " ", "   ", "[]", "[ ]", "[note 1]", "[note 12]", "[Note 4]", " [NOTE 4] "])
def test_a_blank_or_a_note_in_place_of_a_figure_is_not_available(con, cell: str | None):
    assert read(con, cell) == (None, "not_available")


@pytest.mark.parametrize(
    "cell",
    ["#", "*", "..", "~", "!", "cc", "xx", "lower", "zero", "(c)", "{c}", "note 4", "[note]", "[note x]", "nil", "DNS"],
)
def test_a_symbol_nobody_has_explained_has_no_status(con, cell: str):
    assert read(con, cell) == (None, None)


@quickly
@given(COLUMNS)
@example(["ſ", "\u212a", "1e5", "[z", "\u00a05"])
def test_a_cell_is_a_number_or_a_known_reason_or_unknown(con, cells: list[str]):
    rows = con.execute("select number(c), cell_status(c) from (select unnest($1::varchar[]) as c)", [cells]).fetchall()
    for cell, (number, status) in zip(cells, rows, strict=True):
        assert (number is not None) == (status == "published"), cell
        if number is not None:
            # Python's own reading, which knows nothing of thousands.
            assert math.isfinite(number) and number == float(cell.replace(",", "")), cell
        elif status is not None:
            symbol = cell.strip().strip("[] ").lower()
            assert status == SYMBOLS.get(symbol, "not_available"), cell
            assert symbol in SYMBOLS or not symbol or symbol.startswith("note "), cell


# Periods


def period_year(con: duckdb.DuckDBPyConnection, cell: str | None) -> int | None:
    return con.execute("select period_year($1)", [cell]).fetchone()[0]


@quickly
@given(st.integers(1900, 2099), SPACES)
def test_a_year_ends_in_itself(con, year: int, space: str):
    assert period_year(con, f"{space}{year}{space}") == year


@quickly
@given(st.integers(1900, 2099), st.sampled_from(["", "-", "/", " "]))
def test_a_year_that_spans_two_ends_in_the_second(con, year: int, separator: str):
    assert period_year(con, f"{year}{separator}{(year + 1) % 100:02}") == year + 1


@quickly
@given(st.integers(1900, 2099), st.sampled_from(["", "-", "/", " "]), st.integers(0, 99))
def test_two_years_that_do_not_follow_are_no_period(con, year: int, separator: str, last_two: int):
    expected = year + 1 if last_two == (year + 1) % 100 else None
    assert period_year(con, f"{year}{separator}{last_two:02}") == expected


@pytest.mark.parametrize(
    "cell",
    [None, "", "25", "1899", "2100", "2025.0", "20 25", "2025-01-31", "31/03/2025", "2024-2025", "2024–25", "202412", "٢٠٢٥", "２０２５", "FY25", "z"],
)  # fmt: skip
def test_what_is_no_year_has_none(con, cell: str | None):
    assert period_year(con, cell) is None


@quickly
@given(COLUMNS)
def test_a_period_year_is_a_year_of_two_centuries_or_nothing(con, cells: list[str]):
    years = con.execute("select period_year(unnest($1::varchar[]))", [cells]).fetchall()
    assert all(year is None or 1900 <= year <= 2100 for (year,) in years)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Worksheet 2: Revenue Outturn (RO) 2024-25: Social Care", 2025),
        ("Revenue Outturn 2022–23 (RO3)", 2023),
        ("Revenue Outturn 2025 to 2026", 2026),
        ("Revenue Outturn 2025/2026", 2026),
        ("Revenue Outturn 2024-26", None),
        ("Revenue Outturn 2024", None),
        ("Revenue Outturn", None),
        (None, None),
    ],
)
def test_a_title_names_one_financial_year_or_none(con, title: str | None, year: int | None):
    assert con.execute("select financial_year($1)", [title]).fetchone() == (year,)
