"""Where a publication stands on its publisher's service: only addresses that outlive a release."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ees:
    """A publication of DfE's Explore Education Statistics.

    `publication_id` stays when the slug is renamed. The ids of data sets live for one release and are never kept.
    `in_public_api` is true where the documented public API has its files too.
    """

    slug: str
    publication_id: str
    in_public_api: bool = False


@dataclass(frozen=True)
class GovUk:
    """A publication on GOV.UK, a page for each release.

    `path` has `{year}`, and `{next_year}` where a release spans two; `release` names the release in the same way
    (`{short}` is the next year's two digits). The newest release is looked for `lag` years back from this year, then
    earlier, `reach` pages in all; `collection` lists the pages where guessing fails.
    """

    path: str
    release: str
    collection: str
    lag: int = 0
    reach: int = 3
