"""Benchmark: one metric in depth. Choose → query → chart → words."""

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from dashboard import (
    benchmark_export,
    captions,
    charts,
    choose,
    draw,
    gap_words,
    grade_table,
    grade_words,
    pictures,
    series_table,
    table,
    take_away,
    theme,
    under_words,
    view,
    words,
)
from dashboard import format as fmt
from dashboard.local import kept
from dashboard.peers import Peers
from dashboard.state import Choice

version, choice = st.session_state["version"], st.session_state["choice"]
colours = theme.of(st.context.theme.type)


def heading(text: str, caption: str = "") -> None:
    # One element, not two: each is a message to the browser.
    small = f"\n\n{fmt.small(caption)}" if caption else ""
    st.markdown(f"### {fmt.escaped(text)}{small}", anchors=False)


def opening(title: str, headline: str, body: str, source: str, peers: Peers) -> None:
    st.markdown(
        f"# {fmt.escaped(title)}\n\n## {fmt.escaped(headline)}\n\n{body}\n\n{fmt.small(f'{source} {peers.label}.')}",
        anchors=False,
    )


def bullets(texts: tuple[str, ...]) -> str:
    return "\n".join(f"- {fmt.escaped(text)}" for text in texts)


def numbers(title: str, choice: Choice) -> None:
    local = kept.of(version, choice.council.area_code)
    found = view.benchmark(version, choice, local=local.get(choice.metric.metric_id, ()))
    if found is None:
        st.title(fmt.escaped(title), anchor=False)
        st.info(f"No council has a figure for “{fmt.escaped(choice.metric.name)}” in this database.")
        return
    answer, source = words.answer(found), words.source_of(found)
    body = f"**{fmt.escaped(answer.verdict)}** {fmt.escaped(answer.details)}\n\n{bullets(answer.notes)}"
    if gap := gap_words.sentence(found):
        body += f"\n\n**In people and pounds.** {fmt.escaped(gap)}"
    opening(title, answer.headline, body, source, found.peers)

    left, right = st.columns(2, gap="large")
    with left:
        heading(f"{found.council.short_name} and its {found.peers.noun}", captions.bars(found))
        draw.chart(charts.bars(**charts.inputs.bars(found), theme=colours), alt=captions.bars_alt(found), key="bars")
        st.markdown(f"{fmt.escaped(under_words.bars(found))} [These figures as a table](#the-figures)")
    with right:
        heading("Over time", captions.trend(found))
        draw.chart(
            charts.trend(**charts.inputs.trend(found), theme=colours), alt=captions.trend_alt(found), key="trend"
        )
        choose.scale(choice)
        st.markdown(fmt.escaped(under_words.trend(found)))
        taken = found if found.local and draw.asked_for_local() else replace(found, local=())
        draw.unfolded(
            "The figures over time",
            partial(series_table.series, found),
            alt=captions.trend_alt(found),
            key="series",
            file=benchmark_export.of_series(taken),
        )
    heading("Among England’s councils", captions.strip(found))
    draw.chart(charts.strip(**charts.inputs.strip(found), theme=colours), alt=captions.strip_alt(found), key="strip")
    st.markdown(fmt.escaped(under_words.strip(found)))
    draw.unfolded(
        "The figures of England’s councils",
        partial(series_table.distribution, found),
        alt=captions.strip_alt(found),
        key="distribution",
        file=benchmark_export.of_distribution(found),
    )

    take_away.pictures(pictures.of_benchmark(taken))
    heading("The figures", source)
    draw.table(table.columns(found), alt=captions.table_alt(found))
    draw.downloads(benchmark_export.of_table(found))


def grades(title: str, choice: Choice) -> None:
    found, today = view.grades(version, choice), date.today()
    source = words.source(found.metric, found.releases)
    body = "\n\n".join(fmt.escaped(sentence) for sentence in grade_words.details(found))
    opening(title, grade_words.headline(found), body, source, found.peers)
    left, right = st.columns(2, gap="large")
    with left:
        heading(f"{found.council.short_name}’s inspections", grade_words.history_caption(found))
        if found.history:
            figure = charts.timeline(**charts.inputs.timeline(found), theme=colours)
            draw.chart(figure, alt=grade_words.history_alt(found), key="timeline")
        st.markdown(fmt.escaped(grade_words.history(found)))
    with right:
        heading("Latest grades", grade_words.caption(found))
        figure = charts.grades(**charts.inputs.grades(found), theme=colours)
        draw.chart(figure, alt=grade_words.alt(found, today), key="grades")
        st.markdown(fmt.escaped(grade_words.neighbours(found, today)))
    take_away.pictures(pictures.of_grades(found))
    heading("The grades, their dates and age", source)
    draw.table(grade_table.latest(found, today), alt=grade_words.alt(found, today))
    draw.downloads(grade_table.of_latest(found))
    if found.history:
        heading("Every judgement", source)
        draw.table(grade_table.history(found), alt=grade_words.history_alt(found))
        draw.downloads(grade_table.of_history(found))


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
