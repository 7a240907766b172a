"""What a publication's new files must hold beside what was loaded before: each check refuses, and says why."""

import csv
import io
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data_pipeline.paths import REFERENCE, SQL
from data_pipeline.publication_checks import NAMES
from data_pipeline.sources import PUBLICATIONS

from .folders import CIN_2025, CSWW_2023, CSWW_2025, INSPECTIONS, load, whole, without_rows

pytestmark = pytest.mark.published

Row = dict[str, str]
MODEL_2021 = "statistical-neighbours/2021-04/New_Statistical_Neighbour_Groupings_April_2021.csv"
MODEL_2025 = "statistical-neighbours/2025-05/sn_model_2025_wide.csv"
DEPRIVATION = "english-indices-of-deprivation/2019/iod2019_upper_tier_imd.csv"


@pytest.fixture(scope="module")
def before(published, tmp_path_factory) -> Path:
    """A data directory that has loaded the workforce release of 2023, whole."""
    home = tmp_path_factory.mktemp("before")
    whole(published, home / "files", CSWW_2023)
    assert load(home / "files", home / "data").exit_code == 0
    return home / "data"


def edited(path: Path, change: Callable[[Row], Row | None]) -> None:
    """Change the rows of a CSV; None takes one away."""
    rows = [change(row) for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
    kept = [row for row in rows if row]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def councils(change: Callable[[Row], Row | None], period: str = "2025") -> Callable[[Row], Row | None]:
    """The change, for councils' rows of one period."""
    return lambda row: (
        change(row) if row["geographic_level"] == "Local authority" and row["time_period"] == period else row
    )


def times(factor: float, *columns: str) -> Callable[[Row], Row]:
    def change(row: Row) -> Row:
        numbers = {name: row[name] for name in columns if row[name].replace(".", "").isdigit()}
        return row | {name: f"{float(cell) * factor:.1f}" for name, cell in numbers.items()}

    return change


REFUSED = {
    "a council is absent": (
        councils(lambda row: None if row["la_name"] in ("Barnet", "Wolverhampton") else row),
        ["every council", "found none for Barnet, Wolverhampton", "30 September 2025"],
    ),
    "numbers are withdrawn": (
        councils(lambda row: row | {"caseload_fte": "x"} if row["old_la_code"] < "330" else row, "2020"),
        ["keep the numbers of 30 September 2020", "that an earlier release gave; found"],
    ),
    "a third of the numbers are missing": (
        councils(lambda row: row | {"agency_rate_fte": "c"} if row["old_la_code"] < "345" else row),
        ["98 % of councils to have a number in agency_rate", "30 September 2025"],
    ),
    "councils do not add up": (
        councils(times(2, "vacancy_fte")),
        ["add up to England's", "vacancy_rate of 30 September 2025"],
    ),
    "figures are twice as large": (
        councils(times(2, "absence_rate_fte")),
        ["median of absence_rate on 30 September 2025", "within a factor of 1.7 of"],
    ),
    "percentages as fractions": (
        councils(times(0.01, "turnover_rate_fte")),
        ["turnover_rate of 30 September 2025", "as if percentages had been given as fractions"],
    ),
    "an earlier period is revised beyond belief": (
        councils(times(1.5, "caseload_fte"), "2019"),
        ["caseload on 30 September 2019", "as in an earlier release"],
    ),
}


@pytest.mark.parametrize(("change", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_and_the_last_good_figures_stay(published, before, tmp_path, change, said):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    bytes_before = (data / "benchmarks.duckdb").read_bytes()
    edited(whole(published, tmp_path / "files", CSWW_2025), change)

    outcome = load(tmp_path / "files", data)

    (problem,) = outcome.problems
    assert outcome.exit_code == 1 and type(problem).__name__ == "CheckFailed"
    assert "\n" not in str(problem) and "--accept children-s-social-work-workforce" in str(problem)
    for words in said:
        assert words in str(problem)
    assert (data / "benchmarks.duckdb").read_bytes() == bytes_before


def test_a_release_that_came_again_without_a_period_is_refused(published, before, tmp_path):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    file = whole(published, tmp_path / "files", CSWW_2023)
    edited(file, lambda row: None if row["time_period"] == "2018" else row)
    outcome = load(tmp_path / "files", data)
    assert outcome.exit_code == 1
    assert "every figure of 30 September 2018 that was loaded before" in str(outcome.problems[0])


Lines = list[list[str]]


def neighbours_of_barking(**codes: str) -> Callable[[Lines], Lines]:
    """The model with other codes in its first row, by column."""
    return lambda lines: [lines[0], [codes.get(n, c) for n, c in zip(*lines[:2], strict=True)], *lines[2:]]


MODELS_REFUSED = {
    "councils are absent": (lambda lines: lines[:21], ["every council of the model before", "and 128 more"]),
    "a council is its own neighbour": (
        neighbours_of_barking(SN_1="301"),
        ["ten different councils as neighbours of Barking and Dagenham", "found 9"],
    ),
    "a neighbour is there twice": (neighbours_of_barking(SN_1="821"), ["found 9"]),
    "a neighbour is no council": (neighbours_of_barking(SN_1="999"), ["found 9 among", "999"]),
    "a council is none": (neighbours_of_barking(old_la_code="999"), ["found none for Barking and Dagenham"]),
}


@pytest.mark.parametrize(("change", "said"), MODELS_REFUSED.values(), ids=MODELS_REFUSED.keys())
def test_a_neighbour_model_that_cannot_be_right_becomes_nobody_s_default(published, before, tmp_path, change, said):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    path = whole(published, tmp_path / "last", MODEL_2025)
    assert load(tmp_path / "last", data).exit_code == 0
    lines = change(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))))
    new = tmp_path / "files" / "statistical-neighbours" / "2027-05" / "sn_model_2027_wide.csv"
    new.parent.mkdir(parents=True)
    with new.open("w", newline="") as file:
        csv.writer(file).writerows(lines)

    outcome = load(tmp_path / "files", data)

    assert outcome.exit_code == 1 and type(outcome.problems[0]).__name__ == "CheckFailed"
    for words in said:
        assert words in str(outcome.problems[0])
    with duckdb.connect(str(data / "benchmarks.duckdb"), read_only=True) as con:
        assert con.execute("select distinct model from neighbour").fetchall() == [("2025-05",)]


