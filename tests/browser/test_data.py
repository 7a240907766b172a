"""Data in the browser: a link to it, its downloads, its words for an e-mail, and a refresh from the page."""

import csv
import io
import re
import subprocess
import sys

import filelock
import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pyarrow import parquet

from tests.browser.conftest import ROOT
from tests.replay.scene import WORKFORCE

pytestmark = pytest.mark.browser


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def save(page: Page, button: str) -> tuple[str, bytes]:
    """The name and the bytes that a button gives."""
    with page.expect_download() as found:
        page.get_by_role("button", name=button, exact=True).click()
    return found.value.suggested_filename, found.value.path().read_bytes()


def test_a_cold_link_opens_on_the_council_and_the_day_it_names(new_page):
    page = new_page("/data?council=hull&since=2025-10-01", cold=True)
    settled(page)
    expect(page.get_by_role("heading", name="What is new, and can it be trusted?")).to_be_visible()
    expect(page.get_by_text("**Hull: what changed since 1 October 2025**")).to_be_visible()
    page.get_by_role("combobox", name="Published since").click()
    page.get_by_role("option", name=re.compile("^30 October 2025")).click()
    expect(page).to_have_url(re.compile("since=2025-10-30"))
    expect(page.get_by_text("**Hull: what changed since 30 October 2025**")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("**Hull: what changed since 1 October 2025**")).to_be_visible()
    page.locator(".st-key-navigation").get_by_role("link", name="Benchmark").click()
    expect(page).to_have_url(re.compile("benchmark.*since=2025-10-01"))


def test_on_a_phone_the_page_does_not_scroll_sideways(new_page):
    page = new_page("/data?council=hull", viewport={"width": 320, "height": 640})
    settled(page)
    expect(page.get_by_role("heading", name="The whole data set")).to_be_visible()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0


def test_the_digest_is_downloaded_as_it_is_shown_and_as_the_command_prints_it(new_page, database):
    page = new_page("/data?council=hull&since=2025-10-01")
    settled(page)
    name, text = save(page, "Download these words")
    assert name == "three-pages_hull_changes_since-2025-10-01.md"
    command = ["changes", "--data-dir", str(database), "--since", "2025-10-01", "--council", "hull", "--format", "md"]
    printed = subprocess.run(
        [sys.executable, "-m", "data_pipeline", *command], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert text == printed.stdout.removesuffix(b"\n")


def test_tables_and_the_whole_data_set_are_taken_away_and_open(new_page):
    page = new_page("/data?council=hull&since=2025-10-01")
    settled(page)
    name, written = save(page, "Download revised figures as CSV")
    assert name == "three-pages_revised-figures_since-2025-10-01.csv"
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) > 100 and {"previous_value", "value", "status", "release", "published"} <= set(rows[0])

    page.get_by_text("files, with rows, the day they were retrieved").click()
    name, written = save(page, "Download releases as Excel")
    head, *files = openpyxl.load_workbook(io.BytesIO(written))["Figures"].iter_rows(values_only=True)
    assert all(re.fullmatch("[0-9a-f]{64}", row[head.index("sha256")]) for row in files)

    name, written = save(page, "Download every figure as Parquet")
    assert re.fullmatch(r"three-pages_all-figures_\d{4}-\d\d-\d\d\.parquet", name)
    whole = parquet.read_table(io.BytesIO(written))
    _, written = save(page, "Download every figure as CSV")
    assert len(list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))) == whole.num_rows + 1
    _, written = save(page, "Download every figure as Excel")
    assert openpyxl.load_workbook(io.BytesIO(written), read_only=True)["Figures"].max_row == whole.num_rows + 1


# A refresh from the page


def test_a_refresh_is_watched_left_and_come_back_to_and_shows_its_figures_to_everyone(new_page, refreshable):
    other = new_page(f"{refreshable.address}/benchmark?council=camden&metric=vacancy_rate")
    settled(other)
    expect(other.get_by_text("on 30 September 2025").first).to_be_visible()

    page = new_page(f"{refreshable.address}/data?council=camden")
    page.get_by_role("button", name="Refresh now").click()
    expect(
        page.get_by_test_id("stExpander")
        .get_by_text("Looking for Children’s social work workforce".replace("’", "'"))
        .first
    ).to_be_visible()
    expect(page.get_by_role("button", name="Refresh now")).to_be_disabled()

    page.locator(".st-key-navigation").get_by_role("link", name="Definitions").click()
    expect(page.get_by_role("heading", name="What do the measures mean?")).to_be_visible()
    page.locator(".st-key-navigation").get_by_role("link", name="Data").click()
    expect(page.get_by_text("It goes on if you leave this page.")).to_be_visible()

    refreshable.gate.set()
    expect(page.get_by_text("The new figures are in place, but something was refused or not reached.")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Children's social work workforce loaded"))
    expect(row).to_be_visible()
    expect(page.get_by_text("children-in-need, the list of data sets")).to_be_visible()
    expect(page.get_by_role("button", name="Refresh now")).to_be_enabled()

    other.get_by_role("combobox", name=re.compile("Council")).click()
    other.keyboard.type("Barnet")
    other.get_by_role("option", name="Barnet").first.click()
    expect(other).to_have_url(re.compile("council=barnet"))
    expect(other.get_by_text("on 30 September 2026").first).to_be_visible()
    expect(other.get_by_test_id("stException")).to_have_count(0)


def test_a_refresh_that_runs_elsewhere_is_not_run_twice(new_page, refreshable):
    refreshable.gate.set()
    page = new_page(f"{refreshable.address}/data?council=camden")
    settled(page)
    before = (refreshable.data / "benchmarks.duckdb").stat().st_mtime_ns
    with filelock.FileLock(refreshable.data / ".refresh.lock"):
        page.get_by_role("button", name="Refresh now").click()
        expect(page.get_by_text("Another refresh is running. Wait until it has ended.")).to_be_visible()
    assert (refreshable.data / "benchmarks.duckdb").stat().st_mtime_ns == before
    assert WORKFORCE in str(list((refreshable.data / "raw").iterdir()))
