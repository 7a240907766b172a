"""A group of one's own in a real browser: built by search, kept in the address, the same for whoever gets the link."""

import io
import re
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_benchmark import settled

pytestmark = pytest.mark.browser

FIVE = "hull,york,bradford,kirklees,wakefield"


def compare_with(page: Page, option: str) -> None:
    page.get_by_role("combobox", name=re.compile("Compared with")).click()
    page.get_by_role("option", name=option).click()


def test_a_group_is_built_by_search_and_a_new_browser_shows_the_same(new_page):
    page = new_page("/benchmark?council=leeds&metric=cla_rate", cold=True)
    settled(page, "How does Leeds compare?")
    compare_with(page, "My own group")
    # It starts as the neighbours that were shown.
    expect(page.get_by_text("own group of 10 councils").first).to_be_visible()
    settled(page, "How does Leeds compare?")
    search = page.get_by_role("combobox", name=re.compile("My own group"))
    search.click()
    page.keyboard.type("banes")
    page.get_by_role("option", name=re.compile("Bath and North East Somerset")).click()
    expect(page.get_by_text("own group of 11 councils").first).to_be_visible()
    page.keyboard.press("Escape")
    answer = page.locator("[data-testid=stMain] p", has_text="its peers: their mean").first
    expect(answer).to_contain_text("11 of 11 have a figure")
    expect(page).to_have_url(re.compile("model=group.*group=.*bath-and-north-east-somerset"))
    said, link = answer.inner_text(), urlsplit(page.url)

    other = new_page(f"{link.path}?{link.query}", cold=True)
    settled(other, "How does Leeds compare?")
    expect(other.locator("[data-testid=stMain] p", has_text="its peers: their mean").first).to_have_text(said)

    page.go_back()
    expect(page.get_by_text("own group of 10 councils").first).to_be_visible()
    page.reload()
    settled(page, "How does Leeds compare?")
    expect(page.get_by_text("own group of 10 councils").first).to_be_visible()


def test_position_and_relationships_use_the_group_and_pass_it_on(new_page):
    page = new_page(f"/position?council=leeds&model=group&group={FIVE}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does Leeds stand out?")
    expect(page.locator("[data-testid=stPlotlyChart]")).to_contain_text("own group of 5 councils")
    page.get_by_role("link", name="Relationships").click()
    expect(page.get_by_text("Peers only")).to_be_visible()
    expect(page.locator("[data-testid=stMain]")).to_contain_text("own group of 5 councils (Hull, York")
    page.get_by_role("link", name="Benchmark").click()
    settled(page, "How does Leeds compare?")
    expect(page.get_by_text("own group of 5 councils").first).to_be_visible()


def test_a_region_is_one_choice_away(new_page):
    page = new_page("/benchmark?council=leeds&metric=cla_rate")
    settled(page, "How does Leeds compare?")
    compare_with(page, "Same type and region")
    expect(page.get_by_text("Yorkshire and The Humber metropolitan boroughs").first).to_be_visible()
    expect(page).to_have_url(re.compile("model=type"))


@pytest.mark.parametrize(
    ("group", "message"),
    [("hull", "A group needs 2 to 20 councils"),
     ("hull,york,atlantis", "no council called “atlantis” here: left out of the group"),
     ("x';drop table area;--,hull,york", "no council called “x-drop-table-area” here"),
     (",".join(f"c{number}" for number in range(200)), "at most 20 councils, and this link names 200")],
)  # fmt: skip
def test_a_group_that_cannot_be_had_gives_a_message_and_a_view(new_page, group, message):
    page = new_page(f"/benchmark?council=leeds&metric=cla_rate&model=group&group={group}")
    settled(page, "How does Leeds compare?")
    expect(page.get_by_role("alert").first).to_contain_text(message)
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_count(3)


def test_a_measure_that_nobody_of_the_group_has_is_said_so(new_page):
    address = "council=leeds&metric=spend_per_child&model=group&group=birmingham,cumberland,slough"
    page = new_page(f"/benchmark?{address}")
    settled(page, "How does Leeds compare?")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("No comparison: none of 3 have a figure")


def test_the_excel_file_opens_with_numbers_dates_and_the_group_s_names(new_page):
    page = new_page(f"/benchmark?council=leeds&metric=cla_rate&model=group&group={FIVE}")
    settled(page, "How does Leeds compare?")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download this table as Excel").click()
    assert saved.value.suggested_filename == "three-pages_leeds_cla-rate_2025-03-31.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
    head, *rows = book["Figures"].iter_rows(values_only=True)
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert found["Leeds"]["value"] == 85 and found["Leeds"]["numerator"] == 1498
    assert str(found["Leeds"]["period_end"]).startswith("2025-03-31")
    assert "Hull, York, Bradford, Kirklees and Wakefield" in found["Leeds"]["compared_with"]
    assert set(found) >= {"Hull", "York", "Bradford", "Kirklees", "Wakefield", "England"}
