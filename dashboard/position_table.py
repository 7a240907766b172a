"""Position's table, as text for the page. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard import format as fmt
from dashboard import position_words as words

if TYPE_CHECKING:
    # For the types only: assembly reads the database, and this does not.
    from dashboard.position import Position, Row


def columns(shown: Position) -> dict[str, list[str]]:
    """The table as text, a list for each column heading; Markdown marks of the names escaped."""
    rows = shown.rows

    def neighbours(row: Row) -> str:
        if row.mean is None or not row.values:
            return fmt.NOTHING
        return f"{fmt.figure(row.values[-1], row.metric)} to {fmt.figure(row.values[0], row.metric)}"

    def interval(row: Row) -> str:
        observation = row.own.observation
        if observation is None or observation.interval_low is None or observation.interval_high is None:
            return fmt.NOTHING
        ends = (observation.interval_low, observation.interval_high)
        text = " to ".join(fmt.figure(end, row.metric) for end in ends)
        return f"{text} (approximate)" if words.is_approximate(row) else text

    def compares(row: Row) -> str:
        return words.verdict_and_sure(row) if row.is_compared else words.why_not(row, shown)

    def mean(row: Row) -> str:
        return f"{fmt.figure(row.mean, row.metric)} ({words.basis(row)})" if row.mean is not None else fmt.NOTHING

    return {
        "Measure": [fmt.escaped(row.metric.name) for row in rows],
        fmt.escaped(shown.council.short_name): [f"**{fmt.figure(row.own.value, row.metric)}**" for row in rows],
        "Unit and date": [fmt.escaped(f"{row.metric.unit}, {words.date_of(row)}") for row in rows],
        f"{shown.peers.heading}’ mean": [mean(row) for row in rows],
        "Their range": [neighbours(row) for row in rows],
        "How it compares": [fmt.escaped(compares(row)) for row in rows],
        "Gap to their mean": [words.in_counts(row) or fmt.NOTHING for row in rows],
        "95% interval": [interval(row) for row in rows],
        "Change on the year before": [words.change_and_sure(row) for row in rows],
        "England": [fmt.figure(row.england.value if row.england else None, row.metric) for row in rows],
    }


def table_alt(shown: Position) -> str:
    """What the table holds."""
    council = shown.council.short_name
    return f"{len(shown.rows)} measures of {council}, its {shown.peers.noun} and England, in the chart’s order."
