"""A refresh of everything: from a folder, over loopback HTTP, and with nothing new. Needs ../shared/published."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import ROOT, Figure
from tests.conftest import PUBLISHED
from tests.replay.server import Replay

TITLE = "Refresh; floor: reading the files' bytes"
READ = re.compile(r"([\d,]+) rows read")


def measure() -> list[Figure]:
    if not PUBLISHED.is_dir():
        print(f"\nNot measured: a refresh needs the published files in {PUBLISHED}.", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        reading = _reading()
        folder, peak, said = refresh(home / "folder", "--from", str(PUBLISHED))
        rows = int(READ.search(said)[1].replace(",", ""))  # type: ignore[index]
        with Replay(PUBLISHED) as replay:
            # What has no address comes from a folder first; the rest is then new over HTTP.
            live, live_peak, _ = refresh(home / "live", replay=replay.address)
            idle, _, _ = refresh(home / "live", replay=replay.address)
        size = (home / "folder" / "benchmarks.duckdb").stat().st_size / 1e6
    return [
        Figure("from the folder", "s", folder, floor=reading, below=10),
        Figure("rows read in a second", "rows", rows / folder),
        Figure("peak memory", "MB", peak),
        Figure("database", "MB", size),
        Figure("over HTTP from the replay server", "s", live, below=60),
        Figure("the same, peak memory", "MB", live_peak),
        Figure("with nothing new", "s", idle, below=3),
    ]


def _reading() -> float:
    began = time.perf_counter()
    for file in PUBLISHED.rglob("*"):
        if file.is_file():
            file.read_bytes()
    return time.perf_counter() - began


def refresh(data_dir: Path, *options: str, replay: str = "") -> tuple[float, float, str]:
    """Seconds, peak memory in MB, and what was said by one refresh as a process of its own."""
    command = [sys.executable, "-m", "data_pipeline", "refresh", *options, "--data-dir", str(data_dir)]
    environment = os.environ | {"COLUMNS": "300"} | ({"THREE_PAGES_REPLAY": replay} if replay else {})
    with tempfile.TemporaryFile("w+") as out:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        out.seek(0)
        said = out.read()
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        raise RuntimeError(said)
    return took, usage.ru_maxrss / 1000, said
