"""The 95 % intervals: properties over any counts, and worked examples that others published."""

import math
from collections.abc import Iterator
from statistics import NormalDist

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_pipeline import build

Z = NormalDist().inv_cdf(0.975)
# The macros carry 1.959964 for this quantile: intervals agree with it to seven digits.
TO_SEVEN_DIGITS = 1e-7

quickly = settings(deadline=None, max_examples=60)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with build.connect() as connection:
        yield connection


# Wilson's interval


def wilson(
    con: duckdb.DuckDBPyConnection, numerator: float | None, denominator: float | None
) -> tuple[float | None, float | None]:
    return con.execute(
        "select wilson_bound($1::double, $2::double, -1), wilson_bound($1::double, $2::double, 1)",
        [numerator, denominator],
    ).fetchone()


COUNTS = st.integers(1, 200_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
FTE = st.integers(1, 20_000).flatmap(lambda tenths: st.tuples(st.integers(0, tenths), st.just(tenths))).map(
    lambda parts: (parts[0] / 10, parts[1] / 10)
)  # fmt: skip


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_worked_examples(con, numerator, denominator, low, high):
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3 (score without continuity correction)."""
    assert wilson(con, numerator, denominator) == pytest.approx((low, high), abs=5e-5)


@quickly
@given(COUNTS | FTE)
def test_wilson_s_bounds_are_the_rates_that_the_score_test_just_allows(con, parts):
    """Each bound b solves |p − b| = z·√(b(1 − b)/n): the interval's definition, not its formula."""
    numerator, denominator = parts
    for bound in wilson(con, numerator, denominator):
        distance = abs(numerator / denominator - bound)
        allowed = Z * math.sqrt(max(bound * (1 - bound), 0) / denominator)
        assert distance == pytest.approx(allowed, rel=TO_SEVEN_DIGITS, abs=1e-7)


@quickly
@given(COUNTS | FTE)
def test_wilson_contains_the_proportion_and_stays_a_proportion(con, parts):
    numerator, denominator = parts
    low, high = wilson(con, numerator, denominator)
    rounding = 1e-12
    assert -rounding <= low <= numerator / denominator + rounding
    assert numerator / denominator - rounding <= high <= 1 + rounding


@quickly
@given(COUNTS, st.integers(2, 50))
def test_wilson_narrows_with_more_counts_of_the_same_proportion(con, parts, times):
    numerator, denominator = parts
    low, high = wilson(con, numerator, denominator)
    more_low, more_high = wilson(con, numerator * times, denominator * times)
    assert more_high - more_low < high - low


@quickly
@given(COUNTS)
def test_wilson_of_the_rest_is_the_mirror_image(con, parts):
    numerator, denominator = parts
    low, high = wilson(con, numerator, denominator)
    rest_low, rest_high = wilson(con, denominator - numerator, denominator)
    assert (1 - rest_high, 1 - rest_low) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [(None, 10), (5, None), (None, None), (0, 0), (5, 0), (11, 10), (-1, 10), (5, -10), (-5, -10)],
)
def test_wilson_gives_no_interval_where_parts_and_whole_do_not_fit(con, numerator, denominator):
    assert wilson(con, numerator, denominator) == (None, None)


# Byar's interval


def byar(con: duckdb.DuckDBPyConnection, observed: float | None) -> tuple[float | None, float | None]:
    return con.execute("select byar_low($1::double), byar_high($1::double)", [observed]).fetchone()


def poisson_at_most(count: int, mean: float) -> float:
    """The probability of `count` or fewer events."""
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


@pytest.mark.parametrize(
    ("observed", "low", "high"),
    [(10, 4.795, 18.390), (20, 12.217, 30.888), (50, 37.111, 65.919), (100, 81.364, 121.627)],
)
def test_byar_is_close_to_the_published_exact_limits(con, observed, low, high):
    """Garwood 1936, Biometrika 28; within 0.2 % from ten events: PHE, Technical guide: confidence intervals, 2018."""
    assert byar(con, observed) == pytest.approx((low, high), rel=0.002)


@quickly
@given(st.integers(10, 5_000))
@example(10)
def test_byar_is_within_a_five_hundredth_of_the_exact_poisson_limits(con, observed: int):
    """The exact limits leave 2.5 % on either side: they lie where the tails pass 2.5 %."""
    low, high = byar(con, observed)
    assert 1 - poisson_at_most(observed - 1, low * 0.998) < 0.025 < 1 - poisson_at_most(observed - 1, low * 1.002)
    assert poisson_at_most(observed, high * 1.002) < 0.025 < poisson_at_most(observed, high * 0.998)


@quickly
@given(st.integers(1, 10**7))
def test_byar_contains_the_count_and_is_never_negative(con, observed: int):
    low, high = byar(con, observed)
    assert 0 <= low < observed < high


@quickly
@given(st.integers(1, 10**6), st.integers(2, 50))
def test_byar_narrows_in_proportion_with_more_counts(con, observed: int, times: int):
    low, high = byar(con, observed)
    more_low, more_high = byar(con, observed * times)
    assert (more_high - more_low) / times < high - low


def test_byar_of_no_event_starts_at_nothing(con):
    low, high = byar(con, 0)
    # Exactly 3.689 by Garwood.
    assert (low, high) == (0, pytest.approx(3.689, rel=0.01))


@pytest.mark.parametrize("observed", [None, -1, -0.5])
def test_byar_gives_no_interval_without_a_count(con, observed):
    assert byar(con, observed) == (None, None)
