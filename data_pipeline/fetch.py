"""HTTP: retries, conditional requests, checksums, and limits of size, time, type and host. Knows no publication."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar

import requests
import tenacity

from data_pipeline import __version__, hosts
from data_pipeline.errors import LATER_HINT, FileProblem, NoAnswer, NotThere, WrongAnswer

USER_AGENT = f"ThreePages/{__version__} (benchmark of councils' children's services; open source)"
# Publishers serve files under several types; a web page is never one of them.
TYPES = {
    "json": ("application/json", "application/problem+json"),
    "csv": ("text/csv", "application/csv", "text/plain", "application/octet-stream", "binary/octet-stream"),
    "sheet": (
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv",
        "application/octet-stream",
        "binary/octet-stream",
    ),
    "zip": ("application/zip", "application/x-zip-compressed", "application/octet-stream", "binary/octet-stream"),
}
MAY_PASS = (408, 425, 429, 500, 502, 503, 504)
# What the libraries' errors say, in words for people.
SIGNS = (
    ("NameResolution", "no address for the host's name (DNS)"),
    ("refused", "a connection refused"),
    ("ConnectTimeout", "no connection in time"),
    ("timed out", "silence, for longer than it waits"),
    ("SSL", "a certificate or an encryption that cannot be trusted"),
    ("Proxy", "a proxy that does not let it through"),
    ("IncompleteRead", "an answer that broke off"),
    ("reset", "a connection that was reset"),
    ("RemoteDisconnected", "a connection closed without a word"),
)
REDIRECTS = (301, 302, 303, 307, 308)
# A publisher's clock that says anything else is not believed.
EARLIEST, LATEST = datetime(2020, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp()


T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds, bytes, and tries. `longest_wait` bounds a Retry-After that will be waited for."""

    connect: float = 10
    read: float = 60
    whole: float = 900
    longest_wait: float = 120
    first_wait: float = 1
    tries: int = 4
    redirects: int = 5
    json_bytes: int = 20_000_000
    file_bytes: int = 400_000_000


@dataclass(frozen=True)
class Download:
    """A file that has arrived whole, and what its publisher said of it."""

    path: Path
    sha256: str
    bytes: int
    etag: str
    last_modified: str


class _Passing(Exception):
    """A fault that another try may mend."""

    def __init__(self, problem: FileProblem, wait: float = 0) -> None:
        super().__init__(str(problem))
        self.problem, self.wait = problem, wait


