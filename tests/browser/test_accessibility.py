"""What the law asks of every page (WCAG 2.2 AA), in a real browser: keyboard, zoom, names, words for charts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe
from tests.browser.conftest import PATIENCE, USUAL

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize("name", axe.PAGES)
NARROW = {"width": 320, "height": 640}
ACTIVE = """() => {
  let active = document.activeElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}"""
# What shows the focus: an outline of the element or, where that would be cut off, of the box around it.
FOCUS = f"""() => {{
  const active = ({ACTIVE})();
  const boxes = [active, active.closest("label"), active.closest("[role=group]")].filter(Boolean);
  const outlined = boxes.find((box) => {{
    const style = getComputedStyle(box);
    return style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 && style.opacity > 0;
  }});
  const {{ left, right, top, bottom }} = active.getBoundingClientRect();
  // Not hidden by what lies over it (WCAG 2.4.11): one of nine points of what is on the screen can be hit.
  const host = document.activeElement;
  const between = (from, to, share) => Math.max(from, 0) + (to - Math.max(from, 0)) * share;
  const shown = [0.1, 0.5, 0.9].some((down) => [0.1, 0.5, 0.9].some((along) => {{
    const hit = document.elementFromPoint(
      between(left, Math.min(right, innerWidth), along), between(top, Math.min(bottom, innerHeight), down));
    return hit && (host.contains(hit) || hit.contains(host) || hit.control === host);
  }}));
  return {{
    shown,
    what: active.getAttribute("aria-label") ?? active.innerText?.slice(0, 60), tag: active.tagName,
    outline: outlined && getComputedStyle(outlined).outlineColor, height: innerHeight, top, bottom,
  }};
}}"""


@pytest.fixture(scope="module")
def opened(browser: Browser, server: str) -> Iterator[Callable[[str], Page]]:
    """Gives a page of the list, as wide as usual, scrolled to its top. Opened once for all tests of this file."""
    context, pages, errors = browser.new_context(**USUAL), {}, []
    expect.set_options(timeout=PATIENCE)

    def page_of(name: str) -> Page:
        if name not in pages:
            page = pages[name] = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(server + axe.PAGES[name])
        page = pages[name]
        page.bring_to_front()
        page.set_viewport_size(USUAL["viewport"])
        axe.finished(page)
        return page

    yield page_of
    context.close()
    assert errors == []


@every_page
def test_a_page_says_its_name_its_language_and_where_one_is(opened, name):
    page = opened(name)
    title = "Definitions" if name == "Definitions" else rf"{name.split(',')[0]} – \w+"
    if name in ("An address that cannot be had",):
        title = r"Position – \w+"
    expect(page).to_have_title(re.compile(rf"^{title} – Three Pages$"))
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.locator("link[rel~=icon]")).to_have_attribute("href", re.compile("^data:image/svg"))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels)), levels


@every_page
def test_tab_goes_through_the_page_in_order_and_comes_round_with_the_focus_in_sight(opened, name):
    page = opened(name)
    page.reload()
    axe.finished(page)
    forwards = list(itertools.takewhile(lambda each: each is not None, (stop(page, "Tab") for _ in range(200))))
    assert len(forwards) < 200, f"the focus does not come round: {forwards[-5:]}"
    assert forwards[0] == "Skip to main content"
    assert "Skip to the figures" in forwards
    assert [stop(page, "Shift+Tab") for _ in forwards] == forwards[::-1]


def stop(page: Page, key: str) -> str | None:
    """What has the focus after a press of the key, shown, on the screen and under nothing; None outside the page."""
    page.keyboard.press(key)
    focus = page.evaluate(FOCUS)
    if focus["tag"] == "BODY":
        return None
    assert focus["outline"], f"no sign of the focus on {focus}"
    assert focus["bottom"] > 0 and focus["top"] < focus["height"], f"out of sight: {focus}"
    assert focus["shown"], f"hidden: {focus}"
    return focus["what"]


def test_the_skip_link_moves_the_focus_past_links_and_selectors(opened):
    page = opened("Benchmark")
    page.get_by_role("link", name="Skip to the figures").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="These figures as a table")).to_be_focused()


@every_page
def test_a_narrow_screen_loses_nothing_and_scrolls_one_way(opened, name):
    page = opened(name)
    page.set_viewport_size(NARROW)
    axe.unfold(page)
    width = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('main').scrollWidth)"
    assert page.evaluate(width) <= 320
    outside = page.locator("main").evaluate(
        """main => [...main.querySelectorAll("p, h1, h2, h3, a, button, input, summary, td, th")].filter((each) => {
          const box = each.getBoundingClientRect();
          return box.width > 1 && box.right > 321 && !each.closest("[tabindex='0'][role=region], .js-plotly-plot");
        }).map((each) => each.outerHTML.slice(0, 200))"""
    )
    assert outside == []
    for box in page.locator("[tabindex='0'][role=region]").all():
        assert box.get_attribute("aria-label")


# Text that a box cuts off which nobody can scroll, or that runs out of the page. A list's own text is in the list, whole.
CUT = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode()); ) {
    if (!text.data.trim() || text.parentElement.matches("style, script")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width < 2) continue;
    for (let around = text.parentElement; around; around = around.parentElement) {
      const { overflowX, overflowY, clipPath } = getComputedStyle(around);
      const isPage = around.matches("main");
      const edge = isPage ? { left: 0, right: innerWidth } : around.getBoundingClientRect();
      const across = box.left < edge.left - 1 || box.right > edge.right + 1;
      const down = box.top < edge.top - 2 || box.bottom > edge.bottom + 2;
      // For screen readers alone, or in a box that scrolls.
      if (clipPath !== "none" || (!isPage && across && /auto|scroll/.test(overflowX))) break;
      if (across && (isPage || /hidden|clip/.test(overflowX)) || (!isPage && down && /hidden|clip/.test(overflowY))) {
        found.push(`${text.data.slice(0, 80)} in ${around.tagName} ${around.dataset.testid ?? ""}`);
        break;
      }
      if (isPage) break;
    }
  }
  return found;
}"""


