"""Summary: three pages for lead members. Choose → query → words → page."""

from urllib.parse import urlencode

import streamlit as st

from dashboard import draw, export, report, summary, summary_export, summary_html, theme
from dashboard import format as fmt

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)
shown = summary.summary(version, choice)
address = f"{st.context.url}?{urlencode(shown.parameters)}"

st.html(summary_html.style())
st.html(summary_html.head(shown, colours))
with st.container(horizontal=True, vertical_alignment="center", key="actions"):
    st.download_button(
        "Download as PDF",
        data=lambda: report.pdf(shown, address=address),
        file_name=export.file_name(choice.council.slug, "summary", ending="pdf"),
        mime="application/pdf",
        on_click="ignore",
    )
    if shown.grade_metric:
        st.page_link(
            st.session_state["benchmark"],
            label=f"Ofsted’s inspections of {fmt.escaped(choice.council.short_name)}",
            query_params=shown.parameters | {"metric": shown.grade_metric.metric_id},
        )
for number, page in enumerate(shown.sections, 1):
    # st.html takes SVG out. Every text is escaped where this HTML is written.
    st.markdown(summary_html.section(number, page, shown, colours), unsafe_allow_html=True, anchors=False)
with st.container(key="more"):
    st.markdown("### Take the figures with you", anchors=False)
    draw.downloads(summary_export.of_series(version, choice))
