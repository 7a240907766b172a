"""Rows of `benchmarks.duckdb` that only the Data page reads. Columns and units: sql/README.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class ReleaseFile(NamedTuple):
    """One published file; `retrieved` is in UTC."""

    publication: str
    publication_title: str
    release: str
    file: str
    publisher: str
    published: date | None
    retrieved: datetime | None
    newest_period_end: date | None
    rows: int | None
    bytes: int | None
    sha256: str | None
    url: str | None
    licence: str


class Expected(NamedTuple):
    """When a publication's next release is due: by its publisher's word, or by habit."""

    publication: str
    year: int
    month: int | None
    day: int | None
    from_publisher: bool


class Check(NamedTuple):
    name: str
    passed: bool
    must_hold: bool
    detail: str
    publication: str


class Acceptance(NamedTuple):
    """A file that was loaded although checks failed; `accepted_at` is in UTC."""

    release_id: str
    reason: str
    accepted_at: datetime
    overrode: str


class Covered(NamedTuple):
    """What the newest period of a metric holds for a council; `status` is None where it has no row at all."""

    metric_id: str
    period_end: date
    period_label: str
    area_code: str
    status: str | None
