"""What is read of the answers of DfE's Explore Education Statistics, as its service code had them in July 2026."""

from pydantic import Field

from data_pipeline.offers import Answer


class Named(Answer):
    slug: str
    title: str = ""


class NextDate(Answer):
    year: int
    month: int | None = None
    day: int | None = None


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
