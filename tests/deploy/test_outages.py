"""What a site of three replicas goes through while people read: no page load fails, and sessions come back.

`visitors` opens pages all the while, as browsers do that have never been there. A session that loses its replica opens
its websocket again, as the browser does by itself, and shows the same page with the same choice.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
import requests
from playwright.sync_api import TimeoutError, expect

from benchmarks.bench_pages import VIEWS
from tests.browser.test_take_away import drawn
from tests.deploy.site import Site, Visitors
from tests.deploy.visitor import Visitor

pytestmark = pytest.mark.nginx

QUERY = "council=camden&metric=cla_rate"


@pytest.fixture
def visitors(site: Site) -> Iterator[Visitors]:
    def open_page(number: int) -> None:
        view = VIEWS[number % len(VIEWS)]
        Visitor(site, view.query, view.page).leave()

    with Visitors(open_page) as coming:
        yield coming
    assert coming.failed == []


def everywhere(site: Site, visit) -> dict[int, Visitor]:
    """A reader of Benchmark on each replica: chance sends newcomers to one of them."""
    found: dict[int, Visitor] = {}
    for _ in range(60):
        someone = visit(QUERY, "benchmark")
        found.setdefault(someone.replica, someone)
        if len(found) == len(site.replicas):
            return found
    raise AssertionError(f"60 newcomers were all sent to {sorted(found)}")


def heading(visitor: Visitor) -> str:
    return next(words for words in visitor.shown.words if words.startswith("###") or "per 10,000" in words)


def test_a_replica_is_killed_and_its_readers_go_on_with_another(site, visit, visitors):
    readers = everywhere(site, visit)
    lost = readers.pop(1)
    before, session = heading(lost), lost.shown.id
    visitors.wait_for(6)
    site.replicas[0].kill()
    lost.choose("Measure", lost.shown.others("Measure")[0])
    lost.choose("Measure", "Children in care")
    assert lost.replica != 1
    assert lost.shown.id != session
    assert heading(lost) == before
    assert "council=camden" in lost.shown.state.query_string
    assert lost.upload() == 204
    for reader in readers.values():
        was = reader.shown.id, reader.replica
        reader.choose("Council", "Hackney")
        assert (reader.shown.id, reader.replica) == was, "whoever was elsewhere noticed nothing"
    visitors.wait_for(6)

    site.replicas[0].start()
    site.replicas[0].wait_until_healthy()
    visitors.wait_for(6)
    assert lost.upload() == 204, "its uploads go where its session is now, not where it was"
    everywhere(site, visit)


def test_a_refresh_replaces_the_database_and_the_next_click_shows_it(site, visit, visitors, data_dir):
    readers = everywhere(site, visit).values()
    before = {heading(reader) for reader in readers}
    assert len(before) == 1
    visitors.wait_for(6)
    served = data_dir / "benchmarks.duckdb"
    number = replace_with_another_figure(served)
    for reader in readers:
        reader.choose("Council", "Hackney")
        reader.choose("Council", "Camden")
        assert f"{number} per 10,000" in heading(reader)
        assert heading(reader) not in before
    visitors.wait_for(12)


def replace_with_another_figure(served: Path) -> int:
    """As a refresh does: a new file beside the old one, then one step. Returns Camden's new rate."""
    new = served.with_name("new.duckdb")
    shutil.copy(served, new)
    number = 777
    with duckdb.connect(str(new)) as connection:
        (changed,) = connection.execute(
            "update observation set value = ? where metric_id = 'cla_rate' and area_code = "
            "(select area_code from area where slug = 'camden') and period_end = "
            "(select max(period_end) from observation where metric_id = 'cla_rate')",
            [number],
        ).fetchone()
        assert changed == 1
    new.replace(served)
    return number


def test_all_replicas_are_restarted_one_after_another(site, visit, visitors):
    readers = everywhere(site, visit)
    before = {heading(reader) for reader in readers.values()}
    visitors.wait_for(3)
    for replica in site.replicas:
        replica.stop()
        replica.start()
        replica.wait_until_healthy()
        visitors.wait_for(3)
    for reader in readers.values():
        reader.choose("Council", "Hackney")
        reader.choose("Council", "Camden")
        assert reader.upload() == 204
    assert {heading(reader) for reader in readers.values()} == before


def test_two_replicas_that_die_in_turn_leave_no_request_without_an_answer(site, visit):
    """What a replica did last must not count against it: it may be the only one there is."""
    reader = everywhere(site, visit)[1]
    for gone, stays in ((1, 2), (2, 1)):
        site.replicas[gone - 1].kill()
        site.replicas[2].kill()
        with ThreadPoolExecutor(16) as pool:
            answers = pool.map(lambda _: requests.get(f"{site.http}/_stcore/health", timeout=20), range(48))
            assert {answer.status_code for answer in answers} == {200}
        reader.choose("Council", "Hackney" if gone == 1 else "Camden")
        assert reader.replica == stays
        for number in (gone, 3):
            site.replicas[number - 1].start()
        for number in (gone, 3):
            site.replicas[number - 1].wait_until_healthy()


@pytest.mark.browser
def test_in_a_browser_a_page_whose_replica_was_killed_goes_on_by_itself(site, page):
    def replica() -> int:
        (cookie,) = (each for each in page.context.cookies() if each["name"] == "three_pages")
        return int(cookie["value"].split(".")[1])

    page.goto(f"{site.http}/benchmark?council=camden")
    drawn(page)
    page.evaluate("window.sinceItWasOpened = true")
    gone = replica()
    site.replicas[gone - 1].kill()
    try:
        expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-connection-state", "PINGING_SERVER")
        expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-connection-state", "CONNECTED")
        assert replica() != gone
        series = page.get_by_role("button", name="Download the series as CSV")
        for _ in range(3):
            # Again, where it came before the page's first run on the new replica: a table is no choice to be kept.
            page.get_by_text("The figures over time").click()
            with suppress(TimeoutError):
                series.wait_for(timeout=5_000)
                break
        with page.expect_download() as found:
            series.click()
        assert "Camden" in found.value.path().read_text("utf-8-sig"), "the new replica knows the page before any choice"
        page.get_by_role("combobox", name="Measure").click()
        page.keyboard.type("Children in care")
        page.get_by_role("option", name="Children in care").first.click()
        drawn(page)
        expect(page.locator(".st-key-bars [data-testid=stPlotlyChart]")).to_have_attribute(
            "aria-label", re.compile("Children in care, .*Camden")
        )
        assert page.evaluate("window.sinceItWasOpened")
    finally:
        site.replicas[gone - 1].start()
        site.replicas[gone - 1].wait_until_healthy()
