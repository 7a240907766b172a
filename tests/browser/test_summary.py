"""Summary in a real browser: what a councillor reads, prints and takes along."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from dashboard import choose, state, store, summary, summary_html, theme

pytestmark = pytest.mark.browser

CARDS = "section.summary article"
A4 = [pytest.approx(210, abs=0.5), pytest.approx(297, abs=0.5)]  # mm


def settled(page: Page, council: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(council)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(CARDS)).to_have_count(12)
    # The style sheet may come last.
    expect(page.locator("section.summary").first).to_have_css("font-variant-numeric", "tabular-nums")


def test_the_first_page_is_summary_and_says_it_in_words(new_page):
    page = new_page("/?council=wolverhampton", cold=True)
    settled(page, "Wolverhampton")
    expect(page).to_have_title("Summary – Wolverhampton – Three Pages")
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert headings == ["1 People", "2 Children", "3 Money"]
    first = page.locator(CARDS).first
    expect(first).to_contain_text("About 16 in every 100 social worker posts were empty on 30 September 2025.")
    expect(first).to_contain_text("How many of these posts are covered by agency staff")
    expect(page.get_by_role("img", name=re.compile("^Line chart of "))).to_have_count(12)
    text = page.locator("[data-testid=stMain]").inner_text()
    assert not re.findall(r"\b(nan|NaN|None|Traceback|undefined|null)\b|\*\*", text)


def test_a_charts_figures_open_as_a_table_by_keyboard(new_page):
    page = new_page("/?council=wolverhampton")
    settled(page, "Wolverhampton")
    folded = page.locator(CARDS).first.locator("summary")
    folded.focus()
    page.keyboard.press("Enter")
    row = page.locator(CARDS).first.get_by_role("row").nth(1)
    expect(row).to_have_text(re.compile("2025.*16.3%.*10.6%.*2.4% to 21.7%"))


def test_another_council_changes_words_and_address(new_page):
    page = new_page("/?council=wolverhampton")
    settled(page, "Wolverhampton")
    page.get_by_role("combobox", name=re.compile("Council")).click()
    page.keyboard.type("Kingston upon T")
    page.keyboard.press("Enter")
    settled(page, "Kingston upon Thames")
    expect(page).to_have_url(re.compile("council=kingston-upon-thames"))
    expect(page.locator(CARDS).first).to_contain_text("In Kingston upon Thames and Richmond upon Thames together")


def test_the_pdf_has_the_words_of_the_screen_and_a_link_back(new_page):
    page = new_page("/?council=hull&model=2021-04")
    settled(page, "Kingston upon Hull, City of")
    said = page.locator(f"{CARDS} .said").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as PDF").click()
    assert download.value.suggested_filename == "three-pages_hull_summary_2026-03-19.pdf"
    pages = pypdf.PdfReader(download.value.path()).pages
    assert len(pages) == 3
    text = re.sub(r"\s+", "", "".join(each.extract_text() for each in pages))
    assert all(re.sub(r"\s+", "", sentence) in text for sentence in said)
    (link,) = pages[0]["/Annots"]
    assert "council=hull" in link.get_object()["/A"]["/URI"] and "model=2021-04" in link.get_object()["/A"]["/URI"]


@pytest.mark.parametrize(
    ("council", "scheme"),
    [
        ("wolverhampton", "light"),
        ("wolverhampton", "dark"),
        ("kingston-upon-thames", "light"),
        ("birmingham", "dark"),
        ("bournemouth-christchurch-and-poole", "light"),
        ("west-northamptonshire", "light"),
        ("isles-of-scilly", "light"),
    ],
)
def test_print_gives_three_pages_without_anything_to_press(new_page, council, scheme):
    page = new_page(f"/?council={council}", color_scheme=scheme)
    settled(page, re.compile("."))
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [each.extract_text() for each in pages]
    assert [[float(side) / 72 * 25.4 for side in each.mediabox[2:]] for each in pages] == [A4] * 3
    for title, text in zip(("1 People", "2 Children", "3 Money"), texts, strict=True):
        assert title in text
    assert f"council={council}" in texts[0].replace("\n", "")
    assert not [word for word in ("Download", "Compared with", "Relationships") if word in "".join(texts)]


PAPER = """
    ([head, ...pages]) => {
        document.querySelector("header.summary").outerHTML = head;
        pages.forEach((html, number) => document.querySelectorAll("section.summary")[number].outerHTML = html);
        return [...document.querySelectorAll("section.summary")].map((each, number) => {
            const box = each.getBoundingClientRect();
            return number ? box.height : box.bottom;
        });
    }
"""


@pytest.mark.parametrize("model", ["2025-05", "region"])
def test_the_three_pages_of_every_council_fit_on_paper(new_page, database, monkeypatch, model):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    version = store.version()
    offered = choose.options(version)
    mm = 96 / 25.4
    page = new_page("/?council=wolverhampton", viewport={"width": int((210 - 2 * 14) * mm), "height": 1000})
    settled(page, "Wolverhampton")
    page.emulate_media(media="print")
    address = "https://three-pages.a-council-with-a-long-name.gov.uk/?council=bournemouth-christchurch-and-poole"
    for area in offered.councils:
        chosen, _ = state.read({"council": area.slug, "model": model}, offered)
        shown = summary.summary(version, chosen)
        pages = enumerate(shown.sections, 1)
        html = [summary_html.section(number, each, shown, theme.LIGHT, address=address) for number, each in pages]
        heights = page.evaluate(PAPER, [summary_html.head(shown, theme.LIGHT), *html])
        assert max(heights) <= (297 - 2 * 11) * mm, (area.name, heights)


@pytest.mark.parametrize("width", [1366, 768, 390, 320])
def test_nothing_is_wider_than_the_screen(new_page, width):
    page = new_page("/?council=bournemouth-christchurch-and-poole", viewport={"width": width, "height": 800})
    settled(page, "Bournemouth, Christchurch and Poole")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.eval_on_selector_all(
        ".summary *",
        f"all => all.filter(each => each.getBoundingClientRect().right > {width} && !each.closest('details')).length",
    )
    assert wide == 0
