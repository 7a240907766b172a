"""Every figure of a database built from the published files, against those files read a second time by other code.

Nothing here imports the pipeline: `tests/publishers.py` and this module know the publishers' files, the design's rules
and the contract of `sql/README.md`, and walk files and database independently.
"""

import csv
import datetime as dt
import hashlib
import math
import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from tests.publishers import ENGLAND, LONDON, Figure, Key, Publishers

pytestmark = pytest.mark.published

Database = duckdb.DuckDBPyConnection

PROPORTIONS = {
    "vacancy_rate", "agency_rate", "turnover_rate", "rereferral_rate", "repeat_cpp_rate", "placement_moves",
    "long_term_stability", "far_from_home", "social_worker_changes", "care_leavers_eet", "care_leavers_accommodation",
}  # fmt: skip
RATES_PER_10K = {"cla_rate", "cla_starting_rate", "cin_rate", "cpp_rate", "referral_rate"}
Z = statistics.NormalDist().inv_cdf(0.975)
FIGURE = """
    value, status, numerator, denominator, interval_low, interval_high, period_label, is_calculated, joint_with,
    councils_counted, councils_expected, coalesce(councils_missing, [])
"""


@pytest.fixture(scope="module")
def publishers(published: Path) -> Publishers:
    return Publishers(published)


@pytest.fixture(scope="module")
def database(built: Path) -> Iterator[Database]:
    with duckdb.connect(str(built / "benchmarks.duckdb"), read_only=True) as connection:
        yield connection


def found_in(database: Database, select: str, key: int) -> dict[tuple, tuple]:
    """Rows by their first `key` columns, which must be unique."""
    rows = database.execute(select).fetchall()
    found = {row[:key]: row[key:] for row in rows}
    assert len(found) == len(rows), f"{len(rows) - len(found)} rows twice: {select}"
    return found


def same(expected: object, found: object) -> bool:
    """Numbers to seven digits, beyond what anybody publishes; of several true reasons any one will do."""
    if expected == found:
        return True
    if isinstance(expected, tuple) and isinstance(found, tuple | list):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, frozenset):
        return found in expected
    if isinstance(expected, float) and isinstance(found, float | int):
        return math.isclose(expected, found, rel_tol=1e-7, abs_tol=1e-7)
    return False


def assert_agreement(what: str, expected: Mapping[tuple, tuple], found: Mapping[tuple, tuple], at_least: int) -> None:
    absent = (None,)
    differences = [
        f"{key}: expected {expected.get(key, 'no row')}, found {found.get(key, 'no row')}"
        for key in sorted(expected.keys() | found.keys())
        if not same(expected.get(key, absent), found.get(key, absent))
    ]
    print(f"{what}: {len(expected)} compared, {len(differences)} differences")
    if differences:
        head = f"{what}: {len(differences)} differences among {len(expected)} compared; the first ten:"
        pytest.fail("\n  ".join((head, *differences[:10])), pytrace=False)
    assert len(expected) >= at_least, f"{what}: only {len(expected)} compared; were the files read?"


def interval(metric: str, figure: Figure) -> tuple[float | None, float | None]:
    """None where the publisher's rounded rate lies outside what its own counts give."""
    low, high = interval_of_counts(metric, figure)
    holds = low is not None and low - 1e-9 <= figure.value.number <= high + 1e-9
    return (low, high) if holds else (None, None)


def interval_of_counts(metric: str, figure: Figure) -> tuple[float | None, float | None]:
    """95 %: Wilson for proportions, Byar for rates per 10,000, else none."""
    value, above, below = figure.value.number, figure.numerator, figure.denominator
    if value is None or above is None:
        return None, None
    if metric in PROPORTIONS and below and 0 <= above <= below:
        share = above / below
        middle = share + Z**2 / (2 * below)
        reach = Z * math.sqrt(share * (1 - share) / below + Z**2 / (4 * below**2))
        return tuple(100 * (middle + side * reach) / (1 + Z**2 / below) for side in (-1, 1))
    if metric in RATES_PER_10K and (below or above):
        per = 10_000 / below if below else value / above
        low = above * (1 - 1 / (9 * above) - Z / (3 * math.sqrt(above))) ** 3 if above else 0.0
        more = above + 1
        return low * per, more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3 * per
    return None, None


def row_of(metric: str, figure: Figure) -> tuple:
    """The columns of FIGURE."""
    status = figure.value.missing or "published"
    return (
        figure.value.number, status, figure.numerator, figure.denominator, *interval(metric, figure), figure.label,
        figure.calculated, figure.joint_with, figure.counted, figure.expected, figure.absent,
    )  # fmt: skip


