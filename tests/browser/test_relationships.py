"""Relationships in a real browser: the four questions, the address, grades then and now, a narrow screen."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def settled(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("What goes together with what?")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def answer(page: Page):
    return page.get_by_role("heading", level=2).first


def test_a_cold_deep_link_opens_the_same_view_for_somebody_else(new_page):
    page = new_page(
        "/relationships?council=hull&x=deprivation&y=cla_rate&lag=0&region=yorkshire-and-the-humber", cold=True
    )
    settled(page)
    expect(answer(page)).to_contain_text("“Deprivation (IMD 2019)”")
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("Only Yorkshire and The Humber.")
    expect(main).to_contain_text("Source: English indices of deprivation")
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_count(1)
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_attribute("aria-label", re.compile("Scatter of .*rho"))
    assert not re.findall(r"\b(nan|NaN|None|Traceback|undefined|null)\b", main.inner_text())


def test_ready_made_questions_are_in_the_address_and_back_undoes_them(new_page):
    page = new_page("/relationships?council=hull")
    settled(page)
    for name, address, words in (
        ("Prevention spending and children in care later", "x=prevention_share.*y=cla_rate.*lag=2", "prevention"),
        ("Deprivation and children in care", "x=deprivation.*y=cla_rate", "also tend to have a higher one"),
        ("Agency staff and inspection grade", "show=grades.*known=2022-03-31", "26.1% in the 16 graded Inadequate"),
    ):
        page.get_by_role("button", name=name).click()
        expect(answer(page)).to_contain_text(words)
        expect(page).to_have_url(re.compile(f"council=hull.*{address}"))
    main = page.locator("[data-testid=stMain]")
    expect(main).to_contain_text("Research quotes these means for that year: 26.7% graded Inadequate")
    expect(main).to_contain_text("North Yorkshire is counted here.")
    expect(main).to_contain_text("7.6% in 15")
    expect(page.locator("[data-testid=stPlotlyChart]")).to_have_count(2)
    page.go_back()
    expect(answer(page)).to_contain_text("Deprivation")
    page.go_forward()
    expect(answer(page)).to_contain_text("graded Inadequate")
    page.reload()
    expect(answer(page)).to_contain_text("26.1% in the 16 graded Inadequate")


def test_every_choice_by_hand_is_in_the_address_and_the_same_for_somebody_else(new_page):
    page = new_page("/relationships?council=hull", cold=True)
    settled(page)
    caption = page.locator("[data-testid=stMain]")
    for label, option, address in (
        ("Across$", "Children in care", "x=cla_rate"),
        ("Up$", "Children in need", "y=cin_rate"),
        ("Across is from", "2 years earlier", "lag=2"),
        ("Region", "North West", "region=north-west"),
    ):
        page.get_by_role("combobox", name=re.compile(label)).click()
        page.keyboard.type(option)
        page.get_by_role("option", name=option).first.click()
        expect(page).to_have_url(re.compile(address))
    expect(caption).to_contain_text("Only North West.")
    page.get_by_text("Neighbours only").click()
    expect(caption).to_contain_text("Only North West, Hull and its neighbours.")
    said = answer(page).inner_text()
    page.get_by_text("A measure by inspection grade").click()
    expect(answer(page)).to_contain_text("graded Inadequate")
    parts = page.get_by_test_id("stDateInput").get_by_role("spinbutton")
    parts.first.focus()
    for number in ("15", "01", "2021"):
        page.keyboard.type(number)
    page.get_by_role("heading", level=1).click()
    expect(page).to_have_url(
        re.compile("show=grades.*x=cla_rate.*y=cin_rate.*lag=2.*region=north-west.*near=1.*known=2021-01-15")
    )
    expect(caption).to_contain_text("Grades in reports published by 15 January 2021.")

    link = urlsplit(page.url)
    other = new_page(f"{link.path}?{link.query}", cold=True)
    expect(answer(other)).to_have_text(answer(page).inner_text())
    other.get_by_text("Two measures", exact=True).click()
    expect(answer(other)).to_have_text(said)
    page.go_back()
    expect(caption).to_contain_text("Grades in reports published by 31 March 2022.")
    page.go_back()
    expect(answer(page)).to_have_text(said)
    page.go_back()
    expect(caption).to_contain_text("Only North West.")
    page.go_forward()
    expect(answer(page)).to_have_text(said)


def test_vacancies_by_grade_are_what_the_issue_asks_for(new_page):
    page = new_page("/relationships?show=grades&metric=vacancy_rate&known=2022-03-31")
    settled(page)
    expect(answer(page)).to_contain_text("25.7% in the 16 graded Inadequate and 7.5% in the 17 graded Outstanding")
    expect(page.locator("[data-testid=stMain]")).to_contain_text("would then be 7.8% in 16")


def test_another_council_keeps_the_question(new_page):
    page = new_page("/relationships?council=hull&x=deprivation&y=cla_rate&near=1")
    settled(page)
    page.get_by_role("combobox", name=re.compile("Council")).click()
    page.keyboard.type("Camden")
    page.get_by_role("option", name="Camden").first.click()
    expect(page.locator("[data-testid=stMain]")).to_contain_text("Only Camden and its neighbours.")
    expect(page).to_have_url(re.compile("council=camden.*x=deprivation.*near=1"))
    page.get_by_text("Neighbours only").click()
    expect(page.locator("[data-testid=stMain]")).not_to_contain_text("Only Camden")
    page.get_by_role("link", name="Definitions").click()
    expect(page).to_have_url(re.compile("/definitions.*x=deprivation"))


def test_the_figures_behind_the_dots_are_a_table(new_page):
    page = new_page("/relationships?x=deprivation&y=cla_rate")
    settled(page)
    page.get_by_text(re.compile("The figures of these .* dots")).click()
    expect(page.locator("[data-testid=stTable] tbody tr").first).to_contain_text("Wolverhampton")
    assert page.locator("[data-testid=stTable] tbody tr").count() > 140


@pytest.mark.parametrize(
    ("address", "message"),
    [("?x='; drop table metric;--", "There is no measure for the horizontal axis called"),
     ("?lag=99", "There is no lag called “99” here."),
     ("?known=2099-01-01", "Grades cannot be shown as known on “2099-01-01”"),
     ("?region=<script>alert(1)</script>", "There is no region called “<script>alert(1)</script>” here.")],
)  # fmt: skip
def test_an_unknown_value_gives_a_message_and_the_default(new_page, address, message):
    page = new_page(f"/relationships{address}")
    settled(page)
    expect(page.get_by_role("alert").first).to_contain_text(message)
    expect(answer(page)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("show", ["measures", "grades"])
def test_nothing_needs_sideways_scrolling_on_a_narrow_screen(new_page, show, scheme):
    page = new_page(f"/relationships?show={show}", viewport={"width": 320, "height": 640}, color_scheme=scheme)
    settled(page)
    expect(page.locator("[data-testid=stPlotlyChart] .main-svg").first).to_be_visible()
    width = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert page.evaluate(width) <= 320
