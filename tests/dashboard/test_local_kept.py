"""Where a council's own figures are kept: files for everyone, read again when they change; an upload for one session."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard import store
from dashboard.local import kept
from dashboard.store import Version
from tests.dashboard import made_up
from tests.dashboard.made_up import METRIC, OTHERS, OWN

HEADER = "council,metric,period_end,value,numerator,denominator\n"
LINE = "Ashford Vale,empty_chairs,{day},{value},,\n"


@pytest.fixture
def version(tmp_path, monkeypatch) -> Version:
    made_up.write(tmp_path / store.FILE)
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    return store.version()


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / kept.FOLDER
    made.mkdir()
    return made


def line(value: float, day: str = "2026-10-31") -> str:
    return LINE.format(value=value, day=day)


def values(version: Version) -> list[float]:
    return [figure.value for figure in kept.of(version, OWN.area_code).get(METRIC.metric_id, ())]


def problems(version: Version) -> list[str]:
    return [problem.found for reading in kept.in_folder(version).readings for problem in reading.problems]


def test_without_a_folder_there_are_no_figures(version):
    assert kept.of(version, OWN.area_code) == {}


def test_files_are_for_their_council_alone_oldest_first(version, folder):
    (folder / "own.CSV").write_text(HEADER + line(14, "2026-10-31") + line(13, "2026-09-30"))
    assert values(version) == [13.0, 14.0]
    assert kept.of(version, OTHERS[0].area_code) == {}


def test_a_file_that_has_changed_is_read_again(version, folder):
    file = folder / "own.csv"
    file.write_text(HEADER + line(14))
    assert values(version) == [14.0]
    file.write_text(HEADER + line(15))
    later = file.stat().st_mtime_ns + 1_000_000
    os.utime(file, ns=(later, later))
    assert values(version) == [15.0]
    file.unlink()
    assert values(version) == []


def test_a_wrong_file_is_named_and_the_others_are_shown(version, folder):
    (folder / "good.csv").write_text(HEADER + line(14))
    (folder / "wrong.csv").write_text(HEADER + line(15, "never"))
    (folder / "~$open.csv").write_bytes(b"an editor's")
    (folder / ".hidden.csv").write_bytes(b"an editor's")
    (folder / "notes.txt").write_text("no figures")
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "gone.csv").symlink_to(folder / "nowhere")
    assert values(version) == [14.0]
    assert [reading.file for reading in kept.in_folder(version).readings] == ["good.csv", "wrong.csv"]
    assert problems(version) == ["“never”"]


def test_a_file_that_is_too_large_is_not_read_whole(version, folder):
    with (folder / "large.csv").open("wb") as file:
        file.truncate(1 << 40)
    assert problems(version) == ["5.0 MB"]


def test_two_files_that_disagree_are_not_guessed_between(version, folder):
    (folder / "a.csv").write_text(HEADER + line(14) + line(13, "2026-09-30"))
    (folder / "b.csv").write_text(HEADER + line(15) + line(16, "2026-08-31"))
    (folder / "c.csv").write_text(HEADER + line(14) + line(17, "2026-07-31"))
    assert values(version) == [17.0, 13.0, 14.0]
    assert problems(version) == ["15"]
    assert "as in a.csv" in kept.in_folder(version).readings[1].problems[0].expected


def test_an_upload_takes_the_place_of_a_file_s_figure_of_the_same_period(version, folder, monkeypatch):
    (folder / "own.csv").write_text(HEADER + line(14) + line(13, "2026-09-30"))
    monkeypatch.setattr(kept.st, "session_state", {})
    before = sorted(folder.parent.rglob("*"))
    kept.upload(version, (HEADER + line(15)).encode(), "mine.csv")
    assert values(version) == [13.0, 15.0]
    kept.upload(version, (HEADER + line(15, "never")).encode(), "mine.csv")
    assert values(version) == [13.0, 14.0]
    assert kept.uploaded().readings[0].problems
    kept.forget()
    assert kept.uploaded().readings == ()
    assert sorted(folder.parent.rglob("*")) == before


def test_tomorrow_is_the_future(version, folder):
    (folder / "own.csv").write_text(HEADER + line(14, str(date.today() + timedelta(days=1))))
    assert values(version) == []
    assert len(problems(version)) == 1
