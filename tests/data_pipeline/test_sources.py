"""How published files really behave (sources.md), each on a few real lines through the real SQL."""

import csv
from datetime import date

import duckdb
import openpyxl
import pytest

from data_pipeline.tables import normalise

from .folders import CIN_2023, CIN_2025, CLA_2023, CLA_2025, CSWW_2025, POPULATION, cut, edit, load, whole

pytestmark = pytest.mark.published

REFERRALS_2023 = "children-in-need/2023/c1_children_in_need_referrals_and_rereferrals_2013_to_2023.csv"
REFERRALS_2025 = "children-in-need/2025/c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
REPEAT_PLANS_2025 = "children-in-need/2025/d3_cpps_subsequent_plan_2013_to_2025.csv"
PLACEMENTS_2023 = "children-looked-after-in-england-including-adoptions/2023/la_cla_during_year_new_placements.csv"
PLACEMENTS_2025 = "children-looked-after-in-england-including-adoptions/2025/la_cla_during_year_new_placements.csv"
STABILITY_2023 = "children-looked-after-in-england-including-adoptions/2023/la_cla_placement_stability.csv"
STABILITY_2025 = "children-looked-after-in-england-including-adoptions/2025/la_cla_placement_stability.csv"
REVENUE = "local-authority-revenue-outturn"
REVENUE_FILES = (
    f"{REVENUE}/2022-23/RO3_2022-23_data_by_LA.ods",
    f"{REVENUE}/2022-23/RSX_2022-23_data_by_LA.ods",
    f"{REVENUE}/2024-25/RO3_LA_Data_2024-25_data_by_LA.ods",
    f"{REVENUE}/2024-25/RSX_LA_Data_2024-25_data_by_LA.ods",
)
INSPECTIONS = "local-authority-inspection-outcomes/2025/LA_Inspection_Outcomes_as_at_31_March_2025.ods"
DEPRIVATION = "english-indices-of-deprivation/2019/iod2019_upper_tier_imd.csv"
NEIGHBOURS = (
    "statistical-neighbours/2021-04/New_Statistical_Neighbour_Groupings_April_2021.csv",
    "statistical-neighbours/2025-05/sn_model_2025_wide.csv",
)
COUNCILS = {
    "201": "City of London",
    "204": "Hackney",
    "207": "Kensington and Chelsea",
    "304": "Brent",
    "330": "Birmingham",
    "336": "Wolverhampton",
    "370": "Barnsley",
    "390": "Gateshead",
    "391": "Newcastle upon Tyne",
    "394": "Sunderland",
    "420": "Isles of Scilly",
    "802": "North Somerset",
    "815": "North Yorkshire",
    "835": "Dorset until 2019",
    "838": "Dorset",
    "881": "Essex",
    "909": "Cumbria",
    "942": "Cumberland",
    "314 / 318": "Kingston upon Thames / Richmond upon Thames",
}


def chosen(row) -> bool:
    return row["geographic_level"] != "Local authority" or row["old_la_code"] in COUNCILS


@pytest.fixture(scope="module")
def con(published, tmp_path_factory) -> duckdb.DuckDBPyConnection:
    """A database of a score of councils, from lines cut out of real files of both releases."""
    folder, data_dir = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    for file in (
        *(CSWW_2025, CIN_2023, CIN_2025, POPULATION, CLA_2023, CLA_2025, REFERRALS_2023, REFERRALS_2025),
        *(REPEAT_PLANS_2025, PLACEMENTS_2023, PLACEMENTS_2025, STABILITY_2023, STABILITY_2025),
    ):
        cut(published, folder, file, chosen)
    for file in (*REVENUE_FILES, INSPECTIONS, *NEIGHBOURS):
        whole(published, folder, file)
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 0, outcome.problems
    with duckdb.connect(str(data_dir / "benchmarks.duckdb"), read_only=True) as connection:
        yield connection


def history(con, metric: str, area: str, period_end: str) -> list[tuple]:
    """(release, value, status, is_calculated) of every release that holds the figure."""
    return con.execute(
        "select split_part(release_id, '/', 2), round(value, 4), status, is_calculated from observation_history "
        "where metric_id = ? and area_code = ? and period_end = ? order by release_id",
        [metric, area, period_end],
    ).fetchall()


def figure(con, metric: str, area: str, period_end: str) -> tuple | None:
    """(value, status) of today's best figure."""
    return con.execute(
        "select round(value, 4), status from observation where metric_id = ? and area_code = ? and period_end = ?",
        [metric, area, period_end],
    ).fetchone()


