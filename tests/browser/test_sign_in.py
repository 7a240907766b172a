"""Signing in with a provider of one's own: a real OpenID Connect provider on this machine, and a real browser."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from benchmarks.server import free_port, wait_until_healthy
from tests.browser import axe
from tests.browser.conftest import PATIENCE, ROOT, USUAL

pytestmark = pytest.mark.browser

SECRET = "no-secret-at-all-for-this-test-only"
COOKIE = "_streamlit_user"


@pytest.fixture(scope="module")
def guarded(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that asks people to sign in."""
    port = free_port()
    where = tmp_path_factory.mktemp("guarded")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with run_server_in_thread() as provider:
        (where / "sign-in.toml").write_text(f"""
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "three-pages"
client_secret = "not secret either"
server_metadata_url = "http://localhost:{provider.server_port}/.well-known/openid-configuration"

[roles]
see = ["@council.example"]
refresh = ["analyst@council.example"]
upload = ["analyst@council.example"]
""")
        environment = os.environ | {
            "THREE_PAGES_DATA_DIR": str(database),
            "THREE_PAGES_SIGN_IN": str(where / "sign-in.toml"),
            "THREE_PAGES_ALLOW_REFRESH": "1",
        }
        with (where / "log.txt").open("w") as out:
            command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--no-access-log"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
            try:
                wait_until_healthy(f"http://localhost:{port}/_stcore/health", process, where / "log.txt")
                yield f"http://localhost:{port}"
            finally:
                process.terminate()
                process.wait(timeout=10)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**USUAL)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def sign_in(page: Page, who: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name="Authorize").first.click()


@pytest.mark.parametrize("path", ["/", "/benchmark?council=camden", "/position", "/definitions"])
def test_no_page_shows_a_figure_before_signing_in(page, guarded, path):
    page.goto(guarded + path)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Three Pages")
    text = page.locator("[data-testid=stApp]").inner_text()
    assert "Wolverhampton" not in text and "Camden" not in text and "%" not in text
    axe.finished(page)
    assert axe.violations(page) == []


def test_one_signs_in_reads_and_signs_out(page, guarded):
    page.goto(guarded)
    sign_in(page, "reader@council.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wolverhampton")
    expect(page.get_by_text("Signed in as reader@council.example")).to_be_visible()
    page.goto(f"{guarded}/benchmark?council=camden")
    expect(page.get_by_role("heading", level=1)).to_have_text("How does Camden compare?")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()
    page.goto(guarded)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_whom_the_file_does_not_name_sees_nothing(page, guarded):
    page.goto(f"{guarded}/benchmark?council=camden")
    sign_in(page, "anybody@elsewhere.example")
    expect(page.get_by_text("anybody@elsewhere.example may not see these pages")).to_be_visible()
    assert "Camden" not in page.locator("[data-testid=stApp]").inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()


def test_only_whom_the_file_names_may_refresh_and_upload(page, guarded):
    page.goto(guarded)
    sign_in(page, "reader@council.example")
    expect(page.get_by_text("Signed in as reader@council.example")).to_be_visible()
    page.goto(f"{guarded}/data")
    expect(page.get_by_text("Your account may not upload figures here.")).to_be_visible()
    expect(page.get_by_role("button", name="Refresh now")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(guarded)
    sign_in(page, "analyst@council.example")
    expect(page.get_by_text("Signed in as analyst@council.example")).to_be_visible()
    page.goto(f"{guarded}/data")
    expect(page.get_by_role("button", name="Refresh now")).to_be_enabled()
    expect(page.locator("input[type=file]")).to_have_count(1)


def with_cookie(page: Page, address: str, *, secret: str = SECRET, **claims: object) -> None:
    """A cookie as Streamlit would set it after somebody has signed in."""
    user = {"email": "analyst@council.example", "origin": address, "is_logged_in": True, "provider": "default"} | claims
    value = create_signed_value(secret, COOKIE, json.dumps(user)).decode()
    page.context.add_cookies([{"name": COOKIE, "value": value, "url": address}])
    page.goto(address)


def test_a_sign_in_ends_after_twelve_hours(page, guarded):
    with_cookie(page, guarded, iat=time.time() - 11 * 3600)
    expect(page.get_by_text("Signed in as analyst@council.example")).to_be_visible()
    with_cookie(page, guarded, iat=time.time() - 13 * 3600)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert "Wolverhampton" not in page.locator("[data-testid=stApp]").inner_text()


@pytest.mark.parametrize(
    "wrong", [{"secret": "the secret of another dashboard altogether"}, {"origin": "https://elsewhere.example"}]
)
def test_a_cookie_of_somebody_elses_making_lets_nobody_in(page, guarded, wrong):
    with_cookie(page, guarded, iat=time.time(), **wrong)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_who_signed_in_is_out_of_reach_of_scripts(page, guarded):
    page.goto(guarded)
    sign_in(page, "reader@council.example")
    expect(page.get_by_text("Signed in as reader@council.example")).to_be_visible()
    # The provider's tokens are among them, for signing out there.
    kept = [each for each in page.context.cookies(guarded) if each["name"].startswith(COOKIE)]
    assert kept and all(each["httpOnly"] and each["sameSite"] == "Lax" for each in kept)
    assert COOKIE not in page.evaluate("document.cookie")


def test_a_server_without_its_sign_in_file_does_not_start(tmp_path):
    environment = os.environ | {"THREE_PAGES_SIGN_IN": str(tmp_path / "none.toml")}
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "none.toml" in done.stderr
