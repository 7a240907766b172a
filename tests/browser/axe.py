"""axe-core over the whole app: each page in each theme at each size, with everything open that opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, TimeoutError, expect

# Another page is another line.
PAGES = {
    "Summary": "/?council=wolverhampton",
    "Benchmark": "/benchmark?council=wolverhampton&metric=vacancy_rate",
    "Benchmark, my own group": "/benchmark?council=leeds&metric=cla_rate&model=group&group=hull,york,bradford",
    "Benchmark, inspections": "/benchmark?council=wolverhampton&metric=ofsted_overall",
    "Position": "/position?council=wolverhampton",
    "Relationships": "/relationships?council=wolverhampton",
    "Relationships, by grade": "/relationships?council=wolverhampton&show=grades",
    "Data": "/data?council=wolverhampton",
    "Definitions": "/definitions?council=wolverhampton",
    "An address that cannot be had": "/position?council=atlantis",
}
THEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
}
SIZES = ((1366, 768), (768, 1024), (320, 640))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STATEMENT = Path(__file__).parents[2] / "docs" / "accessibility.md"
TABLE = re.compile(r"(?<=<!-- make axe writes this table -->\n).*?(?=<!-- end -->)", re.S)

_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
_RUN = """([include, tags]) => axe.run({ include }, { runOnly: tags, resultTypes: ["violations"] }).then((found) =>
  found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 160)}`)))"""
_PLOTLY = "[data-testid=stPlotlyChart]"
# For half a second no run, and nothing that moves: a list that is opened just then is closed at once, or is left behind by
# Streamlit with nobody to close it.
_STILL = """() => {
  const now = performance.now(), state = document.querySelector("[data-testid=stApp]").dataset.testScriptState;
  const seen = `${state} ${document.querySelector("[data-testid=stMain]").scrollHeight}`;
  if (seen !== window.lastSeen || state !== "notRunning") [window.lastSeen, window.seenSince] = [seen, now];
  return now - window.seenSince > 500;
}"""


def finished(page: Page) -> None:
    """Wait until Streamlit has finished its run, our script is there, and Plotly has drawn every chart."""
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    expect(page.locator(f"{_PLOTLY}:not(:has(.infolayer))")).to_have_count(0)


def still(page: Page) -> None:
    """Wait until no run follows upon another either, and nothing moves any more."""
    finished(page)
    page.evaluate("window.lastSeen = ''")
    page.wait_for_function(_STILL)


def violations(page: Page, *include: str) -> list[str]:
    """What axe finds in the page, or in those parts of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    return page.evaluate(_RUN, [list(include) or ["html"], TAGS])


def unfold(page: Page) -> None:
    """Open every expander, and wait for what is in it."""
    closed = page.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    expect(page.locator("details:not(:has(table))")).to_have_count(0)
    still(page)


def popups(page: Page, seen: set[str]) -> Iterator[list[str]]:
    """Open each list, calendar and menu that is not in `seen`: what axe finds in it and in what opens it."""
    for opener in page.locator("[role=combobox], [aria-haspopup=dialog], [data-testid=stMainMenuButton]").all():
        if opener.get_attribute("aria-label") in seen:
            continue
        popup = page.locator("[role=listbox], [role=dialog], [role=menu]").first
        # The focus scrolls, and scrolling would close the list.
        opener.focus()
        page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
        while not popup.is_visible():
            # Again, where a run that was still under way has closed it.
            opener.press("ArrowDown" if opener.get_attribute("role") == "combobox" else "Enter")
            with suppress(TimeoutError):
                popup.wait_for(timeout=2_000)
        yield violations(page, "[role=listbox], [role=dialog], [role=menu], [aria-expanded=true]")
        for _ in range(5):
            # Again, for the same reason.
            page.keyboard.press("Escape")
            with suppress(TimeoutError):
                popup.wait_for(state="hidden", timeout=2_000)
                break
        expect(popup).to_be_hidden()
        expect(opener).to_be_focused()


def everywhere(page: Page, seen: set[str] | None = None) -> dict[tuple[str, int], list[str]]:
    """(theme, width) → what axe finds in a page as it is open, and in each popup unless `seen` is None."""
    found: dict[tuple[str, int], list[str]] = {}
    for name, media in THEMES.items():
        # Without motion: axe would measure the colours of a list that is still fading in.
        page.emulate_media(**media, reduced_motion="reduce")
        still(page)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            still(page)
            found[name, width] = violations(page)
            for each in popups(page, seen) if seen is not None else ():
                found[name, width] += each
    return found


def audit(page: Page, seen: set[str]) -> dict[tuple[str, int], list[str]]:
    """(theme, width) → what axe finds in a page that has been opened: as it comes, unfolded, and in each popup.

    `seen` names the popups that another page has been audited with, and gets this page's.
    """
    finished(page)
    folded = violations(page)
    unfold(page)
    found = everywhere(page, seen)
    found["light", SIZES[0][0]] += folded
    seen |= {each.get_attribute("aria-label") for each in page.locator("[role=combobox], [aria-haspopup]").all()}
    return found


def table(results: dict[str, dict[tuple[str, int], list[str]]]) -> str:
    """Pages × themes → how many violations at each of SIZES, as Markdown; narrow enough for the narrowest of them."""
    lines = [f"| page | {' | '.join(THEMES)} |", "|---|" + "---|" * len(THEMES)]
    for name, found in results.items():
        counts = [", ".join(str(len(found[theme, width])) for width, _ in SIZES) for theme in THEMES]
        lines.append(f"| {name} | {' | '.join(counts)} |")
    return "\n".join(lines) + "\n"


def write(results: dict[str, dict[tuple[str, int], list[str]]]) -> None:
    """Put the table into the accessibility statement."""
    text = STATEMENT.read_text(encoding="utf-8")
    STATEMENT.write_text(TABLE.sub(lambda _: table(results), text), encoding="utf-8")
