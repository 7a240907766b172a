"""Charts as PNG and SVG, from the page itself: by mouse, by keyboard, in light and dark, after another choice."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Download, Page, expect

from dashboard import theme

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
PAGES = {
    "/benchmark?council=wolverhampton&metric=vacancy_rate": (
        ("Wolverhampton and its neighbours", "wolverhampton_vacancy-rate_2025-09-30_bars", "16.3%"),
        ("Over time", "wolverhampton_vacancy-rate_2025-09-30_trend", "16.3%"),
        ("Among England’s councils", "wolverhampton_vacancy-rate_2025-09-30_strip", "30 September 2025"),
    ),
    "/benchmark?council=wolverhampton&metric=ofsted_overall": (
        ("Wolverhampton’s inspections", "wolverhampton_ofsted-overall_20.*_timeline", "Good"),
        ("Latest grades", "wolverhampton_ofsted-overall_20.*_grades", "Mar 2022"),
    ),
    "/position?council=wolverhampton": (("Where Wolverhampton stands out", "wolverhampton_position", "16.3%"),),
    "/relationships?council=wolverhampton&x=deprivation&y=cla_rate&lag=0": (
        ("Deprivation (IMD 2019) and Children in care", "wolverhampton_deprivation_cla-rate_2025-03-31", "rho 0.71"),
    ),
    "/relationships?council=wolverhampton&show=grades&metric=vacancy_rate&known=2022-03-31": (
        ("30 September 2021", "wolverhampton_vacancy-rate_2021-09-30_grades-of_2022-03-31", "mean 25.7%"),
        ("30 September 2025", "wolverhampton_vacancy-rate_2025-09-30_grades-of_", "mean"),
    ),
}  # fmt: skip


def button(page: Page, chart: str, ending: str):
    return page.get_by_role("button", name=f"Download chart “{chart}” as {ending}", exact=True)


def drawn(page: Page) -> None:
    """Wait until Streamlit has finished its run and every chart is there."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    buttons = page.get_by_role("button", name=re.compile("^Download chart .* as PNG$"))
    expect(buttons.first).to_be_visible()
    expect(page.locator("[data-testid=stPlotlyChart] .infolayer, .spark > svg")).to_have_count(buttons.count())


def download(page: Page, chart: str, ending: str) -> Download:
    with page.expect_download() as found:
        button(page, chart, ending).click()
    return found.value


def text_of(svg: ElementTree.Element) -> str:
    """All that a reader of the picture sees, a space between one label and the next."""
    return " ".join("".join(each.itertext()) for each in svg.iter(f"{SVG}text"))


def size_of_png(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", head[16:])


@pytest.mark.parametrize("address", PAGES)
def test_each_chart_is_a_picture_that_says_what_it_shows(new_page, address):
    page = new_page(address)
    drawn(page)
    charts = page.locator("[data-testid=stPlotlyChart]")
    assert charts.count() == len(PAGES[address])
    for index, (label, name, figure) in enumerate(PAGES[address]):
        found = download(page, label, "SVG")
        assert re.fullmatch(rf"three-pages_{name}.*\.svg", found.suggested_filename)
        svg = ElementTree.parse(found.path()).getroot()
        text = text_of(svg)
        assert "Wolverhampton" in text
        assert figure in text
        assert "Source" in text
        assert "Open Government Licence" in text
        assert svg.findtext(f"{SVG}title")
        assert "data:font/woff2;base64," in svg.findtext(f"{SVG}style")
        assert not [link for link in svg.iter(f"{SVG}a") if "{http://www.w3.org/1999/xlink}href" in link.attrib]
        assert svg.findtext(f"{SVG}desc") == charts.nth(index).get_attribute("aria-label")
        box = charts.nth(index).bounding_box()
        assert float(svg.get("width")) >= box["width"]
        assert float(svg.get("height")) > box["height"]

        found = download(page, label, "PNG")
        assert re.fullmatch(rf"three-pages_{name}.*\.png", found.suggested_filename)
        width, height = size_of_png(found.path())
        assert width >= 1600
        assert width / height == pytest.approx(float(svg.get("width")) / float(svg.get("height")), rel=0.01)


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=lambda scheme: scheme.name)
def test_a_small_chart_is_a_picture_in_the_colours_of_the_page(new_page, scheme):
    page = new_page("/?council=wolverhampton", color_scheme=scheme.name)
    drawn(page)
    expect(page.get_by_role("button", name=re.compile("^Download chart .* as PNG$"))).to_have_count(12)
    found = download(page, "Social worker vacancies", "SVG")
    assert found.suggested_filename == "three-pages_wolverhampton_vacancy-rate_2025-09-30_summary.svg"
    svg = ElementTree.parse(found.path()).getroot()
    assert "16.3%" in text_of(svg) and "Source" in text_of(svg)
    assert svg.findtext(f"{SVG}desc") == page.locator("#vacancy_rate").get_attribute("aria-label")
    assert {line.get("stroke") for line in svg.iter(f"{SVG}polyline")} == {scheme.council, scheme.muted}
    width, height = size_of_png(download(page, "Social worker vacancies", "PNG").path())
    assert width >= 1600 and width > height


