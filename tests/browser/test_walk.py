"""A sample of the walk over every council, measure and model, in a real browser: each page whole, no page broken.

`test_peers.py` and `test_position.py` walk them all, at the level of queries, charts and words.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard import choose, store
from dashboard.state import Options

pytestmark = pytest.mark.browser

BROKEN = re.compile(r"\b(nan|NaN|NaT|None|Traceback|undefined|Infinity)\b")
# Joint, without spending, new, tiny, and without some of the workforce; the rest of the sample is spread evenly.
SHAPES = (
    "kingston-upon-thames",
    "birmingham",
    "cumberland",
    "city-of-london",
    "isles-of-scilly",
    "westminster",
    "slough",
)


@pytest.fixture
def offered(database, monkeypatch) -> Options:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return choose.options(store.version())


def whole(page: Page, address: str, name: str, charts: int) -> None:
    """The page of a council stands, with every chart drawn, no message, and nothing that is no figure."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    # One of a chart's layers has its labels.
    expect(page.locator("[data-testid=stPlotlyChart] .infolayer")).to_have_count(charts)
    assert page.get_by_role("alert").count() == 0, address
    assert page.get_by_test_id("stException").count() == 0, address
    said = page.locator("[data-testid=stMain]").evaluate("main => main.innerText + ' ' + main.textContent")
    assert not BROKEN.findall(said), address


def test_every_measure_for_another_council_and_model_is_whole(new_page, offered, server):
    page = new_page("/definitions")
    councils = [area.slug for area in offered.councils]
    assert len(offered.metrics) == 25
    for number, metric in enumerate(offered.metrics):
        slug = SHAPES[number] if number < len(SHAPES) else councils[number * 37 % len(councils)]
        council = next(area for area in offered.councils if area.slug == slug)
        address = f"/benchmark?council={slug}&metric={metric.metric_id}&model={offered.models[number % 2]}"
        page.goto(server + address)
        whole(page, address, council.short_name, charts=3 if metric.kind == "number" else 2)
        expect(page.get_by_role("heading", level=2).first).to_contain_text(metric.name)


@pytest.mark.parametrize("slug", SHAPES)
def test_position_of_a_council_of_any_shape_is_whole_in_both_models(new_page, offered, server, slug):
    council = next(area for area in offered.councils if area.slug == slug)
    page = new_page("/definitions")
    for model in offered.models:
        address = f"/position?council={slug}&model={model}"
        page.goto(server + address)
        whole(page, address, council.short_name, charts=1)
        expect(page.locator(".st-key-position_chart .annotation a")).to_have_count(24)
        expect(page.locator("[data-testid=stTable] tbody tr")).to_have_count(24)


@pytest.mark.parametrize("slug", [slug for slug in SHAPES if slug != "slough"])
def test_inspections_of_a_council_of_any_shape_are_whole(new_page, offered, slug):
    council = next(area for area in offered.councils if area.slug == slug)
    address = f"/benchmark?council={slug}&metric=ofsted_overall"
    whole(new_page(address), address, council.short_name, charts=2)