def test_a_model_may_have_new_councils_in_the_place_of_one_that_ended(published, before, tmp_path):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    whole(published, tmp_path / "files", MODEL_2021)
    whole(published, tmp_path / "files", MODEL_2025)
    outcome = load(tmp_path / "files", data)
    assert outcome.exit_code == 0, outcome.problems


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (range(150, 230), "found none of"),
        ((3, 5, 7, 11, 13, 15, 17), "the 271 inspections that were listed before"),
    ],
    ids=["councils are absent", "inspections are absent"],
)
def test_a_list_of_inspections_with_some_missing_is_refused(published, before, tmp_path, rows, said):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    whole(published, tmp_path / "last", INSPECTIONS)
    assert load(tmp_path / "last", data).exit_code == 0
    new = tmp_path / "files" / "local-authority-inspection-outcomes" / "2026" / "LA_inspection_outcomes_2026.ods"
    without_rows(published / INSPECTIONS, new, "ILACS_inspection_history", rows)

    outcome = load(tmp_path / "files", data)

    assert outcome.exit_code == 1 and said in str(outcome.problems[0])
    assert "--accept local-authority-inspection-outcomes" in str(outcome.problems[0])


def test_indices_of_half_the_councils_are_refused(published, before, tmp_path):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    path = whole(published, tmp_path / "files", DEPRIVATION)
    path.write_text("".join(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:100]))
    outcome = load(tmp_path / "files", data)
    assert outcome.exit_code == 1 and "its last rank says, 151; found 99" in str(outcome.problems[0])


def test_small_counts_that_are_hidden_by_turns_stop_nothing(published, tmp_path):
    """Of distant placements, another third is suppressed each year: how many numbers there are counts, not whose."""
    for file, hidden in ((CSWW_2023, ("33", "34")), (CSWW_2025, ("35", "37"))):
        path = whole(published, tmp_path / file, file)
        hide = lambda row, hidden=hidden: row | {"caseload_fte": "c"} if row["old_la_code"][:2] in hidden else row  # noqa: E731
        edited(path, councils(hide, "2022"))
        outcome = load(tmp_path / file, tmp_path / "data")
        assert outcome.exit_code == 0, outcome.problems


def test_the_others_are_loaded(published, before, tmp_path):
    data = Path(shutil.copytree(before, tmp_path / "data"))
    whole(published, tmp_path / "files", CIN_2025)
    edited(whole(published, tmp_path / "files", CSWW_2025), REFUSED["a council is absent"][0])
    outcome = load(tmp_path / "files", data)
    assert outcome.exit_code == 3 and len(outcome.problems) == 1
    with duckdb.connect(str(data / "benchmarks.duckdb"), read_only=True) as con:
        releases = con.execute("select release_id from release order by 1").fetchall()
        checked = con.execute("select distinct unnest(checks).publication from build order by 1").fetchall()
    assert releases == [(CIN_2025,), (CSWW_2023,)]
    assert checked == [("",), ("children-in-need",)]


def test_a_first_load_that_lacks_some_councils_is_refused(published, tmp_path):
    edited(
        whole(published, tmp_path / "files", CSWW_2025),
        councils(lambda row: None if row["old_la_code"] == "336" else row),
    )
    outcome = load(tmp_path / "files", tmp_path / "data")
    assert outcome.exit_code == 1 and "found none for Wolverhampton" in str(outcome.problems[0])
    assert not (tmp_path / "data" / "benchmarks.duckdb").exists()


def test_every_check_is_a_file_and_every_file_a_check():
    assert {path.stem for path in (SQL / "checks").glob("*.sql")} == set(NAMES)


def test_every_tolerance_is_read_by_a_check_and_of_a_publication_that_there_is():
    tolerances = tomllib.loads((REFERENCE / "tolerances.toml").read_text(encoding="utf-8"))
    sql = " ".join(path.read_text(encoding="utf-8") for path in (SQL / "checks").glob("*.sql"))
    assert [name for name in tolerances["every"] if f"tolerance.{name}" not in sql] == []
    assert tolerances.keys() - {"every"} <= PUBLICATIONS.keys()
    assert all(own.keys() <= tolerances["every"].keys() for own in tolerances.values())
