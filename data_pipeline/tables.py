"""Reads one published file into a frame of text, exactly as it stands, with the row each line came from.

Nothing is cast or renamed here: that is SQL's work. What is refused here is a file that is not the table its name
promises.
"""

import csv
import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data_pipeline import workbook
from data_pipeline.errors import DOWNLOAD_HINT, SourceChanged, UnreadableFile

OURS = ("file_row", "sheet_title")


@lru_cache(maxsize=10_000)
def normalise(text: str) -> str:
    """The words of a column name or label, without what drifts between releases.

    Case, punctuation, line breaks, `[note 2]` and the digits that spreadsheets append to repeated headers go:
    "Total Expenditure\\n (C3 = C1 + C2)4" and "Total Expenditure (C3 = C1 + C2)" are the same name.
    """
    text = re.sub(r"\[note[^\[\]]*\]|\[[a-z]\]", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"\)\s*\d+\s*$", ")", text)
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def read_csv(path: Path, label: str) -> pd.DataFrame:
    """Read a CSV of text cells.

    Returns one column per header cell and `file_row`, the line counted from 1 with the header.
    Raises `UnreadableFile` for an empty file, a web page, a wrong encoding and rows cut short.
    """
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head:
        raise UnreadableFile(label, "a CSV table", "an empty file", DOWNLOAD_HINT)
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableFile(label, "a CSV table", "a web page (HTML), probably an error page", DOWNLOAD_HINT)
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            header = next(reader)
            rows = []
            for row in reader:
                if len(row) != len(header) and row:
                    raise UnreadableFile(
                        label,
                        f"{len(header)} cells in every row",
                        f"{len(row)}, as in a file cut short or a table that was edited",
                        DOWNLOAD_HINT,
                        row=reader.line_num,
                    )
                if row:
                    rows.append([*row, reader.line_num])
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            label,
            "text in UTF-8",
            f"byte 0x{error.object[error.start]:02x} in another encoding",
            DOWNLOAD_HINT,
        ) from error
    except csv.Error as error:
        raise UnreadableFile(label, "a CSV table", f"{error}", DOWNLOAD_HINT, row=reader.line_num) from error
    return pd.DataFrame(rows, columns=[*_unique(header), "file_row"])


def read_sheet(path: Path, label: str, sheet_pattern: str, header_cell: str, remedy: str) -> pd.DataFrame:
    """Read one sheet of an .ods or .xlsx workbook whose table starts below titles and notes.

    `sheet_pattern` is searched in the sheets' names, ignoring case; the header is the first row that has a cell
    equal to `header_cell` (both normalised). A group header in the row above (2022-23 revenue outturn) is spread to
    the right and put before each name. Returns cells as the workbook types them (see `as_text`), `file_row` (the
    sheet's row from 1) and `sheet_title` (its first cell, where the publisher names the year). `remedy` ends the error
    for a sheet or a header that is not found.
    Raises `UnreadableFile` for a broken workbook and `SourceChanged` when the sheet or its header is not found.
    """
    names, rows = workbook.rows(path, label, sheet_pattern)
    name = next((name for name in names if re.search(sheet_pattern, name, re.IGNORECASE)), None)
    if name is None:
        raise SourceChanged(
            label,
            f"a sheet whose name matches '{sheet_pattern}'",
            f"sheets {', '.join(names)}",
            remedy,
        )
    wanted = normalise(header_cell)
    header = next((i for i, row in enumerate(rows) if wanted in (normalise(as_text(cell)) for cell in row)), None)
    if header is None:
        raise SourceChanged(
            label,
            f"a header row with '{header_cell}' in sheet {name}",
            f"none in {len(rows)} rows; the one most like a header is {_likely_header(rows)}",
            remedy,
        )
    columns = _joined_headers(rows[header - 1] if header else [], rows[header])
    frame = pd.DataFrame(rows[header + 1 :], columns=columns, dtype=object)
    frame["file_row"] = range(header + 2, len(rows) + 1)
    frame["sheet_title"] = next((as_text(cell) for row in rows[:1] for cell in row if as_text(cell)), "")
    return frame


def _likely_header(rows: list[list], most: int = 12) -> str:
    """The first of the rows with the most texts in them, as far as its twelfth cell."""
    texts = [[as_text(cell) for cell in row if isinstance(cell, str) and cell.strip()] for row in rows]
    widest = max(range(len(rows)), key=lambda i: len(texts[i]), default=None)
    if widest is None:
        return "in no row, for the sheet is empty"
    names = texts[widest]
    return f"row {widest + 1}: {', '.join(names[:most])}" + (
        f" and {len(names) - most} more" if len(names) > most else ""
    )


def _joined_headers(above: list, header: list) -> list[str]:
    """Header names, each with the group it stands under where the row above holds groups."""
    cells = [*above, *[""] * (len(header) - len(above))]
    # A note fills the first cell of its row; the publisher's own column numbers are not text.
    holds_groups = bool(cells) and cells[0] == "" and all(isinstance(cell, str) for cell in cells)
    names, group = [], ""
    for cell, own in zip(cells, header, strict=False):
        group = (as_text(cell) or group) if holds_groups else ""
        names.append(f"{group} - {as_text(own)}" if group else as_text(own))
    return _unique(names)


def _unique(names: list[str]) -> list[str]:
    """The second "SNP" becomes "SNP.1", the third "SNP.2"; what is added to a table here is taken already."""
    unique = dict.fromkeys(OURS)
    seen: dict[str, int] = {}
    for name in names:
        free = name
        while free in unique:
            seen[name] = seen.get(name, 0) + 1
            free = f"{name}.{seen[name]}"
        unique[free] = None
    return list(unique)[len(OURS) :]


def as_text(cell: object) -> str:
    """A cell as text: whole numbers without '.0', dates as ISO dates."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)
