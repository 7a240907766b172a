"""A refresh started from the page: a process of its own, which goes on whoever watches it.

One at a time for all sessions of this server. Two servers on one data directory are kept apart by the pipeline's lock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import IO, Any

from dashboard import store

ALLOW = "THREE_PAGES_ALLOW_REFRESH"


@dataclass(frozen=True)
class Run:
    """A refresh and what it has said so far."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def lines(self) -> list[str]:
        return os.pread(self.said.fileno(), 10_000_000, 0).decode("utf-8", "replace").splitlines()

    def events(self) -> list[dict[str, Any]]:
        """The lines of JSON; a line that is still being written is left out."""
        found = []
        for line in self.lines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            found += [event] if isinstance(event, dict) else []
        return found

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events() if event.get("event") == kind]

    @property
    def exit_code(self) -> int:
        return self.process.returncode or 0

    @property
    def replaced(self) -> bool:
        return any(event["replaced"] for event in self.of("done"))


_starting = threading.Lock()
_last: Run | None = None


def is_allowed() -> bool:
    """Whether whoever runs this server lets its readers refresh."""
    return os.environ.get(ALLOW) == "1"


def last() -> Run | None:
    """The refresh that runs, else the last one that was started here."""
    return _last


def start() -> None:
    """Start a refresh of the data directory that this server reads, unless one that was started here still runs."""
    global _last
    with _starting:
        if not is_allowed() or (_last and _last.is_running):
            return
        # Open for as long as anybody may ask what this refresh said.
        said = tempfile.TemporaryFile()  # noqa: SIM115
        command = [sys.executable, "-m", "data_pipeline", "refresh", "--json", "--data-dir", str(store.path().parent)]
        # A session of its own: stopping the server must not stop it halfway.
        process = subprocess.Popen(
            command, cwd=store.ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        _last = Run(process, said)
