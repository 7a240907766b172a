"""`python -m benchmarks.soak [MINUTES]`: mixed traffic for half an hour, with a refresh every two minutes.

Readers come, change what is shown, take files away, and go, while a refresh downloads everything from the replay
server and replaces the database under them. Every ten seconds the server's memory and open files are noted. Exits
with 1 where anything went wrong, memory grew by more than a tenth after the warm-up, or files were left open.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import WebSocketException

from benchmarks import figures
from benchmarks.bench_pages import VIEWS
from benchmarks.bench_refresh import refresh
from benchmarks.figures import Figure
from benchmarks.server import Server, serving, session
from tests.conftest import PUBLISHED
from tests.replay.server import Replay

READERS = 30
THINK_S = 3.0
EVERY_S, REFRESH_S = 10, 120
GROWTH = 1.10
COMPLAINT = re.compile(r"Traceback|Error|Exception|WARNING|CRITICAL")
TITLE = "Soak"


@dataclass
class Soak:
    """What was seen: milliseconds of changes, samples of (minute, MB, files, threads), and everything that failed."""

    times: list[float] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    samples: list[tuple[float, float, int, int]] = field(default_factory=list)
    refreshes: int = 0
    problems: list[str] = field(default_factory=list)

    def read(self, server: Server, index: int, until: float) -> None:
        """One reader after another, until the time is over."""
        pick = random.Random(index)
        while time.monotonic() < until:
            try:
                self._visit(server, pick, until)
            except (OSError, RuntimeError, WebSocketException) as problem:
                self.problems.append(f"reader {index}: {type(problem).__name__}: {problem}")

    def _visit(self, server: Server, pick: random.Random, until: float) -> None:
        view = pick.choice(VIEWS)
        with session(server, view.query, view.page) as client:
            for _ in range(pick.randint(3, 15)):
                time.sleep(min(pick.uniform(0, 2 * THINK_S), max(until - time.monotonic(), 0)))
                if time.monotonic() >= until:
                    return
                label = pick.choice(view.boxes)
                self.times.append(client.choose(label, pick.choice(client.others(label))))
                if client.files and pick.random() < 0.2:
                    address = client.download(pick.choice(list(client.files)))
                    with urllib.request.urlopen(server.http + address, timeout=60) as answer:
                        self.taken.append(len(answer.read()))

    def refresh(self, data_dir: Path, address: str, until: float) -> None:
        """Replace the database every two minutes."""
        stopped = threading.Event()
        while not stopped.wait(min(REFRESH_S, max(until - time.monotonic(), 0))) and time.monotonic() < until:
            try:
                refresh(data_dir, "--force", replay=address)
                self.refreshes += 1
            except RuntimeError as problem:
                self.problems.append(f"refresh: {problem}")

    def watch(self, server: Server, began: float, until: float) -> None:
        """Note memory, open files and threads, and that the server says it is well."""
        process = Path(f"/proc/{server.pid}")
        while time.monotonic() < until:
            time.sleep(EVERY_S)
            threads = len(os.listdir(process / "task"))
            minute = (time.monotonic() - began) / 60
            self.samples.append((minute, server.megabytes(), len(os.listdir(process / "fd")), threads))
            try:
                urllib.request.urlopen(f"{server.http}/_stcore/health", timeout=5).close()
            except OSError as problem:
                self.problems.append(f"health at minute {minute:.1f}: {problem}")


def run(minutes: float) -> tuple[Soak, str]:
    """Everything at once for so long. Returns what was seen and what the server wrote."""
    found = Soak()
    with tempfile.TemporaryDirectory() as name, Replay(PUBLISHED) as replay:
        home = Path(name)
        refresh(home / "data", "--from", str(PUBLISHED))
        with serving(data_dir=home / "data", log=home / "log") as server:
            began = time.monotonic()
            until = began + minutes * 60
            jobs = [threading.Thread(target=found.read, args=(server, index, until)) for index in range(READERS)]
            jobs.append(threading.Thread(target=found.refresh, args=(home / "data", replay.address, until)))
            jobs.append(threading.Thread(target=found.watch, args=(server, began, until)))
            for job in jobs:
                job.start()
            for job in jobs:
                job.join()
        return found, (home / "log").read_text(encoding="utf-8")


def figures_of(found: Soak, minutes: float) -> list[Figure]:
    """Memory and open files in the third after the warm-up, a sixth of the time, and in the last third."""
    warm = [each for each in found.samples if minutes / 6 <= each[0] < minutes / 2]
    last = [each for each in found.samples if each[0] >= minutes * 2 / 3]

    def middle(samples: list[tuple[float, float, int, int]], column: int) -> float:
        return statistics.median(each[column] for each in samples)

    memory, files = middle(warm, 1), middle(warm, 2)
    return [
        figures.of("a change", "ms", found.times),
        Figure("changes", "", len(found.times)),
        Figure("files taken away", "", len(found.taken)),
        Figure("refreshes that replaced the database", "", found.refreshes),
        Figure("problems", "", len(found.problems), below=1),
        Figure("memory at the end", "MB", middle(last, 1), floor=memory, below=memory * GROWTH),
        Figure("open files at the end", "", middle(last, 2), floor=files, below=files * GROWTH),
        Figure("threads at the end", "", middle(last, 3), floor=middle(warm, 3)),
    ]


def main(minutes: float) -> int:
    found, log = run(minutes)
    for minute, megabytes, files, threads in found.samples[:: max(len(found.samples) // 30, 1)]:
        print(f"{minute:5.1f} min {megabytes:7.0f} MB {files:5} files {threads:4} threads {'▪' * int(megabytes / 10)}")
    problems = [*found.problems, *(line for line in log.splitlines() if COMPLAINT.search(line))]
    print("\n".join(problems[:20]) or "Nothing went wrong, and the server had no complaint.")
    table = figures_of(found, minutes)
    figures.show(f"{TITLE}, {minutes:g} minutes, {READERS} readers", table)
    figures.keep({TITLE: table})
    return int(bool(problems) or any(each.is_met is False for each in table))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30))
