"""The page's address, as controls write it: the URL holds each choice, and a control only changes the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

Drawn = dict[str, str]


def drawn() -> Drawn:
    """The address that a control is drawn for; what `write` is to be given once the control is used."""
    return st.query_params.to_dict()


def write(chosen: Mapping[str, str], before: Drawn) -> None:
    """Put a choice into the address as a whole: one step back for one change. Empty values are left out.

    After Back or Forward the browser can send a control's old value with the new address, before it has been told
    otherwise. That looks like a choice and is none: a choice comes with the address that its control was drawn for,
    or, where one choice quickly follows another, with the one that the browser has not yet been told to leave.
    """
    now = st.query_params.to_dict()
    if now == before or (now, before) == st.session_state.get("written"):
        then = {name: text for name, text in chosen.items() if text}
        st.query_params.from_dict(then)
        st.session_state["written"] = (now, then)


def ask(
    widget: Callable[..., Any],
    title: str,
    key: str,
    value: Any,
    write: Callable[..., None],
    args: Sequence[Any] = (),
    **more: Any,
) -> None:
    """Draw a control that shows `value`; `write(*args, before)` puts another choice into the address."""
    args = (*args, drawn())
    if key in st.session_state:
        # Also after Back: a control's own memory would win over the address.
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
