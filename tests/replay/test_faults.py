"""Every fault of faults.py: what the user sees, and that nothing is lost. docs/faults.md is what these bring."""

import shutil
from pathlib import Path

import pytest

from . import matrix
from .faults import FAULTS, Fault
from .matrix import Result
from .scene import DAY, STABILITY, WORKFORCE, Scene, figures, prepare
from .server import Replay

pytestmark = pytest.mark.published


@pytest.fixture(scope="module")
def prepared(published, tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    prepare(published, home)
    return home


@pytest.fixture(scope="module")
def results(prepared, tmp_path_factory):
    """Each fault's result by name, run when it is first asked for."""

    class Results(dict):
        def __missing__(self, name: str) -> Result:
            fault = next(fault for fault in FAULTS if fault.name == name)
            self[name] = matrix.run(fault, prepared, tmp_path_factory.mktemp("fault"))
            return self[name]

    return Results()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_user_sees_what_happened_and_nothing_is_lost(results, fault):
    result = results[fault.name]
    for words in fault.says:
        assert words in result.said
    assert "\n" not in result.said and "Traceback" not in result.said
    assert result.exit_code == fault.exit_code, result.said
    assert result.new_release == fault.loads
    assert result.kept
    assert result.left_over == ()


def test_a_wait_that_the_publisher_asks_for_is_honoured(results):
    assert max(results["429 with Retry-After"].waits) >= 7
    assert results["429 with Retry-After of an hour"].waits == ()


def test_tries_are_limited_and_further_and_further_apart(results):
    first, second = results["500, then fine"].waits
    assert 0 <= first <= 1 and 0 <= second <= 2
    assert len(results["500 for good"].waits) == 4, "two ways, three tries each"


def test_the_table_in_docs_is_what_happens(results):
    table = matrix.table({fault.name: results[fault.name] for fault in FAULTS})
    assert matrix.TABLE.read_text(encoding="utf-8") == table, "write it again: make faults"


ONE_OF_EACH_KIND = ("time-out", "every step removed (404)", "column renamed", "council missing")


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_one_publication_s_fault_does_not_stop_the_others(prepared, tmp_path, name):
    fault: Fault = next(fault for fault in FAULTS if fault.name == name)
    home = Path(shutil.copytree(prepared, tmp_path / "home"))
    before = figures(home / "data")
    with Replay(home / "files", DAY) as replay:
        scene = Scene(home, replay)
        fault.make(scene)
        outcome = scene.refresh(WORKFORCE, STABILITY)
    after = figures(home / "data")
    assert outcome.exit_code == 3
    assert {news.publication: news.result == "new" for news in outcome.news} == {WORKFORCE: False, STABILITY: True}
    assert ("social_worker_changes", "E92000001", "2025-03-31") in after
    assert ("vacancy_rate", "E92000001", "2026-09-30") not in after
    assert before.items() <= after.items()
