"""Publishers' files on disk: finding them in a folder, and keeping their bytes with a manifest, never altered."""

import csv
import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from data_pipeline.errors import (
    DOWNLOAD_HINT,
    DuplicateKey,
    FileProblem,
    OlderFile,
    SourceChanged,
    UnknownPublication,
    UnreadableFile,
)
from data_pipeline.paths import DataDir
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import LICENCE

SIDECAR = ".manifest.json"
ARRIVING = ".arriving-manifest"
MANIFEST = ("publication", "release", "file", "published")


@dataclass(frozen=True)
class Manifest:
    """What is known of one published file.

    Dates and times are ISO text, in UTC; `published` is None where nobody said. `file_id` and `updated` are the
    publisher's own marks of these bytes, `etag` and `last_modified` its server's: with them a refresh asks for what is
    new. `accepted` is the reason given for loading figures that failed checks, `overrode` what those had said.
    """

    publication: str
    release: str
    file: str
    dataset: str
    publisher: str
    url: str
    licence: str
    published: str | None
    retrieved: str
    sha256: str
    bytes: int
    rows: int = 0
    newest_period_end: str | None = None
    title: str = ""
    downloaded_from: str = ""
    file_id: str = ""
    updated: str = ""
    etag: str = ""
    last_modified: str = ""
    accepted: str = ""
    accepted_at: str | None = None
    overrode: str = ""

    @property
    def release_id(self) -> str:
        return f"{self.publication}/{self.release}/{self.file}"

    @property
    def same_data(self) -> tuple[str, str, str]:
        """What two files share when one takes the other's place, whatever their names."""
        return self.publication, self.release, self.dataset

    @property
    def label(self) -> str:
        """The file's name in errors and on the terminal."""
        return f"{self.publication} {self.release}, {self.file}"


