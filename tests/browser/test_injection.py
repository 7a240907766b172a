"""Texts of a hostile database, address and file, in a real browser: they are shown, and nothing comes of them."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests import hostile
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

# Streamlit makes a link of an address that stands in a text: one that leads where it says is no harm.
CAME_OF_IT = """() => [
  window.hacked && "a script ran",
  ...[...document.querySelectorAll("script")].filter((e) => e.textContent.includes("hacked")).map(() => "a script"),
  ...[...document.querySelectorAll("img[src=x], img[src*='elsewhere.example'], svg[onload]")].map((e) => e.outerHTML),
  ...[...document.querySelectorAll("a")]
    .map((e) => [e, e.getAttribute("href") ?? e.getAttribute("xlink:href") ?? ""])
    .filter(([e, to]) => /javascript:|elsewhere\\.example/.test(to) && e.textContent !== decodeURI(to))
    .map(([e]) => e)
    .map((e) => "a link: " + e.outerHTML.slice(0, 300)),
  ...[...document.querySelectorAll("*")].filter((e) => e.onerror || e.onload).map((e) => e.tagName + " with a handler"),
].filter(Boolean)"""
PAGES = {
    "": "Take the figures with you",
    "benchmark?metric=vacancy_rate": "In people and pounds",
    "benchmark?metric=ilacs_grade": "inspections",
    "position": "Download",
    "relationships": "Download",
    "relationships?show=grades": "Download",
    "data": "The whole data set",
    "definitions": "Accessibility statement",
}


@pytest.fixture(scope="module")
def attacked(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app whose database is hostile."""
    folder = hostile.write(database, tmp_path_factory.mktemp("hostile"))
    with serving(folder, tmp_path_factory.mktemp("log") / "log.txt") as address:
        yield address


def nothing_came_of_it(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    assert page.evaluate(CAME_OF_IT) == []


@pytest.mark.parametrize("path", PAGES)
def test_hostile_names_and_words_are_shown_as_they_are(new_page, attacked, path):
    page = new_page(f"{attacked}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("<script>window.hacked=1</script>").first).to_be_visible()
    for folded in page.locator("[data-testid=stExpander] summary").all():
        folded.click()
    nothing_came_of_it(page)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("benchmark", ["council", "metric", "model", "period", "order"]),
        ("relationships", ["x", "y", "lag", "region", "near", "known", "show"]),
        ("data", ["since"]),
    ],
)
def test_a_hostile_address_is_shown_as_it_is(new_page, server, path, names):
    attack = quote("<img src=x onerror=window.hacked=1>[a](javascript:hacked)")
    page = new_page(f"{server}/{path}?group={attack}&" + "&".join(f"{name}={attack}" for name in names))
    expect(page.get_by_text("“<img src=x")).to_have_count(len(names))
    # Of a group's names, what could be a council's slug is left.
    expect(page.get_by_text("“img-src-x")).to_be_visible()
    nothing_came_of_it(page)


def test_a_hostile_file_is_shown_as_it_is(new_page, server):
    page = new_page(f"{server}/data")
    name = "<img src=x onerror=window.hacked=1>[a](https:elsewhere.example).csv"
    head = b"council,metric,period_end,value,numerator,denominator\n"
    line = b"<script>window.hacked=1</script><img src=x onerror=window.hacked=1>,<b>x</b>,=1,,,\n"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": head + line})
    expect(page.get_by_text("3 things are wrong with <img src=x").first).to_be_visible()
    expect(page.get_by_text("<script>window").first).to_be_visible()
    nothing_came_of_it(page)
