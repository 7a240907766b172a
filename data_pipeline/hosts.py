"""Which addresses are asked: the publishers' hosts, over https, and in tests a server on this machine."""

import ipaddress
from urllib.parse import SplitResult, urljoin, urlsplit

from data_pipeline.errors import LATER_HINT, WrongAnswer

HOSTS = (
    "content.explore-education-statistics.service.gov.uk",
    "explore-education-statistics.service.gov.uk",
    "api.education.gov.uk",
    "www.gov.uk",
    "assets.publishing.service.gov.uk",
)


def parts_of(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def joined(url: str, location: str, asked: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise WrongAnswer(asked, "an https address", "a redirect to what is none", LATER_HINT) from error


def allow(url: str, asked: str) -> None:
    parts = parts_of(url)
    # The whole of it, not the host as one library reads it: in "https://elsewhere\\@www.gov.uk/" another sees another.
    if parts.scheme != "https" or parts.netloc.lower().removesuffix(":443") not in HOSTS:
        where = "another host" if url == asked else "a redirect to another host"
        found = f"{where}, {parts.scheme}://{parts.netloc}"
        raise WrongAnswer(asked, f"an https address of {', '.join(HOSTS)}", found, "It was not followed. " + LATER_HINT)


def is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
