"""Buttons that give the charts of a page as PNG and SVG. The browser makes the files: the server has no part in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import export
from dashboard.pictures import Picture

_STYLE = """
div { color: var(--st-gray-text-color); font: 0.875rem var(--st-font) }
div, ul { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; margin: 0; padding: 0; list-style: none }
button {
  min-width: 24px; min-height: 24px; padding: 0 0.2rem; border: 0; background: none; cursor: pointer;
  color: inherit; font: inherit; text-decoration: underline; text-underline-offset: 0.2em;
}
button:hover, button:focus-visible { color: var(--st-text-color) }
button:focus-visible { outline: 2px solid }
@media print { div { display: none } }
"""
# One for all charts of a page: each would take the server a millisecond.
_buttons = st.components.v2.component(
    "take_away",
    html='<div><span id="what">Download chart:</span> <ul aria-labelledby="what"></ul></div>',
    css=_STYLE,
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def pictures(offered: Sequence[Picture]) -> None:
    """A line with two buttons for each chart that the page has drawn."""
    found = [
        {
            "key": picture.key,
            "label": picture.label,
            "title": picture.title,
            "caption": picture.caption,
            "alt": picture.alt,
            "withLocal": picture.with_local,
            "source": f"{picture.source} {export.LICENCE}",
            "files": {ending.upper(): export.file_name(*picture.name, ending=ending) for ending in ("png", "svg")},
        }
        for picture in offered
    ]
    _buttons(key="pictures", data={"pictures": found})
