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

from .folders import CIN_2025, CSWW_2023, CSWW_2025, load, whole

pytestmark = pytest.mark.published

Row = dict[str, str]


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
        ["keep the numbers of 30 September 2020", "councils without theirs"],
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
