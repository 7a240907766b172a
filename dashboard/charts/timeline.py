"""A council's inspections over time: a row a judgement, a mark an inspection, the grade in words below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.theme import Theme

Chart = dict[str, Any]
ROW = 104  # px: the judgement's name on two lines, its marks, a grade on three


@dataclass(frozen=True)
class Judged:
    """One grade of one inspection."""

    inspected_on: date
    published_on: date | None
    grade: str
    kind: str


@dataclass(frozen=True)
class JudgementRow:
    """A judgement and its grades, oldest first."""

    name: str
    grades: tuple[Judged, ...]
    is_overall: bool = False


def timeline(*, rows: Sequence[JudgementRow], newest_report: date | None, theme: Theme) -> Chart:
    """Overall effectiveness first, then its parts. The list's newest report ends the line: nothing is known past it."""
    days = [each.inspected_on for row in rows for each in row.grades]
    first, last = min(days), max([*days, *([newest_report] if newest_report else [])])
    pad = max((last - first) * 0.15, timedelta(days=120))
    # Under overall effectiveness stands a date as well: the rows after it begin lower.
    placed = [(index + (0.2 if index else 0.0), row) for index, row in enumerate(rows)]
    margin = {"l": 8, "r": 8, "t": 4, "b": 36}
    span = (first - pad, last + pad)
    return {
        "data": [_marks(row, level, theme) for level, row in placed],
        "layout": marks.layout(
            theme=theme,
            height=round(ROW * (len(rows) + 0.2)) + margin["t"] + margin["b"],
            margin=margin,
            xaxis=marks.axis(
                theme=theme,
                type="date",
                range=[each.isoformat() for each in span],
                tickvals=[date(year, 1, 1).isoformat() for year in _years(*span)],
                ticktext=[str(year) for year in _years(*span)],
                tickangle=0,
            ),
            yaxis=marks.axis(theme=theme, grid=False, range=[len(rows) - 0.2, -0.5], showticklabels=False),
            shapes=[_line(level, span, theme) for level, _ in placed],
            annotations=[
                *(_name(row, level, theme) for level, row in placed),
                *(_grade(each, level, row.is_overall, theme) for level, row in placed for each in row.grades),
            ],
        ),
    }


def _years(first: date, last: date) -> list[int]:
    years = [year for year in range(first.year, last.year + 1) if first <= date(year, 1, 1) <= last]
    return years[:: 2 if len(years) > 5 else 1]


def _marks(row: JudgementRow, level: float, theme: Theme) -> Chart:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [each.inspected_on.isoformat() for each in row.grades],
        "y": [level] * len(row.grades),
        "marker": {
            "opacity": 1,
            "size": 15 if row.is_overall else 10,
            "color": theme.council if row.is_overall else theme.mark,
            "line": {"width": 2, "color": theme.background},
        },
        "cliponaxis": False,
        "hovertext": [_hover(row, each) for each in row.grades],
        "hoverinfo": "text",
    }


def _hover(row: JudgementRow, each: Judged) -> str:
    published = f", published {fmt.day(each.published_on)}" if each.published_on else ""
    return (
        f"<b>{marks.plain(row.name)}</b><br>{marks.plain(each.grade)}<br>{marks.plain(each.kind)}<br>"
        f"inspected {fmt.day(each.inspected_on)}{published}"
    )


def _line(level: float, span: tuple[date, date], theme: Theme) -> Chart:
    return {
        "type": "line",
        "x0": span[0].isoformat(),
        "x1": span[1].isoformat(),
        "y0": level,
        "y1": level,
        "layer": "below",
        "line": {"color": theme.rule, "width": 1.5},
    }


def _name(row: JudgementRow, level: float, theme: Theme) -> Chart:
    text = marks.wrapped(row.name, 46)
    return marks.note(
        f"<b>{text}</b>" if row.is_overall else text,
        theme=theme,
        xref="paper",
        x=0,
        y=level,
        xanchor="left",
        yanchor="bottom",
        yshift=8,
        font={"size": 13 if row.is_overall else marks.SMALL, "color": theme.ink if row.is_overall else theme.muted},
    )


def _grade(each: Judged, level: float, is_overall: bool, theme: Theme) -> Chart:
    """The grade below its mark, narrow enough to stand beside the next one on a phone; the date with the overall."""
    when = f"<br>{each.inspected_on:%b %Y}" if is_overall else ""
    return marks.note(
        f"{marks.wrapped(each.grade, 13)}{when}",
        theme=theme,
        x=each.inspected_on.isoformat(),
        y=level,
        xanchor="center",
        yanchor="top",
        yshift=-6,
        align="center",
        font={"size": marks.SMALL, "color": theme.council if is_overall else theme.ink},
    )
