"""What every page needs so that everybody reaches all of it: keyboard, screen reader, zoom, less motion."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.theme import Theme

_HERE = Path(__file__)
# Streamlit's own skip link leads to its main area, where our links and selectors come first: this one leads past them.
_skip = st.components.v2.component(
    "reach",
    html='<a href="#">Skip to the figures</a><p role="status"></p>',
    css="".join(_HERE.with_name(name).read_text(encoding="utf-8") for name in ("look.css", "reach.css")),
    js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def reach(colours: Theme) -> None:
    """A link past the navigation, what is announced, and the styles and the script that hold for the whole page.

    `colours`: what this run draws its charts in. A browser that shows another theme starts another run.
    """
    # That there is a callback makes a change of theme, or a server that came back, a run; there is nothing else to do.
    _skip(
        key="reach",
        width="content",
        data={"background": colours.background},
        on_theme_change=lambda: None,
        on_returned_change=lambda: None,
    )
