"""One refresh: read what came, refuse what cannot stand, and put a new database in the old one's place.

Where the bytes came from, a folder or a publisher's service (live.py), makes no difference from here on.
"""

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import filelock
import pandas as pd

from data_pipeline import build, land, served, snapshot
from data_pipeline.errors import BuildFailed, CheckFailed, ChecksFailed, FileProblem
from data_pipeline.folder import find
from data_pipeline.land import RawFile
from data_pipeline.outcome import Outcome
from data_pipeline.paths import EMBEDDED_SNAPSHOT, DataDir
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import newest_period_end, read

Step = Callable[[str], None]
Expect = Callable[[int], None]
Accept = Mapping[str, str]
NOTHING_ACCEPTED: Accept = {}
CANNOT_WRITE = {
    errno.ENOSPC,
    errno.EFBIG,
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.EDQUOT,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ENAMETOOLONG,
}


def from_folder(
    folder: Path, data_dir: DataDir, step: Step, expect: Expect, accept: Accept = NOTHING_ACCEPTED
) -> Outcome:
    """Load every published file of `folder` and rebuild the database of `data_dir`.

    `step` is told each step as it begins, `expect` the number of steps. `accept` maps publications to the reason for
    loading their files although checks fail. The files of a failed build are not landed, so that the next one starts
    from the last good state.
    """
    outcome = Outcome()
    if not folder.is_dir():
        outcome.problems.append(
            BuildFailed(f"{folder} is not a folder. Name the folder that holds <publication>/<release>/<file>.")
        )
        return outcome
    found = find(folder)
    outcome.problems += found.problems
    if found.unused:
        outcome.notes.append(f"Not read, for no metric needs it: {', '.join(found.unused)}.")
    if not found.files and not found.problems:
        outcome.problems.append(
            BuildFailed(
                f"{folder}: expected published files as <publication>/<release>/<file>, for example "
                "children-in-need/2025/b1_children_in_need_2013_to_2025.csv; found none. The database is as it was."
            )
        )
        return outcome
    expect(len(found.files) + 3)

    def work() -> None:
        load(outcome, found.files, data_dir, step, accept)
        _note_absent(outcome, {file.manifest.publication for file in [*land.landed(data_dir), *outcome.files]})

    alone(outcome, data_dir, work)
    return outcome


def from_landed(data_dir: DataDir, step: Step, accept: Accept = NOTHING_ACCEPTED) -> Outcome:
    """Rebuild the database from what the data directory holds: landed files over its snapshot.

    A data directory with neither gets its own copy of the embedded snapshot first.
    """
    outcome = Outcome()

    def work() -> None:
        ensure_snapshot(data_dir)
        rebuild(outcome, land.landed(data_dir), {}, data_dir, step, accept)

    alone(outcome, data_dir, work)
    return outcome


def ensure_snapshot(data_dir: DataDir) -> None:
    """Give a data directory that has nothing its copy of the embedded snapshot."""
    if not data_dir.has_snapshot and EMBEDDED_SNAPSHOT.is_dir() and not land.landed(data_dir):
        snapshot.seed(data_dir.snapshot, EMBEDDED_SNAPSHOT)


def alone(outcome: Outcome, data_dir: DataDir, work: Callable[[], None]) -> None:
    """Do the work holding the data directory's lock, with what a kill left half done put right first.

    Another refresh that is running, and a directory that cannot be written to, are problems of the outcome.
    """
    try:
        data_dir.root.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(data_dir.lock, timeout=0):
            land.recover(data_dir)
            work()
    except filelock.Timeout:
        outcome.is_busy = True
        outcome.problems.append(
            BuildFailed(
                f"{data_dir.root}: another refresh is running (it holds {data_dir.lock.name}). Wait until it has ended."
            )
        )
    except (OSError, duckdb.Error) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        if getattr(error, "errno", None) not in CANNOT_WRITE and not re.search("pace left|too large|ermission", reason):
            raise
        outcome.problems.append(
            BuildFailed(
                f"{data_dir.root}: expected a directory with room that can be written to; found {reason}. Free some "
                "space or change its permissions, and refresh again. The database is as it was."
            )
        )


def load(outcome: Outcome, files: list[RawFile], data_dir: DataDir, step: Step, accept: Accept) -> None:
    """Read published files, refuse those that cannot stand, and rebuild the database with the others."""
    before = land.landed(data_dir)
    last = served.read(data_dir.database)
    loaded = [file.manifest for file in before] + (last.releases if last else [])
    frames: build.Frames = {}
    with build.connect() as con:
        for file in files:
            step(f"Reading {file.manifest.label}")
            try:
                file, frame = _read(file, con)
                land.refuse_older(file.manifest, [*loaded, *(other.manifest for other in outcome.files)])
            except FileProblem as problem:
                outcome.problems.append(problem)
                continue
            _note_history(outcome, file, before)
            outcome.files.append(_still_accepted(file, before))
            frames[file.manifest.release_id] = frame
    if not outcome.files:
        outcome.problems.append(BuildFailed("No file could be used. The database is as it was."))
        return
    rebuild(outcome, before, frames, data_dir, step, accept)


