"""Time in Chromium from the click on another option until the last chart is drawn again, on each page.

The last change inside any chart counts; the clock is the browser's own. The network is local.
"""

from __future__ import annotations

import random
import shutil
import statistics

from playwright.sync_api import Page, sync_playwright

from benchmarks.bench_pages import ROOT, VIEWS, p95, serving
from dashboard.peers import GROUP, OTHERS

MEDIAN_MS = 450
CHANGES = 15
CHARTS = ".js-plotly-plot .main-svg, .spark svg"
INSIDE = ".js-plotly-plot, section.summary"
LISTEN = """(charts) => {
  if (!window.listening) {
    window.listening = true;
    document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
    new MutationObserver((changes) => {
      if (changes.some((each) => each.target.closest?.(charts))) window.drawn = performance.now();
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  }
  window.drawn = window.clicked = 0;
}"""
# Some changes draw nothing anew: a region may hold the same councils as a type in it.
SETTLED = """() => window.clicked
  && performance.now() - Math.max(window.drawn, window.clicked) > (window.drawn > window.clicked ? 400 : 3000)
  && document.querySelector("[data-testid=stApp]").getAttribute("data-test-script-state") === "notRunning" """


def change(page: Page, label: str, pick: random.Random) -> float | None:
    """Choose another option of a selector. Returns milliseconds from the click to the last chart, if one changed."""
    box = page.get_by_role("combobox", name=label, exact=False).first
    shown = box.input_value()
    box.click()
    options = page.get_by_role("option")
    options.first.wait_for()
    # Only what the open list shows: it is longer than the screen. A group starts as what is shown: nothing is drawn.
    others = [each for each in options.all()[:8] if each.inner_text() not in (shown, OTHERS[GROUP])]
    page.evaluate(LISTEN, INSIDE)
    pick.choice(others).click()
    page.wait_for_function(SETTLED)
    took = float(page.evaluate("window.drawn - window.clicked"))
    return took if took > 0 else None


def main() -> int:
    """Print the table. Returns 1 where a page misses the target."""
    print(f"\nFrom click to last chart in Chromium, ms ({CHANGES} of each)\n")
    missed, pick = [], random.Random(1)
    with serving(ROOT, "app:app") as socket_, sync_playwright() as playwright:
        address = socket_.replace("ws://", "http://").removesuffix("/_stcore/stream")
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for view in VIEWS:
            page = chromium.new_page(viewport={"width": 1366, "height": 768}, locale="en-GB")
            page.goto(f"{address}/{view.page}?{view.query}")
            page.locator(CHARTS).first.wait_for()
            page.wait_for_timeout(1500)
            # The first change of each warms up what the browser compiles.
            made = [change(page, label, pick) for label in view.boxes for _ in range(CHANGES + 1)][1:]
            times = [took for took in made if took is not None]
            print(f"{view.name:46}{statistics.median(times):8.0f}{p95(times):8.0f}")
            if statistics.median(times) >= MEDIAN_MS:
                missed.append(view.name)
            page.close()
        chromium.close()
    print(f"\nTarget: median under {MEDIAN_MS} ms: {'MISSED by ' + ', '.join(missed) if missed else 'met'}.")
    return int(bool(missed))
