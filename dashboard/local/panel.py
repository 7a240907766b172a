"""The part of the Data page where a council's own unpublished figures are uploaded, checked and listed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard import access, choose, download, draw, export, queries
from dashboard import format as fmt
from dashboard.local import kept, table, template
from dashboard.local import words as local_words
from dashboard.local.reading import Reading
from dashboard.local.sheet import MOST_BYTES
from dashboard.model import Metric, Observation
from dashboard.state import Choice, echo
from dashboard.store import Version

_ROUND = "local_round"


def panel(version: Version, choice: Choice) -> None:
    """Everything about local figures: what they are, upload and template, what is wrong, what is shown."""
    st.header("Our own figures", anchor="own")
    st.markdown(local_words.INTRODUCTION)
    left, right = st.columns(2, gap="large")
    with left:
        if access.may(access.UPLOAD):
            _upload(version)
        else:
            st.markdown("Your account may not upload figures here.")
    with right:
        _templates(version, choice)
    for reading in kept.uploaded().readings:
        _outcome(reading, "Your upload")
        st.button("Forget this upload", on_click=_forget)
    for reading in kept.in_folder(version).readings:
        _outcome(reading, "On this server")
    _shown(version, choice)


def _upload(version: Version) -> None:
    # Another key makes an empty box: a button cannot empty it.
    key = f"local_file_{st.session_state.get(_ROUND, 0)}"
    st.file_uploader(
        "Upload a CSV of your own figures",
        type="csv",
        key=key,
        max_upload_size=MOST_BYTES // 1024 // 1024,
        on_change=_take,
        args=(version, key),
    )


def _take(version: Version, key: str) -> None:
    file = st.session_state[key]
    if file is None:
        kept.forget()
    elif access.may(access.UPLOAD):
        kept.upload(version, file.getvalue(), file.name)


def _forget() -> None:
    kept.forget()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _templates(version: Version, choice: Choice) -> None:
    st.markdown(local_words.COLUMNS)
    council, offered = choice.council, choose.options(version).metrics
    with st.container(horizontal=True):
        _download("Download the template", partial(_template, version, choice), council.slug, "template")
        _download("Download the list of metrics", partial(template.metrics, offered), "metrics")


def _download(label: str, lines: partial[export.Lines], *name: str) -> None:
    download.button(label, lambda: export.as_csv(lines()), name=export.file_name(*name, ending="csv"), mime="text/csv")


def _template(version: Version, choice: Choice) -> export.Lines:
    return template.template(choice.council, _latest(version, choice))


def _latest(version: Version, choice: Choice) -> Sequence[tuple[Metric, Observation]]:
    """The council's latest published figures, the metric that is chosen first."""
    code = choice.council.area_code
    found = {each.metric_id: each.observations.get(code) for each in queries.position(version, code, "", (code,))}
    offered = sorted(choose.options(version).metrics, key=lambda metric: metric != choice.metric)
    return [(metric, each) for metric in offered if (each := found.get(metric.metric_id))]


def _outcome(reading: Reading, where: str) -> None:
    name = fmt.escaped(echo(reading.file))
    if not reading.problems:
        count = len(reading.figures)
        st.info(f"{where}: {count:,} figure{'s' if count > 1 else ''} from {name}.")
        return
    st.warning(f"{where}: {local_words.refused(name, len(reading.problems) + reading.more)}")
    draw.table(table.problems(reading), alt=f"What is wrong with {echo(reading.file)}, by line.")


def _shown(version: Version, choice: Choice) -> None:
    names = {metric.metric_id: metric for metric in choose.options(version).metrics}
    council, found = choice.council.short_name, kept.of(version, choice.council.area_code)
    figures = [figure for metric_id in names for figure in found.get(metric_id, ())]
    if not figures:
        st.markdown(f"There are no figures of {fmt.escaped(council)}’s own.")
        return
    st.markdown(f"### {fmt.escaped(council)}’s own figures, local and unpublished", anchors=False)
    draw.table(table.figures(figures, names), alt=f"{council}’s own figures, local and unpublished.")
