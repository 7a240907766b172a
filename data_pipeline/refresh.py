"""One refresh: read what a folder brings, refuse what cannot stand, and put a new database in the old one's place."""

import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from data_pipeline import build, land, snapshot
from data_pipeline.errors import BuildFailed, FileProblem
from data_pipeline.land import RawFile
from data_pipeline.paths import EMBEDDED_SNAPSHOT, DataDir
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import newest_period_end, read

Step = Callable[[str], None]
CANNOT_WRITE = {
    errno.ENOSPC,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EDQUOT,
    errno.ENOTDIR,
    errno.EEXIST,
}


@dataclass
class Outcome:
    """What a refresh or a build did. `replaced` is True only when the new database is in place."""

    replaced: bool = False
    files: list[RawFile] = field(default_factory=list)
    problems: list[Exception] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: in place. 1: nothing replaced. 3: in place, but some files were refused."""
        if not self.replaced:
            return 1
        return 3 if self.problems else 0


def from_folder(folder: Path, data_dir: DataDir, step: Step, expect: Callable[[int], None]) -> Outcome:
    """Load every published file of `folder` and rebuild the database of `data_dir`.

    `step` is told each step as it begins, `expect` the number of steps. The files of a failed build are not landed,
    so that the next one starts from the last good state.
    """
    outcome = Outcome()
    if not folder.is_dir():
        outcome.problems.append(
            BuildFailed(f"{folder} is not a folder. Name the folder that holds <publication>/<release>/<file>.")
        )
        return outcome
    found = land.find(folder)
    outcome.problems += found.problems
    if found.unused:
        outcome.notes.append(f"{len(found.unused)} files hold nothing that a metric needs: {', '.join(found.unused)}")
    if not found.files:
        outcome.problems.append(
            BuildFailed(
                f"{folder}: expected published files as <publication>/<release>/<file>, for example "
                "children-in-need/2025/b1_children_in_need_2013_to_2025.csv; found none. The database is as it was."
            )
        )
        return outcome
    expect(len(found.files) + 3)
    before = land.landed(data_dir)
    frames: build.Frames = {}
    with build.connect() as con:
        for file in found.files:
            step(f"Reading {file.manifest.label}")
            try:
                file, frame = _read(file, con)
                land.refuse_older(file.manifest, [f.manifest for f in [*before, *outcome.files]])
            except FileProblem as problem:
                outcome.problems.append(problem)
                continue
            _note_history(outcome, file, before)
            outcome.files.append(file)
            frames[file.manifest.release_id] = frame
    _note_absent(outcome, {file.manifest.publication for file in [*before, *outcome.files]})
    if not outcome.files:
        outcome.problems.append(BuildFailed("No file could be used. The database is as it was."))
        return outcome
    newer = {file.manifest.same_data for file in outcome.files}
    kept = [file for file in before if file.manifest.same_data not in newer]
    _rebuild(outcome, [*kept, *outcome.files], frames, data_dir, step)
    return outcome


def from_landed(data_dir: DataDir, step: Step) -> Outcome:
    """Rebuild the database from what the data directory holds: landed files over its snapshot.

    A data directory with neither gets its own copy of the embedded snapshot first.
    """
    outcome = Outcome()
    files = land.landed(data_dir)
    if not files and not data_dir.has_snapshot and EMBEDDED_SNAPSHOT.is_dir():
        snapshot.seed(data_dir.snapshot, EMBEDDED_SNAPSHOT)
    _rebuild(outcome, files, {}, data_dir, step)
    return outcome


def _read(file: RawFile, con: duckdb.DuckDBPyConnection) -> tuple[RawFile, pd.DataFrame]:
    publication = PUBLICATIONS[file.manifest.publication]
    dataset = publication.dataset(file.manifest.dataset)
    frame = read(file.path, file.manifest.label, publication, dataset, con)
    return land.described(file, len(frame), newest_period_end(frame, dataset, con)), frame


def _rebuild(outcome: Outcome, files: list[RawFile], frames: build.Frames, data_dir: DataDir, step: Step) -> None:
    snapshot_dir = data_dir.snapshot if data_dir.has_snapshot else None
    try:
        with build.new_database(files, frames, snapshot_dir, data_dir.database, step) as (path, problems):
            outcome.problems += problems
            step("Putting the new database in place")
            land.land(outcome.files, data_dir)
            build.replace(path, data_dir.database)
        outcome.replaced = True
    except BuildFailed as failure:
        outcome.problems.append(BuildFailed(f"{failure} The database is as it was."))
    except (OSError, duckdb.IOException) as error:
        if getattr(error, "errno", None) not in CANNOT_WRITE and "pace left" not in str(error):
            raise
        outcome.problems.append(
            BuildFailed(
                f"{data_dir.root}: expected a directory with room that can be written to; found "
                f"{getattr(error, 'strerror', None) or str(error).splitlines()[0]}. Free some space or change its "
                "permissions, and refresh again. The database is as it was."
            )
        )


def _note_history(outcome: Outcome, file: RawFile, before: list[RawFile]) -> None:
    manifest = file.manifest
    newer = [
        f.manifest.release
        for f in before
        if (f.manifest.publication, f.manifest.dataset) == (manifest.publication, manifest.dataset)
        and f.manifest.release > manifest.release
    ]
    if newer:
        outcome.notes.append(
            f"{manifest.label} is older than release {max(newer)}, which is loaded: its figures go into the history, "
            "and today's figures stay as they are."
        )


def _note_absent(outcome: Outcome, present: set[str]) -> None:
    absent = [slug for slug in PUBLICATIONS if slug not in present]
    if absent:
        outcome.notes.append(
            f"No files yet from {', '.join(absent)}: figures from the snapshot stay in use where there is one; "
            "otherwise their metrics stay empty. Add their folders and refresh again."
        )