def test_a_byte_order_mark_does_not_hide_the_first_column(published, con):
    assert (published / CLA_2025).read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (published / CSWW_2025).read_bytes().startswith(b"\xef\xbb\xbf")
    assert figure(con, "cla_rate", "336", "2025-03-31") == (73, "published")
    assert figure(con, "vacancy_rate", "336", "2025-09-30") == (16.3, "published")


def test_column_names_may_drift_between_releases(con):
    assert history(con, "rereferral_rate", "E92000001", "2023-03-31") == [
        ("2023", 22.4, "published", False),
        ("2025", 22.4, "published", False),
    ]
    assert [release for release, *_ in history(con, "cla_rate", "336", "2023-03-31")] == ["2023", "2025"]
    assert [release for release, *_ in history(con, "far_from_home", "E92000001", "2023-03-31")] == ["2023", "2025"]


def test_labels_may_drift_between_releases(con):
    """The 2023 release spells the stability measure out; 2025 is shorter."""
    assert history(con, "long_term_stability", "E92000001", "2023-03-31") == [
        ("2023", 69.0, "published", False),
        ("2025", 68.0, "published", False),
    ]


def test_rates_that_an_old_release_published_stand_beside_the_calculated_ones(con):
    assert history(con, "cin_rate", "E92000001", "2023-03-31") == [
        ("2023", 342.7, "published", False),
        ("2025", 338.695, "published", True),
    ]


def test_a_rate_of_31_march_has_the_population_of_the_mid_year_before(con):
    assert con.execute(
        "select numerator, denominator, round(value, 1) from observation "
        "where metric_id = 'cin_rate' and area_code = 'E92000001' and period_end = '2025-03-31'"
    ).fetchone() == (402400, 12183016, 330.3)
    assert con.execute(
        "select population_0_17 from population where area_code = 'E92000001' and mid_year = 2024"
    ).fetchone() == (12183016,)


@pytest.mark.parametrize(
    ("metric", "area", "period_end", "status"),
    [
        ("caseload", "304", "2017-09-30", "not_available"),
        ("absence_rate", "802", "2017-09-30", "suppressed"),
        ("absence_rate", "420", "2017-09-30", "suppressed"),
        ("turnover_rate", "420", "2021-09-30", "not_applicable"),
        ("turnover_rate", "390", "2022-09-30", "unreliable"),
        ("agency_rate", "394", "2023-09-30", "rounds_to_zero"),
        ("vacancy_rate", "207", "2025-09-30", "not_available"),
        ("cla_rate", "201", "2025-03-31", "suppressed"),
        ("cla_rate", "420", "2025-03-31", "not_applicable"),
        ("spend_per_child", "330", "2025-03-31", "not_available"),
        ("residential_share", "390", "2025-03-31", "not_available"),
    ],
)
def test_every_symbol_keeps_its_reason_and_is_never_zero(con, metric, area, period_end, status):
    assert figure(con, metric, area, period_end) == (None, status)


def test_a_joint_return_stands_for_both_councils_and_says_so(con):
    rows = con.execute(
        "select area_code, value, numerator, joint_with from observation "
        "where metric_id = 'vacancy_rate' and period_end = '2025-09-30' and joint_with is not null order by area_code"
    ).fetchall()
    assert rows == [("314", 14.9, 24, "318"), ("318", 14.9, 24, "314")]
    assert con.execute("select area_code, joint_with from area_pair order by 1").fetchall() == [
        ("314", "318"),
        ("318", "314"),
    ]


def test_a_joint_return_counts_once_among_neighbours_and_never_against_itself(con):
    """Sutton's 2025 neighbours include Kingston; Kingston's include Richmond, whose figure is its own."""
    codes = [
        row[0]
        for row in con.execute(
            "select neighbour_code from neighbour where model = '2025-05' and area_code = '314'"
        ).fetchall()
    ]
    assert "318" in codes
    loaded_of_these = {code for code in codes if code in COUNCILS}
    (count,) = con.execute(
        "select neighbour_count from comparison where metric_id = 'vacancy_rate' and area_code = '314' "
        "and period_end = '2025-09-30' and model = '2025-05'"
    ).fetchone()
    assert count == len(loaded_of_these)


def test_series_break_where_boundaries_moved(con):
    assert figure(con, "cla_rate", "909", "2025-03-31") == (None, "not_applicable")
    assert figure(con, "cla_rate", "909", "2023-03-31")[1] == "published"
    assert figure(con, "cla_rate", "942", "2023-03-31") == (None, "not_applicable")
    assert figure(con, "cla_rate", "942", "2024-03-31")[1] == "published"
    (change,) = con.execute(
        "select change from comparison where metric_id = 'cla_rate' and area_code = '942' and period_end = '2024-03-31' "
        "and model = '2025-05'"
    ).fetchone()
    assert change is None
    assert con.execute("select succeeds from area where area_code = '942'").fetchone() == (["909"],)


