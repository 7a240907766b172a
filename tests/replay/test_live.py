"""The live way against the replay server: what is fetched, what is not, and what the database holds afterwards."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import filelock
import pytest

from data_pipeline import live, served
from data_pipeline.fetch import USER_AGENT, Client
from data_pipeline.outcome import Outcome
from data_pipeline.paths import PROJECT, DataDir

from ..data_pipeline.folders import CIN_2025, CSWW_2023, cut, load, whole
from .scene import CSWW_2025, DAY, WORKFORCE, Scene, another_year, figures, prepare, some
from .server import Answer, Replay

pytestmark = pytest.mark.published

CIN = "children-in-need"
CLA = "children-looked-after-in-england-including-adoptions"
NEIGHBOURS = (
    "statistical-neighbours/2021-04/New_Statistical_Neighbour_Groupings_April_2021.csv",
    "statistical-neighbours/2025-05/sn_model_2025_wide.csv",
)


def refresh(data: Path, replay: Replay, **wish: object) -> Outcome:
    client = Client(replay=replay.address, clock=lambda: replay.clock, sleep=lambda _: None)
    return live.refresh(DataDir(data), client, lambda _: None, live.Wish(**wish))


def ask(data: Path, sql: str, *values: object) -> list[tuple]:
    with duckdb.connect(str(data / "benchmarks.duckdb"), read_only=True) as con:
        return con.execute(sql, list(values)).fetchall()


def command(data: Path, *arguments: str, replay: str = "http://127.0.0.1:9") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", *arguments, "--data-dir", str(data)],
        cwd=PROJECT,
        env={"THREE_PAGES_REPLAY": replay, "PATH": "", "COLUMNS": "300"},
        capture_output=True,
        text=True,
        timeout=60,
    )


# All publications, in the order in which they came out


@pytest.fixture(scope="module")
def replayed(published, tmp_path_factory) -> Path:
    """A data directory that was refreshed in the spring of 2024 and in the summer of 2026, and no snapshot under it."""
    home = tmp_path_factory.mktemp("replayed")
    for file in (*NEIGHBOURS, CSWW_2023):
        whole(published, home / "files", file)
    assert load(home / "files", home / "data").exit_code == 0
    with Replay(published, "2024-03-31") as replay:
        assert refresh(home / "data", replay).replaced
    with Replay(published) as replay:
        replay.next_release[CLA] = {"year": 2026, "month": 11, "day": None}
        outcome = refresh(home / "data", replay)
        assert outcome.exit_code == 0, outcome.problems
        assert replay.agents == {USER_AGENT}
    return home / "data"


def test_it_holds_what_a_build_from_the_folder_holds(replayed, built):
    with duckdb.connect() as con:
        con.execute(f"attach '{replayed / 'benchmarks.duckdb'}' as live (read_only)")
        con.execute(f"attach '{built / 'benchmarks.duckdb'}' as folder (read_only)")
        for table in ("observation_history", "revision", "new_period", "inspection", "neighbour", "deprivation"):
            columns = ", ".join(
                f"round({name}, 9)" if kind == "DOUBLE" else name
                for name, kind in con.execute(
                    f"select column_name, column_type from (describe folder.{table})"
                ).fetchall()
            )
            one, other = (f"select {columns} from {name}.main.{table}" for name in ("live", "folder"))
            assert con.execute(f"select count(*) from ({one} except all {other})").fetchone() == (0,), table
            assert con.execute(f"select count(*) from ({other} except all {one})").fetchone() == (0,), table


def test_history_begins_in_2013_and_keeps_what_publishers_have_dropped(replayed):
    assert ask(replayed, "select min(period_end) from observation") == [(date(2013, 3, 31),)]
    assert ask(
        replayed,
        "select period_label, release_id like '%/2023/%' from observation "
        "where metric_id = 'cla_rate' and area_code = '336' and period_label <= '2021' order by 1",
    ) == [("2019", True), ("2020", True), ("2021", False)]


def test_a_month_with_nothing_new_downloads_nothing_and_replaces_nothing(replayed, published):
    database = replayed / "benchmarks.duckdb"
    before = (database.stat().st_ino, database.stat().st_mtime_ns)
    with Replay(published) as replay:
        replay.next_release[CLA] = {"year": 2026, "month": 11, "day": None}
        outcome = refresh(replayed, replay)
        assert replay.downloads == []
        assert len(replay.requests) < 25
    assert outcome.exit_code == 0 and not outcome.problems
    assert {news.result for news in outcome.news} == {"no new release", "by folder"}
    assert (database.stat().st_ino, database.stat().st_mtime_ns) == before


def test_next_dates_are_the_publisher_s_where_it_says_else_the_usual_month(replayed):
    assert ask(replayed, "select * from next_expected where publication in (?, ?) order by 1", CLA, WORKFORCE) == [
        (CLA, 2026, 11, None, True),
        (WORKFORCE, 2027, 2, None, False),
    ]
    assert ask(replayed, "select count(*) from next_expected where publication = 'statistical-neighbours'") == [(0,)]


def test_a_release_nobody_has_seen_is_loaded(published, replayed, tmp_path):
    """Children looked after in 2026: five years from 2022, of other names between those of 2023 and of 2025."""
    files, data = tmp_path / "files", Path(shutil.copytree(replayed, tmp_path / "data"))
    for old in (published / CLA / "2025").iterdir():
        new = files / CLA / "2026" / old.name.replace("10k", "10000")
        another_year(old, new, "2025")
        kept = [line for line in new.read_text().splitlines() if not line.startswith("2021")]
        new.write_text("\n".join(kept).replace("population_type", "population_count") + "\n")
    with Replay(files, DAY) as replay:
        outcome = refresh(data, replay, only=(CLA,))
    assert outcome.exit_code == 0, outcome.problems
    before, now = (
        dict(ask(one, "select period_label, value from observation where metric_id = 'cla_rate' and area_code = '336'"))
        for one in (replayed, data)
    )
    assert now == before | {"2026": 73.0}


# One publication or two, cut small


@pytest.fixture(scope="module")
def prepared(published, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    prepare(published, home)
    return home


@pytest.fixture
def scene(prepared, tmp_path):
    home = Path(shutil.copytree(prepared, tmp_path / "home"))
    with Replay(home / "files", DAY) as replay:
        yield Scene(home, replay)


def test_it_says_what_is_new_and_where_it_came_from(scene):
    outcome = scene.refresh()
    assert [(news.result, news.detail) for news in outcome.news] == [("new", "1 file of release 2026")]
    sidecar = scene.data / "raw" / WORKFORCE / "2026" / "csww_indicators_2017_to_2026.csv.manifest.json"
    manifest = json.loads(sidecar.read_text())
    assert manifest["downloaded_from"].startswith("https://content.explore-education-statistics.service.gov.uk/api/")
    assert manifest["etag"] and manifest["last_modified"] and manifest["file_id"]
    assert manifest["retrieved"] == "2027-07-15T12:00:00"
    assert scene.new_file.read_bytes() == sidecar.with_name("csww_indicators_2017_to_2026.csv").read_bytes()


def test_a_file_that_was_only_touched_is_asked_for_and_not_sent(scene):
    scene.refresh()
    touched = lambda answer, _: answer.saying(  # noqa: E731
        {**answer.said, "results": [{**entry, "lastUpdated": "2027-07-14"} for entry in answer.said["results"]]}
    )
    scene.spoil("data-set-files?", touched)
    assert [news.result for news in scene.refresh().news] == ["no new release"]
    asked = len(scene.replay.downloads)
    assert [news.result for news in scene.refresh().news] == ["no new release"]
    assert len(scene.replay.downloads) == asked, "the new mark is remembered"


def test_a_dry_run_says_what_it_would_do_and_does_nothing(scene):
    before = figures(scene.data)
    outcome = scene.refresh(dry_run=True)
    assert outcome.notes == [f"Would download {WORKFORCE} 2026, csww_indicators_2017_to_2026.csv."]
    assert outcome.exit_code == 0 and scene.replay.downloads == []
    assert figures(scene.data) == before and not (scene.data / "raw" / WORKFORCE / "2026").exists()


def test_force_downloads_again(scene):
    scene.refresh()
    asked = len(scene.replay.downloads)
    assert scene.refresh(force=True).replaced
    assert len(scene.replay.downloads) > asked


def test_a_release_that_came_out_again_is_a_release_of_its_own(scene):
    """MHCLG revises the outturn of a year twice under one address: the first figures stay, and the change shows."""
    scene.refresh()
    old = scene.new_file.read_text()
    line = next(line for line in old.splitlines() if line.startswith("2026") and ",336," in line)
    scene.new_file.write_text(old.replace(line, line.replace(",16.3,", ",17.3,", 1)))
    again = lambda answer, _: answer.saying(  # noqa: E731
        {**answer.said, "results": [{**entry, "published": "2027-07-20"} for entry in answer.said["results"]]}
    )
    scene.spoil("data-set-files?", again)
    assert scene.refresh().exit_code == 0
    assert ask(
        scene.data,
        "select previous_value, value, release.release from revision inner join release using (release_id) "
        "where metric_id = 'vacancy_rate' and area_code = '336' and period_label = '2026'",
    ) == [(16.3, 17.3, "2026 revised 2027-07-20")]
    asked = len(scene.replay.downloads)
    assert [news.result for news in scene.refresh().news] == ["no new release"]
    assert len(scene.replay.downloads) == asked


def test_a_new_announcement_alone_is_taken_up(scene):
    scene.refresh()
    asked = len(scene.replay.downloads)
    scene.replay.next_release[WORKFORCE] = {"year": 2028, "month": 2, "day": 24}
    outcome = scene.refresh()
    assert outcome.exit_code == 0 and outcome.replaced
    assert len(scene.replay.downloads) == asked
    assert ask(scene.data, "select day, from_publisher from next_expected where publication = ?", WORKFORCE) == [
        (24, True)
    ]


def test_what_was_accepted_is_loaded_recorded_and_said(scene):
    scene.edit(lambda rows: [row for row in rows if not (row["old_la_code"] == "336" and row["time_period"] == "2026")])
    refused = scene.refresh()
    assert refused.exit_code == 1 and "CheckFailed" in str(refused.problems[0])

    outcome = scene.refresh(accept={WORKFORCE: "Wolverhampton made no return"})

    assert outcome.exit_code == 0, outcome.problems
    assert ask(scene.data, "select publication, reason, overrode like '%Wolverhampton%' from acceptance") == [
        (WORKFORCE, "Wolverhampton made no return", True)
    ]
    assert "Wolverhampton made no return" in command(scene.data, "status").stdout
    assert command(scene.data, "build").returncode == 0, "the acceptance stays with the file"
    assert len(ask(scene.data, "select * from acceptance")) == 1


def test_an_acceptance_that_nothing_needed_is_not_recorded(scene):
    assert scene.refresh(accept={WORKFORCE: "just in case"}).exit_code == 0
    assert ask(scene.data, "select * from acceptance") == []


def test_what_a_killed_refresh_had_landed_is_built_by_the_next_one(scene):
    before = Path(shutil.copy(scene.data / "benchmarks.duckdb", scene.home / "last.duckdb"))
    scene.refresh()
    shutil.copy(before, scene.data / "benchmarks.duckdb")
    asked = len(scene.replay.downloads)
    assert scene.refresh().replaced
    assert len(scene.replay.downloads) == asked
    assert ("vacancy_rate", "336", "2026-09-30") in figures(scene.data)


def test_the_command_writes_lines_of_json_for_a_scheduler(scene):
    done = command(scene.data, "refresh", "--only", WORKFORCE, "--json", replay=scene.replay.address)
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert events[0] == {"event": "step", "at": events[0]["at"], "text": "Looking for Children's social work workforce"}
    assert {"publication": WORKFORCE, "result": "new", "detail": "1 file of release 2026"}.items() <= events[
        -3
    ].items() | events[-2].items()
    assert events[-1]["event"] == "done" and events[-1]["exit_code"] == 0 and events[-1]["replaced"]


def test_two_refreshes_never_run_at_once(scene):
    before = figures(scene.data)
    with filelock.FileLock(DataDir(scene.data).lock):
        done = command(scene.data, "refresh", replay=scene.replay.address)
        offline = command(scene.data, "build")
    assert done.returncode == offline.returncode == 4
    assert "another refresh is running" in done.stdout
    assert scene.replay.requests == [] and figures(scene.data) == before


def test_offline_asks_nobody(scene):
    done = command(scene.data, "refresh", "--offline", replay=scene.replay.address)
    assert done.returncode == 0 and "is new" in done.stdout
    assert scene.replay.requests == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--only", "schools"), "is no publication"),
        (("--accept", WORKFORCE), "belong together"),
        (("--reason", "because"), "belong together"),
        (("--offline", "--force"), "go without"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(tmp_path, options, said):
    done = command(tmp_path, "refresh", *options)
    assert done.returncode == 2 and said in done.stderr.replace("\n", " ")


@pytest.mark.parametrize("address", ["https://127.0.0.1", "http://example.org", "http://localhost.example.org:80"])
def test_only_this_machine_can_stand_for_the_publishers(tmp_path, address):
    done = command(tmp_path, "refresh", replay=address)
    assert done.returncode == 2 and "loopback" in done.stderr
    assert not list(tmp_path.iterdir())


# Other ways to the same files


@pytest.fixture(scope="module")
def in_need(published, tmp_path_factory) -> Path:
    """Children in need cut small: all five files, refreshed once over the content API."""
    home = tmp_path_factory.mktemp("in_need")
    for old in sorted((published / CIN / "2025").iterdir()):
        cut(published, home / "files", f"{CIN}/2025/{old.name}", some)
    cut(published, home / "other", CSWW_2025, some)
    assert load(home / "other", home / "data").exit_code == 0
    with Replay(home / "files") as replay:
        outcome = refresh(home / "data", replay, only=(CIN,))
        assert outcome.exit_code == 0, outcome.problems
    return home


def removed(*parts: str):
    return lambda path, answer, _: Answer(404, b"{}") if any(part in path for part in parts) else answer


def test_the_public_api_is_the_last_way_by_the_titles_seen_before(in_need, tmp_path):
    home = Path(shutil.copytree(in_need, tmp_path / "home"))
    path = home / "files" / CIN_2025
    path.write_text(path.read_text().replace("402400", "402500", 1))
    with Replay(home / "files") as replay:
        replay.faults.append(removed("/data-set-files", "/data-content", "/data-catalogue"))
        outcome = refresh(home / "data", replay, only=(CIN,))
        assert any("statistics/v1" in path and path.endswith("/csv") for path in replay.downloads)
    assert outcome.replaced, outcome.problems
    assert ask(
        home / "data",
        "select value, release_id like '%revised%' from staging.figure where measure = 'cin_count' "
        "and area_code = 'E92000001' and period_label = '2025' order by value",
    ) == [(402400, False), (402500, True)]


def test_the_public_api_stands_in_for_downloads_that_fail(in_need, tmp_path):
    home = Path(shutil.copytree(in_need, tmp_path / "home"))
    with Replay(home / "files") as replay:
        replay.faults.append(removed("/download", "/data-catalogue"))
        outcome = refresh(home / "data", replay, only=(CIN,), force=True)
    assert outcome.exit_code == 0 and any("another way" in note for note in outcome.notes)


def test_gov_uk_s_collection_leads_where_guessing_does_not(published, tmp_path):
    folder = "local-authority-inspection-outcomes"
    shutil.copytree(published / folder, tmp_path / "files" / folder)
    cut(published, tmp_path / "other", CSWW_2025, some)
    assert load(tmp_path / "other", tmp_path / "data").exit_code == 0
    with Replay(tmp_path / "files", "2031-01-01") as replay:
        outcome = refresh(tmp_path / "data", replay, only=(folder,))
    assert outcome.exit_code == 0 and "collection" in outcome.notes[0]
    assert ask(tmp_path / "data", "select count(*) > 100 from inspection") == [(True,)]


def test_a_page_that_is_nowhere_is_named_with_the_clock(published, tmp_path):
    (tmp_path / "files").mkdir()
    cut(published, tmp_path / "other", CSWW_2025, some)
    assert load(tmp_path / "other", tmp_path / "data").exit_code == 0
    with Replay(tmp_path / "files", "2031-01-01") as replay:
        outcome = refresh(tmp_path / "data", replay, only=("local-authority-inspection-outcomes",))
    assert outcome.exit_code == 1
    assert "clock says 2031" in str(outcome.problems[0]) and "inspections.py" in str(outcome.problems[0])


def test_served_tells_a_database_of_another_version_apart(prepared):
    last = served.read(prepared / "data" / "benchmarks.duckdb")
    assert last.holds(last.releases, [])
    assert not replace(last, version="0.0.0").holds(last.releases, [])
    assert not last.holds(last.releases, [{"publication": CLA, "year": 2026, "month": 11, "day": None}])