@every_page
def test_no_text_is_cut_off_at_any_size(opened, name):
    page = opened(name)
    axe.unfold(page)
    for width, height in axe.SIZES:
        page.set_viewport_size({"width": width, "height": height})
        axe.finished(page)
        # Plotly draws a chart anew a moment after its box has changed.
        page.wait_for_function(f"() => ({CUT})().length === 0")


# (size, weight) of the page's own text, and of Plotly's. Code has the size that Streamlit gives it beside text.
TYPE = """() => {
  const found = { page: {}, chart: {} };
  for (const each of document.querySelectorAll("main *")) {
    const text = [...each.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())[0];
    if (!text || each.closest("style, .spark, code, pre, [data-testid=stIconMaterial]")) continue;
    const { fontSize, fontWeight } = getComputedStyle(each);
    found[each.closest(".js-plotly-plot") ? "chart" : "page"][`${fontSize} ${fontWeight}`] = text.data.slice(0, 40);
  }
  return found;
}"""


@every_page
def test_type_has_a_title_three_sizes_and_two_weights(opened, name):
    found = opened(name).evaluate(TYPE)
    allowed = {f"{size}px {weight}" for size in (20, 16, 14) for weight in (400, 600)}
    title = {each for each in found["page"] if each not in allowed}
    assert title == {"30.4px 600"}, found["page"]
    assert set(found["chart"]) <= {f"{size}px {weight}" for size in (13, 12) for weight in (400, 700)}, found["chart"]


