"""Position's table to take away: a row a metric, full precision. Pure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dashboard import export, gap_words
from dashboard import position_words as words
from dashboard import words as base_words
from dashboard.export import LICENCE, File, Lines

if TYPE_CHECKING:
    # For the types only: assembly reads the database, and this does not.
    from dashboard.position import Position


def lines(shown: Position) -> Lines:
    """Every metric in the page's order."""
    found: Lines = [
        [
            *("area", "area_code", "metric", "metric_name", "unit", "period_end", "period_label", "value", "status"),
            *("numerator", "denominator", "interval_low", "interval_high", "mean", "median", "lowest", "highest"),
            *("figures", "verdict", "outside_range_in_spreads", "gap_in_counts", "change", "change_beyond_chance"),
            *("england", "compared_with", "source"),
        ]
    ]
    for row in shown.rows:
        own, compared, metric = row.own.observation, row.comparison, row.metric
        releases = tuple(each for each in shown.releases if own and each.release_id == own.release_id)
        found.append(
            [
                row.own.area.short_name,
                row.own.area.area_code,
                metric.metric_id,
                metric.name,
                metric.unit,
                row.period.period_end,
                row.period.period_label,
                row.own.value,
                own.status if own else "not in the publication",
                *((own.numerator, own.denominator, own.interval_low, own.interval_high) if own else [None] * 4),
                *(compared[1:5] if compared else [None] * 4),
                len(row.neighbours),
                compared.verdict if compared else "no_figure",
                # Infinite where all neighbours have one figure: no spreadsheet holds that.
                row.outside if row.is_compared and row.spread else None,
                gap_words.gap(metric, own, compared),
                compared.change if compared else None,
                None if compared is None or compared.change_is_beyond_chance is None
                else "yes" if compared.change_is_beyond_chance else "no",
                row.england.value if row.england else None,
                shown.peers.label,
                base_words.source(metric, releases),
            ]
        )  # fmt: skip
    return found


def about(shown: Position) -> list[str]:
    """What the file holds, for somebody who was sent it."""
    return [
        f"Where {shown.council.short_name} stands out: {len(shown.rows)} measures, each at its latest period",
        shown.peers.label,
        words.caption(shown),
        words.source(shown),
        LICENCE,
    ]


def of_table(shown: Position) -> File:
    """The page's table as a file; its name says council and periods."""
    return File("this table", name(shown), partial(lines, shown), partial(about, shown))


def name(shown: Position) -> tuple[str, ...]:
    """What a file of this page is called: each measure has its own period."""
    days = [row.period.period_end for row in shown.rows]
    return shown.council.slug, "position", *([export.span(min(days), max(days))] if days else [])