def test_boundary_dates_belong_to_the_data_set(con):
    """The workforce file splits Cumbria a year before the others do."""
    assert figure(con, "vacancy_rate", "942", "2023-09-30")[1] == "published"
    assert figure(con, "vacancy_rate", "909", "2023-09-30") is None


def test_a_new_council_of_the_same_name_is_another_council(con):
    assert con.execute(
        "select area_code, min(period_end), max(period_end) from observation "
        "where metric_id = 'vacancy_rate' and area_code in ('835', '838') group by 1 order by 1"
    ).fetchall() == [("835", date(2017, 9, 30), date(2018, 9, 30)), ("838", date(2019, 9, 30), date(2025, 9, 30))]


@pytest.mark.parametrize(("area", "codes"), [("370", 2), ("815", 2)])
def test_a_council_that_was_recoded_is_one_series(con, area, codes):
    assert con.execute("select len(gss_codes) from area where area_code = ?", [area]).fetchone() == (codes,)
    (periods,) = con.execute(
        "select count(value) from observation where metric_id = 'vacancy_rate' and area_code = ?", [area]
    ).fetchone()
    assert periods == 9
    (returns,) = con.execute(
        "select count(*) from staging.figure where measure = 'csc_total' and area_code = ?", [area]
    ).fetchone()
    assert returns == 2


def test_spreadsheets_of_both_layouts_give_the_same_lines(con):
    """Title rows, a two-row header and reference rows in 2022-23; one header row and other names in 2024-25."""
    assert figure(con, "spend_per_child", "881", "2025-03-31") == (816.1071, "published")
    assert con.execute(
        "select period_label, count(*) from staging.figure where measure = 'csc_total' group by 1 order by 1"
    ).fetchall() == [("2022-23", 152), ("2024-25", 153)]


def test_class_totals_below_the_councils_are_left_out(con):
    (largest,) = con.execute("select max(value) from staging.figure where measure = 'csc_total'").fetchone()
    assert largest < 1e9, "the four class totals are over two billion pounds each"


def test_a_council_without_a_return_is_missing_on_both_sides_of_a_region(con):
    row = con.execute(
        "select status, councils_missing, is_calculated from observation where metric_id = 'csc_share' "
        "and area_code = 'E12000005' and period_end = '2025-03-31'"
    ).fetchone()
    assert row == ("published", ["330"], True)
    assert figure(con, "csc_share", "330", "2025-03-31") == (None, "not_available")


def test_two_financial_years_apart_are_no_change(con):
    assert con.execute("select count(change) from comparison where metric_id = 'csc_share'").fetchone() == (0,)


def test_periods_keep_the_publisher_s_label(con):
    assert con.execute(
        "select distinct metric_id, period_label from observation "
        "where (metric_id, period_end) in (('vacancy_rate', '2025-09-30'), ('cla_rate', '2025-03-31'), ('csc_share', '2025-03-31')) "
        "order by 1"
    ).fetchall() == [("cla_rate", "2025"), ("csc_share", "2024-25"), ("vacancy_rate", "2025")]


def test_london_stands_beside_inner_and_outer_london(con):
    assert con.execute(
        "select area_code from observation where metric_id = 'cla_rate' and period_end = '2025-03-31' "
        "and area_code in ('E12000007', 'E13000001', 'E13000002') order by 1"
    ).fetchall() == [("E12000007",), ("E13000001",), ("E13000002",)]
    assert con.execute("select region_name, statistical_region_name from area where area_code = '204'").fetchone() == (
        "London",
        "Inner London",
    )


def test_a_sum_of_two_counts_is_missing_when_one_of_them_is(con):
    assert figure(con, "far_from_home", "336", "2025-03-31") == (None, "suppressed")


def test_inspections_find_their_council_by_code_not_by_name(con):
    """Ofsted writes "Bournemouth, Christchurch & Poole" and merges two regions; former councils keep their history."""
    assert con.execute(
        "select inspected_on, published_on, inspection_type, grade from inspection "
        "where area_code = '839' and judgement = 'Overall effectiveness' order by inspected_on desc limit 1"
    ).fetchone() == (date(2024, 12, 2), date(2025, 1, 29), "ILACS Standard Inspection", "Good")
    assert con.execute(
        "select distinct area_code from inspection where area_code in ('837', '909', '928') order by 1"
    ).fetchall() == [("837",), ("909",), ("928",)]
    assert con.execute("select count(*) from inspection where judgement = 'Overall effectiveness'").fetchone() == (271,)


