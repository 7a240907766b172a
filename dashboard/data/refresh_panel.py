"""The part of the Data page that refreshes: a button where the server allows it, and what the refresh says."""

from __future__ import annotations

import streamlit as st

from dashboard import access, draw
from dashboard import format as fmt
from dashboard.data import queries, refreshing, words
from dashboard.data.refreshing import Run
from dashboard.store import Version

COMMAND = "python -m data_pipeline refresh"


def panel(version: Version) -> None:
    """The button and the progress, or how it is done from the command line."""
    st.header("Refresh now", anchor="refresh")
    if not _may():
        st.markdown(
            "Whoever runs this server fetches newer figures with this command. Open pages show them at the next click."
        )
        st.code(COMMAND, language=None, wrap_lines=True)
        return
    st.markdown(
        "Asks DfE, Ofsted and MHCLG for what they have released since, checks it, and shows it to everyone here."
    )
    run = refreshing.last()
    running = run is not None and run.is_running
    st.button("Refresh now", on_click=_start, disabled=running, key="refresh_now")
    if run and running:
        _progress(run)
    elif run:
        _ended(run, {file.publication: file.publication_title for file in queries.files(version)})


def _may() -> bool:
    return refreshing.is_allowed() and access.may(access.REFRESH)


def _start() -> None:
    if _may():
        refreshing.start()


@st.fragment(run_every=1)
def _progress(run: Run) -> None:
    if not run.is_running:
        # The page as a whole: it has new figures to show.
        st.rerun()
    steps = [str(event["text"]) for event in run.of("step")]
    # Not as a context, whose end would mark it as complete.
    status = st.container(key="refreshing").status(fmt.escaped(steps[-1] if steps else "Starting"), expanded=True)
    status.markdown("\n".join(f"- {fmt.escaped(step)}" for step in steps) or "Asking the first publisher")
    st.markdown("It goes on if you leave this page. Come back to see how it ended.")


def _ended(run: Run, titles: dict[str, str]) -> None:
    said = words.ending(run.exit_code, replaced=run.replaced)
    (st.info if run.exit_code == 0 else st.warning)(said)
    if news := run.of("publication"):
        draw.table(
            {
                "Publication": [fmt.escaped(titles.get(each["publication"], each["publication"])) for each in news],
                "Result": [words.RESULTS.get(each["result"], each["result"]) for each in news],
                "Detail": [fmt.escaped(each["detail"]) for each in news],
            },
            alt="What the refresh found, by publication",
        )
    told = [event["text"] for kind in ("problem", "note") for event in run.of(kind)]
    if told:
        st.markdown("\n".join(f"- {fmt.escaped(text)}" for text in told))
    if not run.of("done"):
        st.code("\n".join(run.lines()[-10:]), language=None, wrap_lines=True)
