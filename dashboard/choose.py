"""The selectors that pages share. The URL holds each choice; a selector only writes the URL and starts a rerun."""

from __future__ import annotations

from functools import cache, lru_cache, partial

import streamlit as st

from dashboard import address, compare, peers, queries, state, view
from dashboard import format as fmt
from dashboard.address import Drawn
from dashboard.model import Area, Period
from dashboard.state import Choice, Options
from dashboard.store import Version


# Held beside the cached queries: they hand out a copy each time, and this is the same for every run and session.
@lru_cache(maxsize=2)
def options(version: Version) -> Options:
    """What this database offers."""
    return Options(
        areas=queries.areas(version),
        metrics=queries.metrics(version),
        models=queries.models(version),
        periods=partial(queries.periods, version),
    )


def from_url(offered: Options) -> tuple[Choice, list[str]]:
    """What the page's address asks for, with messages about what it cannot have."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    choice, messages = state.read(st.query_params.to_dict(), offered)
    return choice, [*state.repeated(given), *messages]


# Words that tell no two councils apart: "City of Hull" adds nothing to "Hull".
_COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "upon",
        "on",
        "city",
        "borough",
        "royal",
        "county",
        "district",
        "metropolitan",
        "council",
        "mbc",
        "lb",
    ]
)


@cache
def label(area: Area) -> str:
    """A council's name with those other names that add a word, so that typing it finds the council."""
    known = set(state.slug(area.short_name).split("-")) | _COMMON
    others = []
    for name in sorted((*area.aliases, area.name), key=len):
        words = set(state.slug(name).split("-"))
        if not words <= known:
            others.append(name)
            known |= words
    return f"{area.short_name} ({', '.join(others)})" if others else area.short_name


def selectors(version: Version, choice: Choice, offered: Options, needs: tuple[str, ...]) -> None:
    """Draw the selectors that a page needs, in a row that folds on a narrow screen."""
    widths = {"council": 5, "metric": 5, "model": 4, "period": 3, "order": 3}
    columns = st.columns([widths[need] for need in needs])
    draw = {
        "council": _council,
        "metric": _metric,
        "model": partial(_model, version),
        "period": _period,
        "order": _order,
    }
    for need, column in zip(needs, columns, strict=True):
        with column:
            draw[need](choice, offered)
    if "model" in needs and choice.model == peers.GROUP:
        _group(choice, offered)


def _council(choice: Choice, offered: Options) -> None:
    labels = {area.slug: label(area) for area in offered.councils}
    _box("Council", "council", list(labels), choice.council.slug, choice, labels.__getitem__)


def _metric(choice: Choice, offered: Options) -> None:
    names = {metric.metric_id: metric.name for metric in offered.metrics}
    _box("Measure", "metric", list(names), choice.metric.metric_id, choice, names.__getitem__)


def _model(version: Version, choice: Choice, offered: Options) -> None:
    names = offered.compared_with
    shown = view.compared_with(version, choice).codes
    start = tuple(area.slug for area in offered.councils if area.area_code in shown)
    _box("Compared with", "model", list(names), choice.model, choice, names.__getitem__, partial(_write_model, start))


def _group(choice: Choice, offered: Options) -> None:
    labels = {area.slug: label(area) for area in offered.councils}
    address.ask(
        st.multiselect,
        f"My own group: {peers.FEWEST} to {peers.MOST} councils (an average needs {compare.ENOUGH} with a figure)",
        "choose_group",
        [area.slug for area in choice.group],
        _write_group,
        ("choose_group", choice.parameters),
        options=list(labels),
        format_func=labels.__getitem__,
        max_selections=peers.MOST,
        select_all=False,
        placeholder="Type a council’s name",
    )


def _order(choice: Choice, offered: Options) -> None:
    _box("Order", "order", list(state.ORDERS), choice.order, choice, state.ORDERS.__getitem__)


def scale(choice: Choice) -> None:
    """The switch of the trend's scale, to stand beside it."""
    key, is_from_zero = "choose_scale", choice.scale == next(iter(state.SCALES))
    address.ask(st.checkbox, "Scale from zero", key, is_from_zero, _write_scale, (key, choice.parameters))


def _period(choice: Choice, offered: Options) -> None:
    periods = offered.periods(choice.metric.metric_id)
    if not periods:
        return
    labels = {period.period_end.isoformat(): _period_label(choice, period) for period in periods}
    shown = (choice.period_end or periods[0].period_end).isoformat()
    _box("Period", "period", list(labels), shown, choice, labels.__getitem__)


def _period_label(choice: Choice, period: Period) -> str:
    text = fmt.period(choice.metric, period.period_end, period.period_label)
    return text[0].upper() + text[1:]


def _box(title, parameter, values, value, choice, name, on_change=None) -> None:
    key = f"choose_{parameter}"
    shown = value if value in values else (values[0] if values else None)
    write, args = on_change or partial(_write, parameter), (key, choice.parameters)
    address.ask(st.selectbox, title, key, shown, write, args, options=values, format_func=name)


def _write(parameter: str, key: str, parameters: dict[str, str], before: Drawn) -> None:
    chosen = parameters | {parameter: st.session_state[key]}
    if parameter == "metric":
        # Another metric has other periods: start at its latest.
        chosen.pop("period", None)
    address.write(chosen, before)


def _write_scale(key: str, parameters: dict[str, str], before: Drawn) -> None:
    zero, fitted = state.SCALES
    address.write(parameters | {"scale": zero if st.session_state[key] else fitted}, before)


def _write_model(shown: tuple[str, ...], key: str, parameters: dict[str, str], before: Drawn) -> None:
    # A group of one's own starts as those that were shown: easier to change than to begin.
    group = {"group": ",".join(shown)} if len(shown) <= peers.MOST else {}
    if st.session_state[key] == peers.GROUP:
        parameters = group | parameters
    _write("model", key, parameters, before)


def _write_group(key: str, parameters: dict[str, str], before: Drawn) -> None:
    address.write(parameters | {"group": ",".join(st.session_state[key])}, before)
