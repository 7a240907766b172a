"""Position in a real browser: one screen, a row followed to Benchmark and back, narrow screens, other themes."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NAMES = ".st-key-position_chart .annotation a"


def settled(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(NAMES)).to_have_count(24)


@pytest.mark.parametrize("council", ["wolverhampton", "city-of-london", "bournemouth-christchurch-and-poole"])
@pytest.mark.parametrize("order", ["distance", "theme"])
def test_all_rows_are_on_one_screen(new_page, council, order):
    page = new_page(f"/position?council={council}&order={order}")
    settled(page, re.compile("^Where does .* stand out"))
    boxes = [name.bounding_box() for name in page.locator(NAMES).all()]
    assert all(box and box["y"] > 0 and box["y"] + box["height"] <= 768 for box in boxes)
    assert page.locator("h1").bounding_box()["y"] > 0
    expect(page.get_by_role("combobox", name=re.compile("Order"))).to_be_in_viewport()
    chart = page.locator("[data-testid=stPlotlyChart]")
    assert chart.get_attribute("role") == "figure"
    assert "24 measures" in chart.get_attribute("aria-label")
    assert not re.findall(
        r"\b(nan|NaN|None|Traceback|undefined|null)\b", page.locator("[data-testid=stMain]").inner_text()
    )


def test_a_row_leads_to_benchmark_in_the_same_tab_and_back(new_page):
    page = new_page("/position?council=hull&model=2021-04&order=theme&period=2024-03-31", cold=True)
    settled(page, "Where does Hull stand out?")
    page.locator(NAMES, has_text="Children in need").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Children in need: ")
    expect(page).to_have_url(re.compile("/benchmark.*council=hull.*metric=cin_rate.*model=2021-04.*order=theme"))
    assert "period" not in page.url
    assert len(page.context.pages) == 1
    page.go_back()
    settled(page, "Where does Hull stand out?")


def test_a_row_is_reached_and_followed_by_keyboard(new_page):
    page = new_page("/position?council=hull&order=theme")
    settled(page, "Where does Hull stand out?")
    page.locator(NAMES).first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Agency social workers"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Agency social workers: ")


def test_the_order_and_the_council_are_in_the_address(new_page):
    page = new_page("/position?council=wolverhampton")
    settled(page, "Where does Wolverhampton stand out?")
    expect(page.locator(NAMES).first).to_contain_text("Care leavers (19–21) in education, training or work")
    page.get_by_role("combobox", name=re.compile("Order")).click()
    page.get_by_role("option", name="By theme").click()
    expect(page.locator(NAMES).first).to_contain_text("Social worker vacancies")
    expect(page).to_have_url(re.compile("order=theme"))
    page.reload()
    settled(page, "Where does Wolverhampton stand out?")
    expect(page.locator(NAMES).first).to_contain_text("Social worker vacancies")
    page.go_back()
    expect(page.locator(NAMES).first).to_contain_text("Care leavers (19–21) in education, training or work")


def test_the_grade_leads_to_its_own_page(new_page):
    page = new_page("/position?council=wolverhampton")
    settled(page, "Where does Wolverhampton stand out?")
    page.get_by_role("link", name="Ofsted: Good, inspected 28 March 2022").click()
    expect(page).to_have_url(re.compile("/benchmark.*metric=ofsted_overall"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_page_does_not_scroll_sideways(new_page, scheme):
    page = new_page("/position?council=birmingham", viewport={"width": 320, "height": 640}, color_scheme=scheme)
    settled(page, "Where does Birmingham stand out?")
    expect(page.locator("[data-testid=stTable]").first).to_be_visible()
    width = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert page.evaluate(width) <= 320
