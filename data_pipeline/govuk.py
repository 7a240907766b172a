"""GOV.UK's content API: the newest page of a publication, and the files attached to it."""

import re
from urllib.parse import unquote

from pydantic import Field, ValidationError

from data_pipeline.errors import LATER_HINT, NotThere, WrongAnswer
from data_pipeline.fetch import Client
from data_pipeline.land import iso_day
from data_pipeline.offers import Answer, Found, Offer, Way, one_each, plain_name
from data_pipeline.sources.base import Publication
from data_pipeline.sources.services import GovUk

CONTENT = "https://www.gov.uk/api/content"


class Attachment(Answer):
    url: str
    title: str = ""
    filename: str = ""

    @property
    def name(self) -> str:
        return self.filename or unquote(re.split("[?#]", self.url)[0].rsplit("/", 1)[-1])


class Details(Answer):
    attachments: list[Attachment] = Field(default_factory=list)


class Document(Answer):
    base_path: str = Field("", alias="base_path")


class Links(Answer):
    documents: list[Document] = Field(default_factory=list)


class Page(Answer):
    public_updated_at: str = Field("", alias="public_updated_at")
    details: Details = Field(default_factory=Details)
    links: Links = Field(default_factory=Links)


def discover(client: Client, publication: Publication, live: GovUk) -> Found:
    """The files attached to the newest release's page. Raises when no page is found."""
    found = Found()
    year, page = _newest_page(client, publication, live, found)
    release = live.release.format(**_years(year))
    where = f"{publication.slug} {release}, the page on GOV.UK"
    published = iso_day(page.public_updated_at)
    offers = []
    for attachment in page.details.attachments:
        dataset = publication.dataset_of(attachment.name)
        if dataset:
            offer = Offer(
                dataset=dataset,
                release=release,
                file=plain_name(attachment.name, where),
                ways=(Way(attachment.url, "csv" if attachment.name.lower().endswith(".csv") else "sheet"),),
                file_ids=frozenset({attachment.url}),
                updated=page.public_updated_at,
                published=published,
                title=attachment.title,
            )
            offers.append(offer)
    names = [attachment.name for attachment in page.details.attachments]
    found.offers = one_each(offers, publication, names, where, found.problems)
    return found


def _years(year: int) -> dict[str, str]:
    return {"year": f"{year}", "next_year": f"{year + 1}", "short": f"{(year + 1) % 100:02}"}


def _newest_page(client: Client, publication: Publication, live: GovUk, found: Found) -> tuple[int, Page]:
    """The newest page whose address can be guessed, else the newest that the collection lists."""
    newest = client.now().year - live.lag
    for year in range(newest, newest - live.reach, -1):
        try:
            return year, _page(client, live.path.format(**_years(year)))
        except NotThere:
            continue
    pattern = re.escape(live.path).replace(r"\{year\}", "(?P<year>[0-9]{4})").replace(r"\{next_year\}", "[0-9]{4}")
    try:
        listed = _page(client, live.collection).links.documents
    except NotThere:
        listed = []
    years = [int(match["year"]) for document in listed if (match := re.fullmatch(pattern, document.base_path))]
    if not years:
        raise NotThere(
            publication.slug,
            f"a page like {live.path.format(**_years(newest))} of the last {live.reach} years, or a list of them",
            "none",
            f"This computer's clock says {newest + live.lag}. If that is right, look on {publication.url} how the page "
            f"is called now, and change sources/{publication.module}.py. {LATER_HINT}",
        )
    found.notes.append(f"{publication.slug}: no page where one was looked for; the collection's list led to it.")
    return max(years), _page(client, live.path.format(**_years(max(years))))


def _page(client: Client, path: str) -> Page:
    url = CONTENT + path
    try:
        return Page.model_validate(client.json(url))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WrongAnswer(url, f"'{where}' as GOV.UK has it", first["msg"].lower(), LATER_HINT) from error
