"""What tests share: the publishers' real files, databases built from them once a session, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from data_pipeline import refresh
from data_pipeline.paths import PROJECT, DataDir

PUBLISHED = PROJECT.parent / "shared" / "published"


def _silent(*_) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files beside the checkout; skipped loudly elsewhere, a failure in CI."""
    if not PUBLISHED.is_dir():
        message = f"the publishers' files are not at {PUBLISHED}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return PUBLISHED


@pytest.fixture(scope="session")
def built(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose database was built from all published files, without the snapshot."""
    data_dir = DataDir(tmp_path_factory.mktemp("built"))
    outcome = refresh.from_folder(published, data_dir, _silent, _silent)
    assert outcome.exit_code == 0, outcome.problems
    return data_dir.root


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose database was built from the committed snapshot: what a fresh machine has."""
    data_dir = DataDir(tmp_path_factory.mktemp("snapshot"))
    outcome = refresh.from_landed(data_dir, _silent)
    assert outcome.exit_code == 0, outcome.problems
    return data_dir.root


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else the one that Playwright installed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield chromium
        chromium.close()