def test_a_label_is_the_heading_above_its_chart(new_page):
    address, charts = next(iter(PAGES.items()))
    page = new_page(address)
    drawn(page)
    for label, *_ in charts:
        expect(page.get_by_role("heading", name=label, exact=True)).to_be_visible()


def test_a_picture_is_taken_by_keyboard_alone(new_page):
    page = new_page("/position?council=hull")
    drawn(page)
    page.locator(".st-key-position_chart .annotation a").last.focus()
    name = "document.activeElement.shadowRoot?.activeElement?.getAttribute('aria-label')"
    page.keyboard.press("Tab")
    assert page.evaluate(name) == "Download chart “Where Hull stands out” as PNG"
    with page.expect_download() as found:
        page.keyboard.press("Enter")
    assert re.fullmatch(r"three-pages_hull_position_.*-to-2025-09-30\.png", found.value.suggested_filename)
    page.keyboard.press("Tab")
    with page.expect_download() as found:
        page.keyboard.press("Space")
    assert re.fullmatch(r"three-pages_hull_position_.*-to-2025-09-30\.svg", found.value.suggested_filename)


def test_another_council_and_another_measure_are_other_pictures(new_page):
    page = new_page("/benchmark?council=wolverhampton&metric=vacancy_rate")
    drawn(page)
    for label, typed in (("Council", "Camden"), ("Measure", "Children in care")):
        page.get_by_role("combobox", name=re.compile(label)).click()
        page.keyboard.type(typed)
        page.get_by_role("option", name=typed).first.click()
        expect(page).to_have_url(re.compile("council=camden"))
    expect(page).to_have_url(re.compile("metric=cla_rate"))
    drawn(page)
    expect(page.locator(".st-key-bars [data-testid=stPlotlyChart]")).to_have_attribute(
        "aria-label", re.compile("Children in care, .*Camden")
    )
    expect(page.locator(".st-key-bars .main-svg").first).to_contain_text("Camden")
    found = download(page, "Camden and its neighbours", "SVG")
    assert found.suggested_filename.startswith("three-pages_camden_cla-rate_")
    text = text_of(ElementTree.parse(found.path()).getroot())
    assert "Children in care: Camden and its neighbours" in text
    assert "Wolverhampton" not in text


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=lambda colours: colours.name)
def test_a_picture_stands_on_the_page_s_background(new_page, colours):
    page = new_page("/benchmark?council=hull", color_scheme=colours.name)
    drawn(page)
    svg = ElementTree.parse(download(page, "Over time", "SVG").path()).getroot()
    assert svg.find(f"{SVG}rect").get("fill") == colours.background
    assert svg.find(f"{SVG}text").get("fill") == colours.ink


def test_on_a_narrow_screen_the_picture_is_still_wide_enough_to_print(new_page):
    page = new_page("/benchmark?council=hull", viewport={"width": 320, "height": 640})
    drawn(page)
    width, _ = size_of_png(download(page, "Over time", "PNG").path())
    assert width >= 1600