def test_the_history_has_what_every_release_said(publishers: Publishers, database: Database) -> None:
    expected = {
        (*key, release): row_of(key[0], figure)
        for release, figures in publishers.history.items()
        for key, figure in figures.items()
    }
    select = f"select metric_id, area_code, period_end, release_id, {FIGURE} from observation_history"
    assert_agreement("history", expected, found_in(database, select, 4), at_least=40_000)


def test_todays_figure_is_that_of_the_newest_release(publishers: Publishers, database: Database) -> None:
    expected = {key: (release, *row_of(key[0], figure)) for key, (release, figure) in publishers.newest.items()}
    select = f"select metric_id, area_code, period_end, release_id, {FIGURE} from observation"
    assert_agreement("figures", expected, found_in(database, select, 3), at_least=25_000)


def test_every_council_of_today_has_a_figure_or_a_reason_for_every_metric(database: Database) -> None:
    councils = "(select area_code from area where type not in ('region', 'country') and valid_to is null)"
    latest = "(select metric_id, max(period_end) as period_end from observation group by all)"
    pairs = database.execute(f"select count(*) from {latest} cross join {councils}").fetchone()
    assert pairs == (153 * 24,)
    without = f"from {latest} cross join {councils} anti join observation using (metric_id, area_code, period_end)"
    assert database.execute(without).fetchall() == []


def test_money_is_added_up_without_the_councils_that_made_no_return(database: Database) -> None:
    rows = database.execute("""
        select area_code, round(value), councils_counted, councils_expected, councils_missing
        from observation where metric_id = 'spend_per_child' and period_end = date '2025-03-31'
    """).fetchall()
    spending = {area: row for area, *row in rows}
    assert spending[ENGLAND] == [1391, 150, 153, ["330", "871", "942"]]
    assert spending["E12000005"] == [1484, 13, 14, ["330"]]
    assert spending["881"] == [816, None, None, None]
    assert spending["206"] == [3276, None, None, None]


def test_both_councils_of_a_joint_return_show_it(publishers: Publishers, database: Database) -> None:
    expected = {
        (metric, area, day): (figure.value.number, figure.joint_with)
        for (metric, area, day), (_, figure) in publishers.newest.items()
        if area in ("314", "318", "940", "941") and figure.joint_with
    }
    select = "select metric_id, area_code, period_end, value, joint_with from observation where joint_with is not null"
    found = found_in(database, select, 3)
    assert_agreement("joint returns", expected, found, at_least=140)
    for one, other in (("314", "318"), ("940", "941")):
        ones, others = (found["vacancy_rate", code, dt.date(2025, 9, 30)] for code in (one, other))
        assert (ones[0], ones[1], others[1]) == (others[0], other, one)
    pairs = found_in(database, "select publication, area_code, joint_with from area_pair", 3)
    both = [("314", "318"), ("318", "314"), ("940", "941"), ("941", "940")]
    assert pairs.keys() == {("children-s-social-work-workforce", *pair) for pair in both}


