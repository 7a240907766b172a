"""DfE's Explore Education Statistics: what it offers now, by its own site's API, with a way round every step.

Contracts: the content API as of July 2026, which DfE documents nowhere, and the public API v1, which it does.
"""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import Field, ValidationError

from data_pipeline.errors import FileProblem, Superseded, WrongAnswer
from data_pipeline.fetch import Client
from data_pipeline.land import Manifest
from data_pipeline.offers import Answer, Expected, Found, Offer, Way, day, one_each, plain_name
from data_pipeline.sources.base import Publication
from data_pipeline.sources.services import Ees
from data_pipeline.tables import normalise

CONTENT = "https://content.explore-education-statistics.service.gov.uk/api"
SITE = "https://explore-education-statistics.service.gov.uk"
PUBLIC = "https://api.education.gov.uk/statistics/v1"
PAGES = 50


class Named(Answer):
    slug: str
    title: str = ""


class NextDate(Answer):
    year: int = Field(ge=2020, le=2100)
    month: int | None = Field(None, ge=1, le=12)
    day: int | None = Field(None, ge=1, le=31)


class PublicationAnswer(Answer):
    slug: str = ""
    latest_release: Named | None = None
    next_release_date: NextDate | None = None
    superseded_by_publication: Named | None = None


class Paging(Answer):
    total_results: int
    total_pages: int = 1


class Page(Answer):
    paging: Paging
    results: list[dict]


class Range(Answer):
    to: str = ""


class Meta(Answer):
    num_data_file_rows: int | None = None
    time_period_range: Range | None = None


class Api(Answer):
    id: str


class DataSetFile(Answer):
    id: str
    file_id: str
    filename: str
    title: str = ""
    release: Named
    latest_data: bool = True
    is_superseded: bool = False
    published: str = ""
    last_updated: str = ""
    meta: Meta = Field(default_factory=Meta)
    api: Api | None = None


class ReleaseDataSet(Answer):
    file_id: str


class DataContent(Answer):
    release_version_id: str
    data_sets: list[ReleaseDataSet]


class LatestVersion(Answer):
    version: str = ""
    published: str = ""
    release: Named | None = None


class ApiDataSet(Answer):
    id: str
    title: str
    latest_version: LatestVersion = Field(default_factory=LatestVersion)


class Identified(Answer):
    id: str
    slug: str = ""


A = TypeVar("A", bound=Answer)


def discover(client: Client, publication: Publication, live: Ees, loaded: list[Manifest]) -> Found:
    """The newest release's files. `loaded` are the manifests of what has been landed from this publication.

    Raises the problem of the last way when none leads to the files.
    """
    found = Found()
    latest = _publication(client, publication, live, found)
    try:
        files = _catalogue(client, live)
        found.offers = _offers(publication, files, found.problems)
    except FileProblem as trouble:
        try:
            found.offers = _whole_release(client, publication, live, latest)
        except FileProblem:
            if not live.in_public_api:
                raise trouble from None
            found.offers = _public_api(client, publication, latest, loaded, trouble)
        found.notes.append(f"{publication.slug}: {trouble} It was reached another way.")
    return found


def _publication(client: Client, publication: Publication, live: Ees, found: Found) -> PublicationAnswer:
    """What DfE says of the publication. A failure here is no obstacle: the catalogue needs the id alone."""
    try:
        try:
            latest = _read(client, f"{CONTENT}/publications/{live.slug}", PublicationAnswer)
        except WrongAnswer:
            summary = _read(client, f"{CONTENT}/publications/{live.publication_id}/summary", Named)
            latest = _read(client, f"{CONTENT}/publications/{summary.slug}", PublicationAnswer)
            latest.slug = summary.slug
            found.notes.append(
                f"{publication.slug}: DfE calls this publication '{summary.slug}' now. "
                f"Put the new slug in sources/{publication.module}.py."
            )
    except FileProblem as problem:
        found.notes.append(f"{publication.slug}: {problem}")
        return PublicationAnswer()
    if latest.next_release_date:
        found.next_expected = Expected(**latest.next_release_date.model_dump())
    if latest.superseded_by_publication:
        successor = latest.superseded_by_publication
        found.problems.append(
            Superseded(
                publication.slug,
                "a publication that goes on",
                f"one superseded by '{successor.title or successor.slug}' ({successor.slug})",
                f"Its last release stays loaded. Put the new slug and id in sources/{publication.module}.py, once its "
                "files have been read and compared.",
            )
        )
    return latest


def _catalogue(client: Client, live: Ees) -> list[DataSetFile]:
    url = f"{CONTENT}/data-set-files?publicationId={live.publication_id}&latestOnly=true"
    files = [_parsed(url, DataSetFile, item) for item in _pages(client, url, 40)]
    return [file for file in files if file.latest_data and not file.is_superseded]


