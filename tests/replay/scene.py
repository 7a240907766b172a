"""One refresh against the replay server: a data directory that has last year's releases, and new ones to fetch.

Two publications of one file each: children's social workers, where the faults are, and stability measures, where all
is well. Files are lines cut from real releases; the new ones add a year that says what the last one said.
"""

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from data_pipeline import live
from data_pipeline.fetch import Client, Limits
from data_pipeline.outcome import Outcome
from data_pipeline.paths import PROJECT, DataDir

from ..data_pipeline.folders import CSWW_2025, cut, load
from .server import Answer, Replay

WORKFORCE = "children-s-social-work-workforce"
STABILITY = "stability-measures-for-children-looked-after-in-england"
STABILITY_2024 = f"{STABILITY}/2024/la_cla_swcount.csv"
CSWW_2026 = f"{WORKFORCE}/2026/csww_indicators_2017_to_2026.csv"
STABILITY_2025 = f"{STABILITY}/2025/la_cla_swcount.csv"
DAY = "2027-07-15"
QUICK = Limits(connect=2, read=0.4, whole=20, tries=3, file_bytes=3_000_000)


def some(row: dict[str, str]) -> bool:
    """Metropolitan and London boroughs, and Surrey."""
    return row["geographic_level"] != "Local authority" or row["old_la_code"][0] == "3" or row["old_la_code"] == "936"


def another_year(path: Path, to: Path, last: str) -> None:
    """Copy a file with the rows of its last year once more, as the year after."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    new = [line.replace(last, str(int(last) + 1), 1) for line in lines[1:] if line.startswith(last)]
    assert new
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text("\n".join([*lines, *new]) + "\n", encoding="utf-8")


def prepare(published: Path, home: Path) -> None:
    """Make `home/files`, what the services hold, and `home/data`, which has loaded last year's releases."""
    files = home / "files"
    cut(published, home / "last", CSWW_2025, some)
    cut(published, home / "last", STABILITY_2024, some)
    outcome = load(home / "last", home / "data")
    assert outcome.exit_code == 0, outcome.problems
    shutil.copytree(home / "last", files)
    another_year(files / CSWW_2025, files / CSWW_2026, "2025")
    another_year(files / STABILITY_2024, files / STABILITY_2025, "2024")


@dataclass
class Scene:
    """A copy of what `prepare` made, with the server that serves it, to be spoilt by a fault."""

    home: Path
    replay: Replay
    limits: Limits = QUICK
    clock: Callable[[], datetime] | None = None
    address: str = ""
    waits: list[float] = field(default_factory=list)
    # Set by faults that need a process of their own, or another answer from the system's resolver.
    in_process: Callable[[], subprocess.CompletedProcess] | None = None
    resolve: Callable[..., object] | None = None

    @property
    def new_file(self) -> Path:
        return self.home / "files" / CSWW_2026

    @property
    def data(self) -> Path:
        return self.home / "data"

    def edit(self, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
        """Change the rows of the new file."""
        text = self.new_file.read_text(encoding="utf-8")
        rows = change(list(csv.DictReader(io.StringIO(text))))
        written = io.StringIO()
        writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.new_file.write_text(written.getvalue(), encoding="utf-8")

    def spoil(self, part: str, change: Callable[[Answer, int], Answer]) -> None:
        """Change the answers to requests for the social workers' publication whose path holds `part`."""
        mine = {file.guid(kind) for file in self.replay.files(WORKFORCE) for kind in ("data set file", "api")}
        marks = {*mine, WORKFORCE, "d8baee79-3c88-45f4-b12a-07b91e9b5c11"}

        def fault(path: str, answer: Answer, earlier: int) -> Answer:
            return change(answer, earlier) if part in path and any(mark in path for mark in marks) else answer

        self.replay.faults.append(fault)

    def refresh(self, *only: str, **wish: object) -> Outcome:
        client = Client(
            replay=self.address or self.replay.address,
            limits=self.limits,
            clock=self.clock or (lambda: self.replay.clock),
            sleep=self.waits.append,
        )
        return live.refresh(DataDir(self.data), client, lambda _: None, live.Wish(only or (WORKFORCE,), **wish))

    def command(self, *options: str, **process: object) -> subprocess.CompletedProcess:
        """The same refresh as a program of its own."""
        command = ["refresh", "--data-dir", str(self.data), "--only", WORKFORCE, *options]
        return subprocess.run(
            [sys.executable, "-m", "data_pipeline", *command],
            cwd=PROJECT,
            env={**os.environ, "THREE_PAGES_REPLAY": self.replay.address},
            capture_output=True,
            text=True,
            timeout=60,
            **process,
        )


def figures(data: Path) -> dict[tuple, tuple]:
    """Every figure that the database holds."""
    with duckdb.connect(str(data / "benchmarks.duckdb"), read_only=True) as con:
        rows = con.execute(
            "select metric_id, area_code, period_end::varchar, value, status from observation"
        ).fetchall()
    return {row[:3]: row[3:] for row in rows}
