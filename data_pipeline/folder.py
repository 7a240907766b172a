"""Published files in a folder that somebody laid out `<publication>/<release>/<file>`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from data_pipeline.errors import DuplicateKey, FileProblem, SourceChanged, UnknownPublication, UnreadableFile
from data_pipeline.land import Manifest, RawFile, checksum
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import LICENCE, Publication

MANIFEST = ("publication", "release", "file", "published")


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
        found.problems.extend(_unread(publication, publication_dir))
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


def _unread(publication: Publication, folder: Path) -> Iterator[FileProblem]:
    """A problem for each release that has files, but none that is named as one that is read."""
    for release in _visible(folder):
        names = sorted(path.name for path in _visible(release) if path.is_file()) if release.is_dir() else []
        if names and not any(map(publication.dataset_of, names)):
            yield SourceChanged(
                f"{publication.slug} {release.name}",
                f"files named like {', '.join(dataset.pattern for dataset in publication.datasets)}",
                ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else ""),
                "Give them the names they had on the publisher's page. If the publisher renamed them, change the "
                f"patterns in sources/{publication.module}.py.",
            )


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