@dataclass(frozen=True)
class RawFile:
    """A published file at `path`, which may not have been landed yet."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Found:
    """What a folder holds: files to read, folders nobody knows, and files that no dataset reads."""

    files: list[RawFile]
    problems: list[FileProblem]
    unused: list[str]


def find(folder: Path) -> Found:
    """List the published files of a folder laid out `<publication>/<release>/<file>`.

    A `manifest.csv` at its top (publication, release, file, published) adds publication dates. Hidden files and
    anything outside the layout are passed over.
    """
    found = Found([], [], [])
    published = _published_dates(folder / "manifest.csv", found.problems)
    for publication_dir in sorted(_visible(folder)):
        if not publication_dir.is_dir():
            continue
        publication = PUBLICATIONS.get(publication_dir.name)
        if publication is None:
            found.problems.append(
                UnknownPublication(
                    f"{publication_dir.name}/",
                    f"a folder named for a publication ({', '.join(PUBLICATIONS)})",
                    f"'{publication_dir.name}'",
                    "Rename the folder, or take it away; nothing in it was read.",
                )
            )
            continue
        for path in sorted(publication_dir.glob("*/*")):
            if path.name.startswith(".") or path.parent.name.startswith(".") or not path.is_file():
                continue
            dataset = publication.dataset_of(path.name)
            if dataset is None:
                found.unused.append(str(path.relative_to(folder)))
                continue
            manifest = Manifest(
                publication=publication.slug,
                release=path.parent.name,
                file=path.name,
                dataset=dataset.name,
                publisher=publication.publisher,
                url=publication.url,
                licence=LICENCE,
                published=published.get((publication.slug, path.parent.name, path.name)),
                retrieved=datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
                sha256=checksum(path),
                bytes=path.stat().st_size,
            )
            twin = next((file for file in found.files if file.manifest.same_data == manifest.same_data), None)
            if twin:
                found.problems.append(
                    DuplicateKey(
                        manifest.label,
                        f"one file with this table ({dataset.name}) in the release",
                        f"a second one beside {twin.manifest.file}",
                        "Keep the file you trust and take the other away; only the first was read.",
                    )
                )
                continue
            found.files.append(RawFile(path, manifest))
    return found


def landed(data_dir: DataDir) -> list[RawFile]:
    """The files landed before, with their manifests, oldest release first."""
    sidecars = sorted(data_dir.raw.glob(f"*/*/*{SIDECAR}"))
    return [
        RawFile(
            sidecar.with_name(sidecar.name.removesuffix(SIDECAR)),
            Manifest(**json.loads(sidecar.read_text("utf-8"))),
        )
        for sidecar in sidecars
    ]


def refuse_older(manifest: Manifest, loaded: list[Manifest]) -> None:
    """Raise `OlderFile` if the file ends before figures of the same dataset in this or an earlier release.

    An earlier release may always be added: it is history, and never replaces a newer release's figures.
    """
    for other in loaded:
        is_same_or_earlier = other.release <= manifest.release
        if (
            (other.publication, other.dataset) == (manifest.publication, manifest.dataset)
            and is_same_or_earlier
            and (manifest.newest_period_end or "") < (other.newest_period_end or "")
        ):
            raise OlderFile(
                manifest.label,
                f"figures to {_british(other.newest_period_end)} or later, as in release {other.release} before",
                f"figures only up to {_british(manifest.newest_period_end)}",
                "Check that this is the release its folder says. " + DOWNLOAD_HINT,
            )


def land(files: list[RawFile], data_dir: DataDir) -> None:
    """Copy files into data/raw with their manifests; bytes that they replace are kept beside, under `superseded`.

    A kill at any moment leaves what `recover` puts right: the old file or the new one, each with its own manifest.
    """
    before = {file.manifest.same_data: file for file in landed(data_dir)}
    for raw_file in files:
        manifest = raw_file.manifest
        old = before.get(manifest.same_data)
        if old and old.manifest.sha256 == manifest.sha256 and old.path.name == manifest.file:
            if manifest.file_id or manifest.accepted:
                _pending(replace(manifest, retrieved=old.manifest.retrieved), old.path).replace(_sidecar(old.path))
            continue
        target = data_dir.raw / manifest.publication / manifest.release / manifest.file
        target.parent.mkdir(parents=True, exist_ok=True)
        if old:
            kept = data_dir.root / "superseded" / manifest.publication / manifest.release
            kept.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(old.path, kept / f"{old.manifest.sha256[:12]}-{old.manifest.file}")
        arriving = target.with_name(f".{target.name}.arriving")
        shutil.copyfile(raw_file.path, arriving)
        pending = _pending(manifest, target)
        arriving.replace(target)
        pending.replace(_sidecar(target))
        if old and old.path != target:
            _remove(old.path)


def _pending(manifest: Manifest, path: Path) -> Path:
    """The manifest of the file at `path` under a passing name: it counts once it has been renamed."""
    pending = path.with_name(f".{path.name}{ARRIVING}")
    pending.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    return pending


def remember(raw_file: RawFile, manifest: Manifest) -> None:
    """Keep the marks by which a publisher names a landed file today."""
    marks = ("title", "downloaded_from", "file_id", "updated", "etag", "last_modified")
    new = {name: getattr(manifest, name) or getattr(raw_file.manifest, name) for name in marks}
    _pending(replace(raw_file.manifest, **new), raw_file.path).replace(_sidecar(raw_file.path))


def recover(data_dir: DataDir) -> None:
    """Put right what a kill left half done. Call it while no other refresh can run."""
    for arriving in data_dir.raw.glob(f"*/*/.*{ARRIVING}"):
        path = arriving.with_name(arriving.name[1:].removesuffix(ARRIVING))
        if path.exists() and _is_whole(arriving, path):
            arriving.replace(_sidecar(path))
        else:
            arriving.unlink()
    for left in (*data_dir.raw.glob("*/*/.*.arriving"), *data_dir.root.glob(".building-*"), *data_dir.raw.glob(".*")):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    newest: dict[tuple[str, str, str], RawFile] = {}
    for file in sorted(landed(data_dir), key=lambda file: file.manifest.retrieved):
        twin = newest.get(file.manifest.same_data)
        if twin:
            _remove(twin.path)
        newest[file.manifest.same_data] = file


def _is_whole(sidecar: Path, path: Path) -> bool:
    try:
        expected = json.loads(sidecar.read_text("utf-8"))["sha256"]
    except ValueError:
        return False
    return expected == checksum(path)


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(path: Path) -> None:
    _sidecar(path).unlink()
    path.unlink()


def described(raw_file: RawFile, rows: int, newest_period_end: date | None) -> RawFile:
    """The same file with what reading it has shown."""
    newest = newest_period_end.isoformat() if newest_period_end else None
    return replace(raw_file, manifest=replace(raw_file.manifest, rows=rows, newest_period_end=newest))


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR)


def _british(iso_date: str | None) -> str:
    return f"{date.fromisoformat(iso_date):%-d %B %Y}" if iso_date else "an unknown date"


def _visible(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


def _published_dates(manifest: Path, problems: list[FileProblem]) -> dict[tuple[str, str, str], str]:
    if not manifest.is_file():
        return {}
    remedy = "Correct it and refresh again; files were loaded without the day on which they were published."
    dates: dict[tuple[str, str, str], str] = {}
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            for row in rows:
                publication, release, file, said = (row.get(name) or "" for name in MANIFEST)
                # Neighbour models are dated by month only: no day is made up for them.
                if publication and not re.fullmatch("([0-9]{4}(-[0-9]{2})?)?", said):
                    try:
                        dates[publication, release, file] = date.fromisoformat(said).isoformat()
                    except ValueError:
                        expected = "a day as 2025-10-30, or a month as 2025-05"
                        problems.append(SourceChanged(manifest.name, expected, f"'{said}'", remedy, rows.line_num))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(UnreadableFile(manifest.name, "a CSV table in UTF-8", str(error), remedy))
    return dates
