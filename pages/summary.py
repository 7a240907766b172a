"""Summary: three pages for lead members. Choose → query → words → page."""

import streamlit as st

from dashboard import download, draw, pictures, report, summary, summary_export, summary_html, take_away, theme
from dashboard import format as fmt
from dashboard.local import kept

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)
shown = summary.summary(version, choice, local=kept.of(version, choice.council.area_code))
address = f"{st.context.url}?{shown.query}"

st.html(summary_html.style())
st.html(summary_html.head(shown, colours))
with st.container(horizontal=True, vertical_alignment="center", key="actions"):
    download.button(
        "Download as PDF",
        # The council's own figures stay on the screen.
        lambda: report.pdf(summary.summary(version, choice), address=address),
        name=report.file_name(shown),
        mime="application/pdf",
    )
    if shown.grade_metric:
        st.page_link(
            st.session_state["benchmark"],
            label=f":primary[Ofsted’s inspections of {fmt.escaped(choice.council.short_name)}]",
            query_params=shown.parameters | {"metric": shown.grade_metric.metric_id},
        )
for number, page in enumerate(shown.sections, 1):
    # st.html takes SVG out. Every text is escaped where this HTML is written.
    html = summary_html.section(number, page, shown, colours, address=address)
    st.markdown(html, unsafe_allow_html=True, anchors=False)
with st.container(key="more"):
    st.markdown("### Take the figures with you", anchors=False)
    take_away.pictures(pictures.of_summary(shown))
    draw.downloads(summary_export.of_series(version, choice))
