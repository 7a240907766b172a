"""The main script: navigation, what is chosen, the shared selectors, then the page.

Why it is not app.py: a `pages/` folder beside the main script would be served past it, on a cold deep link.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import streamlit as st

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from dashboard import access, choose, reach, store, theme  # noqa: E402
from dashboard import format as fmt  # noqa: E402

PAGES = ROOT / "pages"
ICON = Path(__file__).with_name("icon.svg")
SUMMARY = st.Page(PAGES / "summary.py", title="Summary", default=True)
BENCHMARK = st.Page(PAGES / "benchmark.py", title="Benchmark", url_path="benchmark")
POSITION = st.Page(PAGES / "position.py", title="Position", url_path="position")
RELATIONSHIPS = st.Page(PAGES / "relationships.py", title="Relationships", url_path="relationships")
DEFINITIONS = st.Page(PAGES / "definitions.py", title="Definitions", url_path="definitions")
DATA = st.Page(PAGES / "data.py", title="Data", url_path="data")
EVERY = (SUMMARY, BENCHMARK, POSITION, RELATIONSHIPS, DATA, DEFINITIONS)
NEEDS = {
    "Summary": ("council", "model"),
    "Benchmark": ("council", "metric", "model", "period"),
    "Position": ("council", "model", "order"),
    "Relationships": ("council", "model"),
    "Data": ("council",),
    "Definitions": (),
}


def main() -> None:
    st.set_page_config(layout="wide", page_icon=ICON)
    # Hidden: the built-in menu drops the query parameters; the links below carry them.
    page = st.navigation(EVERY, position="hidden")
    reach.reach(theme.of(st.context.theme.type))
    if not access.door():
        return
    try:
        version = store.version()
        store.check(version)
        offered = choose.options(version)
        choice, messages = choose.from_url(offered)
    except (store.NoFigures, LookupError) as problem:
        no_figures(str(problem.args[0]))
        return
    about = [choice.council.short_name] if NEEDS[page.title] else []
    st.set_page_config(page_title=" – ".join([page.title, *about, "Three Pages"]))
    links(choice.parameters)
    for message in messages:
        st.warning(fmt.escaped(message))
    if needs := NEEDS[page.title]:
        with st.container(key="selectors"):
            choose.selectors(version, choice, offered, needs)
    st.session_state["version"], st.session_state["choice"] = version, choice
    # For a page that links to a measure.
    st.session_state["benchmark"] = BENCHMARK
    try:
        page.run()
    except duckdb.Error as problem:
        no_figures(f"The database at {store.path()} could not be read ({str(problem).splitlines()[0]}).")


def links(parameters: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="navigation"):
        st.markdown("**Three Pages**", width="content")
        for each in EVERY:
            st.page_link(each, query_params=parameters)
        access.signed_in()


def no_figures(problem: str) -> None:
    st.set_page_config(page_title="No figures – Three Pages")
    st.title("There are no figures to show yet")
    st.markdown(fmt.escaped(problem))
    st.markdown("Build the database from the figures that come with Three Pages:")
    st.code("python -m data_pipeline build", language=None, wrap_lines=True)
    st.markdown("or from files that you have downloaded:")
    st.code("python -m data_pipeline refresh --from DIR", language=None, wrap_lines=True)
    st.markdown("Then reload this page; the server can keep running.")


main()
