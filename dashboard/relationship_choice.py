"""The controls of Relationships. As with the shared selectors, the URL holds each choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard import address, relationship_state
from dashboard.address import Drawn
from dashboard.peers import Peers
from dashboard.relationship_state import LAGS, SHOWS, Offer, Question, years
from dashboard.state import Choice


def questions(choice: Choice, offer: Offer) -> None:
    """The ready-made questions: a button sets the whole address, the council stays."""
    with st.container(horizontal=True, key="questions"):
        for each in relationship_state.ready_made(offer):
            asked = relationship_state.asked_by(each, choice)
            st.button(each["label"], on_click=address.write, args=(asked, address.drawn()))


def switch(choice: Choice, question: Question) -> None:
    """Which of the two views is shown."""
    kept = question.parameters(choice)
    _ask(st.radio, "Show", "show", question.show, kept, SHOWS, horizontal=True, label_visibility="collapsed")


def controls(choice: Choice, question: Question, offer: Offer, peers: Peers) -> None:
    """What the view shown can be asked."""
    kept = question.parameters(choice)
    if question.show == "grades":
        _grades(question, offer, kept)
    else:
        _measures(question, offer, kept, peers)


def _measures(question: Question, offer: Offer, kept: Mapping[str, str], peers: Peers) -> None:
    across, up, lag, region, near = st.columns([9, 9, 6, 7, 6], vertical_alignment="bottom")
    x_names = {metric_id: metric.name for metric_id, metric in offer.across.items()}
    y_names = {metric_id: metric.name for metric_id, metric in offer.up.items()}
    regions = {"": "All of England", **{area.slug: area.short_name for area in offer.regions}}
    with across:
        _ask(st.selectbox, "Across", "x", question.x.metric_id, kept, x_names)
    with up:
        _ask(st.selectbox, "Up", "y", question.y.metric_id, kept, y_names)
    with lag:
        lags = {lag: years(int(lag)) for lag in LAGS}
        _ask(st.selectbox, "Across is from", "lag", str(question.lag), kept, lags)
    with region:
        _ask(st.selectbox, "Region", "region", question.region.slug if question.region else "", kept, regions)
    with near:
        _one(st.checkbox, f"{peers.heading} only", "near", question.near, kept)


def _grades(question: Question, offer: Offer, kept: Mapping[str, str]) -> None:
    measure, day = st.columns([6, 4])
    names = {metric_id: metric.name for metric_id, metric in offer.up.items()}
    with measure:
        _ask(st.selectbox, "Measure", "metric", question.metric.metric_id, kept, names)
    if offer.grade_dates:
        first, last = offer.grade_dates
        with day:
            label = "Earlier grades: as published by"
            more = {"min_value": first, "max_value": last, "format": "DD/MM/YYYY"}
            _one(st.date_input, label, "known", question.known, kept, **more)


def _ask(
    widget: Callable[..., Any],
    title: str,
    parameter: str,
    value: str,
    kept: Mapping[str, str],
    labels: Mapping[str, str],
    **more: Any,
) -> None:
    _one(widget, title, parameter, value, kept, options=list(labels), format_func=labels.__getitem__, **more)


def _one(
    widget: Callable[..., Any], title: str, parameter: str, value: Any, kept: Mapping[str, str], **more: Any
) -> None:
    key = f"choose_{parameter}"
    address.ask(widget, title, key, value, _write, (parameter, key, dict(kept)), **more)


def _write(parameter: str, key: str, kept: dict[str, str], before: Drawn) -> None:
    value = st.session_state[key]
    if value is None:
        # A date that was cleared.
        return
    text = (
        ("1" if value else "") if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else value
    )
    chosen = kept | {parameter: text}
    if parameter == "metric":
        # Another metric has other periods.
        chosen.pop("period", None)
    address.write(chosen, before)
