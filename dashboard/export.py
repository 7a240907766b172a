"""A table to take away, as CSV or Excel: full precision, codes, and status, date and source in columns of their own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

Cell = str | float | int | date | None
Lines = list[list[Cell]]
# What some spreadsheet takes for a formula's beginning: full-width signs too, and what is left of it after blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_LONGEST_NAME = 180
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class File:
    """A table to take away, made only once it is asked for. `what` completes "Download … as CSV"."""

    what: str
    name: Sequence[str]
    lines: Callable[[], Lines]
    about: Callable[[], list[str]]


LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


def file_name(*parts: str, ending: str) -> str:
    """What the file holds, as in "three-pages_wolverhampton_vacancy-rate_2025-09-30.csv"; a name on any system."""
    plain = (re.sub(r"[^A-Za-z0-9.]+|\.{2,}", "-", part) for part in parts)
    return "_".join(["three-pages", *plain])[:_LONGEST_NAME].rstrip(".") + f".{ending}"


def span(first: date, last: date) -> str:
    """Several periods in a file's name: "2017-09-30-to-2025-09-30"; one as it is."""
    return first.isoformat() if first == last else f"{first.isoformat()}-to-{last.isoformat()}"


def as_csv(written: Lines) -> str:
    """CSV with a byte order mark for Excel; text that a spreadsheet would run as a formula is quoted."""
    text = io.StringIO()
    text.write("\ufeff")
    csv.writer(text, lineterminator="\r\n").writerows([[_safe(cell) for cell in line] for line in written])
    return text.getvalue()


def as_excel(written: Lines, notes: Sequence[str], others: Mapping[str, Lines] | None = None) -> bytes:
    """A workbook: Figures, `others` by the sheet's name, About. Numbers and dates are such, no text is a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        head, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "d mmmm yyyy"})
        for name, lines in {"Figures": written, **(others or {})}.items():
            sheet = workbook.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif cell is not None:
                        sheet.write(number, column, cell, None if number else head)
            sheet.freeze_panes(1, 1)
            sheet.autofit()
        notes_sheet = workbook.add_worksheet("About")
        for number, note in enumerate(notes):
            notes_sheet.write_string(number, 0, note)
    return file.getvalue()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return "" if cell is None else cell
