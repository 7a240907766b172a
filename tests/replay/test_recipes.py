"""The recipes of docs/monthly.md: they run, and what they promise is what the commands do."""

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from data_pipeline.paths import PROJECT, DataDir

from .scene import DAY, prepare
from .server import Replay

MONTHLY = (PROJECT / "docs" / "monthly.md").read_text(encoding="utf-8")
README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\n(.*?)^```", MONTHLY, re.M | re.S)


def help_of(*command: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "data_pipeline", *command, "--help"],
        cwd=PROJECT,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    return run.stdout


@pytest.fixture(scope="module")
def prepared(published, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    prepare(published, home)
    return home


@pytest.mark.published
def test_cron_s_line_logs_json_and_speaks_up_only_when_a_person_is_needed(prepared, tmp_path):
    (line,) = [block.strip() for block in BLOCKS if block.startswith("30 6 ")]
    place = tmp_path / "three-pages"
    shutil.copytree(prepared / "data", place / "data")
    for name in ("changes", "data_pipeline", "sql"):
        (place / name).symlink_to(PROJECT / name)
    (place / ".venv").symlink_to(sys.prefix)
    command = line.split("  ", 1)[1].replace("/srv/three-pages", str(place))
    with Replay(prepared / "files", DAY) as replay:
        replay.faults.append(lambda path, answer, _: answer)
        environment = {**os.environ, "THREE_PAGES_REPLAY": replay.address, "THREE_PAGES_DATA_DIR": str(place / "data")}

        def run() -> subprocess.CompletedProcess:
            return subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True, timeout=60)

        with filelock.FileLock(DataDir(place / "data").lock):
            busy = run()
        spoken = run()
    assert (busy.stdout, busy.stderr, busy.returncode) == ("", "", 0)
    events = [json.loads(text) for text in (place / "data" / "refresh.log").read_text().splitlines()]
    assert [event["exit_code"] for event in events if event["event"] == "done"] == [4, 3]
    assert json.loads(spoken.stdout.splitlines()[-1]) == events[-1], "the publications without files were not reached"


def test_the_systemd_units_run_the_command_and_forgive_a_refresh_that_is_running():
    units = []
    for kind in ("service", "timer"):
        unit = configparser.ConfigParser(strict=True, interpolation=None)
        unit.optionxform = str
        unit.read(PROJECT / "deploy" / "systemd" / f"three-pages-refresh.{kind}")
        units.append(unit)
    assert units[0]["Service"]["ExecStart"].endswith("-m data_pipeline refresh --json")
    assert units[0]["Service"]["SuccessExitStatus"] == "4"
    assert units[1]["Install"]["WantedBy"] == "timers.target" and "OnCalendar" in units[1]["Timer"]


@pytest.mark.published
def test_the_container_s_job_refreshes_the_volume_that_it_is_given(prepared, tmp_path):
    (line,) = [block for block in BLOCKS if block.startswith("docker")]
    service = shlex.split(line)[-1]
    containers = PROJECT / "deploy" / "containers"
    jobs = (containers / "compose.yaml").read_text(encoding="utf-8").partition("\n  figures: &job\n")[2]
    assert 'volumes: ["figures:/data"]' in jobs.partition("\n\n")[0]
    program, *words = json.loads(re.search(rf"\n  {service}:\n    <<: \*job\n    command: (.*)\n", jobs)[1])
    assert program == "python"
    (variable,) = re.findall(r"(\w+)=/data\b", (containers / "Containerfile").read_text(encoding="utf-8"))
    volume = shutil.copytree(prepared / "data", tmp_path / "volume")
    with Replay(prepared / "files", DAY) as replay:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=PROJECT,
            env={**os.environ, "THREE_PAGES_REPLAY": replay.address, variable: str(volume)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    event = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, event["replaced"]) == (3, True), "the publications without files were not reached"
    assert event["database"] == str(volume / "benchmarks.duckdb")


@pytest.mark.parametrize("command", ["refresh", "changes"])
def test_every_option_that_is_told_exists_and_the_other_way_round(command):
    offered = set(re.findall(r"--[a-z-]+", help_of(command))) - {"--help", "--data-dir"}
    told = set(re.findall(r"--[a-z-]+", "\n".join(re.findall(r"`([^`\n]+)`", MONTHLY) + BLOCKS)))
    assert offered <= told
    mine = {
        option
        for line in re.findall(rf"data_pipeline {command}(.*)", MONTHLY)
        for option in re.findall(r"--[a-z-]+", line)
    }
    assert mine <= offered


def test_exit_codes_are_told_the_same_everywhere():
    codes = [sorted(re.findall(r"^\| (\d) \|", text, re.M)) for text in (MONTHLY, README)]
    assert codes == [["0", "1", "2", "3", "4"]] * 2
    assert re.findall(r"\b(\d) (?:the|nothing|a wrong|it is|another)", help_of().replace("\n", " ")) == codes[0]


def test_the_events_of_the_log_are_those_that_are_written():
    console = (PROJECT / "data_pipeline" / "console.py").read_text(encoding="utf-8")
    written = set(re.findall(r'_line\(\s*"([a-z]+)"', console))
    section = MONTHLY.split("## The log")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z]+)` \|", section, re.M)) == written
