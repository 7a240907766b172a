"""British formats, and the one place where figures are rounded."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import format as fmt
from tests.dashboard.made_up import METRIC, MONEY


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(14.25, 1, "14.3"), (-14.25, 1, "−14.3"), (2.675, 2, "2.68"), (0.5, 0, "1"), (1391.4, 0, "1,391"),
     (-0.04, 1, "0.0"), (12_183_016, 0, "12,183,016")],
)  # fmt: skip
def test_halves_go_away_from_zero_and_zero_has_no_sign(value, decimals, text):
    assert fmt.number(value, decimals) == text


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_rounding_is_never_further_than_half_a_step(value, decimals):
    assert abs(fmt.rounded(value, decimals) - Decimal(repr(value))) <= Decimal(5).scaleb(-decimals - 1)


def test_a_figure_carries_its_sign_and_its_unit():
    assert fmt.figure(14.9, METRIC) == "14.9%"
    assert fmt.in_unit(14.9, METRIC) == "14.9% of chairs"
    assert fmt.figure(1391.4, MONEY) == "£1,391"
    assert fmt.figure(-35, MONEY) == "−£35"
    assert fmt.in_unit(1391.4, MONEY) == "£1,391 a chair a year"


def test_a_missing_figure_is_a_dash_and_never_zero():
    assert {fmt.figure(None, METRIC), fmt.signed(None, METRIC), fmt.count(None)} == {"–"}


def test_a_difference_shows_its_direction():
    assert [fmt.signed(each, METRIC) for each in (2.14, -3.3, 0.01)] == ["+2.1", "−3.3", "0.0"]
    assert fmt.signed(-35, MONEY) == "−£35"


def test_dates_and_periods_read_as_they_are_said():
    end, march = date(2025, 9, 30), date(2025, 3, 31)
    assert fmt.period(METRIC, end, "2025") == "30 September 2025"
    assert fmt.within(METRIC, end, "2025") == "on 30 September 2025"
    year = METRIC._replace(period_kind="year")
    assert fmt.period(year, march, "2025") == "year to 31 March 2025"
    assert fmt.within(year, march, "2025") == "in the year to 31 March 2025"
    assert fmt.within(MONEY, march, "2024-25") == "in 2024-25"


def test_models_have_names():
    assert fmt.model("2025-05") == "DfE, May 2025"
    assert fmt.model("2021-04") == "DfE, April 2021"
    assert fmt.model("ours") == "ours"


@pytest.mark.parametrize(("n", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st")])
def test_ordinals(n, text):
    assert fmt.ordinal(n) == text


def test_lists_read_as_sentences():
    assert fmt.listed([]) == ""
    assert fmt.listed(["A"]) == "A"
    assert fmt.listed(["A", "B", "C"]) == "A, B and C"
    assert fmt.listed(list("ABCDE"), most=3) == "A, B and 3 more"


def test_counts_of_a_column_share_their_decimals():
    assert fmt.count_decimals([44.0, 77.5, None]) == 1
    assert fmt.count_decimals([44.0, 77.0]) == 0
    assert fmt.count_decimals([1_570_212_620.5]) == 0
    assert fmt.count_decimals([]) == 0


def test_a_column_of_text_lines_up_on_the_right():
    assert len({len(text) for text in fmt.aligned(["1,234", "8", "–"])}) == 1


@given(st.text(max_size=40))
def test_escaped_text_holds_no_bare_markdown(text):
    bare = fmt.escaped(text).replace("\\\\", "")
    for mark in "*_[]<$`~":
        assert bare.count(mark) == bare.count(f"\\{mark}")
