"""A widget whose value stands in the URL: the URL decides, and a choice only writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st


def ask(
    widget: Callable[..., Any],
    title: str,
    key: str,
    value: Any,
    write: Callable[..., None],
    args: Sequence[Any] = (),
    **more: Any,
) -> None:
    """Draw a widget that shows `value`; `write` puts another choice into the URL."""
    if key in st.session_state:
        # Also after Back: a widget's own memory would win over the URL.
        st.session_state[key] = value
        widget(title, key=key, on_change=write, args=args, **more)
    elif widget(title, key=key, on_change=write, args=args, **_start(widget, value, more), **more) != value:
        # A choice made in a browser whose session has gone (a server that was restarted, a laptop that slept): to the
        # new session it is no change.
        write(*args)
        st.rerun()


def _start(widget: Callable[..., Any], value: Any, more: dict[str, Any]) -> dict[str, Any]:
    if widget is st.multiselect:
        return {"default": value}
    return {"index": more["options"].index(value)} if "options" in more else {"value": value}
