"""`python -m tests.deploy.outages [MINUTES]`: a site goes through outages, one after another, while people read.

Three replicas behind nginx. All the while, newcomers open pages, and readers click every second or so, each where the
cookie leads. Prints a line an outage; exits with 1 where a page load failed or a session was lost for good.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from benchmarks.bench_pages import VIEWS
from data_pipeline import refresh
from data_pipeline.paths import DataDir
from tests.deploy.site import Site, Visitors, site
from tests.deploy.visitor import Visitor

READERS = 12


class Reader(threading.Thread):
    """Someone who opens a page and goes on choosing."""

    def __init__(self, where: Site, number: int, over: threading.Event) -> None:
        super().__init__()
        self.where, self.view, self.pick, self.over = where, VIEWS[number % len(VIEWS)], random.Random(number), over
        self.times: list[float] = []
        self.moves = 0
        self.replica = 0
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            reader = Visitor(self.where, self.view.query, self.view.page)
            while not self.over.wait(self.pick.uniform(0.5, 1.5)):
                session, label = reader.shown.id, self.pick.choice(self.view.boxes)
                began = time.perf_counter()
                reader.choose(label, self.pick.choice(reader.shown.others(label)))
                self.times.append(time.perf_counter() - began)
                self.moves += reader.shown.id != session
                self.replica = reader.replica
            reader.leave()
        except Exception as problem:
            self.problem = problem


def killed(where: Site, _: Path) -> None:
    replica = random.choice(where.replicas)
    replica.kill()
    time.sleep(5)
    replica.start()
    replica.wait_until_healthy()


def replaced(_: Site, served: Path) -> None:
    new = served.with_name("new.duckdb")
    shutil.copy(served, new)
    new.replace(served)


def restarted(where: Site, _: Path) -> None:
    for replica in where.replicas:
        replica.stop()
        replica.start()
        replica.wait_until_healthy()


OUTAGES = {"a replica is killed": killed, "the database is replaced": replaced, "all restart in turn": restarted}


def main(minutes: float = 10) -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder))
        assert refresh.from_landed(data, lambda *_: None).exit_code == 0
        with site(data.root, replicas=3) as where:
            return _go_through(where, data.database, minutes)


def _go_through(where: Site, served: Path, minutes: float) -> int:
    over, until = threading.Event(), time.monotonic() + minutes * 60
    readers = [Reader(where, number, over) for number in range(READERS)]
    for reader in readers:
        reader.start()
    with Visitors(lambda number: _open(where, number), threads=2) as newcomers:
        try:
            while not all(reader.times or reader.problem for reader in readers):
                over.wait(0.1)
            for name, outage in itertools.cycle(OUTAGES.items()):
                if time.monotonic() > until:
                    break
                pages, clicks, moves = _so_far(newcomers, readers)
                outage(where, served)
                over.wait(5)
                now = _so_far(newcomers, readers)
                slowest = max(newcomers.opened[pages:], default=0)
                print(
                    f"{time.strftime('%H:%M:%S')} {name}: {now[0] - pages} pages opened, {len(newcomers.failed)} failed; "
                    f"{now[1] - clicks} clicks, {now[2] - moves} sessions came back, "
                    f"{sum(r.problem is not None for r in readers)} lost; slowest page {slowest:.1f} s; "
                    f"readers on {_spread(readers)}",
                    flush=True,
                )
        finally:
            over.set()
    for reader in readers:
        with suppress(RuntimeError):
            reader.join()
    problems = [*newcomers.failed, *(reader.problem for reader in readers if reader.problem)]
    bad = [line for line in where.log.splitlines() if line[:2] == "20" and line.split()[1][:1] in "45"]
    print(f"{len(newcomers.opened)} pages, {sum(len(r.times) for r in readers)} clicks, {len(problems)} problems")
    print("\n".join([repr(problem) for problem in problems[:20]] + bad[:20]))
    return 1 if problems else 0


def _open(where: Site, number: int) -> None:
    view = VIEWS[number % len(VIEWS)]
    Visitor(where, view.query, view.page).leave()


def _spread(readers: list[Reader]) -> str:
    at = Counter(reader.replica for reader in readers)
    return " / ".join(str(at[number]) for number in (1, 2, 3))


def _so_far(newcomers: Visitors, readers: list[Reader]) -> tuple[int, int, int]:
    return len(newcomers.opened), sum(len(r.times) for r in readers), sum(r.moves for r in readers)


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
