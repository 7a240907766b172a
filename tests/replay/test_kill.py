"""A refresh killed (SIGKILL) at random moments: the database stays whole, and the next refresh puts the rest right."""

import multiprocessing
import os
import random
import signal
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from data_pipeline import live
from data_pipeline.fetch import Client
from data_pipeline.paths import DataDir

from .scene import DAY, WORKFORCE, Scene, prepare
from .server import Replay

pytestmark = pytest.mark.published

KILLS = int(os.environ.get("THREE_PAGES_KILLS", "15"))
SQL = (
    "select (select cast(10 * value as integer) from observation where metric_id = 'vacancy_rate' and area_code = '336' "
    "and period_end = '2026-09-30'), (select count(*) from observation where period_end <= '2025-09-30'), "
    "(select count(*) from area), (select count(*) from build)"
)


def refresh(data: Path, address: str) -> None:
    """What a child process does, with nothing else on its hands."""
    client = Client(replay=address, clock=lambda: datetime(2027, 7, 15, 12, tzinfo=UTC))
    live.refresh(DataDir(data), client, lambda _: None, live.Wish(only=(WORKFORCE,)))


def served(data: Path) -> tuple:
    """Wolverhampton's newest vacancy rate × 10, and how much of everything there is; raises if it is not whole."""
    with duckdb.connect(str(data / "benchmarks.duckdb"), read_only=True) as con:
        return con.execute(SQL).fetchone()


def test_the_database_is_whole_whenever_a_refresh_is_killed(published, tmp_path):
    prepare(published, tmp_path)
    # A fresh copy of a process that has imported everything is ready at once.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["data_pipeline.live", "pandas", "duckdb"])
    chance = random.Random(20270715)
    with Replay(tmp_path / "files", DAY) as replay:
        scene = Scene(tmp_path, replay)
        text = scene.new_file.read_text()
        line = next(line for line in text.splitlines() if line.startswith("2026") and ",336," in line)
        longest, killed = 0.5, 0
        _, old_figures, *_ = last = served(scene.data)
        for n in range(1, KILLS + 1):
            # Each month brings another figure: 20.1, 20.2, …
            scene.new_file.write_text(text.replace(line, line.replace(",16.3,", f",{20 + n / 10:.1f},", 1)))
            process = processes.Process(target=refresh, args=(scene.data, replay.address))
            begun = datetime.now()
            process.start()
            process.join(chance.uniform(0, longest))
            if process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
                killed += 1
                # Moments are drawn from the whole of a refresh, however fast the machine is.
                longest = min(longest * 1.15, 5)
            else:
                longest = max((datetime.now() - begun).total_seconds(), 0.1)
            process.join()

            figure, figures, areas, builds = served(scene.data)
            assert figure in (last[0], 200 + n), f"neither the last good figures nor the new ones, after kill {n}"
            assert figures >= old_figures and areas and builds == 1
            last = (figure, figures)
        assert killed >= KILLS / 2, "most refreshes were killed before they had ended"

        outcome = scene.refresh()

    assert outcome.exit_code == 0, outcome.problems
    assert served(scene.data)[0] == 200 + KILLS
    left = [path for path in scene.data.rglob("*") if "arriving" in path.name or path.name.startswith(".building")]
    assert left == []
