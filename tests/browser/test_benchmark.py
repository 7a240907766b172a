"""Benchmark in a real browser: five councils of five shapes, and the journeys between views."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CHARTS = "[data-testid=stPlotlyChart] .main-svg"
COUNCILS = {
    "wolverhampton": ("vacancy_rate", "Social worker vacancies: 16.3% of posts (FTE) on 30 September 2025, 2nd highest of 11."),
    "kingston-upon-thames": ("vacancy_rate", "Kingston upon Thames and Richmond upon Thames report together"),
    "cumberland": ("cla_rate", "Cumberland began on 1 April 2023, in the place of Cumbria"),
    "birmingham": ("spend_per_child", "no figure for Birmingham"),
    "city-of-london": ("vacancy_rate", "so small that its figures say little"),
}  # fmt: skip


def settled(page: Page, heading: str | re.Pattern[str]) -> None:
    """Wait until the page shows this heading and Streamlit has finished its run."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_role("heading", name="What this can and cannot tell you")).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def choose(page: Page, label: str, typed: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.keyboard.type(typed)
    page.get_by_role("option", name=option).first.click()


@pytest.mark.parametrize("council", COUNCILS)
def test_a_council_of_each_shape_has_its_figures_charts_and_words(new_page, council):
    metric, words = COUNCILS[council]
    page = new_page(f"/benchmark?council={council}&metric={metric}")
    settled(page, re.compile("^How does .* compare"))
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text(words)
    expect(main).to_contain_text("Source: ")
    expect(main).to_contain_text("Statistical neighbours: DfE, May 2025")
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_count(3)
    expect(page.locator(CHARTS).first).to_be_visible()
    expect(page.locator("[data-testid=stTable] tbody tr").first).to_be_visible()
    assert not re.findall(r"\b(nan|NaN|None|Traceback|undefined|null)\b", main.inner_text())
    for chart in page.locator("[data-testid=stPlotlyChart]").all():
        assert chart.get_attribute("role") == "figure"
        assert len(chart.get_attribute("aria-label") or "") > 40


def test_a_cold_deep_link_opens_the_whole_view_for_somebody_else(new_page):
    page = new_page("/benchmark?council=hull&metric=cla_rate&model=2021-04&period=2024-03-31", cold=True)
    settled(page, "How does Hull compare?")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Children in care: ")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("31 March 2024")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("DfE, April 2021")
    expect(page.get_by_role("link", name="Definitions")).to_have_attribute(
        "href", re.compile("council=hull.*metric=cla_rate.*model=2021-04.*period=2024-03-31")
    )


def test_without_a_choice_it_shows_real_figures(new_page):
    page = new_page("/benchmark")
    settled(page, "How does Wolverhampton compare?")
    expect(page).to_have_title("Benchmark – Wolverhampton – Three Pages")


@pytest.mark.parametrize(
    ("typed", "name"),
    [("BCP", "Bournemouth, Christchurch and Poole"), ("Kingston upon H", "Hull"), ("Banes", "Bath and North East Somerset")],
)  # fmt: skip
def test_a_council_is_found_by_another_name(new_page, typed, name):
    page = new_page("/benchmark")
    settled(page, "How does Wolverhampton compare?")
    choose(page, "Council", typed, name)
    settled(page, f"How does {name} compare?")


def test_an_alias_in_the_address_resolves(new_page):
    settled(new_page("/benchmark?council=bcp"), "How does Bournemouth, Christchurch and Poole compare?")


def test_a_change_is_in_the_address_and_back_and_forward_undo_and_redo_it(new_page):
    page = new_page("/benchmark?council=wolverhampton&metric=vacancy_rate&model=2025-05")
    settled(page, "How does Wolverhampton compare?")
    answer = page.get_by_role("heading", level=2).first
    choose(page, "Measure", "Children in care", "Children in care")
    expect(answer).to_contain_text("Children in care: 73 per 10,000 children")
    expect(page).to_have_url(re.compile("metric=cla_rate"))
    choose(page, "Council", "Camden", "Camden")
    settled(page, "How does Camden compare?")
    expect(page).to_have_url(re.compile("council=camden.*metric=cla_rate"))

    page.go_back()
    settled(page, "How does Wolverhampton compare?")
    expect(answer).to_contain_text("Children in care: 73")
    page.go_back()
    expect(answer).to_contain_text("Social worker vacancies: 16.3%")
    settled(page, "How does Wolverhampton compare?")
    expect(page.get_by_role("combobox", name=re.compile("Measure"))).to_have_value("Social worker vacancies")
    page.go_forward()
    expect(answer).to_contain_text("Children in care: 73")
    page.reload()
    settled(page, "How does Wolverhampton compare?")
    expect(answer).to_contain_text("Children in care: 73")


