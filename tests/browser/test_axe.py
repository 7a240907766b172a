"""What axe-core finds: on every page, in what has nothing to show, in what is refused. The statement says it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def audited() -> set[str]:
    """The lists, calendars and menus that axe has seen on an earlier page."""
    return set()


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, dict[tuple[str, int], list[str]]]]:
    """What axe finds, page by page; `make axe` wants it written into the statement."""
    found: dict[str, dict[tuple[str, int], list[str]]] = {}
    yield found
    if "THREE_PAGES_WRITE_AXE" in os.environ and found.keys() == axe.PAGES.keys():
        axe.write(found)


@pytest.mark.parametrize("name", axe.PAGES)
def test_axe_finds_no_violation_in_any_theme_at_any_size(new_page, name, audited, results):
    found = results[name] = axe.audit(new_page(axe.PAGES[name], cold=True), audited)
    assert len(found) == len(axe.THEMES) * len(axe.SIZES)
    assert {where: each for where, each in found.items() if each} == {}


# What goes wrong, or has nothing to show: an address, and the words that say so.
NOTHING = {
    "a lag that cannot be had": ("/relationships?lag=99&x=unknown", "There is no lag called “99” here."),
    "a council without a figure": ("/benchmark?council=birmingham&metric=spend_per_child", "Birmingham has no figure."),
    "a council of a handful": ("/?council=isles-of-scilly", "There is no figure"),
    "a group too small for a mean": (
        "/benchmark?council=leeds&metric=spend_per_child&model=group&group=birmingham,cumberland,slough",
        "No comparison: none of 3 have a figure",
    ),
    "measures without a pair": ("/relationships?x=residential_share&y=social_worker_changes", "No figures to pair"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_axe_finds_no_violation_where_there_is_nothing_to_show(new_page, name):
    address, words = NOTHING[name]
    page = new_page(address, cold=True)
    axe.finished(page)
    expect(page.locator("main")).to_contain_text(words)
    assert {where: each for where, each in axe.everywhere(page).items() if each} == {}


@pytest.mark.parametrize(
    "text", ["council,metric\nAtlantis,vacancy_rate\n", "x" * 6_000_000], ids=["wrong", "too large"]
)
def test_axe_finds_no_violation_in_an_upload_that_is_refused_and_the_refusal_is_announced(new_page, text):
    page = new_page("/data?council=rutland", cold=True)
    axe.finished(page)
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    words = "File must be 5.0MB or smaller." if len(text) > 1_000 else "own.csv, so none of its figures is shown."
    expect(page.locator("main").get_by_role("alert").filter(has_text=words)).to_be_visible()
    assert {where: each for where, each in axe.everywhere(page).items() if each} == {}


def test_axe_finds_no_violation_where_there_is_no_database(new_page, tmp_path):
    with serving(tmp_path, tmp_path / "log.txt") as address:
        page = new_page(address, cold=True)
        axe.finished(page)
        expect(page).to_have_title("No figures – Three Pages")
        assert {where: each for where, each in axe.everywhere(page).items() if each} == {}


def test_the_statement_lists_every_page_theme_and_size_without_a_violation():
    (table,) = axe.TABLE.findall(axe.STATEMENT.read_text(encoding="utf-8"))
    none = {(theme, width): [] for theme in axe.THEMES for width, _ in axe.SIZES}
    assert table == axe.table(dict.fromkeys(axe.PAGES, none))