def test_the_links_between_pages_are_a_landmark_and_the_open_one_is_marked(opened):
    page = opened("Benchmark")
    links = page.get_by_role("navigation", name="Pages")
    expect(links.get_by_role("link", name=re.compile("^(?!Skip)"))).to_have_count(6)
    current = links.locator("[aria-current=page]")
    expect(current).to_have_text("Benchmark")
    links.get_by_role("link", name="Data").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What is new, and can it be trusted?")
    expect(current).to_have_text("Data")
    page.go_back()
    expect(current).to_have_text("Benchmark")
    # In a new tab too.
    summary = page.request.get(links.get_by_role("link", name="Summary").evaluate("link => link.href"))
    assert urlsplit(summary.url).path == "/" and "council=wolverhampton" in summary.url
    axe.finished(page)


def test_a_wide_table_scrolls_by_keyboard_in_a_box_of_its_own(opened):
    page = opened("Benchmark")
    page.set_viewport_size(NARROW)
    box = page.get_by_role("region", name="Social worker vacancies, 30 September 2025")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    assert page.evaluate("document.querySelector('main').scrollLeft") == 0
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(box).to_have_count(0)


@every_page
def test_every_chart_has_a_title_words_that_state_its_message_and_its_figures_as_a_table_after_it(opened, name):
    page = opened(name)
    axe.unfold(page)
    charts = page.evaluate(
        """() => [...document.querySelectorAll("main [role=figure], main [role=img]:not([role=figure] *)")].map((chart) => {
          const after = (each) => chart.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
          const before = [...document.querySelectorAll("main :is(h1, h2, h3)")].filter((each) => !after(each));
          const table = [...document.querySelectorAll("main table")].find(after);
          return { alt: chart.getAttribute("aria-label"), title: before.at(-1)?.innerText, table: table?.rows.length };
        })"""
    )
    assert len(charts) == page.locator("main :is(.js-plotly-plot, .spark)").count()
    assert bool(charts) == (name not in ("Data", "Definitions"))
    for chart in charts:
        assert chart["title"]
        # A message has a figure or a council, not only a kind of chart.
        assert len(chart["alt"]) > 60 and re.search(r"\d|Wolverhampton", chart["alt"]), chart
        assert chart["table"] > 1, chart


def test_a_problem_is_announced(opened):
    page = opened("An address that cannot be had")
    expect(page.get_by_role("alert")).to_contain_text("There is no council called “atlantis” here.")


def test_who_asks_for_less_motion_gets_none(opened):
    page = opened("Benchmark")
    page.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((each) => {
      const { transitionDuration, animationDuration } = getComputedStyle(each);
      return Math.max(...`${transitionDuration}, ${animationDuration}`.split(", ").map(parseFloat)) > 0.01;
    }).map((each) => each.outerHTML.slice(0, 120))"""
    assert page.evaluate(moving) == []


def test_charts_follow_the_theme_that_a_reader_or_the_evening_chooses(opened):
    page = opened("Benchmark")
    label = page.locator(".st-key-bars .infolayer text, .st-key-bars .yaxislayer-above text").first
    expect(label).to_have_css("fill", re.compile(r"rgb\((91, 101, 112|27, 31, 36)\)"))
    page.emulate_media(color_scheme="dark")
    expect(label).to_have_css("fill", re.compile(r"rgb\((163, 173, 184|236, 239, 242)\)"))
    page.get_by_role("button", name="Main menu").press("Enter")
    page.get_by_role("menuitemradio", name="Light").press("Enter")
    expect(label).to_have_css("fill", re.compile(r"rgb\((91, 101, 112|27, 31, 36)\)"))


def test_the_statement_is_in_the_app_and_dated(opened):
    page = opened("Definitions")
    page.get_by_role("link", name="Accessibility", exact=True).click()
    heading = page.get_by_role("heading", name="Accessibility statement")
    expect(heading).to_be_in_viewport()
    written = re.search(r"prepared on (\d+ \w+ \d{4})", axe.STATEMENT.read_text(encoding="utf-8"))
    assert written
    expect(page.locator("main")).to_contain_text(f"prepared on {written[1]}")
    assert date.today().year >= int(written[1][-4:])
