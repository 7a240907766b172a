"""Who may see the pages, refresh the figures and upload one's own, where a deployment asks people to sign in.

Sign-in is asked for where the file that THREE_PAGES_SIGN_IN names has an `[auth]` section (OpenID Connect;
docs/sign-in.md). Then `[roles]` lists who may do more than look, by e-mail address. Else whoever reaches it may do all.
"""

from __future__ import annotations

import os
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import format as fmt

REFRESH, UPLOAD = "refresh", "upload"


def secrets() -> dict[str, Any] | None:
    """The file that THREE_PAGES_SIGN_IN names, for `st.App`; None where it names none.

    Raises OSError or tomllib.TOMLDecodeError: a server that was to ask people to sign in does not start without it.
    """
    file = os.environ.get("THREE_PAGES_SIGN_IN")
    return tomllib.loads(Path(file).read_text(encoding="utf-8")) if file else None


@cache
def is_asked() -> bool:
    """Whether this deployment asks people to sign in."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def may_see() -> bool:
    return not is_asked() or st.user.is_logged_in


def may(role: str) -> bool:
    """Whether this reader has a role, REFRESH or UPLOAD; everyone has both where no sign-in is asked."""
    if not is_asked():
        return True
    address = str(st.user.get("email", "")).lower()
    # Some providers let people type any address: one that was not verified counts for nothing.
    if not address or st.user.get("email_verified") is False:
        return False
    return address in [str(each).lower() for each in st.secrets.get("roles", {}).get(role, [])]


def name() -> str:
    """How the one who signed in is called."""
    return str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")


def door() -> bool:
    """Let in who may see the pages; show everyone else how to sign in. Returns whether this reader is in."""
    if may_see():
        return True
    st.title("Three Pages")
    st.markdown("Sign in with your council’s account to see how children’s services compare.")
    st.button("Sign in", type="primary", on_click=st.login)
    return False


def signed_in() -> None:
    """Say who is signed in, with the way out; nothing where no sign-in is asked."""
    if is_asked():
        st.markdown(f":small[Signed in as {fmt.escaped(name())}]", width="content")
        st.button("Sign out", type="tertiary", on_click=st.logout)
