"""Which addresses a refresh may ask: the publishers', over HTTPS, wherever a redirect would lead."""

import ipaddress
import re
from urllib.parse import urljoin, urlsplit

from data_pipeline.errors import LATER_HINT, WrongAnswer

HOSTS = (
    "content.explore-education-statistics.service.gov.uk",
    "explore-education-statistics.service.gov.uk",
    "api.education.gov.uk",
    "www.gov.uk",
    "assets.publishing.service.gov.uk",
)


def host_of(url: str) -> str:
    """Scheme and host, as they are written."""
    return "/".join(url.split("/")[:3])


def allow(url: str, asked: str) -> None:
    """Raise `WrongAnswer` for an address that may not be asked; `asked` is where the redirects began."""
    # Not parsed: what one library takes for the host of https://a\@b is not what another one connects to.
    if not re.fullmatch(f"https://({'|'.join(map(re.escape, HOSTS))})(:443)?([/?#].*)?", url):
        found = f"{'another host' if url == asked else 'a redirect to another host'}, {host_of(url)}"
        raise WrongAnswer(asked, f"an https address of {', '.join(HOSTS)}", found, "It was not followed. " + LATER_HINT)


def joined(url: str, location: str, asked: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise WrongAnswer(asked, "an answer", "a redirect to what is no address", LATER_HINT) from error


def is_loopback(address: str) -> bool:
    """Whether a server at this address can only be a test's, on this machine."""
    parts = urlsplit(address)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
