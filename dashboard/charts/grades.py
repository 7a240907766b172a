"""Latest inspection grades of a council and its neighbours. Ordinal: nothing is averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import format as fmt
from dashboard.charts import marks
from dashboard.peers import Peers
from dashboard.theme import Theme

Chart = dict[str, Any]
ROW = 32
# Lowest first, as on a scale read from left to right; the words are Ofsted's own.
SCALE = ("Inadequate", "Requires improvement to be good", "Good", "Outstanding")


@dataclass(frozen=True)
class GradeRow:
    """One council's latest overall grade; `grade` is None where it has not been inspected."""

    name: str
    grade: str | None
    inspected_on: date | None
    is_council: bool = False


def grades(*, rows: Sequence[GradeRow], peers: Peers, theme: Theme) -> Chart:
    """A dot in the column of each council's grade, with the inspection's date, in the order given."""
    scale = [*SCALE, *dict.fromkeys(row.grade for row in rows if row.grade and row.grade not in SCALE)]
    margin = {"l": 8, "r": 24, "t": 62, "b": 36}
    drawn = [(index, row) for index, row in enumerate(rows) if row.grade]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [scale.index(row.grade) for _, row in drawn],
                "y": [index for index, _ in drawn],
                "marker": {
                    "opacity": 1,
                    "size": [14 if row.is_council else 10 for _, row in drawn],
                    "color": [theme.council if row.is_council else theme.mark for _, row in drawn],
                },
                "hovertext": [_hover(row) for _, row in drawn],
                "hoverinfo": "text",
            }
        ],
        "layout": marks.layout(
            theme=theme,
            height=ROW * len(rows) + margin["t"] + margin["b"],
            margin=margin,
            xaxis=marks.axis(
                theme=theme,
                range=[-0.5, len(scale) - 0.5],
                tickvals=list(range(len(scale))),
                # In turn a line higher, so that four fit a narrow screen.
                ticktext=[marks.wrapped(grade, 12) + "<br> " * (at % 2) for at, grade in enumerate(scale)],
                side="top",
                tickangle=0,
            ),
            yaxis=marks.axis(
                theme=theme,
                grid=False,
                range=[len(rows) - 0.5, -0.5],
                tickvals=list(range(len(rows))),
                ticktext=[
                    f"<b>{marks.wrapped(row.name)}</b>" if row.is_council else marks.wrapped(row.name) for row in rows
                ],
                tickfont={"size": 13, "color": theme.ink},
                ticklabelstandoff=8,
                automargin=True,
            ),
            annotations=[
                *(_date(index, row, scale, theme) for index, row in enumerate(rows)),
                marks.peers_note(peers, theme=theme, below=12),
            ],
        ),
    }


def _hover(row: GradeRow) -> str:
    when = f"<br>inspected {fmt.day(row.inspected_on)}" if row.inspected_on else ""
    return f"<b>{marks.plain(row.name)}</b><br>{marks.plain(row.grade or '')}{when}"


def _date(index: int, row: GradeRow, scale: Sequence[str], theme: Theme) -> Chart:
    if not row.grade or not row.inspected_on:
        return marks.note("<i>no grade</i>", theme=theme, x=-0.4, y=index, xanchor="left")
    # Beside the dot, on the side where the chart has room.
    at = scale.index(row.grade)
    is_last = at == len(scale) - 1
    return marks.note(
        f"{row.inspected_on:%b %Y}",
        theme=theme,
        x=at,
        y=index,
        xanchor="right" if is_last else "left",
        xshift=-10 if is_last else 10,
    )