class _Session(requests.Session):
    """Leaves redirects to the client.

    Asked not to follow one, requests still works out where it leads, and reads all of its body first, however long.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


class Client:
    """One session with the publishers' services.

    `replay` is the address of a server on this machine that stands for all of them in tests: a request to
    https://HOST/PATH goes to <replay>/HOST/PATH. Nothing but a loopback address is accepted.
    """

    def __init__(
        self,
        replay: str = "",
        limits: Limits | None = None,
        clock: Callable[[], datetime] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if replay and not hosts.is_loopback(replay):
            raise ValueError(f"{replay}: expected http:// and a loopback address, such as http://127.0.0.1:8080.")
        self._replay = replay.rstrip("/")
        self._limits = limits or Limits()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._sleep = sleep
        # Hosts that have kept silent through every try get one try from then on: they would cost minutes each time.
        self._silent: set[str] = set()
        self._publishers_lead: float = 0
        self._session = _Session()
        self._session.headers["User-Agent"] = USER_AGENT
        # A council's proxy is honoured, but never stands between a test and its own machine.
        self._session.trust_env = not replay

    def now(self) -> datetime:
        """The publishers' time where they have said it, else this machine's: its clock may be wrong."""
        return datetime.fromtimestamp(self._clock().timestamp() + self._publishers_lead, UTC)

    @property
    def days_wrong(self) -> float:
        return abs(self._publishers_lead) / 86_400

    def json(self, url: str) -> object:
        """The JSON document at `url`. Raises `NoAnswer` or `WrongAnswer`."""

        def attempt() -> object:
            with self._get(url, "json", {}) as response:
                body = b"".join(self._body(response, url, self._limits.json_bytes))
            try:
                return json.loads(body)
            except (ValueError, RecursionError) as error:
                raise WrongAnswer(url, "JSON", f"{len(body):,} bytes that are not", LATER_HINT) from error

        return self._patiently(url, attempt)

    def download(self, url: str, path: Path, kind: str, etag: str = "", last_modified: str = "") -> Download | None:
        """Stream the file at `url` to `path`; None where it is the one that `etag` or `last_modified` names.

        `kind` is a key of `TYPES`. Raises `NoAnswer` or `WrongAnswer`, and leaves nothing behind.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in asked.items() if value}

        def attempt() -> Download | None:
            with self._get(url, kind, conditions) as response:
                if response.status_code == 304:
                    return None
                digest, size = hashlib.sha256(), 0
                with path.open("wb") as file:
                    for chunk in self._body(response, url, self._limits.file_bytes):
                        file.write(chunk)
                        digest.update(chunk)
                        size += len(chunk)
                if not size:
                    raise WrongAnswer(url, "a file", "an empty one", LATER_HINT)
                said = response.headers
                return Download(path, digest.hexdigest(), size, said.get("ETag", ""), said.get("Last-Modified", ""))

        try:
            return self._patiently(url, attempt)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _patiently(self, url: str, attempt: Callable[[], T]) -> T:
        host = hosts.host_of(url)
        backoff = tenacity.wait_random_exponential(multiplier=self._limits.first_wait, max=30)

        def wait(state: tenacity.RetryCallState) -> float:
            fault = state.outcome.exception() if state.outcome else None
            return max(getattr(fault, "wait", 0), backoff(state))

        retrying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(1 if host in self._silent else self._limits.tries),
            wait=wait,
            retry=tenacity.retry_if_exception_type(_Passing),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer = retrying(attempt)
        except _Passing as fault:
            self._silent.add(host)
            raise fault.problem from fault
        self._silent.discard(host)
        return answer

    @contextmanager
    def _get(self, url: str, kind: str, conditions: dict[str, str]) -> Iterator[requests.Response]:
        """The answer at the end of the redirects, checked for host, status and type, its body still to be read."""
        asked = url
        for _ in range(self._limits.redirects + 1):
            hosts.allow(url, asked)
            try:
                response = self._session.get(
                    self._address(url),
                    headers=conditions,
                    stream=True,
                    allow_redirects=False,
                    timeout=(self._limits.connect, self._limits.read),
                )
            except requests.RequestException as error:
                raise _Passing(_no_answer(asked, error)) from error
            with response:
                self._listen_to_the_clock(response)
                if response.status_code in REDIRECTS and "Location" in response.headers:
                    url = hosts.joined(url, response.headers["Location"], asked)
                    continue
                self._check(response, asked, kind)
                yield response
                return
        raise WrongAnswer(asked, "a file", f"more than {self._limits.redirects} redirects", LATER_HINT)

    def _address(self, url: str) -> str:
        return url.replace("https:/", self._replay, 1) if self._replay else url

    def _listen_to_the_clock(self, response: requests.Response) -> None:
        try:
            said = parsedate_to_datetime(response.headers.get("Date", "")).timestamp()
        except (ValueError, OverflowError):
            return
        if EARLIEST <= said <= LATEST:
            self._publishers_lead = said - self._clock().timestamp()

    def _check(self, response: requests.Response, url: str, kind: str) -> None:
        status = response.status_code
        if status == 304:
            return
        if status in MAY_PASS:
            wait = self._asked_to_wait(response)
            problem = NoAnswer(url, "an answer", f"status {status} ({response.reason})", LATER_HINT)
            if wait > self._limits.longest_wait:
                problem.found += f", and the wish to be left alone for {wait:,.0f} seconds"
                raise problem
            raise _Passing(problem, wait)
        if status in (404, 410):
            raise NotThere(url, "an answer", f"status {status} ({response.reason})", LATER_HINT)
        if status != 200:
            raise WrongAnswer(url, "an answer", f"status {status} ({response.reason})", LATER_HINT)
        found = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if found and found not in TYPES[kind]:
            what = "a web page (HTML)" if found == "text/html" else f"'{found}'"
            raise WrongAnswer(url, TYPES[kind][0], what, LATER_HINT)

    def _asked_to_wait(self, response: requests.Response) -> float:
        said = response.headers.get("Retry-After", "")
        if said.isascii() and said.isdigit():
            return float(said)
        try:
            return max(0.0, (parsedate_to_datetime(said) - self.now()).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return 0.0

    def _body(self, response: requests.Response, url: str, most: int) -> Iterator[bytes]:
        """The body in pieces. Raises for one that breaks off, cannot be unpacked, or will not end."""
        begun, size = time.monotonic(), 0
        try:
            for chunk in response.iter_content(1 << 16):
                size += len(chunk)
                if size > most:
                    raise WrongAnswer(url, f"at most {most:,} bytes", "more", LATER_HINT)
                if time.monotonic() - begun > self._limits.whole:
                    raise NoAnswer(url, f"a file within {self._limits.whole:,.0f} seconds", "less", LATER_HINT)
                yield chunk
        except requests.exceptions.ContentDecodingError as error:
            raise WrongAnswer(url, "a gzip body", "one that cannot be unpacked", LATER_HINT) from error
        except requests.RequestException as error:
            raise _Passing(_no_answer(url, error)) from error


def _no_answer(url: str, error: requests.RequestException) -> NoAnswer:
    text = repr(error)
    found = next((words for sign, words in SIGNS if sign in text), "a connection that failed")
    return NoAnswer(url, "an answer", found, "Check the network. " + LATER_HINT)
