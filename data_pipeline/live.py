"""A refresh from the publishers' own services: look what is new, download that, and load it as from a folder."""

import csv
import json
import tempfile
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from data_pipeline import ees, govuk, land, served
from data_pipeline.archive import unpack
from data_pipeline.errors import DOWNLOAD_HINT, FileProblem, OlderFile, UnreadableFile, WrongAnswer
from data_pipeline.fetch import Client, Download
from data_pipeline.land import Manifest, RawFile
from data_pipeline.offers import Found, Offer
from data_pipeline.outcome import News, Outcome
from data_pipeline.paths import DataDir
from data_pipeline.refresh import Accept, Step, alone, ensure_snapshot, load, rebuild
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import LICENCE, Publication
from data_pipeline.sources.services import Ees, GovUk


@dataclass(frozen=True)
class Wish:
    """What the command line asks for: `only` these publications (none: all), what would be done, all files again."""

    only: Collection[str] = ()
    dry_run: bool = False
    force: bool = False
    accept: Accept = field(default_factory=dict)


def refresh(data_dir: DataDir, client: Client, step: Step, wish: Wish | None = None) -> Outcome:
    """Fetch what publishers have released since the last time, and rebuild the database if there is anything.

    One publication that cannot be reached or read never stops the others.
    """
    outcome, wish = Outcome(), wish or Wish()
    alone(outcome, data_dir, lambda: _refresh(outcome, data_dir, client, step, wish))
    return outcome


def _refresh(outcome: Outcome, data_dir: DataDir, client: Client, step: Step, wish: Wish) -> None:
    ensure_snapshot(data_dir)
    announced = {entry["publication"]: entry for entry in data_dir.announced()}
    last = served.read(data_dir.database)
    data_dir.raw.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir.raw, prefix=".arriving-") as folder:
        files: list[RawFile] = []
        for publication in PUBLICATIONS.values():
            if wish.only and publication.slug not in wish.only:
                continue
            if publication.live is None:
                outcome.news.append(News(publication.slug, "by folder", "newer files come with refresh --from"))
                continue
            step(f"Looking for {publication.title}")
            landed = [file for file in land.landed(data_dir) if file.manifest.publication == publication.slug]
            try:
                found = _discover(client, publication, [file.manifest for file in landed])
            except FileProblem as problem:
                outcome.problems.append(problem)
                outcome.news.append(News(publication.slug, "not reached", "what was loaded before stays"))
                continue
            outcome.problems += found.problems
            outcome.notes += found.notes
            announced.pop(publication.slug, None)
            if found.next_expected:
                announced[publication.slug] = {"publication": publication.slug, **asdict(found.next_expected)}
            visit = _Visit(client, publication, landed, last.releases if last else [], Path(folder), outcome, step)
            files += visit.fetch(found.offers, wish)
        if client.days_wrong > 1:
            outcome.notes.append(
                f"This computer's clock is {client.days_wrong:,.0f} days from the publishers'. Theirs was used; "
                "set this one right."
            )
        if wish.dry_run:
            outcome.is_current = True
            return
        _announce(data_dir, [announced[slug] for slug in sorted(announced)])
        if files:
            load(outcome, files, data_dir, step, wish.accept)
            _tell_refused(outcome)
        before = land.landed(data_dir)
        last = served.read(data_dir.database)
        if not outcome.replaced and not (last and last.holds([f.manifest for f in before], data_dir.announced())):
            # Landed by a refresh that was killed, or built by another version, or a new date was announced.
            outcome.files = []
            rebuild(outcome, before, {}, data_dir, step, wish.accept)
        outcome.is_current = True


def _discover(client: Client, publication: Publication, landed: list[Manifest]) -> Found:
    if isinstance(publication.live, Ees):
        return ees.discover(client, publication, publication.live, landed)
    assert isinstance(publication.live, GovUk)
    return govuk.discover(client, publication, publication.live)


def _announce(data_dir: DataDir, announced: list[dict]) -> None:
    arriving = data_dir.announcements.with_suffix(".arriving")
    arriving.write_text(json.dumps(announced, indent=1), encoding="utf-8")
    arriving.replace(data_dir.announcements)


def _tell_refused(outcome: Outcome) -> None:
    loaded = {file.manifest.publication for file in outcome.files}
    outcome.news = [
        replace(news, result="refused", detail="its last good figures stay")
        if news.result == "new" and news.publication not in loaded
        else news
        for news in outcome.news
    ]


