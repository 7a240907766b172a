"""The bytes of a CSV as lines of text cells with their numbers, or what keeps them from being read. Pure."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from dashboard.state import echo

COLUMNS = ("council", "metric", "period_end", "value", "numerator", "denominator")
MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 10_000
_AS_CSV = "In Excel: File, Save As, and choose “CSV UTF-8 (Comma delimited)”."
_TOO_MUCH = "Split the file, or leave out old years."
_NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or another zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\xff\xfe", "text in UTF-16, which Excel calls “Unicode Text”"),
    (b"\xfe\xff", "text in UTF-16, which Excel calls “Unicode Text”"),
)
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}


class Problem(NamedTuple):
    """What is wrong with a file. `line` is None, and `column` empty, where it is not about one."""

    line: int | None
    column: str
    expected: str
    found: str
    remedy: str


class Line(NamedTuple):
    """A line of figures: its number in the file, and its cells by column."""

    number: int
    cells: dict[str, str]


def lines(content: bytes) -> tuple[list[Line], list[Problem]]:
    """The lines under the header that can be read, and what is wrong with the others. Empty lines are passed over."""
    if problem := _unreadable(content):
        return [], [problem]
    text = content.decode("utf-8-sig")
    # newline="": the csv module counts the lines inside quotes itself.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Line] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    ended = 0
    try:
        for row in reader:
            number, ended = ended + 1, reader.line_num
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if header is None:
                header = _named(cells)
                if problems := _wrong_header(number, header, row):
                    return [], problems
                continue
            if len(found) + len(problems) == MOST_LINES:
                return [], [Problem(number, "", f"at most {MOST_LINES:,} lines of figures", "more", _TOO_MUCH)]
            if any(cells[len(header) :]):
                remedy = "Write numbers without commas; put a name that has a comma between double quotes."
                problems.append(Problem(number, "", f"{len(header)} cells", f"{len(cells)} cells", remedy))
                continue
            # Excel leaves out the last commas of a line whose last cells are empty.
            cells += [""] * (len(header) - len(cells))
            found.append(Line(number, dict(zip(header, cells, strict=False))))
    except csv.Error as wrong:
        remedy = "Look for a double quote that is never closed, or save the sheet as a CSV again."
        problems.append(Problem(ended + 1, "", "a line of a CSV file", f"{wrong}", remedy))
    if not found and not problems:
        remedy = "Add a line for each figure, as in the template."
        problems.append(Problem(None, "", "a line of figures under the header", "none", remedy))
    return found, problems


def _unreadable(content: bytes) -> Problem | None:
    """Why these bytes are no UTF-8 text of a size that is read."""
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1024 / 1024:.1f} MB"
        return Problem(None, "", "a file of at most 5 MB", size, _TOO_MUCH)
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        return Problem(None, "", "a header and lines of figures", "an empty file", "Start from the template.")
    for start, what in _NOT_TEXT:
        if content.startswith(start):
            return Problem(None, "", "a CSV file", what, _AS_CSV)
    if b"\0" in content:
        number = content.count(b"\n", 0, content.index(b"\0")) + 1
        return Problem(number, "", "text", "a NUL byte: this is no text file, or one in UTF-16", _AS_CSV)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        number = content.count(b"\n", 0, wrong.start) + 1
        return Problem(number, "", "text in UTF-8", f"the byte {content[wrong.start]:#04x}, which is not", _AS_CSV)
    return None


def _named(cells: list[str]) -> list[str]:
    """Column names in lower case, "Period end" as "period_end"; without the empty ones that Excel leaves at the end."""
    names = [cell.lower().replace(" ", "_").replace("-", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _wrong_header(number: int, header: list[str], row: list[str]) -> list[Problem]:
    expected = f"the columns {', '.join(COLUMNS)}"
    for mark, name in _DELIMITERS.items():
        if len(header) == 1 and mark in row[0]:
            return [Problem(number, "", "commas between the columns", name, _AS_CSV)]
    if len(header) > 10 * len(COLUMNS):
        return [Problem(number, "", expected, f"{len(header):,} columns", "Start from the template.")]
    problems = []
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            found = f"a column “{echo(name)}”"
            problems.append(Problem(number, echo(name), expected, found, "Remove or rename this column."))
        elif header.count(name) > 1:
            found = f"“{name}” {header.count(name)} times"
            problems.append(Problem(number, name, f"one column “{name}”", found, "Keep one of them."))
    for name in COLUMNS:
        if name not in header:
            remedy = "Add the column; its cells may be empty." if name in COLUMNS[3:] else "Add the column."
            problems.append(Problem(number, name, expected, f"no column “{name}”", remedy))
    return problems
