"""Summary set by Typst; its template is summary.typ."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from dashboard import export, spark, theme
from dashboard.summary_model import Card, Summary

_HERE = Path(__file__).parent
# One compiler for all sessions: it keeps fonts and template, and is asked by one at a time.
_ONE_AT_A_TIME = Lock()


def pdf(summary: Summary, *, address: str | None = None) -> bytes:
    """Exactly three pages, each a section. `address`: of the live view, as a link at the foot of the first page.

    Raises typst.TypstError where the template cannot be set, which no figures and no name may bring about.
    """
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"summary": json.dumps(_content(summary, address), ensure_ascii=False)},
        )
    assert isinstance(made, bytes)
    return made


def file_name(summary: Summary) -> str:
    """The council, and the day that the figures are as at."""
    dated = [summary.newest.isoformat()] if summary.newest else []
    return export.file_name(summary.council.slug, "summary", *dated, ending="pdf")


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])
    return typst.Compiler(_HERE / "summary.typ", root=_HERE, font_paths=fonts)


def _content(summary: Summary, address: str | None) -> dict[str, object]:
    return {
        "title": f"{summary.council.name}: children’s services in three pages",
        "council": summary.council.name,
        "short_name": summary.council.short_name,
        "header": summary.facts,
        "notes": summary.notes,
        "similar": summary.similar,
        "cover": " ".join(summary.cover),
        "address": address,
        "colours": asdict(theme.LIGHT),
        "sections": [
            {
                "title": section.title,
                "notes": section.notes,
                "sources": section.sources,
                "cards": [_card(card) for card in section.cards],
            }
            for section in summary.sections
        ],
    }


def _card(card: Card) -> dict[str, object]:
    return {
        "title": card.title,
        "said": [phrase._asdict() for phrase in card.said],
        "figure": card.figure,
        "basis": card.basis,
        "notes": card.notes,
        "chart": spark.spark(card.points, metric=card.metric, theme=theme.LIGHT),
        "alt": card.alt,
        "question": card.question,
    }
