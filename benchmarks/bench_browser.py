"""Time in Chromium until the last chart is drawn: after another option, after a reload, and on a first visit.

The last change inside any chart counts; the clock is the browser's own. The network is local.
"""

from __future__ import annotations

import random
import shutil

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import figures
from benchmarks.bench_pages import VIEWS
from benchmarks.figures import Figure
from benchmarks.server import serving
from dashboard import store
from dashboard.peers import GROUP, OTHERS
from tests.deploy.site import site

TITLE = "Time to the last chart in Chromium"
CHANGE_MS, RELOAD_MS, FIRST_MS = 450, 1000, 2500
CHANGES, RELOADS, VISITS = 15, 7, 5
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


def opened(page: Page, address: str | None = None) -> float:
    """Milliseconds from the start of a visit, or of a reload where there is no address, to the last chart."""
    if address:
        page.goto(address)
    else:
        page.reload()
    page.locator(CHARTS).first.wait_for()
    page.wait_for_function(DRAWN)
    return float(page.evaluate("window.drawn"))


def measure() -> list[Figure]:
    found, pick = [], random.Random(1)
    with serving() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for view in VIEWS:
            page = _new_page(chromium)
            opened(page, f"{server.http}/{view.page}?{view.query}")
            # The first change of each warms up what the browser compiles.
            made = [change(page, label, pick) for label in view.boxes for _ in range(CHANGES + 1)][1:]
            times = [took for took in made if took is not None]
            found.append(figures.of(f"{view.name}: another option", "ms", times, below=CHANGE_MS))
            again = [opened(page) for _ in range(RELOADS)]
            found.append(figures.of(f"{view.name}: reload", "ms", again, below=RELOAD_MS))
            page.context.close()
        found += _first_visits(chromium)
        chromium.close()
    return found


def _first_visits(chromium: Browser) -> list[Figure]:
    """Behind nginx, with nothing in the browser's cache. `make test` installs nginx."""
    with site(store.path().parent, replicas=1) as behind:
        found = []
        for view in VIEWS:
            times = []
            for _ in range(VISITS):
                page = _new_page(chromium)  # a context of its own: it has never been here
                times.append(opened(page, f"{behind.http}/{view.page}?{view.query}"))
                page.context.close()
            found.append(figures.of(f"{view.name}: first visit, behind nginx", "ms", times, below=FIRST_MS))
    return found


def _new_page(chromium: Browser) -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="en-GB").new_page()
    page.add_init_script(f"({LISTEN})()")
    return page