def _pages(client: Client, url: str, size: int) -> Iterator[dict]:
    """The results of every page. What the paging says of itself is not believed: the results are counted."""
    seen: set[str] = set()
    join = "&" if "?" in url else "?"
    for number in range(1, PAGES + 1):
        page = _read(client, f"{url}{join}page={number}&pageSize={size}", Page)
        fresh = [item for item in page.results if str(item.get("id")) not in seen]
        yield from fresh
        seen |= {str(item.get("id")) for item in fresh}
        if len(seen) >= page.paging.total_results:
            return
        if not fresh:
            raise WrongAnswer(
                url,
                f"{page.paging.total_results} results, as it says itself",
                f"{len(seen)} on {number} pages",
                "The list cannot be trusted to be whole.",
            )


def _offers(publication: Publication, files: list[DataSetFile], problems: list[FileProblem]) -> list[Offer]:
    where = f"{publication.slug}, the list of data sets"
    named = []
    for file in files:
        dataset = publication.dataset_of(file.filename)
        if dataset is None:
            continue
        ways = [
            Way(f"{CONTENT}/data-set-files/{file.id}/download", "csv"),
            Way(f"{SITE}/data-catalogue/data-set/{file.id}/csv", "csv"),
        ]
        if file.api:
            ways.append(Way(f"{PUBLIC}/data-sets/{file.api.id}/csv", "csv"))
        offer = Offer(
            dataset=dataset,
            release=plain_name(file.release.slug, where),
            file=plain_name(file.filename, where),
            ways=tuple(ways),
            file_ids=frozenset({file.file_id}),
            updated=file.last_updated,
            published=day(file.published),
            title=file.title,
            rows=file.meta.num_data_file_rows,
            last_period=file.meta.time_period_range.to if file.meta.time_period_range else "",
        )
        named.append((file.filename, offer))
    if not named:
        names = ", ".join(file.filename for file in files)
        raise WrongAnswer(
            where,
            f"files named like {', '.join(dataset.pattern for dataset in publication.datasets)}",
            names or "no file",
            f"If the publisher renamed them, change the patterns in sources/{publication.module}.py.",
        )
    return one_each(named, publication.datasets, where, problems)


def _whole_release(client: Client, publication: Publication, live: Ees, latest: PublicationAnswer) -> list[Offer]:
    """The release as one ZIP: one offer a data set, all of the same archive."""
    where = f"{publication.slug}, the newest release"
    if latest.latest_release is None:
        raise WrongAnswer(where, "its name", "no answer that names it", "Refresh again later.")
    release = plain_name(latest.latest_release.slug, where)
    content = _read(
        client, f"{CONTENT}/publications/{latest.slug or live.slug}/releases/{release}/data-content", DataContent
    )
    way = Way(f"{CONTENT}/releases/{content.release_version_id}/files?fromPage=ReleaseDownloads", "zip")
    ids = frozenset(data_set.file_id for data_set in content.data_sets)
    return [
        Offer(dataset=dataset, release=release, file="", ways=(way,), file_ids=ids) for dataset in publication.datasets
    ]


def _public_api(
    client: Client,
    publication: Publication,
    latest: PublicationAnswer,
    loaded: list[Manifest],
    trouble: FileProblem,
) -> list[Offer]:
    """The documented API, by the titles that the files had when they were last landed. Raises `trouble` without any."""
    titles = {normalise(manifest.title): manifest for manifest in loaded if manifest.title}
    if not titles:
        raise trouble
    listed = f"{PUBLIC}/publications?search={publication.title.replace(' ', '%20')}"
    slugs = {latest.slug, publication.slug}
    publications = [_parsed(listed, Identified, item) for item in _pages(client, listed, 40)]
    ours = next((item for item in publications if item.slug in slugs), None)
    if ours is None:
        raise trouble
    url = f"{PUBLIC}/publications/{ours.id}/data-sets"
    offers = []
    for data_set in (_parsed(url, ApiDataSet, item) for item in _pages(client, url, 20)):
        manifest = titles.get(normalise(data_set.title))
        named = data_set.latest_version.release or latest.latest_release
        if manifest is None or named is None:
            continue
        offers.append(
            Offer(
                dataset=publication.dataset(manifest.dataset),
                release=plain_name(named.slug, url),
                file=manifest.file,
                ways=(Way(f"{PUBLIC}/data-sets/{data_set.id}/csv", "csv"),),
                file_ids=frozenset({f"{data_set.id} {data_set.latest_version.version}"}),
                published=day(data_set.latest_version.published),
                title=data_set.title,
            )
        )
    if not offers:
        raise trouble
    return offers


def _read(client: Client, url: str, shape: type[A]) -> A:
    return _parsed(url, shape, client.json(url))


def _parsed(url: str, shape: type[A], answer: object) -> A:
    try:
        return shape.model_validate(answer)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the answer"
        raise WrongAnswer(
            url,
            f"'{where}' as DfE's service had it",
            f"{first['msg'].lower()}",
            "The service may have changed: compare with its contract. The figures loaded before stay in use.",
        ) from error
