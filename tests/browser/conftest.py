"""The app as users meet it: uvicorn on a free port, and Debian's Chromium."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks import server as server_of
from tests.replay.scene import DAY, prepare
from tests.replay.server import Answer, Replay

ROOT = Path(__file__).parents[2]
USUAL = {"viewport": {"width": 1366, "height": 768}, "locale": "en-GB"}
FAILED = pytest.StashKey[bool]()
FAILURES = Path(__file__).parent / "failures"
PATIENCE = 20_000  # ms: a first page on a busy machine with two cores


@pytest.fixture(scope="session")
def server(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, serving a database built from the snapshot."""
    with serving(database, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@contextmanager
def serving(data_dir: Path, log: Path, **more: str) -> Iterator[str]:
    """The address of an app that serves a data directory; `more` goes into its environment."""
    with server_of.serving(data_dir=data_dir, log=log, **more) as found:
        yield found.http
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def warm(browser: Browser) -> BrowserContext:
    """A context that has the app's scripts in its cache: most tests need no cold one."""
    return browser.new_context(**USUAL)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keeps for fixtures whether the test itself has failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def new_page(
    request: pytest.FixtureRequest, browser: Browser, warm: BrowserContext, server: str
) -> Iterator[Callable[..., Page]]:
    """Opens an address in a new page, with `cold=True` or other options in a context of its own.

    An address without a host is one of `server`.

    At the end, no page may have thrown. A test that fails leaves a picture of each page in `failures/`.
    """
    opened, pages, errors = [], [], []

    def open_page(address: str, *, cold: bool = False, **options: object) -> Page:
        context = browser.new_context(**(USUAL | options)) if cold or options else warm
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        pages.append(page)
        opened.append(page if context is warm else context)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address if "://" in address else server + address)
        return page

    expect.set_options(timeout=PATIENCE)
    yield open_page
    if request.node.stash.get(FAILED, False):
        FAILURES.mkdir(exist_ok=True)
        for number, page in enumerate(each for each in pages if not each.is_closed()):
            name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
            page.screenshot(path=FAILURES / f"{name}-{number}.png", full_page=True)
    for each in opened:
        each.close()
    assert errors == []


@dataclass
class Refreshable:
    """An app whose readers may refresh, and a replay server that answers only once `gate` is open."""

    address: str
    data: Path
    gate: threading.Event


@pytest.fixture
def refreshable(published: Path, tmp_path: Path) -> Iterator[Refreshable]:
    prepare(published, tmp_path)
    gate = threading.Event()

    def hold(_path: str, answer: Answer, _earlier: int) -> Answer:
        gate.wait(timeout=50)
        return answer

    with Replay(tmp_path / "files", day=DAY) as replay:
        replay.faults.append(hold)
        allowed = {"THREE_PAGES_ALLOW_REFRESH": "1", "THREE_PAGES_REPLAY": replay.address}
        with serving(tmp_path / "data", tmp_path / "log.txt", **allowed) as address:
            yield Refreshable(address, tmp_path / "data", gate)
            gate.set()
