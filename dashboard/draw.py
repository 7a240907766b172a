"""Charts and tables onto the page, without the work that Streamlit would do over on every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure

from dashboard import address, download, export, state
from dashboard import format as fmt
from dashboard.address import Drawn
from dashboard.export import File

# No toolbar and no zoom: a finger on a chart scrolls the page.
_QUIET = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}


class _Checked(BaseFigure):
    """A figure whose dict is passed on as it is.

    `st.plotly_chart` puts a plain dict through Plotly's validation, 10–15 ms a chart. The tests have done that.
    """

    def __init__(self, figure: dict[str, Any]) -> None:
        object.__setattr__(self, "_checked", figure)

    def to_dict(self) -> dict[str, Any]:
        return self._checked


def chart(figure: dict[str, Any], *, alt: str, key: str) -> None:
    """A chart, with the words that a screen reader says in its place."""
    st.plotly_chart(_Checked(figure), theme=None, config=_QUIET, alt=alt, key=key)


def table(columns: Mapping[str, Sequence[str]], *, alt: str) -> None:
    """A table of text. As a data frame: a plain dict takes Streamlit twenty times as long."""
    st.table(pd.DataFrame(columns, dtype=object), border="horizontal", hide_index=True, hide_header=False, alt=alt)


def unfolded(label: str, columns: Callable[[], Mapping[str, Sequence[str]]], *, alt: str, key: str, file: File) -> None:
    """A table that is written only once it is opened: 150 lines take longer than all the rest of a page.

    `key` is one of `state.TABLES`: the address says which are open.
    """
    parameters, opened = address.drawn(), st.session_state["choice"].opened
    # The URL decides, also after Back: a widget's own memory would win over it.
    st.session_state[key] = key in opened
    with st.expander(fmt.escaped(label), key=key, on_change=_write_opened, args=(opened, parameters)) as lines:
        if lines.open:
            table(columns(), alt=alt)
            downloads(file)


def _write_opened(opened: Sequence[str], parameters: Drawn) -> None:
    # All of them: two that are opened in quick succession come together.
    now = [each for each in state.TABLES if st.session_state.get(each, each in opened)]
    address.write(parameters | {"open": ",".join(now)}, parameters)


def asked_for_local() -> bool:
    """Whether a council's own unpublished figures go into what is taken away: only when asked."""
    return st.checkbox("Include our own unpublished figures in downloads", key="with_local")


def downloads(file: File) -> None:
    """Buttons that make a CSV and an Excel file of a table once they are pressed."""
    with st.container(horizontal=True):
        download.button(
            f"Download {fmt.escaped(file.what)} as CSV",
            lambda: export.as_csv(file.lines()),
            name=export.file_name(*file.name, ending="csv"),
            mime="text/csv",
        )
        download.button(
            f"Download {fmt.escaped(file.what)} as Excel",
            lambda: export.as_excel(file.lines(), file.about()),
            name=export.file_name(*file.name, ending="xlsx"),
            mime=export.EXCEL,
        )