def test_back_pressed_again_and_again_ends_where_one_began(new_page):
    page = new_page("/benchmark?council=hull&metric=cla_rate", cold=True)
    settled(page, "How does Hull compare?")
    answer = page.get_by_role("heading", level=2).first
    for label, name, said in (
        ("Measure", "Children in need", "Children in need: "),
        ("Council", "Camden", "Children in need: "),
        ("Measure", "Referrals in the year", "Referrals in the year: "),
    ):
        choose(page, label, name, name)
        expect(answer).to_contain_text(said)
        settled(page, re.compile("^How does .* compare"))
    for _ in range(3):
        page.evaluate("history.back()")
    settled(page, "How does Hull compare?")
    expect(answer).to_contain_text("Children in care: ")
    expect(page).to_have_url(re.compile(r"/benchmark\?council=hull&metric=cla_rate$"))
    expect(page.get_by_role("combobox", name=re.compile("Measure"))).to_have_value("Children in care")


def test_the_scale_and_open_tables_are_in_the_address_and_back_undoes_them(new_page):
    page = new_page("/benchmark?council=hull&metric=cla_rate", cold=True)
    settled(page, "How does Hull compare?")
    zero, main = page.get_by_role("checkbox", name="Scale from zero"), page.locator("[data-testid=stMain]")
    opened = page.locator("details[open]")
    expect(zero).to_be_checked()
    page.get_by_text("Scale from zero").click()
    expect(main).to_contain_text("The scale does not begin at zero")
    expect(page).to_have_url(re.compile("council=hull&metric=cla_rate.*scale=fit"))
    page.get_by_text("The figures over time").click()
    expect(opened).to_have_count(1)
    page.get_by_text("The figures of England’s councils").click()
    expect(opened).to_have_count(2)
    expect(page).to_have_url(re.compile("scale=fit.*open=series%2Cdistribution"))
    settled(page, "How does Hull compare?")

    link = urlsplit(page.url)
    other = new_page(f"{link.path}?{link.query}", cold=True)
    settled(other, "How does Hull compare?")
    expect(other.locator("details[open] table")).to_have_count(2)
    expect(other.get_by_role("checkbox", name="Scale from zero")).not_to_be_checked()

    page.go_back()
    expect(opened).to_have_count(1)
    page.reload()
    settled(page, "How does Hull compare?")
    expect(opened).to_have_count(1)
    choose(page, "Measure", "Children in need", "Children in need")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Children in need: ")
    expect(main).to_contain_text("The scale does not begin at zero")
    expect(opened).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Children in care: ")
    page.go_back()
    expect(opened).to_have_count(0)
    page.go_back()
    expect(zero).to_be_checked()
    expect(main).not_to_contain_text("does not begin at zero")


def test_links_between_pages_keep_the_choice(new_page):
    page = new_page("/benchmark?council=hull&metric=cla_rate")
    settled(page, "How does Hull compare?")
    page.get_by_role("link", name="Definitions").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the measures mean?")
    expect(page).to_have_url(re.compile("/definitions.*council=hull.*metric=cla_rate"))
    page.get_by_role("link", name="Benchmark").click()
    settled(page, "How does Hull compare?")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the measures mean?")


@pytest.mark.parametrize(
    ("address", "message"),
    [("?council=atlantis", "There is no council called “atlantis” here."),
     ("?council=cumbria", "Its services passed to Cumberland and Westmorland and Furness."),
     ("?metric='; drop table metric;--", "There is no measure called"),
     ("?model=1999-01", "There is no comparison called"),
     ("?period=never", "has no figures for “never”"),
     ("?scale=log", "There is no scale called “log” here."),
     ("?open=everything", "There is no table called “everything” to open."),
     ("?council=hull&council=leeds", "The address gives “council” more than once: “leeds” is used."),
     ("?council=<script>alert(1)</script>", "There is no council called “<script>alert(1)</script>” here.")],
)  # fmt: skip
def test_an_unknown_value_gives_a_message_and_the_default(new_page, address, message):
    page = new_page(f"/benchmark{address}")
    settled(page, re.compile("^How does .* compare"))
    expect(page.get_by_role("alert").first).to_contain_text(message)


def test_inspection_grades_are_dated_and_not_averaged(new_page):
    page = new_page("/benchmark?council=wolverhampton&metric=ofsted_overall")
    settled(page, "How does Wolverhampton compare?")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Good, inspected 28 March 2022")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("no average is given")
    expect(main).to_contain_text("ago: a service may have changed since")
    timeline = page.locator(".st-key-timeline [data-testid=stPlotlyChart]")
    expect(timeline).to_contain_text("need help and protection")
    expect(timeline).to_contain_text("Outstanding")
    expect(page.locator("[data-testid=stTable]")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/benchmark?council=kingston&metric=spend_per_child", "/definitions"])
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen(new_page, address, scheme):
    page = new_page(address, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-testid=stTable]").first).to_be_visible()
    width = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert page.evaluate(width) <= 320


def test_definitions_explain_every_measure_and_name_the_licence(new_page):
    page = new_page("/definitions?council=hull")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the measures mean?")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("Open Government Licence v3.0")
    # What stands last on the page.
    expect(main).to_contain_text("Enforcement")
    assert main.inner_text().count("What distorts it.") == 25
    assert not re.findall(r"\b(nan|None|Traceback)\b", main.inner_text())
