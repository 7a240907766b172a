"""nginx in front: what a first visit costs, which headers say what, and which replica answers."""

import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import streamlit
from playwright.sync_api import Page, expect

from tests.browser.test_local import LINES, hollow, upload
from tests.browser.test_take_away import download, drawn, size_of_png
from tests.deploy.site import nginx_alone

pytestmark = pytest.mark.nginx

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REPLICAS = r"(-|127\.0\.0\.1:\d+)( : |, )?"
LINE = rf"[0-9T:+-]+ \d{{3}} [A-Z]+ /[^ ?]* \d+ B [0-9.]+ s ({REPLICAS})+"
STATIC = Path(streamlit.__file__).parent / "static"
PLOTLY = next(STATIC.rglob("PlotlyChart.*.js"))


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=20)


def test_scripts_are_compressed_and_kept_and_scripts_alone(site):
    address = f"{site.http}/static/js/{PLOTLY.name}"
    small = requests.get(address, headers={"Accept-Encoding": "gzip, deflate, br"}, stream=True, timeout=20)
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.raw.read(decode_content=False)) < PLOTLY.stat().st_size / 3
    assert get(address).content == get(address, **{"Accept-Encoding": "identity"}).content == PLOTLY.read_bytes()
    for answer in (small, get(address, **{"Accept-Encoding": "identity"})):
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Vary"] == "Accept-Encoding"
        # Whoever else keeps it would hand the cookie to everybody.
        assert "Set-Cookie" not in answer.headers
    assert get(site.http).headers["Cache-Control"] == "no-cache"


def test_many_first_visits_ask_the_replicas_for_a_script_once(site):
    name = next(each.name for each in (STATIC / "static" / "js").glob("DataFrame.*.js"))
    before = site.log.count(name)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(get, [f"{site.http}/static/js/{name}"] * 20))
    assert {answer.status_code for answer in answers} == {200}
    lines = [line for line in site.log.splitlines() if name in line][before:]
    assert len(lines) == 20
    assert sum(not line.endswith(" -") for line in lines) == 1


@pytest.mark.parametrize("path", ["/", "/benchmark?council=camden", "/_stcore/health", f"/static/js/{PLOTLY.name}"])
def test_every_answer_has_the_headers(site, path):
    answer = get(site.http + path)
    assert answer.headers.items() >= HEADERS.items()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Server"] == "nginx"
    assert "Strict-Transport-Security" not in answer.headers


def test_errors_have_them_too_and_metrics_are_not_for_everyone(site):
    too_large = requests.put(f"{site.http}/_stcore/upload_file/a/b", data=b"x" * 6_500_000, timeout=20)
    not_here = requests.post(site.http, data=b"x" * 100_000, timeout=20)
    metrics = get(f"{site.http}/_stcore/metrics")
    assert [too_large.status_code, not_here.status_code, metrics.status_code] == [413, 413, 404]
    for answer in (too_large, not_here, metrics):
        assert answer.headers.items() >= HEADERS.items()


def test_the_policy_allows_the_one_script_that_is_written_into_streamlits_page(site):
    answer = get(site.http)
    (script,) = re.findall("<script>(.*?)</script>", answer.text, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_behind_tls_the_cookie_is_for_tls_alone(site):
    plain = get(site.http).headers
    behind = get(site.http, **{"X-Forwarded-Proto": "https"}).headers
    assert re.fullmatch(r"three_pages=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", plain["Set-Cookie"])
    assert behind["Set-Cookie"].endswith("; Secure")
    assert behind["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("cookie", ["", "1", "x" * 5000, f"{'a' * 32}.9x", f"{'A' * 32}", f"{'a' * 32}.127.0.0.1:22"])
def test_a_cookie_that_is_none_of_ours_is_replaced(site, cookie):
    assert "three_pages=" in get(site.http, Cookie=f"three_pages={cookie}").headers["Set-Cookie"]


def test_browsers_at_one_address_are_spread_and_each_stays_where_its_session_is(site, visit):
    visitors = [visit("council=camden", "position") for _ in range(12)]
    at_first = [visitor.replica for visitor in visitors]
    assert set(at_first) == {1, 2, 3}
    for visitor in visitors:
        assert visitor.upload() == 204
        visitor.socket.close()
        visitor.connect(visitor.shown.id)
        assert visitor.upload() == 204
    assert [visitor.replica for visitor in visitors] == at_first


def test_the_log_holds_neither_addresses_of_people_nor_what_they_chose(site, visit):
    visit("council=hackney", "benchmark")
    assert "GET /benchmark" in site.log
    # Other lines are nginx's own words about what went wrong.
    requests_ = [line for line in site.log.splitlines() if re.match(r"\d{4}-\d\d-\d\dT", line)]
    assert requests_
    assert [line for line in requests_ if not re.fullmatch(LINE, line)] == []


def test_without_any_replica_a_page_says_so_in_words():
    with nginx_alone() as address:
        for path in ("/benchmark?council=camden", f"/static/js/{PLOTLY.name}"):
            answer = get(address + path, Cookie=f"three_pages={'a' * 32}.1")
            assert answer.status_code in (502, 503)
            assert answer.headers.items() >= HEADERS.items()
        answer = get(address)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "<h1>Three Pages is away for a moment</h1>" in answer.text


# In a browser

PAGES = ("", "benchmark", "position", "relationships", "data", "definitions")


@pytest.mark.browser
def test_every_page_works_within_the_policy(site, page):
    for each in PAGES:
        page.goto(f"{site.http}/{each}?council=rutland&metric=vacancy_rate")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if each not in ("data", "definitions"):
            drawn(page)


@pytest.mark.browser
def test_files_come_and_go_within_the_policy(site, page):
    page.goto(f"{site.http}/?council=rutland")
    assert taken(page, "Download as PDF").read_bytes().startswith(b"%PDF")
    page.goto(f"{site.http}/data?council=rutland&metric=vacancy_rate")
    upload(page, LINES)
    expect(page.get_by_text("Your upload: 2 figures from own.csv.")).to_be_visible()
    page.locator(".st-key-navigation").get_by_role("link", name="Benchmark").click()
    expect(page.get_by_text("Hollow points are Rutland’s own figures")).to_be_visible()
    drawn(page)
    assert hollow(page) == 2
    assert size_of_png(download(page, "Over time", "PNG").path())[0] >= 1600
    assert download(page, "Over time", "SVG").path().read_text().startswith("<svg")
    page.get_by_text("The figures over time").click()
    assert "Rutland" in taken(page, "Download the series as CSV").read_text("utf-8-sig")
    assert taken(page, "Download the series as Excel").read_bytes().startswith(b"PK")


def taken(page: Page, button: str) -> Path:
    with page.expect_download() as found:
        page.get_by_role("button", name=button).click()
    return found.value.path()


@pytest.mark.browser
def test_a_first_visit_with_charts_takes_less_than_three_megabytes(site, page):
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    bytes_ = []
    client.on("Network.loadingFinished", lambda event: bytes_.append(event["encodedDataLength"]))
    page.goto(f"{site.http}/benchmark?council=rutland")
    drawn(page)
    assert 1e6 < sum(bytes_) < 3e6
