"""Server time of a change on each page, beside a bare Streamlit page of as many elements.

A client speaks Streamlit's websocket protocol to `uvicorn app:app`, as a browser does: it changes a selector and
waits for the message that the script has finished. So the time holds the callback, every query, chart and table,
their serialisation, the garbage collection that Streamlit does, and the local network. Nothing is painted.
"""

from __future__ import annotations

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
MEDIAN_MS, P95_MS = 60, 120
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


class Session:
    """One browser's session: what the server sent last, and how long the last run took."""

    def __init__(self, socket_: ClientConnection, query: str, page: str) -> None:
        self.socket = socket_
        self.state = ClientState(query_string=query, page_name=page)
        self.state.context_info.color_scheme = "light"
        self.boxes: dict[str, object] = {}
        self.elements = 0
        self.run()

    def run(self) -> float:
        """Run the script with the present state. Returns milliseconds until the server says it has finished."""
        self.elements = 0
        start = time.perf_counter()
        self.socket.send(BackMsg(rerun_script=self.state).SerializeToString())
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=60))
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                return (time.perf_counter() - start) * 1000
            self._note(kind, message)

    def _note(self, kind: str | None, message: ForwardMsg) -> None:
        if kind == "page_info_changed":
            self.state.query_string = message.page_info_changed.query_string
        if kind != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        self.elements += 1
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "selectbox":
            self.boxes[element.selectbox.label] = element.selectbox

    def choose(self, label: str, option: str) -> float:
        """Change a selector, as a click on one of its options does. Returns milliseconds."""
        del self.state.widget_states.widgets[:]
        self.state.widget_states.widgets.add(id=self.boxes[label].id, string_value=option)
        return self.run()


@contextmanager
def serving(folder: Path, application: str) -> Iterator[str]:
    """The websocket address of an application, served by uvicorn for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        application,
        "--port",
        str(port),
        "--log-level",
        "error",
        "--ws-per-message-deflate",
        "false",
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "--no-access-log"], cwd=folder, env=os.environ, **quiet)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"ws://127.0.0.1:{port}/_stcore/stream"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")


@contextmanager
def session(address: str, query: str = "", page: str = "") -> Iterator[Session]:
    with connect(address, subprotocols=["streamlit"], max_size=None) as socket_:
        yield Session(socket_, query, page)


def of_page(view: View, changes: int, seed: int = 1) -> tuple[dict[str, list[float]], int]:
    """Times of each kind of change, in random order over all options, and the page's number of elements."""
    times: dict[str, list[float]] = {label: [] for label in view.boxes}
    pick = random.Random(seed)
    with serving(ROOT, "app:app") as address, session(address, view.query, view.page) as client:
        client.run()
        elements = client.elements
        for _ in range(changes):
            for label, found in times.items():
                shown = client.boxes[label]
                others = [option for option in shown.options if option != shown.raw_value]
                found.append(client.choose(label, pick.choice(others)))
    return times, elements


def of_bare_page(elements: int, changes: int) -> list[float]:
    """Times of a change on a page of one selector and plain texts, served the same way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "script.py").write_text(BARE.format(elements=elements))
        (folder / "bare.py").write_text(BARE_APP.format(script=str(folder / "script.py")))
        with serving(folder, "bare:app") as address, session(address) as client:
            client.run()
            return [client.choose("Measure", str(i % 24 + 1)) for i in range(changes)]


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    """Print the table. Returns 1 where a page misses a target."""
    print(f"Server time of a change, ms ({CHANGES} of each, every view for the first time)\n")
    print(f"{'':46}{'median':>8}{'p95':>8}{'ratio':>8}")
    missed = []
    for view in VIEWS:
        times, elements = of_page(view, CHANGES)
        bare = of_bare_page(elements, CHANGES)
        base = statistics.median(bare)
        everything = [each for found in times.values() for each in found]
        for name, found in (*times.items(), ("all changes", everything), (f"bare page, {elements} elements", bare)):
            print(f"{view.name + ': ' + name:46}{statistics.median(found):8.1f}{p95(found):8.1f}", end="")
            print(f"{statistics.median(found) / base:8.1f}")
        if statistics.median(everything) >= MEDIAN_MS or p95(everything) >= P95_MS:
            missed.append(view.name)
    print(f"\nTarget: median under {MEDIAN_MS} ms and p95 under {P95_MS} ms: ", end="")
    print(f"MISSED by {', '.join(missed)}." if missed else "met.")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
