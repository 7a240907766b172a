"""One site for the tests of a module: three replicas behind nginx, on a copy of the snapshot's database."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, USUAL
from tests.deploy import site as hosting
from tests.deploy.site import Site
from tests.deploy.visitor import Visitor


@pytest.fixture(scope="session")
def data_dir(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose database a test may replace."""
    folder = tmp_path_factory.mktemp("hosted")
    shutil.copy(database / "benchmarks.duckdb", folder)
    return folder


@pytest.fixture(scope="session")
def site(data_dir: Path) -> Iterator[Site]:
    with hosting.site(data_dir, replicas=3) as running:
        yield running
        for replica in running.replicas:
            said = replica.log.read_text()
            assert "Traceback" not in said
            assert "GET /" not in said, "who asked for what is in no log"


@pytest.fixture
def visit(site: Site) -> Iterator[Callable[..., Visitor]]:
    """Opens a page as someone new; everyone leaves at the end."""
    visitors = []

    def come(query: str = "", page: str = "") -> Visitor:
        visitors.append(Visitor(site, query, page))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that has never been here. Nothing that the policy forbids may be asked for, and nothing thrown."""
    context = browser.new_context(**USUAL)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    opened, problems = context.new_page(), []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if "Security Policy" in said.text else None)
    yield opened
    context.close()
    assert problems == []
