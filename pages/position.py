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

# What the columns of the chart need: where there is less, it scrolls in its box.
st.html(f"<style>.st-key-position_chart>*{{min-width:{NARROWEST}px}}</style>")
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
        label=f":primary[{fmt.escaped(position_words.grade(shown))}]",
        query_params=choice.parameters | {"metric": shown.grade_metric.metric_id},
    )
bullets = "\n".join(f"- {fmt.escaped(note)}" for note in position_words.notes(shown))
st.markdown(
    f"{bullets}\n\n{fmt.small(f'{position_words.caption(shown)} {position_words.source(shown)}')}\n\n## The figures",
    anchors=False,
)
draw.table(position_table.columns(shown), alt=position_table.table_alt(shown))
draw.downloads(position_export.of_table(shown))
