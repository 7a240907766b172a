"""Summary's pages as HTML: each metric's sentences, its small chart, its figures as a table, a question. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from dashboard import format as fmt
from dashboard import spark, theme, words
from dashboard.summary_model import Card, Phrase, Point, Section, Summary
from dashboard.theme import Theme


def head(shown: Summary, colours: Theme) -> str:
    """The council, the facts about it, and what touches all of its figures."""
    body = f"<h1>{escape(shown.council.name)}</h1><p>{escape(shown.facts)}</p>{_notes(shown.notes)}"
    return f'<header class="summary" style="{_tokens(colours)}">{body}</header>'


def section(number: int, page: Section, shown: Summary, colours: Theme, *, address: str) -> str:
    """One of the three pages; the first ends in the cover note, on paper with the address of the live view."""
    found = "".join(_card(card, shown) for card in page.cards)
    nothing = "<p>This database has no figures for this page.</p>"
    live = f'<span class="paper"> Live figures: {escape(address)}</span>'
    cover = f'<p class="small">{escape(" ".join(shown.cover))}{live}</p>' if number == 1 else ""
    return (
        f'<section class="summary" style="{_tokens(colours)}"><div class="title"><h2>{number} {escape(page.title)}</h2>'
        f"{_key(shown) if page.cards else ''}</div>{_notes(page.notes)}{found or nothing}"
        f'<p class="small">{escape(page.sources)}</p>{cover}</section>'
    )


def style() -> str:
    """The style sheet; on paper, the light theme's colours."""
    css = Path(__file__).with_name("summary.css").read_text(encoding="utf-8")
    return f"<style>{css}\n@media print {{ .summary {{ {_tokens(theme.LIGHT, ' !important')} }} }}</style>"


def _tokens(colours: Theme, weight: str = "") -> str:
    """A theme's colours as the style sheet and the charts name them."""
    return "; ".join(f"--{name}: {colour}{weight}" for name, colour in asdict(colours).items() if name != "name")


# A chart's colours are the page's, so that it changes with it when printed.
_PAGE = Theme("page", **{each.name: f"var(--{each.name})" for each in fields(Theme) if each.name != "name"})


def _key(shown: Summary) -> str:
    """What the lines and the band of each small chart are."""
    names = (
        ("own", shown.council.short_name),
        ("mean", f"{shown.similar}, mean"),
        ("range", "lowest to highest of them"),
    )
    return f'<p class="key">{"".join(f"<span><i class={kind!r}></i>{escape(name)}</span>" for kind, name in names)}</p>'


def _card(card: Card, shown: Summary) -> str:
    svg = spark.spark(card.points, metric=card.metric, theme=_PAGE)
    chart = f'<div class="spark" id="{card.metric.metric_id}" role="img" aria-label="{escape(card.alt)}">{svg}</div>'
    return (
        f'<article><h3>{escape(card.title)}</h3><div class="row"><div><p class="said">{said(card.said)}</p>'
        f'<p class="small"><b>{escape(card.figure)}</b> {escape(card.basis)}</p>{_notes(card.notes)}</div>'
        f"{chart}</div>"
        f'<p class="ask"><b>Ask</b> <span>{escape(card.question)}</span></p>'
        f'<div class="more">{_table(card, shown)}{_link(card, shown)}</div></article>'
    )


def _link(card: Card, shown: Summary) -> str:
    chosen = urlencode(shown.parameters | {"metric": card.metric.metric_id})
    name = f"More in Benchmark<span class='hidden'>: {escape(card.title)}</span>"
    return f'<a href="benchmark?{escape(chosen)}" target="_self">{name}</a>'


def said(phrases: Sequence[Phrase]) -> str:
    return "".join(
        f"<strong>{escape(phrase.text)}</strong>" if phrase.strong else escape(phrase.text) for phrase in phrases
    )


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="small">{escape(note)}</p>' for note in notes)


def _table(card: Card, shown: Summary) -> str:
    """The chart's figures, newest first, folded away."""
    heads = ("Period", shown.council.short_name, f"Mean of {shown.similar}", "Their range")
    rows = "".join(
        f'<tr><th scope="row">{escape(point.label)}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in _line(card, point))
        + "</tr>"
        for point in reversed(card.points)
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return (
        f"<details><summary>The figures of this chart<span class='hidden'>: {escape(card.title)}</span></summary>"
        f'<div class="wide" tabindex="0" role="region" aria-label="Figures: {escape(card.title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _line(card: Card, point: Point) -> tuple[str, str, str]:
    own = fmt.figure(point.value, card.metric)
    if point.value is None and point.status:
        own = f"{own} ({words.status(point.status)})"
    low, high = (fmt.figure(value, card.metric) for value in (point.low, point.high))
    return own, fmt.figure(point.mean, card.metric), fmt.NOTHING if point.low is None else f"{low} to {high}"