def test_a_council_that_nobody_knows_is_named_and_not_lost_without_a_word(published, tmp_path):
    path = whole(published, tmp_path / "files", DEPRIVATION)
    whole(published, tmp_path / "files", CSWW_2025)
    edit(path, "E06000002,Middlesbrough", "E06000999,Newtown")
    outcome = load(tmp_path / "files", tmp_path / "data")
    assert outcome.exit_code == 3
    assert "UnknownCouncil" in str(outcome.problems[0]) and "row 3" in str(outcome.problems[0])
    assert "E06000999" in str(outcome.problems[0]) and "areas.csv" in str(outcome.problems[0])


def test_both_neighbour_models_are_read(con):
    assert con.execute(
        "select model, position, neighbour_code, closeness from neighbour where area_code = '201' and position = 1 "
        "order by model"
    ).fetchall() == [("2021-04", 1, "207", "Not close"), ("2025-05", 1, "202", "Not close")]
    assert con.execute(
        "select neighbour_code from neighbour where model = '2025-05' and area_code = '336' order by position limit 3"
    ).fetchall() == [("333",), ("861",), ("335",)]
    assert con.execute("select distinct closeness from neighbour where model = '2025-05' order by 1").fetchall() == [
        ("Close",),
        ("Extremely close",),
        ("Not close",),
        ("Somewhat close",),
        ("Very close",),
    ]


def test_a_release_between_the_known_ones_loads_whichever_names_it_has(published, tmp_path):
    """Half of the 2025 names, half of those of 2023, a column more, and another order of rows."""
    path = cut(published, tmp_path / "files", CLA_2025, chosen, to=CLA_2025.replace("/2025/", "/2024/"))
    edit(path, "population_type", "population_count")
    edit(path, "children_count", "number")
    edit(path, "Children looked after on 31 March each year", "Children looked after at 31 March each year", times=-1)
    header, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    kept = [f"{line},new" for line in reversed(lines) if not line.startswith("2025")]
    path.write_text("\n".join([f"{header},footnote", *kept]) + "\n", encoding="utf-8")
    outcome = load(tmp_path / "files", tmp_path / "data")
    assert outcome.exit_code == 0, outcome.problems
    with duckdb.connect(str(tmp_path / "data" / "benchmarks.duckdb"), read_only=True) as con:
        assert figure(con, "cla_rate", "E92000001", "2024-03-31") == (69, "published")


def test_numbers_with_thousands_separators_are_numbers(published, tmp_path):
    path = cut(published, tmp_path / "files", CLA_2025, chosen)
    edit(path, "81770,67", '"81,770",67')
    assert load(tmp_path / "files", tmp_path / "data").exit_code == 0
    with duckdb.connect(str(tmp_path / "data" / "benchmarks.duckdb"), read_only=True) as con:
        assert con.execute(
            "select numerator from observation where metric_id = 'cla_rate' and area_code = 'E92000001' "
            "and period_end = '2025-03-31'"
        ).fetchone() == (81770,)


def test_notes_in_a_spreadsheet_s_column_names_do_not_matter():
    assert (
        normalise("TOTAL CHILDREN SOCIAL CARE [note 2] -  Total Expenditure\n (C3 = C1 + C2)53")
        == normalise("Total children social care - Total Expenditure (C3 = C1 + C2)")
        == "total children social care total expenditure c3 c1 c2"
    )


def test_the_indices_are_read_from_a_spreadsheet_too(published, tmp_path):
    """MHCLG publishes File 11 as a workbook of one sheet a domain, below a sheet of notes."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Notes"
    sheet = workbook.create_sheet("IMD")
    with (published / DEPRIVATION).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines):
            sheet.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
    path = (
        tmp_path / "files" / "english-indices-of-deprivation" / "2019" / "File_11_-_IoD2019_Upper-tier_Summaries.xlsx"
    )
    path.parent.mkdir(parents=True)
    workbook.save(path)
    as_csv = whole(published, tmp_path / "csv", DEPRIVATION)
    for folder, data in ((tmp_path / "files", "one"), (as_csv.parents[2], "other")):
        whole(published, folder, CSWW_2025)
        assert load(folder, tmp_path / data).exit_code == 0
    figures = []
    for data in ("one", "other"):
        with duckdb.connect(str(tmp_path / data / "benchmarks.duckdb"), read_only=True) as con:
            figures.append(con.execute("select * exclude (release_id) from deprivation order by all").fetchall())
    assert figures[0] == figures[1] and len(figures[0]) == 151
