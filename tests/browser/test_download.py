"""Files that are made once a button is pressed, asked for as a browser does it, while others use the server too."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from benchmarks.server import Server, session

pytestmark = pytest.mark.browser


def test_a_file_waits_for_the_browser_while_other_people_use_the_server(server: str) -> None:
    shared = Server(port=urlsplit(server).port or 0, pid=0, start=0.0)
    with session(shared, "council=camden") as one, session(shared, "council=hull", "benchmark") as other:
        address = one.download("Download as PDF")
        for council in other.others("Council")[:5]:
            other.choose("Council", council)
        with urllib.request.urlopen(server + address) as answer:
            assert answer.read(5) == b"%PDF-"
            assert "three-pages_camden_summary" in answer.headers["Content-Disposition"]


def test_a_file_is_forgotten_once_its_reader_has_gone_on(server: str) -> None:
    shared = Server(port=urlsplit(server).port or 0, pid=0, start=0.0)
    with session(shared, "council=leeds") as one:
        address = server + one.download("Download as PDF")
        # It goes with the second of everybody's pages, after that page has been sent.
        for council in one.others("Council")[:6]:
            one.choose("Council", council)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address)
