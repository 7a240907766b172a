"""Definitions: what each metric means, how councils are compared, and where the figures are from."""

from itertools import groupby

import streamlit as st

from dashboard import definition_words, draw, method, queries, statement, table
from dashboard import format as fmt
from dashboard.data import queries as data_queries
from dashboard.data import tables
from dashboard.model import Metric

version = st.session_state["version"]


def entry(metric: Metric) -> None:
    st.subheader(fmt.escaped(metric.name), anchor=metric.metric_id.replace("_", "-"), divider="gray")
    texts = definition_words.entry(metric)
    st.markdown("\n\n".join(f"**{title}.** {fmt.escaped(text)}" for title, text in texts))
    facts = definition_words.facts(metric, queries.periods(version, metric.metric_id))
    st.markdown(fmt.small(facts))


st.title("What do the measures mean?", anchor=False)
metrics = queries.metrics(version)
themes = [(theme, list(members)) for theme, members in groupby(metrics, key=lambda metric: metric.theme)]
for theme, members in themes:
    links = [f"[{fmt.escaped(each.name)}](#{each.metric_id.replace('_', '-')})" for each in members]
    st.markdown(f"**{fmt.escaped(theme)}:** {' · '.join(links)}")
st.markdown(
    "**Also here:** [How councils are compared](#method) · [Councils that began or ended](#councils) "
    "· [Sources and licence](#sources) · [Accessibility](#accessibility)"
)

for theme, members in themes:
    st.header(fmt.escaped(theme), anchor=theme.lower())
    for metric in members:
        entry(metric)

st.header("How councils are compared", anchor="method")
for title, text in method.METHOD:
    st.markdown(f"**{title}.** {fmt.escaped(text)}")

st.header("Councils that began or ended", anchor="councils")
st.markdown("\n".join(f"- {fmt.escaped(each)}" for each in definition_words.boundary_changes(queries.areas(version))))

st.header("Sources and licence", anchor="sources")
st.markdown(
    "These files are in the database. They contain public sector information licensed under the terms that stand "
    "beside each."
)
releases = queries.releases(version)
draw.table(table.release_columns(releases), alt="Published files loaded")
draw.downloads(tables.files_file(data_queries.files(version), data_queries.expected(version)))
if build := queries.build(version):
    made = f"Database built {fmt.day(build.built_at)} by version {build.pipeline_version}."
    st.markdown(fmt.small(f"{made} The Data page lists every file, and what it changed."))

st.header("Accessibility statement", anchor="accessibility")
st.markdown(statement.markdown())
