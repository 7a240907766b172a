"""Position: every measure at once. Where does the council stand out? Choose → query → chart → words."""

import streamlit as st

from dashboard import (
    charts,
    draw,
    pictures,
    position,
    position_chart,
    position_export,
    position_table,
    position_words,
    take_away,
    theme,
)
from dashboard import format as fmt
from dashboard.charts.position import NARROWEST

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)
shown = position.position(version, choice)

# Styles of this page's own containers: all rows on one screen; on a narrow one the chart scrolls, and not the page.
st.html(
    "<style>.st-key-position_head h1{padding:0 0 0.25rem} "
    ".st-key-position_chart{overflow-x:auto} "
    ".st-key-position_chart a:is(:hover,:focus-visible){text-decoration:underline;text-decoration-thickness:2px} "
    f".st-key-position_chart>*{{min-width:{NARROWEST}px}}</style>"
)
with st.container(key="position_head"):
    warning = position_words.tiny(shown)
    st.markdown(
        f"# {fmt.escaped(f'Where does {choice.council.short_name} stand out?')}\n\n"
        f"**{fmt.escaped(position_words.headline(shown))}** {fmt.escaped(warning)}",
        anchors=False,
    )
with st.container(key="position_chart"):
    draw.chart(
        charts.position(**position_chart.inputs(shown, choice.parameters), theme=colours),
        alt=position_words.alt(shown),
        key="position",
    )
take_away.pictures(pictures.of_position(shown))
if shown.grade_metric:
    st.page_link(
        st.session_state["benchmark"],
        label=fmt.escaped(position_words.grade(shown)),
        query_params=choice.parameters | {"metric": shown.grade_metric.metric_id},
    )
bullets = "\n".join(f"- {fmt.escaped(note)}" for note in position_words.notes(shown))
st.markdown(
    f"{bullets}\n\n:small[:gray[{fmt.escaped(f'{position_words.caption(shown)} {position_words.source(shown)}')}]]"
    f"\n\n## The figures",
    anchors=False,
)
draw.table(position_table.columns(shown), alt=position_table.table_alt(shown))
draw.downloads(position_export.of_table(shown))
