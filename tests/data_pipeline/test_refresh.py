"""What a refresh does with files that are not what they should be: say so, go on where it can, lose nothing."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data_pipeline import build
from data_pipeline.paths import PROJECT, DataDir

from .folders import (
    CIN_2025,
    CLA_2023,
    CLA_2025,
    CSWW_2023,
    CSWW_2025,
    INSPECTIONS,
    RO3_2025,
    cut,
    edit,
    edit_sheets,
    load,
    whole,
)

pytestmark = pytest.mark.published


def some_councils(row):
    return row["geographic_level"] != "Local authority" or row["old_la_code"] in {
        "336",
        "202",
        "330",
        "314 / 318",
    }


@pytest.fixture(scope="module")
def prepared(published, tmp_path_factory) -> Path:
    """A folder with a few real lines of two publications, and a data directory that has loaded them."""
    home = tmp_path_factory.mktemp("prepared")
    cut(published, home / "files", CSWW_2025, some_councils)
    cut(published, home / "files", CIN_2025, some_councils)
    assert load(home / "files", home / "data").exit_code == 0
    return home


@pytest.fixture
def folder(prepared, tmp_path) -> Path:
    """The folder, to spoil at will."""
    return Path(shutil.copytree(prepared / "files", tmp_path / "files"))


@pytest.fixture
def loaded(prepared, tmp_path) -> Path:
    """A data directory that has loaded the folder as it was."""
    return Path(shutil.copytree(prepared / "data", tmp_path / "loaded"))


@pytest.fixture
def data_dir(tmp_path) -> Path:
    """A data directory that is still to be made."""
    return tmp_path / "data"


def fingerprint(data_dir: Path) -> str:
    return hashlib.sha256((data_dir / "benchmarks.duckdb").read_bytes()).hexdigest()


def value(data_dir: Path, metric: str, area: str, label: str) -> float | None:
    with duckdb.connect(str(data_dir / "benchmarks.duckdb"), read_only=True) as con:
        row = con.execute(
            "select value from observation where metric_id = ? and area_code = ? and period_label = ?",
            [metric, area, label],
        ).fetchone()
    return row[0] if row else None


def rename_column(path):
    edit(path, "vacancy_rate_fte", "vacancy_percentage_fte")


def drop_column(path):
    lines = [line.split(",") for line in path.read_text().splitlines()]
    at = lines[0].index("agency_rate_fte")
    path.write_text("\n".join(",".join(cells[:at] + cells[at + 1 :]) for cells in lines) + "\n")


def unknown_symbol(path):
    edit(path, "Wolverhampton,", "Wolverhampton,#,")
    # One cell more would be another fault: drop the last one of that line.
    lines = [line.rsplit(",", 1)[0] if "Wolverhampton,#" in line else line for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines) + "\n")


def web_page(path):
    path.write_text("<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head></html>\n")


def empty(path):
    path.write_bytes(b"")


def cut_short(path):
    text = path.read_text()
    path.write_text(text[: int(len(text) * 0.7)].rsplit(",", 3)[0])


def latin_1(path):
    path.write_bytes(path.read_text().replace("Wolverhampton", "Wolverhämpton").encode("latin-1"))


def twice(path):
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n")


def out_of_range(path):
    lines = path.read_text().splitlines()
    at = lines[0].split(",").index("vacancy_rate_fte")
    cells = lines[-1].split(",")
    cells[at] = "1400"
    path.write_text("\n".join([*lines[:-1], ",".join(cells)]) + "\n")


def other_file(path):
    path.write_text("name,size\nfirst,1\n")


FAULTS = {
    "a renamed column": (
        rename_column,
        ["SourceChanged", "vacancy_rate_fte", "vacancy_percentage_fte", "workforce.py"],
    ),
    "a missing column": (drop_column, ["SourceChanged", "agency_rate_fte"]),
    "an unknown symbol": (unknown_symbol, ["UnknownSymbol", "row ", "'#'", "cell_status"]),
    "a web page": (web_page, ["UnreadableFile", "web page", "Download".lower()]),
    "an empty file": (empty, ["UnreadableFile", "empty file"]),
    "a file cut short": (cut_short, ["UnreadableFile", "row ", "cut short"]),
    "another encoding": (latin_1, ["UnreadableFile", "UTF-8", "0xe4"]),
    "a duplicate key": (twice, ["DuplicateKey", "row ", "the first is row"]),
    "a rate of 1,400 %": (out_of_range, ["OutOfRange", "row ", "between 0 and 100", "1400"]),
    "another table": (other_file, ["SourceChanged", "time_period", "name, size"]),
}


@pytest.mark.parametrize(("break_it", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_a_bad_file_is_refused_and_the_last_figures_stay(folder, loaded, break_it, said):
    break_it(folder / CSWW_2025)
    edit(folder / CIN_2025, "402400", "402500")

    outcome = load(folder, loaded)

    assert outcome.exit_code == 3, "the rest of the refresh goes on"
    (problem,) = outcome.problems
    message = str(problem)
    assert "\n" not in message
    assert "children-s-social-work-workforce 2025, csww_indicators_2017_to_2025.csv" in message
    for words in said:
        assert words.lower() in message.lower()
    assert value(loaded, "vacancy_rate", "336", "2025") == 16.3
    with duckdb.connect(str(loaded / "benchmarks.duckdb"), read_only=True) as con:
        staged = con.execute(
            "select value from staging.figure where measure = 'cin_count' and area_code = 'E92000001' and period_label = '2025'"
        ).fetchone()
    assert staged == (402500,), "the good file's new figures are in"


@pytest.mark.parametrize(("break_it", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_nothing_is_replaced_when_no_file_can_be_used(folder, loaded, break_it, said):
    before = fingerprint(loaded)
    (folder / CIN_2025).unlink()
    break_it(folder / CSWW_2025)

    outcome = load(folder, loaded)

    assert outcome.exit_code == 1
    assert any(said[0] in str(problem) for problem in outcome.problems)
    assert fingerprint(loaded) == before


@pytest.mark.parametrize("file", [RO3_2025, INSPECTIONS])
def test_a_truncated_spreadsheet_is_refused(published, folder, data_dir, file):
    path = whole(published, folder, file)
    path.write_bytes(path.read_bytes()[:50_000])
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 3
    assert "UnreadableFile" in str(outcome.problems[0]) and path.name in str(outcome.problems[0])


SHEETS_THAT_CHANGED = {
    "the header's first cell": (RO3_2025, (">E-code<", ">LA code<"), ["'E-code'", "row 7: LA code, ONS Code"]),
    "a column": (RO3_2025, ("Family Support Services", "Family help"), ["'family_support'", "Family help - Total"]),
    "a title without a year": (
        RO3_2025,
        ("(RO) 2024-25", "(RO)"),
        ["a financial year such as 2024-25", "'Worksheet 2"],
    ),
    "a column of Ofsted's": (
        INSPECTIONS,
        ("Overall effectiveness", "Overall judgement"),
        ["'overall'", "Overall judg"],
    ),
    "a sheet of Ofsted's": (INSPECTIONS, ("ILACS_inspection_history", "Record"), ["'ILACS.*history'", "Record"]),
}


@pytest.mark.parametrize(("file", "change", "said"), SHEETS_THAT_CHANGED.values(), ids=SHEETS_THAT_CHANGED.keys())
def test_what_a_spreadsheet_calls_otherwise_is_named_with_where_to_mend_it(
    published, folder, data_dir, file, change, said
):
    edit_sheets(published / file, folder / file, lambda xml: xml.replace(*change))
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 3 and type(outcome.problems[0]).__name__ == "SourceChanged"
    for words in (*said, "sources/"):
        assert words in str(outcome.problems[0])


@pytest.mark.parametrize("year", ["2025-26", "2025 to 2026", "2025/26"])
def test_a_year_of_outturn_nobody_has_seen_is_loaded_however_its_title_spells_it(published, folder, data_dir, year):
    file = RO3_2025.replace("2024-25", "2025-26")
    edit_sheets(published / RO3_2025, folder / file, lambda xml: xml.replace("(RO) 2024-25", f"(RO) {year}"))
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 0, outcome.problems
    with duckdb.connect(str(data_dir / "benchmarks.duckdb"), read_only=True) as con:
        periods = con.execute(
            "select distinct period_label, period_end::varchar from staging.figure where source = 'revenue_outturn'"
        ).fetchall()
    assert periods == [("2025-26", "2026-03-31")]


def test_the_file_of_another_year_s_release_is_no_news(folder, loaded):
    later = folder / CSWW_2025.replace("/2025/", "/2026/")
    later.parent.mkdir()
    shutil.copyfile(folder / CSWW_2025, later)
    outcome = load(folder, loaded)
    assert outcome.exit_code == 3 and "OlderFile" in str(outcome.problems[0])
    assert "the very file of release 2025" in str(outcome.problems[0])


def test_a_release_of_files_that_nobody_named_so_before_is_said(folder, loaded):
    new = folder / CSWW_2025.replace("/2025/csww_indicators", "/2026/social_workers")
    new.parent.mkdir()
    (folder / CSWW_2025).rename(new)
    outcome = load(folder, loaded)
    assert outcome.exit_code == 3 and "SourceChanged" in str(outcome.problems[0])
    assert "csww_indicators" in str(outcome.problems[0]) and new.name in str(outcome.problems[0])
    assert "sources/workforce.py" in str(outcome.problems[0])


def test_a_web_page_named_ods_is_refused(folder, data_dir):
    path = folder / RO3_2025
    path.parent.mkdir(parents=True)
    web_page(path)
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 3
    assert "UnreadableFile" in str(outcome.problems[0])


def test_a_stale_file_under_a_new_release_is_refused(published, folder, loaded):
    later = cut(published, folder, CSWW_2023, some_councils, to=CSWW_2025.replace("/2025/", "/2026/"))
    outcome = load(folder, loaded)
    assert outcome.exit_code == 3
    assert "OlderFile" in str(outcome.problems[0]) and "30 September 2025" in str(outcome.problems[0])
    assert value(loaded, "vacancy_rate", "336", "2025") == 16.3
    assert later.exists()


def test_an_older_file_in_a_release_s_place_is_refused(published, folder, loaded):
    cut(published, folder, CSWW_2023, some_councils, to=CSWW_2025)
    outcome = load(folder, loaded)
    assert "OlderFile" in str(outcome.problems[0]) and "30 September 2023" in str(outcome.problems[0])
    assert value(loaded, "vacancy_rate", "336", "2025") == 16.3


def test_an_earlier_release_joins_the_history_and_changes_no_figure_of_today(published, folder, loaded, tmp_path):
    cut(published, tmp_path / "older", CSWW_2023, some_councils)
    outcome = load(tmp_path / "older", loaded)
    assert outcome.exit_code == 0
    assert any("go into the history" in note for note in outcome.notes)
    with duckdb.connect(str(loaded / "benchmarks.duckdb"), read_only=True) as con:
        assert con.execute(
            "select release_id like '%/2025/%', value from observation "
            "where metric_id = 'vacancy_rate' and area_code = 'E92000001' and period_label = '2022'"
        ).fetchone() == (True, 20.0)
        assert con.execute(
            "select count(*) from observation_history "
            "where metric_id = 'vacancy_rate' and area_code = 'E92000001' and period_label = '2022'"
        ).fetchone() == (2,)


def test_periods_that_a_publisher_drops_are_kept(published, data_dir, tmp_path):
    """The CLA files hold five years: 2019 is in the 2023 release only."""
    cut(published, tmp_path / "first", CLA_2023, some_councils)
    cut(published, tmp_path / "second", CLA_2025, some_councils)
    assert load(tmp_path / "first", data_dir).exit_code == 0
    assert load(tmp_path / "second", data_dir).exit_code == 0
    assert value(data_dir, "cla_rate", "E92000001", "2019") == 66
    assert value(data_dir, "cla_rate", "E92000001", "2025") == 67


def test_the_same_folder_twice_changes_nothing(folder, loaded):
    raw = {path: path.stat().st_mtime_ns for path in (loaded / "raw").rglob("*") if path.is_file()}
    assert load(folder, loaded).exit_code == 0
    assert raw == {path: path.stat().st_mtime_ns for path in (loaded / "raw").rglob("*") if path.is_file()}


def test_landed_bytes_are_the_publisher_s_and_replaced_ones_are_kept(folder, loaded):
    first = (folder / CIN_2025).read_bytes()
    edit(folder / CIN_2025, "402400", "402500")
    load(folder, loaded)
    assert (loaded / "raw" / CIN_2025).read_bytes() == (folder / CIN_2025).read_bytes()
    assert [path.read_bytes() for path in (loaded / "superseded").rglob("*.csv")] == [first]


def test_two_files_of_one_table_are_not_guessed_between(published, folder, data_dir):
    cut(published, folder, CSWW_2025, some_councils, to=CSWW_2025.replace(".csv", "_copy.csv"))
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 3
    assert "DuplicateKey" in str(outcome.problems[0])


def test_an_empty_folder_says_what_is_expected(tmp_path, data_dir):
    (tmp_path / "nothing").mkdir()
    outcome = load(tmp_path / "nothing", data_dir)
    assert outcome.exit_code == 1
    assert "<publication>/<release>/<file>" in str(outcome.problems[0])
    assert not (data_dir / "benchmarks.duckdb").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path, data_dir):
    outcome = load(tmp_path / "nowhere", data_dir)
    assert outcome.exit_code == 1 and "nowhere" in str(outcome.problems[0])


def test_one_publication_only_is_loaded_and_the_others_are_named(published, tmp_path, data_dir):
    cut(published, tmp_path / "one", CSWW_2025, some_councils)
    outcome = load(tmp_path / "one", data_dir)
    assert outcome.exit_code == 0
    assert any("children-in-need" in note and "stay" in note for note in outcome.notes)
    assert value(data_dir, "vacancy_rate", "336", "2025") == 16.3


def test_an_unknown_publication_is_named_and_the_rest_goes_on(folder, data_dir):
    (folder / "schools" / "2025").mkdir(parents=True)
    (folder / "schools" / "2025" / "schools.csv").write_text("a,b\n1,2\n")
    outcome = load(folder, data_dir)
    assert outcome.exit_code == 3
    assert "schools" in str(outcome.problems[0])


def test_a_build_that_would_lose_figures_is_refused(folder, loaded):
    before = fingerprint(loaded)
    path = folder / CIN_2025
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "Camden" not in line) + "\n")
    outcome = load(folder, loaded)
    assert outcome.exit_code == 1
    assert "missing from the new one" in str(outcome.problems[0]) and "Camden" in str(outcome.problems[0])
    assert fingerprint(loaded) == before
    assert "Camden" in (loaded / "raw" / CIN_2025).read_text(), "a refused file is not landed"


def test_a_directory_that_cannot_be_written_to_is_named(folder, tmp_path):
    (tmp_path / "data").write_text("a file where the data directory should be")
    outcome = load(folder, tmp_path / "data")
    assert outcome.exit_code == 1
    assert "can be written to" in str(outcome.problems[0])


def test_readers_keep_a_whole_database_while_a_new_one_takes_its_place(folder, loaded):
    with duckdb.connect(str(loaded / "benchmarks.duckdb"), read_only=True) as reader:
        edit(folder / CSWW_2025, "Wolverhampton", "Wolverhampton (new name)")
        assert load(folder, loaded).exit_code == 0
        assert reader.execute("select count(*) > 0 from observation").fetchone() == (True,)
    assert not list(loaded.glob(".building-*")), "nothing is left behind"


def test_a_council_nobody_knows_yet_is_data_not_code(published, folder, data_dir):
    """East and West Surrey come on 1 April 2027: their first file brings their name, region and GSS code."""
    path = folder / CIN_2025
    line = next(line for line in path.read_text().splitlines() if "Wolverhampton" in line and line.startswith("2025"))
    new = line.replace("336,E08000031,Wolverhampton", "950,E06000067,East Surrey").replace(
        "E12000005,West Midlands", "E12000008,South East"
    )
    assert new != line
    path.write_text(path.read_text() + new + "\n")
    assert load(folder, data_dir).exit_code == 0
    with duckdb.connect(str(data_dir / "benchmarks.duckdb"), read_only=True) as con:
        assert con.execute("select slug, name, type, region_name from area where area_code = '950'").fetchone() == (
            "east-surrey",
            "East Surrey",
            "unitary",
            "South East",
        )
        assert con.execute("select count(*) from staging.figure where area_code = '950'").fetchone()[0] > 0


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_commands_say_what_they_did(folder, data_dir):
    done = run("refresh", "--from", str(folder), "--data-dir", str(data_dir))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 publications, 2 releases" in done.stdout and "no problems" in done.stdout
    assert "periods" in done.stdout and "rows" in done.stdout
    assert "Wrote" in run("snapshot", "--data-dir", str(data_dir)).stdout
    assert run("build", "--data-dir", str(data_dir)).returncode == 0
    assert "passed: no row of observation is there twice" in run("check", "--data-dir", str(data_dir)).stdout
    assert "built" in run("status", "--data-dir", str(data_dir)).stdout


def test_a_bad_file_shows_in_the_summary_and_the_exit_code(folder, data_dir):
    web_page(folder / CIN_2025)
    done = run("refresh", "--from", str(folder), "--data-dir", str(data_dir))
    assert done.returncode == 3
    assert "Problem: UnreadableFile" in done.stdout and "1 problem" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["check", "status", "snapshot"])
def test_a_command_without_a_database_says_how_to_make_one(command, tmp_path):
    done = run(command, "--data-dir", str(tmp_path))
    assert done.returncode == 1
    assert "python -m data_pipeline build" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_an_unreadable_last_database_does_not_stop_a_refresh(folder, data_dir):
    data_dir.mkdir()
    (data_dir / "benchmarks.duckdb").write_text("not a database")
    assert load(folder, data_dir).exit_code == 0


def test_a_failed_build_leaves_no_trace(folder, data_dir, monkeypatch):
    monkeypatch.setattr(build, "MARTS", ("observation_history", "no_such_mart"))
    with pytest.raises(FileNotFoundError):
        load(folder, data_dir)
    assert list(DataDir(data_dir).root.iterdir()) in ([], [DataDir(data_dir).lock])