def rebuild(
    outcome: Outcome, before: list[RawFile], frames: build.Frames, data_dir: DataDir, step: Step, accept: Accept
) -> None:
    """Build from the files landed before and the outcome's new ones, and put the result in place.

    A publication whose new files fail its checks is left as it was, unless it is among those to `accept`, and the
    others are built again without it.
    """
    snapshot_dir = data_dir.snapshot if data_dir.has_snapshot else None
    asked = len(outcome.files)
    last = served.read(data_dir.database)
    known = {_bytes(manifest) for manifest in last.releases} if last else set()
    while outcome.files or not asked:
        newer = {file.manifest.same_data for file in outcome.files}
        files = [*(file for file in before if file.manifest.same_data not in newer), *outcome.files]
        announced = data_dir.announced()
        try:
            with build.new_database(files, frames, snapshot_dir, data_dir.database, step, announced=announced) as (
                path,
                problems,
            ):
                outcome.problems += problems
                step("Putting the new database in place")
                land.land([file for file in files if file in outcome.files or file.manifest.accepted], data_dir)
                build.replace(path, data_dir.database)
            outcome.replaced = True
            return
        except ChecksFailed as failure:
            failing = failure.by_publication
        if to_accept := failing.keys() & accept.keys() - {f.manifest.publication for f in files if f.manifest.accepted}:
            for publication in to_accept:
                before = _accepted(before, known, publication, accept[publication], failing[publication])
                outcome.files = _accepted(outcome.files, known, publication, accept[publication], failing[publication])
            continue
        refused = {file.manifest.publication for file in outcome.files} & failing.keys()
        if not refused:
            said = " ".join(words for lines in failing.values() for words in lines)
            outcome.problems.append(BuildFailed(f"{said} The database is as it was."))
            return
        for publication in sorted(refused):
            outcome.problems.append(_check_failed(publication, outcome.files, failing[publication]))
        for file in outcome.files:
            if file.manifest.publication in refused:
                frames.pop(file.manifest.release_id)
        outcome.files = [file for file in outcome.files if file.manifest.publication not in refused]
        if {_bytes(file.manifest) for file in outcome.files} <= {_bytes(file.manifest) for file in before}:
            return


def _bytes(manifest: land.Manifest) -> tuple[str, str]:
    return manifest.release_id, manifest.sha256


def _check_failed(publication: str, files: list[RawFile], said: list[str]) -> CheckFailed:
    releases = sorted({file.manifest.release for file in files if file.manifest.publication == publication})
    expected, _, found = said[0].partition("; found ")
    more = " ".join(f"Also: {words}." for words in said[1:4])
    return CheckFailed(
        f"{publication} {', '.join(releases)}",
        expected.partition("expected ")[2],
        found,
        f"{more} Its last good figures stay. Compare with the publisher's page; if the new files are right, load them "
        f'with --accept {publication} --reason "…".'.lstrip(),
    )


def _accepted(
    files: list[RawFile], known: set[tuple[str, str]], publication: str, reason: str, said: list[str]
) -> list[RawFile]:
    """The files, those of the publication that are not `known` marked as loaded although checks failed."""
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return [
        RawFile(file.path, replace(file.manifest, accepted=reason, accepted_at=at, overrode=" ".join(said)))
        if file.manifest.publication == publication and _bytes(file.manifest) not in known
        else file
        for file in files
    ]


def _still_accepted(file: RawFile, before: list[RawFile]) -> RawFile:
    """The file with the acceptance that the same bytes have had."""
    manifest = file.manifest
    for old in (other.manifest for other in before):
        if old.accepted and (old.release_id, old.sha256) == (manifest.release_id, manifest.sha256):
            return RawFile(
                file.path,
                replace(manifest, accepted=old.accepted, accepted_at=old.accepted_at, overrode=old.overrode),
            )
    return file


def _read(file: RawFile, con: duckdb.DuckDBPyConnection) -> tuple[RawFile, pd.DataFrame]:
    publication = PUBLICATIONS[file.manifest.publication]
    dataset = publication.dataset(file.manifest.dataset)
    frame = read(file.path, file.manifest.label, publication, dataset, con)
    return land.described(file, len(frame), newest_period_end(frame, dataset, con)), frame


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
