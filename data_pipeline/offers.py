"""What a publisher offers now: the newest release's files, and when the next one is due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PureWindowsPath

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from data_pipeline.errors import FileProblem, WrongAnswer
from data_pipeline.land import Manifest
from data_pipeline.sources.base import Dataset, Publication


class Answer(BaseModel):
    """Part of a service's JSON, read leniently: fields that are not named are passed over; null and "" mean missing.

    Fields are camelCase there. One that is required here and missing there is pydantic's ValidationError.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, values: object) -> object:
        return {k: v for k, v in values.items() if v not in (None, "")} if isinstance(values, dict) else values


@dataclass(frozen=True)
class Way:
    """One address of a file: `kind` is a key of fetch.TYPES; a "zip" holds the file among others."""

    url: str
    kind: str


@dataclass(frozen=True)
class Offer:
    """A file that a publisher offers, with the ways to it, tried in order.

    `file_ids` are the publisher's own marks of these bytes, any of which means that they have been loaded, and
    `updated` their last change where it is known. `file` is empty where only the ZIP of a release will tell.
    `rows` and `last_period` are what the publisher's catalogue says the file holds.
    """

    dataset: Dataset
    release: str
    file: str
    ways: tuple[Way, ...]
    file_ids: frozenset[str]
    updated: str = ""
    published: str | None = None
    title: str = ""
    rows: int | None = None
    last_period: str = ""

    def is_loaded(self, manifest: Manifest) -> bool:
        """Whether a landed file of this data set is the one on offer."""
        same = manifest.file_id in self.file_ids
        return same and (not self.updated or manifest.updated == self.updated)


@dataclass(frozen=True)
class Expected:
    """When the next release is due, as far as the publisher says; `month` and `day` may be open."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass
class Found:
    """What discovery brought for one publication."""

    offers: list[Offer] = field(default_factory=list)
    next_expected: Expected | None = None
    problems: list[FileProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# A file system holds 255 bytes: a file's manifest, and bytes on their way, have longer names than the file.
LONGEST_NAME = 200
_NOT_PLAIN = re.compile(r'^[. ]|[<>:"/\\|?*]|[. ]$|\.manifest\.json$', re.IGNORECASE)


def plain_name(name: str, where: str) -> str:
    """A name from outside that becomes a file or a folder here, on any system; refused when it could be more."""
    is_plain = name.isprintable() and not _NOT_PLAIN.search(name) and not PureWindowsPath(name).is_reserved()
    if not name or len(name.encode()) > LONGEST_NAME or not is_plain:
        raise WrongAnswer(where, "the plain name of a file or release", f"'{name}'", "Nothing was downloaded.")
    return name


def one_each(
    offers: Sequence[Offer], publication: Publication, names: Sequence[str], where: str, problems: list[FileProblem]
) -> list[Offer]:
    """The offer of each data set; a data set without one, or with several, is a problem. `names`: all files there."""
    chosen = []
    for dataset in publication.datasets:
        mine = [offer for offer in offers if offer.dataset is dataset]
        if not mine:
            problems.append(
                WrongAnswer(
                    where,
                    f"a file named like '{dataset.pattern}' ({dataset.name})",
                    ", ".join(sorted(set(names))) or "no file",
                    f"If the publisher renamed it, change the pattern in sources/{publication.module}.py; the figures "
                    "loaded before stay in use.",
                )
            )
            continue
        if len(mine) > 1:
            problems.append(
                WrongAnswer(
                    where,
                    f"one file named like '{dataset.pattern}'",
                    " and ".join(offer.file for offer in mine),
                    f"The first was read. Make the pattern in sources/{publication.module}.py narrower.",
                )
            )
        chosen.append(mine[0])
    return chosen
