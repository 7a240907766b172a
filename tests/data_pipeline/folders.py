"""Small folders of published files for tests: a few lines cut from real releases, as they stand."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Collection
from pathlib import Path

from data_pipeline import refresh
from data_pipeline.outcome import Outcome
from data_pipeline.paths import DataDir

CSWW_2025 = "children-s-social-work-workforce/2025/csww_indicators_2017_to_2025.csv"
CSWW_2023 = "children-s-social-work-workforce/2023/csww_indicators_2017_to_2023.csv"
CLA_2025 = "children-looked-after-in-england-including-adoptions/2025/cla_number_and_rate_per_10k_children.csv"
CLA_2023 = "children-looked-after-in-england-including-adoptions/2023/cla_number_and_rate_per_10k_children.csv"
CIN_2025 = "children-in-need/2025/b1_children_in_need_2013_to_2025.csv"
CIN_2023 = "children-in-need/2023/b1_children_in_need_2013_to_2023.csv"
POPULATION = "children-in-need/2025/ons_mid-year_population_estimates_2012_to_2024.csv"
RO3_2025 = "local-authority-revenue-outturn/2024-25/RO3_LA_Data_2024-25_data_by_LA.ods"
INSPECTIONS = "local-authority-inspection-outcomes/2025/LA_Inspection_Outcomes_as_at_31_March_2025.ods"

Row = dict[str, str]


def cut(published: Path, folder: Path, file: str, keep: Callable[[Row], bool], to: str | None = None) -> Path:
    """Copy the header and the lines that `keep` accepts of a real CSV into `folder`, BOM and all."""
    text = (published / file).read_bytes().decode("utf-8")
    lines = text.splitlines(keepends=True)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    kept = [line for line, row in zip(lines[1:], rows, strict=True) if keep(row)]
    target = folder / (to or file)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes("".join([lines[0], *kept]).encode("utf-8"))
    return target


def whole(published: Path, folder: Path, file: str, to: str | None = None) -> Path:
    """Copy a real file whole."""
    target = folder / (to or file)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes((published / file).read_bytes())
    return target


def edit_sheets(source: Path, target: Path, change: Callable[[str], str]) -> Path:
    """Copy an .ods with its sheets' XML changed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry.filename == "content.xml" else content)
    return target


def without_rows(source: Path, target: Path, sheet: str, rows: Collection[int]) -> Path:
    """Copy an .ods without some rows of a sheet, counted from 0 with the header."""

    def change(xml: str) -> str:
        begin = xml.index(f'table:name="{sheet}"')
        end = xml.index("</table:table>", begin)
        found = re.findall(r"<table:table-row.*?</table:table-row>", xml[begin:end], re.DOTALL)
        head = xml[begin:end].split(found[0])[0]
        kept = "".join(row for number, row in enumerate(found) if number not in rows)
        return xml[:begin] + head + kept + xml[end:]

    return edit_sheets(source, target, change)


def edit(path: Path, old: str, new: str, times: int = 1) -> None:
    """Replace text in a file that is known to hold it."""
    text = path.read_bytes().decode("utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_bytes(text.replace(old, new, times).encode("utf-8"))


def load(folder: Path, data_dir: Path) -> Outcome:
    """Refresh a data directory from a folder, without a progress display."""
    return refresh.from_folder(folder, DataDir(data_dir), lambda _: None, lambda _: None)
