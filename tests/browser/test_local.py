"""A council's own unpublished figures: hollow points on Benchmark, in no file unless asked."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_take_away import download, drawn, text_of

pytestmark = pytest.mark.browser

ADDRESS = "/benchmark?council=rutland&metric=vacancy_rate"
LINES = (
    "council,metric,period_end,value,numerator,denominator\n"
    "Rutland,vacancy_rate,31/08/2026,,3,20\n"
    "Rutland,vacancy_rate,30/09/2026,12.3,,\n"
)
ASKED = "Include our own unpublished figures in downloads"


@pytest.fixture
def local_file(database: Path) -> Iterator[Path]:
    """Figures of Rutland's own, for everyone who uses the server."""
    file = database / "local" / "rutland.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text(LINES)
    yield file
    file.unlink()


def hollow(page: Page) -> int:
    """How many points the trend has of the council's own."""
    marks = "(traces) => traces.filter((t) => t.__data__[0].trace.name === 'local').map((t) => t.querySelectorAll('.point').length)"
    return sum(page.locator(".st-key-trend .trace").evaluate_all(marks))


def test_files_of_the_server_are_hollow_points_and_leave_only_when_asked(new_page, local_file):
    page = new_page(ADDRESS)
    drawn(page)
    expect(page.get_by_text("Hollow points are Rutland’s own figures")).to_be_visible()
    assert hollow(page) == 2
    left_out = ElementTree.parse(download(page, "Over time", "SVG").path()).getroot()
    assert "ollow point" not in ElementTree.tostring(left_out, "unicode")

    page.get_by_text("The figures over time").click()
    expect(page.get_by_role("cell", name="12.3% (local, unpublished)")).to_be_visible()
    assert [row["status"] for row in series(page)].count("local, unpublished") == 0

    before = page.get_by_role("button", name="Download chart “Over time” as SVG").element_handle()
    page.get_by_text(ASKED).click()
    expect(page.get_by_role("checkbox", name=ASKED)).to_be_checked()
    # The box is ticked at once; what is taken away follows with the page's next run, which makes new buttons.
    page.wait_for_function("(button) => !button.isConnected", arg=before)
    picture = download(page, "Over time", "SVG")
    assert "with-unpublished" in picture.suggested_filename
    taken = ElementTree.parse(picture.path()).getroot()
    assert "Hollow points: Rutland’s own figures, local, unpublished." in text_of(taken)
    assert points(taken) == points(left_out) + 2
    assert [row["value"] for row in series(page) if row["status"] == "local, unpublished"] == ["15.0", "12.3"]


def points(svg: ElementTree.Element) -> int:
    return sum(each.get("class") == "point" for each in svg.iter("{http://www.w3.org/2000/svg}path"))


def series(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as found:
        page.get_by_role("button", name="Download the series as CSV").click()
    with found.value.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_another_council_has_none_of_them(new_page, local_file):
    page = new_page("/benchmark?council=hull&metric=vacancy_rate")
    drawn(page)
    assert hollow(page) == 0
    expect(page.get_by_text(re.compile("[Hh]ollow point"))).to_have_count(0)
    expect(page.get_by_text(ASKED)).to_have_count(0)


# The Data page, where figures are uploaded

DATA = "/data"
WRONG = LINES.replace("12.3", "12.3%").replace("Rutland,vacancy_rate,31/08", "Rutlnad,vacancy_rate,31/08")


def upload(page: Page, text: str) -> None:
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)


def go(page: Page, title: str) -> None:
    page.locator(".st-key-navigation").get_by_role("link", name=title).click()


def test_an_upload_is_checked_by_line_shown_in_its_session_alone_and_forgotten(new_page, database):
    before = sorted(database.rglob("*"))
    page = new_page(f"{DATA}?council=rutland&metric=vacancy_rate")
    upload(page, WRONG)
    expect(page.get_by_text("2 things are wrong with own.csv, so none of its figures is shown.")).to_be_visible()
    for cell in ("“Rutlnad”", "Did you mean “Rutland”?", "“12.3%”", "Remove the % sign"):
        expect(page.get_by_role("cell", name=cell)).to_be_visible()
    expect(page.get_by_text("There are no figures of Rutland’s own.")).to_be_visible()

    upload(page, LINES)
    expect(page.get_by_text("Your upload: 2 figures from own.csv.")).to_be_visible()
    expect(page.get_by_role("cell", name="30 September 2026")).to_be_visible()
    go(page, "Benchmark")
    expect(page.get_by_text("Hollow points are Rutland’s own figures")).to_be_visible()
    other = new_page(ADDRESS)
    drawn(other)
    assert hollow(other) == 0

    go(page, "Data")
    page.get_by_role("button", name="Forget this upload").click()
    expect(page.get_by_text("There are no figures of Rutland’s own.")).to_be_visible()
    expect(page.get_by_text("own.csv")).to_have_count(0)
    assert sorted(database.rglob("*")) == before


def test_the_template_can_be_uploaded_as_it_is(new_page):
    page = new_page(f"{DATA}?council=kingston-upon-thames&metric=cla_rate")
    with page.expect_download() as found:
        page.get_by_role("button", name="Download the template").click()
    assert found.value.suggested_filename == "three-pages_kingston-upon-thames_template.csv"
    upload(page, found.value.path().read_text(encoding="utf-8"))
    expect(page.get_by_text("Your upload: 2 figures from own.csv.")).to_be_visible()


def test_a_file_that_is_too_large_is_refused_in_words(new_page):
    page = new_page(DATA)
    upload(page, "x" * 6_000_000)
    expect(page.get_by_text("File must be 5.0MB or smaller.")).to_be_visible()
    expect(page.get_by_text("Your upload")).to_have_count(0)
