"""What each user comes for and leaves with, end to end, without a mouse."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import USUAL

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  let active = document.activeElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active.matches("main, body") ? "" : (active.getAttribute("aria-label") ?? active.textContent);
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this in its name."""
    passed = []
    for _ in range(150):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if name in passed[-1]:
            return
    pytest.fail(f"Tab does not reach {name!r}, only {dict.fromkeys(each[:40] for each in passed)}")


def choose(page: Page, label: str, typed: str) -> None:
    tab_to(page, label)
    page.keyboard.type(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    axe.finished(page)


def test_a_lead_member_reads_three_pages_and_takes_them_along(new_page):
    page = new_page("/", cold=True)
    axe.finished(page)
    choose(page, "Council", "Camden")
    heading(page, "Camden")
    expect(page).to_have_title("Summary – Camden – Three Pages")
    assert page.get_by_role("heading", level=2).all_inner_texts() == ["1 People", "2 Children", "3 Money"]
    expect(page.locator("article .said").first).to_contain_text("in every 100 social worker posts were empty")
    expect(page.locator("article .ask")).to_have_count(12)

    tab_to(page, "Download as PDF")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "three-pages_camden_summary_2026-03-19.pdf"
    paper = pypdf.PdfReader(download.value.path())
    assert len(paper.pages) == 3
    assert "Camden" in paper.pages[0].extract_text()

    tab_to(page, "The figures of this chart")
    page.keyboard.press("Enter")
    expect(page.locator("article").first.get_by_role("row").nth(1)).to_be_visible()


def test_a_manager_finds_out_where_the_council_stands_out_and_sends_a_colleague_there(new_page):
    page = new_page("/", cold=True)
    axe.finished(page)
    tab_to(page, "Benchmark")
    page.keyboard.press("Enter")
    heading(page, re.compile("^How does .* compare"))
    choose(page, "Council", "BCP")
    heading(page, "How does Bournemouth, Christchurch and Poole compare?")
    choose(page, "Measure", "Children in care")
    answer = page.get_by_role("heading", level=2).first
    expect(answer).to_contain_text("Children in care: ")
    choose(page, "Compared with", "Same region")
    expect(page).to_have_url(re.compile("council=bournemouth-christchurch-and-poole.*metric=cla_rate.*model=region"))
    axe.finished(page)

    tab_to(page, "Position")
    page.keyboard.press("Enter")
    heading(page, "Where does Bournemouth, Christchurch and Poole stand out?")
    tab_to(page, "Children in need")
    page.keyboard.press("Enter")
    heading(page, "How does Bournemouth, Christchurch and Poole compare?")
    expect(answer).to_contain_text("Children in need: ")
    tab_to(page, "The figures over time")
    page.keyboard.press("Enter")
    expect(page.locator("details table").first).to_be_visible()

    said, link = answer.inner_text(), urlsplit(page.url)
    colleague = new_page(f"{link.path}?{link.query}", cold=True)
    heading(colleague, "How does Bournemouth, Christchurch and Poole compare?")
    expect(colleague.get_by_role("heading", level=2).first).to_have_text(said)
    expect(colleague.get_by_role("combobox", name="Compared with")).to_have_value("Same region")


def test_a_performance_team_refreshes_sees_what_changed_and_adds_its_own_figures(new_page, refreshable):
    page = new_page(f"{refreshable.address}/data?council=barnet&metric=vacancy_rate", cold=True)
    axe.finished(page)
    tab_to(page, "Refresh now")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It goes on if you leave this page.")).to_be_visible()
    expect(page.locator(".st-key-reach").get_by_role("status")).to_contain_text("Looking for")
    assert axe.violations(page) == []
    refreshable.gate.set()
    ended = page.get_by_role("alert").filter(has_text="The new figures are in place")
    expect(ended).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Children's social work workforce loaded"))).to_be_visible()
    axe.finished(page)
    assert {where: each for where, each in axe.everywhere(page).items() if each} == {}

    page.set_viewport_size(USUAL["viewport"])
    page.reload()
    axe.finished(page)
    changed = re.compile(r"Children's social work workforce 2026 brought \d+ new periods of measures")
    expect(page.locator("main")).to_contain_text(changed)
    news = page.get_by_test_id("stCode").filter(has_text="Barnet: what changed since")
    expect(news).to_contain_text("Social worker vacancies, 30 September 2026")

    line = "council,metric,period_end,value,numerator,denominator\nBarnet,vacancy_rate,31/10/2026,{},,\n"
    upload(page, line.format("14%"))
    refused = page.get_by_role("alert").filter(has_text="so none of its figures is shown")
    expect(refused).to_be_visible()
    expect(page.get_by_role("cell", name="Remove the % sign")).to_be_visible()
    tab_to(page, "Remove own.csv")
    page.keyboard.press("Enter")
    expect(refused).to_have_count(0)
    axe.finished(page)
    upload(page, line.format("14.2"))
    expect(page.get_by_role("status").filter(has_text="Your upload: 1 figure from own.csv.")).to_be_visible()
    axe.finished(page)
    tab_to(page, "Benchmark")
    page.keyboard.press("Enter")
    heading(page, "How does Barnet compare?")
    expect(page.get_by_text("Hollow points are Barnet’s own figures")).to_be_visible()


def upload(page: Page, text: str) -> None:
    """Choose a file by keyboard."""
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode()}
    # Before the key is pressed: the browser would open a window of its own in the meantime.
    page.once("filechooser", lambda chooser: chooser.set_files(file))
    tab_to(page, "Upload")
    page.keyboard.press("Enter")