def neighbours_of(published: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """By model and council: ten codes with their closeness ("Very close"), closest first."""
    found = {}
    for path in (published / "statistical-neighbours").glob("*/*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        first = next(i for i, name in enumerate(header) if name in ("SN1", "SN_1"))
        for row in (row for row in rows if row[0].isdigit()):
            ten = [(row[i], row[i + 1].strip().capitalize()) for i in range(first, first + 20, 2)]
            found[path.parent.name, row[0]] = ten
    return found


def test_both_models_name_their_neighbours_in_order(published: Path, database: Database) -> None:
    expected = {
        (*key, position): pair
        for key, ten in neighbours_of(published).items()
        for position, pair in enumerate(ten, start=1)
    }
    select = "select model, area_code, position, neighbour_code, closeness from neighbour"
    assert_agreement("neighbours", expected, found_in(database, select, 3), at_least=3_090)


def test_the_inspection_history_is_whole(published: Path, publishers: Publishers, database: Database) -> None:
    expected = {}
    for path in sorted((published / "local-authority-inspection-outcomes").glob("*/*.ods")):
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("ILACS_inspection_history")
        _, _, header, *rows = sheet.to_python(skip_empty_area=False)
        first = header.index("Overall effectiveness")
        for row in rows:
            inspected, out, kind = row[first - 3 : first]
            for judgement, grade in zip(header[first:], row[first:], strict=True):
                if grade:
                    key = (publishers.code_of[row[1]], inspected.date(), kind, judgement)
                    expected[key] = ("ILACS", out.date(), grade)
    select = (
        "select area_code, inspected_on, inspection_type, judgement, framework, published_on, grade from inspection"
    )
    assert_agreement("inspections", expected, found_in(database, select, 4), at_least=1_180)


def test_populations_are_the_published_estimates(publishers: Publishers, database: Database) -> None:
    expected = {key: (cell.number,) for key, cell in publishers.population.items() if cell.number is not None}
    select = "select area_code, mid_year, population_0_17 from population where population_0_17 is not null"
    assert_agreement("populations", expected, found_in(database, select, 2), at_least=2_100)


def test_deprivation_finds_councils_by_former_codes(
    published: Path, publishers: Publishers, database: Database
) -> None:
    expected = {}
    for path in (published / "english-indices-of-deprivation").glob("*/*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            _, *rows = csv.reader(file)
        for gss, _, _, _, score, rank, tenth, *_ in rows:
            key = (publishers.code_of[gss], path.parent.name)
            expected[key] = (float(score), int(rank), float(tenth), len(rows))
    select = """
        select area_code, edition, imd_average_score, imd_rank_of_average_score, share_in_most_deprived_tenth, rank_of
        from deprivation
    """
    assert_agreement("deprivation", expected, found_in(database, select, 2), at_least=151)


def test_releases_are_the_files_that_were_published(published: Path, database: Database) -> None:
    expected = {
        (path.relative_to(published).as_posix(),): (hashlib.sha256(path.read_bytes()).hexdigest(),)
        for path in published.glob("*/*/*")
    }
    found = found_in(database, "select release_id, sha256 from release", 1)
    assert_agreement("files", expected, found, at_least=27)


def compare(
    key: Key, ten: list[tuple[str, str]], figures: dict[Key, Figure], regions: dict[str, str]
) -> tuple[object, ...]:
    """A council's row of `comparison`, by the rules of statistics.md."""
    metric, area, day = key
    own = figures[key]
    low, high = interval(metric, own)
    values = {}
    for code, _ in ten:
        theirs = figures.get((metric, code, day))
        # A joint return is one neighbour, and nobody is compared with their own.
        if theirs and theirs.value.number is not None and area not in (code, theirs.joint_with):
            values[frozenset((code, theirs.joint_with or code))] = theirs.value.number
    enough, count, value = len(values) >= 5, len(values), own.value.number
    mean = statistics.fmean(values.values()) if enough else None
    spread = [f(values.values()) for f in (statistics.median, min, max)] if enough else [None] * 3
    placed = enough and value is not None
    position = 1 + sum(theirs > value for theirs in values.values()) if placed else None
    if value is None:
        verdict = "no_figure"
    elif not enough:
        verdict = "too_few_neighbours"
    elif low is None:
        verdict = "no_interval"
    else:
        verdict = "higher" if mean < low else "lower" if mean > high else "similar"
    before = figures.get((metric, area, day.replace(year=day.year - 1)))
    change = beyond = None
    if before and None not in (value, before.value.number) and before.joint_with == own.joint_with:
        change = value - before.value.number
        low_before, high_before = interval(metric, before)
        beyond = None if None in (low, low_before) else low > high_before or high < low_before
    wider = (figures[metric, code, day].value.number for code in (regions[area], ENGLAND))
    return (mean, *spread, count, position, count + 1 if placed else None, *wider, verdict, change, beyond)


def test_comparisons_follow_the_rules(published: Path, publishers: Publishers, database: Database) -> None:
    figures = {key: figure for key, (_, figure) in publishers.newest.items()}
    parts = {"E13000001": LONDON, "E13000002": LONDON}
    regions = {code: parts.get(region, region) for (code, _), region in publishers.region.items()}
    models = neighbours_of(published)
    expected = {
        (*key, model): compare(key, ten, figures, regions)
        for key in figures
        for model in ("2025-05", "2021-04")
        if (ten := models.get((model, key[1])))
    }
    select = """
        select metric_id, area_code, period_end, model, neighbour_mean, neighbour_median, neighbour_min, neighbour_max,
            neighbour_count, position, position_of, region_value, england_value, verdict, change, change_is_beyond_chance
        from comparison
    """
    assert_agreement("comparisons", expected, found_in(database, select, 4), at_least=45_000)
