"""The parts of the Data page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from changes import digest
from dashboard import address, download, draw, export, queries
from dashboard import format as fmt
from dashboard.data import choice as data_choice
from dashboard.data import queries as data_queries
from dashboard.data import tables, whole, words
from dashboard.state import Choice
from dashboard.store import Version

FIRST, MOST = 10, 200


def bullets(texts: Sequence[str]) -> str:
    return "\n".join(f"- {fmt.escaped(text)}" for text in texts)


def changed(version: Version, choice: Choice) -> None:
    """New periods, revised figures, councils gained or lost; and the words for the chosen council."""
    st.header("What changed", anchor="changes")
    since = _since(version, choice)
    found = data_queries.changes(version, since)
    st.markdown(f"**{fmt.escaped(words.changed(found))}** {fmt.escaped(words.late(found))}")
    figures = [each for each in found.revised if each.status == each.previous_status]
    if figures:
        tiny = {area.area_code: area.short_name for area in queries.areas(version) if area.is_tiny}
        first = [each for each in figures if each.area_code not in tiny][:FIRST]
        st.subheader("Revised figures, biggest first", anchor=False)
        draw.table(tables.revised(first), alt="Figures that a release revised, biggest first")
        st.markdown(fmt.escaped(words.more(len(figures) - len(first), list(tiny.values()))))
        draw.downloads(tables.revised_file("revised figures", since, figures))
    if appeared := [each for each in found.revised if each.status != each.previous_status]:
        draw.unfolded(
            f"Figures that appeared, went, or are missing for another reason: {len(appeared):,}",
            partial(tables.revised, appeared[:MOST]),
            alt="Figures whose status changed",
            key="statuses",
            file=tables.revised_file("changed statuses", since, appeared),
        )
    if found.new_periods:
        draw.unfolded(
            words.some(len(found.new_periods), "new period of a measure", "new periods of measures"),
            partial(tables.new_periods, found.new_periods),
            alt="New periods",
            key="new_periods",
            file=tables.new_periods_file(found),
        )
    if found.councils:
        draw.unfolded(
            "Councils gained or lost, by release",
            partial(tables.councils, found.councils),
            alt="Councils gained or lost",
            key="councils",
            file=tables.councils_file(found),
        )
    st.subheader(f"For {fmt.escaped(choice.council.short_name)}, in words for an e-mail", anchor="digest")
    text = digest.markdown(data_queries.changes(version, since, choice.council.area_code))
    st.code(text, language=None, wrap_lines=True)
    st.download_button(
        "Download these words",
        data=text,
        file_name=export.file_name(choice.council.slug, "changes", f"since-{since.replace('/', '-')}", ending="md"),
        mime="text/markdown",
        on_click="ignore",
    )


def _since(version: Version, choice: Choice) -> str:
    files, today = data_queries.files(version), datetime.now(UTC).date()
    value, offered, message = data_choice.read(st.query_params.get("since", ""), files, today)
    if message:
        st.warning(fmt.escaped(message))
    address.ask(
        st.selectbox,
        "Published since",
        "choose_since",
        value,
        lambda before: address.write(choice.parameters | {"since": st.session_state["choose_since"]}, before),
        options=list(offered),
        format_func=offered.__getitem__,
    )
    return value


def releases(version: Version) -> None:
    """What is loaded, publication by publication, and each of its files."""
    st.header("Releases", anchor="releases")
    files, expected = data_queries.files(version), data_queries.expected(version)
    draw.table(tables.publications(files, expected), alt="Newest release of each publication, and the next one")
    draw.unfolded(
        f"All {len(files)} files, with rows, the day they were retrieved and checksum",
        partial(tables.files, files),
        alt="Published files that were loaded",
        key="files",
        file=tables.files_file(files, expected),
    )


def quality(version: Version, choice: Choice) -> None:
    """Checks, what was accepted against them, and which councils have figures."""
    st.header("Quality", anchor="quality")
    checks, council = data_queries.checks(version), choice.council
    coverage = data_queries.coverage(version)
    metrics = {metric.metric_id: metric for metric in queries.metrics(version)}
    names = {area.area_code: area.short_name for area in queries.areas(version)}
    notes = [*words.failed(checks), *words.acceptances(data_queries.accepted(version))]
    st.markdown(
        f"**{fmt.escaped(words.quality(checks, queries.build(version)))} "
        f"{fmt.escaped(words.completeness(coverage))}**\n\n{bullets(notes)}"
    )
    draw.unfolded(
        "Every check and its result",
        partial(tables.checks, checks),
        alt="Checks of this database",
        key="checks",
        file=tables.checks_file(checks),
    )
    draw.unfolded(
        "Completeness of every measure in its newest period",
        partial(tables.coverage, coverage, metrics),
        alt="Councils with a figure, by measure",
        key="coverage",
        file=tables.coverage_file(coverage, metrics, names),
    )
    lacking = tables.missing_of(coverage, council.area_code, metrics)
    st.markdown(fmt.escaped(words.lacking(council.short_name, len(lacking))))
    if lacking:
        draw.table(tables.missing(lacking), alt=f"Measures without a figure of {council.short_name}")


def whole_data(version: Version) -> None:
    """The data set as one file, made once a button is pressed."""
    st.header("The whole data set", anchor="whole")
    st.markdown(
        f"One table of {data_queries.size(version):,} rows, one for each measure, area and period, with names, units, "
        "statuses, source and licence."
    )
    with st.container(horizontal=True):
        for ending, form in whole.offered(version).items():
            download.button(
                f"Download every figure as {form}",
                partial(whole.made, version, ending),
                name=whole.name(version, ending),
                mime={"csv": "text/csv", "xlsx": export.EXCEL}.get(ending, "application/vnd.apache.parquet"),
            )
