"""Buttons that make a file once they are pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Thread

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext


def button(label: str, make: Callable[[], str | bytes], *, name: str, mime: str) -> None:
    """A button for a file of that name."""
    data = partial(_made, make, name, mime, get_script_run_ctx())
    st.download_button(label, data=data, file_name=name, mime=mime, on_click="ignore")


def _made(make: Callable[[], str | bytes], name: str, mime: str, session: ScriptRunContext | None) -> bytes:
    """The file, held for the session that asked for it until its page changes.

    Streamlit holds what a button makes for nobody: as soon as two other people's pages have been written it is gone,
    and with many of them that is before the browser fetches it.
    """
    made = make()
    data = made.encode() if isinstance(made, str) else made
    if session is not None:
        files = runtime.get_instance().media_file_mgr
        hold = partial(files.add, data, mime, f"made {name}", name, is_for_static_download=True)
        # In a thread of its own: whose file it is hangs on the thread, and this one goes on to serve others.
        holding = Thread(target=hold)
        add_script_run_ctx(holding, session)
        holding.start()
        holding.join()
    return data
