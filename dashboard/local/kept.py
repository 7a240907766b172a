"""Where a council's own figures are kept: files in the data directory for everyone, an upload for one session.

An upload lives in the session's memory and is never written to disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

import streamlit as st

from dashboard import choose, store
from dashboard.local import reading, sheet
from dashboard.local.figure import LocalFigure
from dashboard.local.reading import Reading
from dashboard.local.sheet import Problem
from dashboard.store import Version

FOLDER = "local"
_UPLOAD = "local_upload"


@dataclass(frozen=True)
class Kept:
    """Files that were read together, refused ones too."""

    readings: tuple[Reading, ...] = ()

    @property
    def figures(self) -> tuple[LocalFigure, ...]:
        return tuple(figure for reading in self.readings for figure in reading.figures)

    @cached_property
    def series(self) -> dict[str, dict[str, dict[date, LocalFigure]]]:
        """Figures by council, metric and period."""
        found: dict[str, dict[str, dict[date, LocalFigure]]] = {}
        for figure in self.figures:
            found.setdefault(figure.area_code, {}).setdefault(figure.metric_id, {})[figure.period_end] = figure
        return found


def of(version: Version, area_code: str) -> dict[str, tuple[LocalFigure, ...]]:
    """A council's own figures by metric, oldest first; an upload's in the place of a file's of the same period."""
    files, upload = (kept.series.get(area_code, {}) for kept in (in_folder(version), uploaded()))
    found = {metric_id: files.get(metric_id, {}) | upload.get(metric_id, {}) for metric_id in {*files, *upload}}
    return {metric_id: tuple(by_period[when] for when in sorted(by_period)) for metric_id, by_period in found.items()}


def uploaded() -> Kept:
    """What this session has uploaded."""
    return st.session_state.get(_UPLOAD) or Kept()


def upload(version: Version, content: bytes, file: str) -> None:
    """Read an upload, in the place of an earlier one."""
    st.session_state[_UPLOAD] = Kept((_read(version, content, file, date.today()),))


def forget() -> None:
    """Drop this session's upload."""
    st.session_state.pop(_UPLOAD, None)


def folder() -> Path:
    """Where files for everyone lie. It need not exist."""
    return store.path().parent / FOLDER


def in_folder(version: Version) -> Kept:
    """What the files of the folder hold today; read again once one has changed."""
    return _in_folder(version, tuple(_files(folder())), date.today())


def _files(where: Path) -> Iterable[tuple[str, int, int, int]]:
    """Path, size and times (written, permissions changed) of each CSV, by name. Hidden files are editors' own."""
    try:
        paths = sorted(where.glob("[!.~]*.[cC][sS][vV]"))
    except OSError:
        return
    for path in paths:
        try:
            found = path.stat()
        except OSError:
            continue
        if S_ISREG(found.st_mode):
            yield str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns


@st.cache_resource(max_entries=2, show_spinner=False)
def _in_folder(version: Version, files: tuple[tuple[str, int, int, int], ...], today: date) -> Kept:
    return together(_from_file(version, Path(path), today) for path, *_ in files)


def _from_file(version: Version, path: Path, today: date) -> Reading:
    try:
        with path.open("rb") as file:
            content = file.read(sheet.MOST_BYTES + 1)
    except OSError as problem:
        found = problem.strerror or type(problem).__name__
        remedy = "Let the account that runs the dashboard read it."
        return reading.refused(path.name, [Problem(None, "", "a file that can be read", found, remedy)])
    return _read(version, content, path.name, today)


def _read(version: Version, content: bytes, file: str, today: date) -> Reading:
    offered = choose.options(version)
    return reading.read(content, file=file, councils=offered.councils, metrics=offered.metrics, today=today)


def together(readings: Iterable[Reading]) -> Kept:
    """Files side by side. One that says otherwise than a file before it is refused: which is right is not guessed."""
    first: dict[tuple[str, str, date], LocalFigure] = {}
    found = []
    for each in readings:
        pairs = [(first[now.key], now) for now in each.figures if now.key in first]
        conflicts = [_conflict(before, now) for before, now in pairs if before._replace(file=now.file) != now]
        found.append(reading.refused(each.file, conflicts) if conflicts else each)
        first |= {figure.key: figure for figure in found[-1].figures}
    return Kept(tuple(found))


def _conflict(before: LocalFigure, now: LocalFigure) -> Problem:
    return Problem(
        None,
        "value",
        f"{before.value:g} for {now.metric_id} of council {now.area_code} on {now.period_end}, as in {before.file}",
        f"{now.value:g}",
        "Keep this figure in one of the two files.",
    )
