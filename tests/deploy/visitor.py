"""A browser without a screen: what a page load asks for over HTTP, its cookies, and Streamlit's websocket."""

from __future__ import annotations

import re
import time
from contextlib import ExitStack

import requests
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from benchmarks.server import Session
from tests.deploy.site import Site

PATIENCE_S = 20


class Shown(Session):
    """A session that also keeps its number and the words that the last run showed."""

    def run(self) -> float:
        self.words: list[str] = []
        return super().run()

    def _note(self, kind: str | None, message: ForwardMsg) -> None:
        super()._note(kind, message)
        if kind == "new_session":
            self.id = message.new_session.initialize.session_id
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "markdown":
            self.words.append(message.delta.new_element.markdown.body)


class Visitor:
    """Someone at a page. Every answer over HTTP must be a good one; a websocket that breaks is opened again."""

    def __init__(self, site: Site, query: str = "", page: str = "") -> None:
        self.site, self.query, self.page = site, query, page
        self.connection = ExitStack()
        self.http = requests.Session()
        self.http.trust_env = False
        html = self.get(f"/{page}?{query}").text
        script = re.search(r'src="\.(/static/js/index\.[^"]+\.js)"', html)
        assert script, html
        assert "javascript" in self.get(script[1]).headers["Content-Type"]
        self.get("/_stcore/health")
        self.get("/_stcore/host-config")
        self.connect()

    def get(self, path: str) -> requests.Response:
        answer = self.http.get(self.site.http + path, timeout=PATIENCE_S)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer

    def connect(self, existing: str = "") -> None:
        """Open the websocket, as often as it takes, and show the page again with what was chosen."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._connect(existing)
                return
            except (OSError, WebSocketException):
                if time.monotonic() > deadline:
                    raise

    def _connect(self, existing: str) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        self.connection.close()
        opening = connect(
            self.site.websocket,
            subprotocols=[
                "streamlit",
                self.http.cookies.get("_streamlit_xsrf") or "none",
                *([existing] * bool(existing)),
            ],
            additional_headers={"Cookie": cookies, "Origin": self.site.http},
            max_size=None,
            proxy=None,
        )
        self.socket = self.connection.enter_context(opening)
        for each in self.socket.response.headers.get_all("Set-Cookie"):
            name, value = each.split(";")[0].split("=", 1)
            self.http.cookies.set(name, value, domain="127.0.0.1", path="/")
        self.shown = Shown(self.socket, self.query, self.page)

    @property
    def replica(self) -> int:
        """The number of the replica that the cookie leads to."""
        return int(self.http.cookies["three_pages"].split(".")[1])

    def choose(self, label: str, option: str) -> float:
        """Change a selector. Where the replica has gone, the browser comes back first, with what it had chosen."""
        try:
            return self.shown.choose(label, option)
        except (OSError, WebSocketException):
            self.query = self.shown.state.query_string
            self.connect(self.shown.id)
            return self.shown.choose(label, option)

    def upload(self) -> int:
        """Put a small file where the file uploader puts one. Returns the status."""
        answer = self.http.put(
            f"{self.site.http}/_stcore/upload_file/{self.shown.id}/a-file",
            files={"file": ("own.csv", b"council,metric\n")},
            headers={"X-Xsrftoken": self.http.cookies["_streamlit_xsrf"]},
            timeout=PATIENCE_S,
        )
        return answer.status_code

    def leave(self) -> None:
        self.connection.close()
        self.http.close()
