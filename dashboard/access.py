"""Who may see the pages, refresh the figures and upload one's own, where a deployment asks people to sign in.

Sign-in is asked for where THREE_PAGES_SIGN_IN names a file with an `[auth]` section (OpenID Connect; docs/sign-in.md).
Then `[roles]` lists who may look, if not everyone whom the provider lets in, and who may do more. Else whoever reaches
it may do all.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from dashboard import format as fmt

FILE = "THREE_PAGES_SIGN_IN"
REFRESH, UPLOAD, SEE = "refresh", "upload", "see"
# Streamlit's cookie lasts for thirty days. Whoever has left the council is out sooner.
HOURS = 12
SHORTEST_SECRET = 32
# Providers' addresses that let in accounts of any organisation, under whatever e-mail address that one gave them.
_ANYBODY = ("/common/", "/organizations/", "/consumers/")


def secrets() -> dict[str, Any] | None:
    """The file that THREE_PAGES_SIGN_IN names, for `st.App`; None where it names none.

    Raises OSError, tomllib.TOMLDecodeError or ValueError: a server that was to ask people to sign in does not start
    without a file that does so.
    """
    file = os.environ.get(FILE)
    if not file:
        return None
    found = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    if wrong := _wrong(found):
        raise ValueError(f"{file}: {wrong} See docs/sign-in.md.")
    return found


def _wrong(found: Mapping[str, Any]) -> str:
    """What keeps a sign-in file from guarding anything; nothing where it does."""
    auth, roles = found.get("auth"), found.get("roles", {})
    if not isinstance(auth, dict):
        return "there is no [auth] section, so nobody would be asked to sign in."
    secret, back = (str(auth.get(key, "")) for key in ("cookie_secret", "redirect_uri"))
    if len(secret) < SHORTEST_SECRET or " " in secret:
        return f"cookie_secret must be {SHORTEST_SECRET} random characters or more: with it anybody could sign in."
    parts = urlsplit(back)
    if not parts.path.endswith("/oauth2callback") or (
        parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1")
    ):
        return "redirect_uri must be https://YOUR-ADDRESS/oauth2callback."
    providers = [auth, *(each for each in auth.values() if isinstance(each, dict))]
    if any(part in str(each.get("server_metadata_url", "")) for each in providers for part in _ANYBODY):
        return "server_metadata_url must name your own tenant: anybody’s could sign in under any address."
    if not isinstance(roles, dict) or roles.keys() - {REFRESH, UPLOAD, SEE}:
        return "[roles] may hold see, refresh and upload."
    for role, people in roles.items():
        if not isinstance(people, list) or not all(isinstance(each, str) and "@" in each for each in people):
            return f"{role} must be a list of e-mail addresses."
    return ""


@cache
def is_asked() -> bool:
    """Whether this deployment asks people to sign in."""
    return bool(os.environ.get(FILE)) or (st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def may_see() -> bool:
    if not is_asked():
        return True
    return st.user.is_logged_in and is_fresh(st.user, datetime.now(UTC)) and (SEE not in _roles() or may(SEE))


def is_fresh(user: Mapping[str, Any], now: datetime) -> bool:
    """Whether somebody signed in within HOURS. OpenID Connect has the provider say when."""
    said = user.get("iat")
    return isinstance(said, int | float) and -300 <= now.timestamp() - said < HOURS * 3600


def may(role: str) -> bool:
    """Whether this reader has a role; everyone has each where no sign-in is asked."""
    return not is_asked() or is_among(st.user, _roles().get(role, []))


def _roles() -> Mapping[str, Sequence[str]]:
    return st.secrets.get("roles", {})


def is_among(user: Mapping[str, Any], people: Sequence[str]) -> bool:
    """Whether a list of addresses, or of domains as in "@council.gov.uk", holds this one."""
    address = str(user.get("email") or "").lower()
    # Some providers let people type any address: one that was not verified counts for nothing.
    if address.count("@") != 1 or str(user.get("email_verified", True)).lower() == "false":
        return False
    return any(address == each or (each[:1] == "@" and address.endswith(each)) for each in map(str.lower, people))


def name() -> str:
    """How the one who signed in is called."""
    return str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")


def door() -> bool:
    """Let in who may see the pages; show everyone else how to sign in. Returns whether this reader is in."""
    if may_see():
        return True
    st.title("Three Pages")
    if st.user.is_logged_in and is_fresh(st.user, datetime.now(UTC)):
        st.markdown(f"{fmt.escaped(name())} may not see these pages. Ask whoever runs them.")
        st.button("Sign out", on_click=st.logout)
        return False
    st.markdown("Sign in with your council’s account to see how children’s services compare.")
    st.button("Sign in", type="primary", on_click=st.login)
    return False


def signed_in() -> None:
    """Say who is signed in, with the way out; nothing where no sign-in is asked."""
    if is_asked():
        st.markdown(f":small[Signed in as {fmt.escaped(name())}]", width="content")
        st.button("Sign out", type="tertiary", on_click=st.logout)
