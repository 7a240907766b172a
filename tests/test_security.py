"""What docs/security.md promises of the repository: no secrets, safe defaults, known parts, an audit that speaks up."""

import functools
import http.server
import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import audit, sbom

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


# Secrets

SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a cloud key": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a forge's token": r"\bgh[pousr]_[0-9A-Za-z]{36}\b|\bglpat-[0-9A-Za-z_-]{20}\b|\bpypi-[0-9A-Za-z_-]{40,}",
    "a chat's token": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "a JSON web token": r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}",
    "an address with a password": r"://[^/\s:@'\"{]+:[^/\s:@'\"{]+@[a-z0-9]",
    "a secret in a setting": r"(?i)(secret|passw(or)?d|api_?key|token)['\"]?\s*[:=]\s*['\"][0-9A-Za-z+/=_-]{24,}['\"]",
}
MADE_UP = ("no-secret-at-all-for-this-test-only", "0123456789abcdef0123456789abcdef")


def secrets_in(text: str) -> list[str]:
    for each in MADE_UP:
        text = text.replace(each, "")
    return [what for what, pattern in SECRETS.items() if re.search(pattern, text)]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "AKIA" + "A1B2C3D4E5F6G7H8",
        "ghp_" + "a1" * 18,
        "https://reader:" + "hunter2@example.org/",
        "cookie_secret = '" + "9f8e" * 8 + "'",
        "eyJhbGciOiJIUzI1" + ".eyJzdWIiOiIxMjM0" + ".SflKxwRJSMeKKF2QT4",
    ],
)
def test_a_secret_would_be_noticed(text):
    assert secrets_in(text)


def test_no_tracked_file_holds_a_secret():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    assert len(names) > 100
    found = {name: secrets_in((ROOT / name).read_bytes().decode("utf-8", "replace")) for name in names}
    assert {name: what for name, what in found.items() if what} == {}
    assert not [name for name in names if re.search(r"(^|/)(secrets\.toml|\.env|id_rsa|.*\.(pem|key|p12|pfx))$", name)]


# Defaults


def test_the_dashboard_is_for_this_machine_alone_unless_asked_otherwise():
    assert CONFIG["server"]["address"] == "localhost"
    assert "--host 127.0.0.1" in (ROOT / "Makefile").read_text()


def test_streamlit_guards_against_other_sites_and_tells_nobody_anything():
    assert CONFIG["server"]["enableXsrfProtection"] is True and CONFIG["server"]["enableCORS"] is True
    assert CONFIG["server"]["enableStaticServing"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["allowedOrigins"] == []
    assert CONFIG["client"]["showErrorDetails"] == "none" and CONFIG["client"]["toolbarMode"] == "viewer"


def test_an_upload_is_small_and_never_reaches_the_disk():
    from starlette.formparsers import MultiPartParser

    import app  # noqa: F401
    from dashboard.local.sheet import MOST_BYTES

    limit = CONFIG["server"]["maxUploadSize"] * 1024 * 1024
    assert limit == MOST_BYTES < MultiPartParser.spool_max_size


def test_pages_ask_nothing_of_another_site():
    """Scripts, styles and fonts are served from here: a council's network may be closed, and nobody is told who reads."""
    found = {}
    for path in (ROOT / "dashboard").rglob("*"):
        if path.suffix in (".js", ".css", ".svg"):
            addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"')]*", path.read_text())
            found[path.name] = [each for each in addresses if "www.w3.org/2000/svg" not in each]
    assert found and not any(found.values())


# Parts


@pytest.fixture(scope="module")
def bill() -> dict:
    return sbom.bill((ROOT / "requirements.txt").read_text())


def test_the_bill_of_materials_is_valid_and_names_every_part_with_its_version(bill):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill)) is None
    pinned = audit.pins([(ROOT / "requirements.txt").read_text()])
    assert sorted(f"{sbom.canonical(each['name'])}=={each['version']}" for each in bill["components"]) == pinned
    assert bill["metadata"]["component"]["name"] == "three-pages"


# Each may be part of what a council runs and passes on; MPL-2.0 (certifi) binds changes to its own files.
COMPATIBLE = re.compile(
    r"(0BSD|Apache-2\.0|BSD-[23]-Clause|CC0-1\.0|ISC|MIT|MIT-0|MIT-CMU|MPL-2\.0|PSF-2\.0|Zlib| AND | OR )+"
    r"|License :: OSI Approved :: (MIT|BSD|Apache Software|Mozilla Public) License( 2\.0 \(MPL 2\.0\))?"
)


def test_every_part_has_a_licence_that_this_one_can_live_with(bill):
    said = sbom.licences(bill)
    assert {name: all(map(COMPATIBLE.fullmatch, each)) for name, each in said.items() if each} == dict.fromkeys(
        said, True
    )


# The audit


class Pypi(http.server.BaseHTTPRequestHandler):
    """Says of `safe` that it is, of `hurt` that it is not, of `old` only what its newest version is."""

    def do_GET(self):
        hole = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fixed_in": ["1.1"], "summary": "A hole.", "withdrawn": None}
        old_hole = hole | {"withdrawn": "2026-01-01T00:00:00Z"}
        said = {
            "/safe/1.0/json": {"info": {"version": "1.0", "yanked": False}, "vulnerabilities": [old_hole]},
            "/hurt/json": {"info": {"version": "1.0", "yanked": False}, "vulnerabilities": [hole]},
            "/gone/1.0/json": {"info": {"version": "1.0", "yanked": True}, "vulnerabilities": []},
            "/old/json": {"info": {"version": "2.0"}, "vulnerabilities": [hole]},
        }.get(self.path)
        self.send_response(200 if said else 404)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode() if said else b"<html>")

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def pypi() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pypi) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_known_vulnerability_or_a_withdrawn_version_is_said_and_stops_the_build(pypi):
    ask = functools.partial(audit.ask, pypi=pypi)
    said, code = audit.report([ask("safe==1.0"), ask("hurt==1.0"), ask("gone==1.0"), ask("old==1.0")])
    assert code == 1
    assert "!!! hurt==1.0: PYSEC-1, CVE-1, mended in 1.1: A hole." in said
    assert "!!! gone==1.0: withdrawn from PyPI" in said
    assert "NOT AUDITED, because PyPI says nothing of them here: old==1.0" in said
    assert "3 of 4 pinned versions audited; 2 with" in said


def test_without_a_vulnerability_the_build_goes_on(pypi):
    said, code = audit.report([audit.ask("safe==1.0", pypi)])
    assert (said, code) == ("1 of 1 pinned versions audited; 0 with a known vulnerability or withdrawn.", 0)


def test_offline_the_audit_says_that_it_knows_nothing_and_stops_nobody():
    said, code = audit.report([audit.ask("safe==1.0", "http://127.0.0.1:9")])
    assert said.startswith("NOT AUDITED: PyPI could not be reached") and code == 0


def test_both_requirements_are_audited_and_ci_does_so():
    assert {"streamlit==1.67.0"} <= set(audit.pins([(ROOT / name).read_text() for name in audit.FILES]))
    assert audit.FILES == ("requirements.txt", "requirements-dev.txt")
    assert re.search(r"^make audit", (ROOT / ".ci" / "run").read_text(), re.M)


def test_installed_packages_fit_together():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
