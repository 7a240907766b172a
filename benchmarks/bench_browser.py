"""Time in Chromium until the last chart is drawn: after the click on another option, and after a reload.

The last change inside any chart counts; the clock is the browser's own. The network is local.
"""

from __future__ import annotations

import random
import shutil

from playwright.sync_api import Page, sync_playwright

from benchmarks import figures
from benchmarks.bench_pages import VIEWS
from benchmarks.figures import Figure
from benchmarks.server import serving
from dashboard.peers import GROUP, OTHERS

TITLE = "Time to the last chart in Chromium"
CHANGE_MS, RELOAD_MS = 450, 1000
CHANGES, RELOADS = 15, 7
CHARTS = ".js-plotly-plot .main-svg, .spark svg"
INSIDE = ".js-plotly-plot, section.summary"
LISTEN = f"""() => {{
  window.drawn = window.clicked = 0;
  addEventListener("click", () => {{ window.clicked = performance.now(); }}, true);
  new MutationObserver((changes) => {{
    if (changes.some((each) => each.target.closest?.("{INSIDE}"))) window.drawn = performance.now();
  }}).observe(document, {{ childList: true, subtree: true, attributes: true }});
}}"""
# Some changes draw nothing anew: a region may hold the same councils as a type in it.
SETTLED = """() => window.clicked
  && performance.now() - Math.max(window.drawn, window.clicked) > (window.drawn > window.clicked ? 400 : 3000)
  && document.querySelector("[data-testid=stApp]").getAttribute("data-test-script-state") === "notRunning" """
DRAWN = "() => window.drawn && performance.now() - window.drawn > 800"


def change(page: Page, label: str, pick: random.Random) -> float | None:
    """Choose another option of a selector. Returns milliseconds from the click to the last chart, if one changed."""
    box = page.get_by_role("combobox", name=label, exact=False).first
    shown = box.input_value()
    box.click()
    options = page.get_by_role("option")
    options.first.wait_for()
    # Only what the open list shows: it is longer than the screen. A group starts as what is shown: nothing is drawn.
    others = [each for each in options.all()[:8] if each.inner_text() not in (shown, OTHERS[GROUP])]
    page.evaluate("window.drawn = window.clicked = 0")
    pick.choice(others).click()
    page.wait_for_function(SETTLED)
    took = float(page.evaluate("window.drawn - window.clicked"))
    return took if took > 0 else None


def reload(page: Page) -> float:
    """Milliseconds from the start of a reload to the last chart."""
    page.reload()
    page.locator(CHARTS).first.wait_for()
    page.wait_for_function(DRAWN)
    return float(page.evaluate("window.drawn"))


def measure() -> list[Figure]:
    found, pick = [], random.Random(1)
    with serving() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for view in VIEWS:
            page = chromium.new_page(viewport={"width": 1366, "height": 768}, locale="en-GB")
            page.add_init_script(f"({LISTEN})()")
            page.goto(f"{server.http}/{view.page}?{view.query}")
            page.locator(CHARTS).first.wait_for()
            page.wait_for_function(DRAWN)
            # The first change of each warms up what the browser compiles.
            made = [change(page, label, pick) for label in view.boxes for _ in range(CHANGES + 1)][1:]
            times = [took for took in made if took is not None]
            found.append(figures.of(f"{view.name}: another option", "ms", times, below=CHANGE_MS))
            again = [reload(page) for _ in range(RELOADS)]
            found.append(figures.of(f"{view.name}: reload", "ms", again, below=RELOAD_MS))
            page.close()
        chromium.close()
    return found
