"""A table to take away, as CSV or Excel: full precision, codes, and status, date and source in columns of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from dashboard import format as fmt
from dashboard import table, words
from dashboard.model import View

Cell = str | float | int | date | None
Lines = list[list[Cell]]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD: list[Cell] = [
    *("area", "area_code", "metric", "period_end", "period_label", "value", "status", "numerator", "denominator"),
    *("interval_low", "interval_high", "change", "neighbour_model", "source"),
]


def lines(view: View) -> Lines:
    """The rows of Benchmark's table under their names, as the database has them."""
    source, model = words.source_of(view), fmt.model(view.model)
    return [HEAD] + [
        [
            row.name,
            row.observation.area_code if row.observation else None,
            view.metric.metric_id,
            view.period.period_end,
            view.period.period_label,
            row.value,
            row.status,
            row.observation.numerator if row.observation else None,
            row.observation.denominator if row.observation else None,
            row.observation.interval_low if row.observation else None,
            row.observation.interval_high if row.observation else None,
            row.change,
            model,
            source,
        ]
        for row in table.rows(view)
    ]


def about(view: View) -> list[str]:
    """What the file holds, for somebody who was sent it: title, period, source, licence."""
    metric = view.metric
    return [
        f"{metric.name}: {view.council.short_name} and its statistical neighbours ({fmt.model(view.model)})",
        f"Period: {fmt.period(metric, view.period.period_end, view.period.period_label)}",
        f"Unit: {metric.unit}",
        words.source_of(view),
        metric.definition,
        "Contains public sector information licensed under the Open Government Licence v3.0.",
    ]


def file_name(view: View, ending: str) -> str:
    """Council, metric and period, as in "three-pages_wolverhampton_vacancy-rate_2025-09-30.csv"."""
    metric = view.metric.metric_id.replace("_", "-")
    return f"three-pages_{view.council.slug}_{metric}_{view.period.period_end}.{ending}"


def as_csv(written: Lines) -> str:
    """CSV with a byte order mark for Excel; text that a spreadsheet would run as a formula is quoted."""
    text = io.StringIO()
    text.write("\ufeff")
    csv.writer(text, lineterminator="\r\n").writerows([[_safe(cell) for cell in line] for line in written])
    return text.getvalue()


def as_excel(written: Lines, notes: Sequence[str]) -> bytes:
    """A workbook of two sheets, Figures and About. Numbers are numbers, dates are dates, no text is a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        head, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "d mmmm yyyy"})
        figures, notes_sheet = workbook.add_worksheet("Figures"), workbook.add_worksheet("About")
        for number, line in enumerate(written):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    figures.write_datetime(number, column, cell, day)
                elif cell is not None:
                    figures.write(number, column, cell, None if number else head)
        figures.freeze_panes(1, 1)
        figures.autofit()
        for number, note in enumerate(notes):
            notes_sheet.write_string(number, 0, note)
    return file.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell
