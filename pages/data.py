"""Data: what is new, can it be trusted, and how it is taken away or refreshed. For performance teams."""

import streamlit as st

from dashboard.data import panels, refresh_panel
from dashboard.local import panel as local_panel

version, choice = st.session_state["version"], st.session_state["choice"]

st.title("What is new, and can it be trusted?", anchor=False)
st.markdown(
    "[What changed](#changes) · [Releases](#releases) · [Quality](#quality) · [Refresh](#refresh) "
    "· [Our own figures](#own) · [The whole data set](#whole)"
)
panels.changed(version, choice)
panels.releases(version)
panels.quality(version, choice)
refresh_panel.panel(version)
local_panel.panel(version, choice)
panels.whole_data(version)
