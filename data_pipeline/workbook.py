"""Reads one sheet of a workbook in a process of its own, with an end to its memory and time.

A few hundred bytes can ask for a sheet of 17 billion cells, or keep the library that reads them busy for ever: no
handler of ours would run. So the reader is another process, and its end is a refused file.
Run as `python -m data_pipeline.workbook FILE PATTERN SECONDS`, it prints JSON.
"""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from data_pipeline.errors import DOWNLOAD_HINT, UnreadableFile
from data_pipeline.paths import PROJECT

# The largest of the publishers' workbooks has 260,000 cells and is read within 0.2 s and 60 MB.
MEMORY = 1 << 30  # bytes of address space
SECONDS = 20  # of the processor
CELLS = 3_000_000
WORKBOOK = "a spreadsheet (.ods or .xlsx)"


def rows(path: Path, label: str, sheet_pattern: str) -> tuple[list[str], list[list]]:
    """The names of a workbook's sheets and the rows of the first one that `sheet_pattern` is found in, ignoring case.

    Cells are numbers, or text; dates are ISO text. No rows where no sheet has such a name.
    Raises `UnreadableFile`; `label` names the file in it.
    """
    command = [sys.executable, "-m", "data_pipeline.workbook", str(path.resolve()), sheet_pattern, str(SECONDS)]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, timeout=5 * SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableFile(
            label, WORKBOOK, f"one that is not read within {5 * SECONDS} seconds", DOWNLOAD_HINT
        ) from None
    if done.returncode:
        raise UnreadableFile(
            label, WORKBOOK, "one that would take more memory or time than any workbook does", DOWNLOAD_HINT
        )
    said = json.loads(done.stdout)
    if "problem" in said:
        raise UnreadableFile(label, WORKBOOK, said["problem"], DOWNLOAD_HINT)
    return said["names"], said["rows"]


def _read(path: str, sheet_pattern: str) -> dict:
    # Only here: the parent has no use for it.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        name = next((name for name in names if re.search(sheet_pattern, name, re.IGNORECASE)), None)
        found = workbook.get_sheet_by_name(name).to_python() if name is not None else []
    except (CalamineError, OSError, ValueError) as error:
        return {"problem": str(error).strip() or type(error).__name__}
    if sum(map(len, found)) > CELLS:
        return {"problem": f"one of more than {CELLS:,} cells"}
    return {"names": names, "rows": found}


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none: the time limit stands there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _as_json(cell: object) -> str:
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


if __name__ == "__main__":
    _limit(int(sys.argv[3]))
    json.dump(_read(*sys.argv[1:3]), sys.stdout, default=_as_json)
