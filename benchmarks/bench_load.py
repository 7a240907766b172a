"""Many at once: a cold start, sessions that click every five seconds, first visits all at the same moment.

Each session is a websocket that speaks Streamlit's protocol and opens one of the pages; the clients run in this
process, on the processors that the servers use too.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from websockets.exceptions import WebSocketException

from benchmarks import figures
from benchmarks.bench_pages import VIEWS
from benchmarks.figures import Figure
from benchmarks.server import Server, serving, session

TITLE = "Load: sessions with a click every 5 s"
THINK_S, MINUTE_S = 5.0, 60.0
AT_ONCE = 50


class Crowd:
    """Sessions in threads: what each click took, and what went wrong."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.problems: list[Exception] = []

    def run(self, sessions: int, one: Callable[[int], None]) -> None:
        def guarded(index: int) -> None:
            try:
                one(index)
            except (OSError, RuntimeError, WebSocketException) as problem:
                self.problems.append(problem)

        threads = [threading.Thread(target=guarded, args=(index,)) for index in range(sessions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def click(self, servers: Sequence[Server], sessions: int, seconds: float = MINUTE_S) -> None:
        """Each session opens a page, and then chooses another option after every pause, for so many seconds."""
        everyone_is_in = threading.Barrier(sessions)

        def one(index: int) -> None:
            pick, view = random.Random(index), VIEWS[index % len(VIEWS)]
            # They arrive one after another, and think for between nothing and twice the mean.
            time.sleep(index * THINK_S / sessions)
            with session(servers[index % len(servers)], view.query, view.page) as client:
                everyone_is_in.wait(timeout=120)
                until = time.monotonic() + seconds
                while True:
                    time.sleep(pick.uniform(0, 2 * THINK_S))
                    if time.monotonic() > until:
                        return
                    label = pick.choice(view.boxes)
                    self.times.append(client.choose(label, pick.choice(client.others(label))))

        self.run(sessions, one)

    def arrive(self, server: Server, sessions: int) -> None:
        """Everybody opens a page at the same moment."""
        start = threading.Barrier(sessions)

        def one(index: int) -> None:
            view = VIEWS[index % len(VIEWS)]
            start.wait(timeout=30)
            began = time.perf_counter()
            with session(server, view.query, view.page):
                self.times.append((time.perf_counter() - began) * 1000)

        self.run(sessions, one)


def measure() -> list[Figure]:
    found = [*_cold(), *_first_visits()]
    for sessions, targets in ((1, {}), (10, {}), (50, {}), (100, {"below": 150, "p95_below": 1400})):
        found += _clicks(1, sessions, **targets)
    return [*found, *_clicks(2, 100, p95_below=700)]


def _cold() -> list[Figure]:
    """From nothing to an answer, and to the first page of the first reader."""
    starts, pages = [], []
    for _ in range(5):
        with serving() as server:
            starts.append(server.start)
            with session(server, VIEWS[0].query) as client:
                pages.append(client.first)
    return [
        figures.of("cold start until healthy", "s", starts, below=2),
        figures.of("the first page after it", "ms", pages),
    ]


def _first_visits() -> list[Figure]:
    crowd = Crowd()
    with serving() as server:
        crowd.arrive(server, 1)
        crowd.times.clear()
        crowd.arrive(server, AT_ONCE)
    return [
        figures.of(f"{AT_ONCE} first visits at once", "ms", crowd.times, below=1500),
        Figure(f"{AT_ONCE} first visits at once: lost", "", len(crowd.problems), below=1),
    ]


def _clicks(replicas: int, sessions: int, **targets: float) -> list[Figure]:
    crowd = Crowd()
    with ExitStack() as stack:
        servers = [stack.enter_context(serving()) for _ in range(replicas)]
        empty = sum(server.megabytes() for server in servers)
        crowd.click(servers, sessions)
        full = sum(server.megabytes() for server in servers)
    name = f"{sessions} sessions" + (f", {replicas} replicas" if replicas > 1 else "")
    return [
        figures.of(f"{name}: a change", "ms", crowd.times, **targets),
        Figure(f"{name}: lost", "", len(crowd.problems), below=1),
        Figure(f"{name}: memory of a replica", "MB", full / replicas, floor=empty / replicas, below=400),
        Figure(f"{name}: memory it takes, by session", "MB", (full - empty) / sessions),
    ]
