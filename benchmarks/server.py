"""The app as it is served, and a client that speaks Streamlit's websocket protocol to it, as a browser does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
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

from benchmarks.figures import ROOT

OURS = "app:app"


@dataclass(frozen=True)
class Server:
    """A running application: its port, its process number, and how long it took to answer, in seconds."""

    port: int
    pid: int
    start: float

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/_stcore/stream"

    def megabytes(self) -> float:
        """Memory of the process that is its own or shared, now."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(
    folder: Path = ROOT,
    application: str = OURS,
    data_dir: Path | None = None,
    log: Path = Path(os.devnull),
    **more: str,
) -> Iterator[Server]:
    """An application, served by uvicorn for as long as it is needed. What it writes goes into `log`.

    `more` goes into its environment. Raises RuntimeError where it ends at once or does not answer.
    """
    port = free_port()
    options = ["--no-access-log", "--log-level", "error", "--ws-per-message-deflate", "false"]
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *options]
    environment = os.environ | ({"THREE_PAGES_DATA_DIR": str(data_dir)} if data_dir else {}) | more
    began = time.perf_counter()
    with log.open("w") as written:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=written, stderr=written)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended before it answered:\n{log.read_text()}")
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise RuntimeError(f"the server did not answer within a minute:\n{log.read_text()}")


class Session:
    """One browser's session: what the server sent last, and how long the last run took."""

    def __init__(self, socket_: ClientConnection, query: str, page: str) -> None:
        self.socket = socket_
        self.state = ClientState(query_string=query, page_name=page)
        self.state.context_info.color_scheme = "light"
        self.id = ""
        self.boxes: dict[str, object] = {}
        self.files: dict[str, str] = {}  # buttons that make a file once they are pressed, by label
        self.elements = 0
        self.first = self.run()

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
        if kind == "new_session":
            self.id = message.new_session.initialize.session_id
            self.files.clear()
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
        if element.WhichOneof("type") == "download_button":
            self.files[element.download_button.label] = element.download_button.deferred_file_id

    def choose(self, label: str, option: str) -> float:
        """Change a selector, as a click on one of its options does. Returns milliseconds."""
        del self.state.widget_states.widgets[:]
        self.state.widget_states.widgets.add(id=self.boxes[label].id, string_value=option)
        return self.run()

    def download(self, label: str) -> str:
        """Press a button that makes a file. Returns the file's address on the server."""
        request = BackMsg()
        request.backend_operation_request.request_id = label
        request.backend_operation_request.session_id = self.id
        request.backend_operation_request.deferred_file.file_id = self.files[label]
        self.socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg.FromString(self.socket.recv(timeout=60))
            if message.WhichOneof("type") == "backend_operation_response":
                answer = message.backend_operation_response
                if answer.error_msg:
                    raise RuntimeError(answer.error_msg)
                return answer.deferred_file.url

    def others(self, label: str) -> list[str]:
        """The options of a selector that are not chosen."""
        shown = self.boxes[label]
        return [option for option in shown.options if option != shown.raw_value]


@contextmanager
def session(server: Server, query: str = "", page: str = "") -> Iterator[Session]:
    with connect(server.websocket, subprotocols=["streamlit"], max_size=None) as socket_:
        yield Session(socket_, query, page)
