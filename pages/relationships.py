"""Relationships: two measures against each other, or one by inspection grade. Choose → query → chart → words."""

from functools import partial

import streamlit as st

from dashboard import (
    by_grade,
    by_grade_words,
    charts,
    draw,
    pictures,
    relationship,
    relationship_choice,
    relationship_export,
    relationship_state,
    relationship_table,
    relationship_words,
    take_away,
    theme,
    view,
)
from dashboard import format as fmt
from dashboard.charts import relationship_inputs
from dashboard.relationship_model import ByGrade, Panel
from dashboard.relationship_state import Question

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)


def bullets(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {fmt.escaped(text)}" for text in texts)


def measures(question: Question) -> None:
    found = relationship.scatter(version, choice, question)
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.markdown(
            f"## {fmt.escaped(relationship_words.headline(found))}\n\n"
            f"**{fmt.escaped(relationship_words.measure_of_it(found))}**\n\n"
            f"{bullets(relationship_words.details(found))}",
            anchors=False,
        )
    if found.points:
        with right:
            st.markdown(fmt.small(relationship_words.caption(found)))
            figure = charts.scatter(**relationship_inputs.scatter(found), theme=colours)
            draw.chart(figure, alt=relationship_words.alt(found), key="scatter")
            take_away.pictures(pictures.of_scatter(found))
        draw.unfolded(
            f"The figures of these {len(found.points)} dots",
            lambda: relationship_table.pairs(found),
            alt=relationship_words.table_alt(found),
            key="pairs",
            file=relationship_export.of_pairs(found),
        )
    st.markdown(fmt.small(f"{relationship_words.source(found)} {found.peers.label}."))


def grades(question: Question) -> None:
    found = by_grade.by_grade(version, choice, question)
    tiny = by_grade_words.strong(found)
    st.markdown(
        f"## {fmt.escaped(by_grade_words.headline(found))}\n\n{fmt.escaped(tiny)}\n\n"
        + fmt.small(f"{by_grade_words.source(found)} {found.peers.label}."),
        anchors=False,
    )
    panels = by_grade_words.panels(found)
    for index, (column, panel) in enumerate(zip(st.columns(max(len(panels), 1), gap="large"), panels, strict=False)):
        with column:
            one_panel(found, panel, f"grades_{index}")
    take_away.pictures(pictures.of_panels(found))
    st.markdown(
        f"{bullets(by_grade_words.details(found))}\n\n### Who is counted\n\n{bullets(by_grade_words.who(found))}",
        anchors=False,
    )
    for index, panel in enumerate(panels):
        draw.unfolded(
            f"Every council, {by_grade_words.panel_title(panel, found.metric)}",
            partial(relationship_table.graded, panel, found.metric),
            alt=by_grade_words.table_alt(panel, found.metric),
            key=f"councils_{index}",
            file=relationship_export.of_panel(found, panel),
        )


def one_panel(found: ByGrade, panel: Panel, key: str) -> None:
    title, caption = by_grade_words.panel_title(panel, found.metric), by_grade_words.panel_caption(found, panel)
    st.markdown(f"### {fmt.escaped(title)}\n\n{fmt.small(caption)}", anchors=False)
    figure = charts.by_grade(**relationship_inputs.by_grade(found, panel), theme=colours)
    draw.chart(figure, alt=by_grade_words.alt(panel, found.metric), key=key)
    draw.table(relationship_table.groups(panel, found.metric), alt=by_grade_words.table_alt(panel, found.metric))
    draw.downloads(relationship_export.of_means(found, panel))


offer = relationship.offer(version)
asked, messages = relationship_state.read(st.query_params.to_dict(), choice, offer)
for message in messages:
    st.warning(fmt.escaped(message))
if asked is None:
    st.title(relationship_words.title(), anchor=False)
    st.info("This database has no measures of numbers to set against each other.")
else:
    heading, switch = st.columns([3, 2], vertical_alignment="bottom")
    heading.title(relationship_words.title(), anchor=False)
    with switch:
        relationship_choice.switch(choice, asked)
    relationship_choice.questions(choice, offer)
    relationship_choice.controls(choice, asked, offer, view.compared_with(version, choice))
    (grades if asked.show == "grades" else measures)(asked)
