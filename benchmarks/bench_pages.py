"""Server time of a change on each page, beside a bare Streamlit page of as many elements.

A client changes a selector and waits for the message that the script has finished. So the time holds the callback,
every query, chart and table, their serialisation, the garbage collection that Streamlit does, and the local network.
Nothing is painted.
"""

from __future__ import annotations

import random
import shutil
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks import figures
from benchmarks.figures import Figure
from benchmarks.server import serving, session

TITLE = "Server time of a change, every view for the first time; floor: a bare page of as many elements"
MEDIAN_MS, P95_MS = 60, 120
TIMES_BARE = 1.5
CHANGES = 40
BARE = """
import streamlit as st
st.selectbox("Measure", [str(i) for i in range(25)], key="bare")
for i in range({elements} - 1):
    st.text(f"{{st.session_state.bare}} {{i}}")
"""
BARE_APP = """
import gc
from contextlib import asynccontextmanager
import streamlit as st

@asynccontextmanager
async def lifespan(_app):
    gc.collect(); gc.freeze()
    yield

app = st.App({script!r}, lifespan=lifespan)
"""


@dataclass(frozen=True)
class View:
    """A page as it is opened, and the selectors that are changed on it."""

    name: str
    page: str
    query: str
    boxes: tuple[str, ...]


VIEWS = (
    View("Summary", "", "council=wolverhampton", ("Council", "Compared with")),
    View("Benchmark", "benchmark", "council=wolverhampton", ("Measure", "Council", "Compared with")),
    View("Position", "position", "council=wolverhampton", ("Council", "Compared with")),
    View("Two measures", "relationships", "council=wolverhampton", ("Across", "Up", "Council")),
    View("By grade", "relationships", "council=wolverhampton&show=grades", ("Measure", "Council")),
)


def of_page(view: View, changes: int, data_dir: Path | None = None) -> tuple[dict[str, list[float]], int]:
    """Milliseconds of each kind of change, in random order over all options, and the page's number of elements."""
    times: dict[str, list[float]] = {label: [] for label in view.boxes}
    pick = random.Random(1)
    with serving(data_dir=data_dir) as server, session(server, view.query, view.page) as client:
        client.run()
        elements = client.elements
        for _ in range(changes):
            for label, found in times.items():
                found.append(client.choose(label, pick.choice(client.others(label))))
    return times, elements


def of_bare_page(elements: int, changes: int, *, tuned: bool) -> list[float]:
    """Milliseconds of a change on a page of one selector and plain texts, with our settings or Streamlit's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if tuned:
            shutil.copytree(figures.ROOT / ".streamlit", folder / ".streamlit")
        (folder / "script.py").write_text(BARE.format(elements=elements))
        (folder / "bare.py").write_text(BARE_APP.format(script=str(folder / "script.py")))
        with serving(folder, "bare:app") as server, session(server) as client:
            client.run()
            return [client.choose("Measure", str(i % 24 + 1)) for i in range(changes)]


def measure() -> list[Figure]:
    found = []
    for view in VIEWS:
        times, elements = of_page(view, CHANGES)
        floor, shipped = (statistics.median(of_bare_page(elements, CHANGES, tuned=tuned)) for tuned in (True, False))
        every = [each for some in times.values() for each in some]
        found += [figures.of(f"{view.name}: {label}", "ms", some, floor=floor) for label, some in times.items()]
        below = min(MEDIAN_MS, TIMES_BARE * shipped)
        found += [
            figures.of(f"{view.name}: all changes", "ms", every, floor=floor, below=below, p95_below=P95_MS),
            Figure(f"bare page, {elements} elements, Streamlit’s settings", "ms", shipped, floor=floor),
            Figure(f"bare page, {elements} elements, ours", "ms", floor),
        ]
    return found