@dataclass
class _Visit:
    """One publication's turn: which of its offers are new, and their files."""

    client: Client
    publication: Publication
    landed: list[RawFile]
    served: list[Manifest]
    folder: Path
    outcome: Outcome
    step: Step

    def fetch(self, offers: list[Offer], wish: Wish) -> list[RawFile]:
        new = [offer for offer in offers if wish.force or self._loaded(offer) is None]
        files, failed = [], False
        for offer in new:
            name = f"{self.publication.slug} {offer.release}, {offer.file or offer.dataset.name}"
            if wish.dry_run:
                self.outcome.notes.append(f"Would download {name}.")
                continue
            self.step(f"Downloading {name}")
            try:
                file = self._download(offer, name, wish.force)
            except FileProblem as problem:
                self.outcome.problems.append(problem)
                failed = True
                continue
            if file:
                files.append(file)
        releases = ", ".join(sorted({offer.release for offer in offers}))
        if files or (new and wish.dry_run):
            count = len(files or new)
            self._tell("new", f"{count} file{'s' if count > 1 else ''} of release {releases}")
        elif failed or not offers:
            self._tell("not reached", "what was loaded before stays")
        else:
            self._tell("no new release", f"release {releases} is loaded")
        return files

    def _tell(self, result: str, detail: str) -> None:
        self.outcome.news.append(News(self.publication.slug, result, detail))

    def _loaded(self, offer: Offer) -> RawFile | None:
        mine = (file for file in self.landed if file.manifest.dataset == offer.dataset.name)
        return next((file for file in mine if offer.is_loaded(file.manifest)), None)

    def _download(self, offer: Offer, name: str, force: bool) -> RawFile | None:
        """The offered file, by the first way that works; None where its bytes are loaded already."""
        mine = [file for file in self.landed if file.manifest.dataset == offer.dataset.name]
        same = next((file for file in mine if file.manifest.file_id in offer.file_ids and not force), None)
        problem: FileProblem | None = None
        for way in offer.ways:
            etag, modified = (same.manifest.etag, same.manifest.last_modified) if same else ("", "")
            path = self.folder / f"{self.publication.slug}-{offer.dataset.name}{Path(offer.file).suffix or '.csv'}"
            file = offer.file
            download: Download | None
            try:
                if way.kind == "zip":
                    download, file = self._from_zip(way.url, path, offer)
                else:
                    download = self.client.download(way.url, path, way.kind, etag, modified)
                    _check_catalogue(path, offer, name) if download else None
            except FileProblem as trouble:
                problem = problem or trouble
                continue
            if problem:
                self.outcome.notes.append(f"{problem} It came another way.")
            if download is None:
                assert same
                self._remember(same, offer, way.url)
                return None
            raw_file = RawFile(path, self._manifest(offer, file, download, way.url))
            known = next((f for f in mine if f.manifest.sha256 == download.sha256 and not force), None)
            # Last year's bytes under a new id are no news, and marked as known they would hide the right ones.
            if known and known.manifest.release[:4] >= offer.release[:4]:
                land.remember(known, raw_file.manifest)
                return None
            return raw_file
        raise problem or WrongAnswer(name, "a way to download it", "none", DOWNLOAD_HINT)

    def _remember(self, file: RawFile, offer: Offer, url: str) -> None:
        marked = replace(file.manifest, title=offer.title, updated=offer.updated, downloaded_from=url)
        land.remember(file, marked)

    def _from_zip(self, url: str, path: Path, offer: Offer) -> tuple[Download, str]:
        """The file of an offer out of a release's ZIP, which is downloaded once for all of them."""
        archive = self.folder / f"{self.publication.slug}.zip"
        if not archive.exists() and self.client.download(url, archive, "zip") is None:
            raise WrongAnswer(url, "a ZIP", "no body", DOWNLOAD_HINT)
        name = unpack(
            archive,
            path,
            lambda name: self.publication.dataset_of(name) is offer.dataset,
            url,
            f"If the publisher renamed it, change the pattern in sources/{self.publication.module}.py.",
            offer.dataset.pattern,
        )
        return Download(path, land.checksum(path), path.stat().st_size, "", ""), name

    def _manifest(self, offer: Offer, file: str, download: Download, url: str) -> Manifest:
        return Manifest(
            publication=self.publication.slug,
            release=self._release(offer, download.sha256),
            file=file,
            dataset=offer.dataset.name,
            publisher=self.publication.publisher,
            url=self.publication.url,
            licence=LICENCE,
            published=offer.published,
            retrieved=self.client.now().replace(tzinfo=None).isoformat(timespec="seconds"),
            sha256=download.sha256,
            bytes=download.bytes,
            title=offer.title,
            downloaded_from=url,
            file_id=min(offer.file_ids) if len(offer.file_ids) == 1 else "",
            updated=offer.updated,
            etag=download.etag,
            last_modified=download.last_modified,
        )

    def _release(self, offer: Offer, sha256: str) -> str:
        """The release's name. One that came out again, with other bytes and a later date, is a release of its own.

        Else the figures of the first would be gone, and nobody could see what was revised.
        """
        earlier = [
            other
            for other in (*(file.manifest for file in self.landed), *self.served)
            if (other.dataset, other.release, other.publication)
            == (offer.dataset.name, offer.release, self.publication.slug)
        ]
        came_again = any(
            other.sha256 != sha256 and other.published and (other.published < (offer.published or ""))
            for other in earlier
        )
        return f"{offer.release} revised {offer.published}" if came_again else offer.release


def _check_catalogue(path: Path, offer: Offer, name: str) -> None:
    """Hold a CSV against what the publisher's own catalogue says of it: rows, and the last period."""
    if offer.rows is None and not offer.last_period:
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            periods = [row.get("time_period") or "" for row in reader]
    except (UnicodeDecodeError, csv.Error):
        # Reading the file will say so, with the row.
        return
    if offer.rows is not None and len(periods) != offer.rows:
        raise UnreadableFile(
            name,
            f"{offer.rows:,} rows, as its catalogue says",
            f"{len(periods):,}, as in a file cut short",
            DOWNLOAD_HINT,
        )
    last, promised = max(periods, default=""), "".join(filter(str.isdigit, offer.last_period))
    if len(last) == len(promised) and last < promised:
        raise OlderFile(
            name, f"figures to {promised}, as its catalogue says", f"figures only up to {last}", DOWNLOAD_HINT
        )
