"""Benchmark: one metric in depth. Choose → query → chart → words."""

import streamlit as st

from dashboard import captions, charts, draw, export, gap_words, grade_words, table, theme, view, words
from dashboard import format as fmt
from dashboard.state import Choice

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)


def heading(text: str, caption: str = "") -> None:
    # One element, not two: each is a message to the browser.
    small = f"\n\n:small[:gray[{fmt.escaped(caption)}]]" if caption else ""
    st.markdown(f"### {fmt.escaped(text)}{small}", anchors=False)


def opening(title: str, headline: str, body: str, source: str, model: str) -> None:
    st.markdown(
        f"# {fmt.escaped(title)}\n\n## {fmt.escaped(headline)}\n\n{body}\n\n"
        f":small[:gray[{fmt.escaped(f'{source} Statistical neighbours: {model}.')}]]",
        anchors=False,
    )


def bullets(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {fmt.escaped(text)}" for text in texts)


def numbers(title: str, choice: Choice) -> None:
    found = view.benchmark(version, choice)
    if found is None:
        st.title(title, anchor=False)
        st.info(f"No council has a figure for “{fmt.escaped(choice.metric.name)}” in this database.")
        return
    answer, source = words.answer(found), words.source_of(found)
    body = f"**{fmt.escaped(answer.verdict)}** {fmt.escaped(' '.join(answer.details))}\n\n{bullets(answer.notes)}"
    if gap := gap_words.sentence(found):
        body += f"\n\n**In people and pounds.** {fmt.escaped(gap)}"
    opening(title, answer.headline, body, source, fmt.model(found.model))

    left, right = st.columns(2, gap="large")
    with left:
        heading(f"{found.council.short_name} and its neighbours", captions.bars(found))
        draw.chart(charts.bars(**charts.inputs.bars(found), theme=colours), alt=captions.bars_alt(found), key="bars")
    with right:
        heading("Over time", captions.trend(found))
        draw.chart(
            charts.trend(**charts.inputs.trend(found), theme=colours), alt=captions.trend_alt(found), key="trend"
        )
    heading("Among England’s councils", captions.strip(found))
    draw.chart(charts.strip(**charts.inputs.strip(found), theme=colours), alt=captions.strip_alt(found), key="strip")

    heading("The figures", source)
    draw.table(table.columns(found), alt=captions.table_alt(found))
    with st.container(horizontal=True):
        st.download_button(
            "Download this table as CSV",
            data=lambda: export.as_csv(export.lines(found)),
            file_name=export.file_name(found, "csv"),
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            "Download this table as Excel",
            data=lambda: export.as_excel(export.lines(found), export.about(found)),
            file_name=export.file_name(found, "xlsx"),
            mime=export.EXCEL,
            on_click="ignore",
        )


def grades(title: str, choice: Choice) -> None:
    found = view.grades(version, choice)
    source = words.source(found.metric, found.releases)
    body = "\n\n".join(fmt.escaped(sentence) for sentence in grade_words.details(found))
    opening(title, grade_words.headline(found), body, source, fmt.model(found.model))
    left, right = st.columns(2, gap="large")
    with left:
        heading("Latest grades", grade_words.caption(found))
        draw.chart(
            charts.grades(**charts.inputs.grades(found), theme=colours), alt=grade_words.alt(found), key="grades"
        )
    with right:
        heading(f"{found.council.short_name}’s inspections", grade_words.history_caption(found))
        if found.own:
            draw.table(table.history_columns(found), alt=grade_words.headline(found))
        st.markdown(bullets(grade_words.sub_judgements(found)))
    heading("The grades and their dates", source)
    draw.table(table.grade_columns(found), alt=grade_words.alt(found))


def meaning(choice: Choice) -> None:
    metric = choice.metric
    heading("What this can and cannot tell you", words.direction(metric))
    halves = (
        (("What it counts", metric.definition), ("What it does not show", metric.does_not_show)),
        (("What distorts it", metric.distorts), ("One question to ask", metric.question)),
    )
    for column, texts in zip(st.columns(2, gap="large"), halves, strict=True):
        column.markdown("\n\n".join(f"**{title}**  \n{fmt.escaped(text)}" for title, text in texts))


asked = f"How does {choice.council.short_name} compare?"
if choice.metric.kind == "grade":
    grades(asked, choice)
else:
    numbers(asked, choice)
meaning(choice)
