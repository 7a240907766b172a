"""The whole data set as one tidy table: CSV, Parquet or Excel, with names, units, source and licence inside."""

from __future__ import annotations

import io

import streamlit as st
from pyarrow import parquet

from dashboard import export, queries, store
from dashboard import format as fmt
from dashboard.data import queries as data_queries
from dashboard.data import tables
from dashboard.export import LICENCE, Lines
from dashboard.store import Version

MOST_EXCEL_ROWS = 1_048_576 - 1
# Columns of the one table that a workbook says once for each metric or release, on sheets of their own.
IN_OTHER_SHEETS = ("theme", "publisher", "publication", "url", "licence")
SOURCE = (
    "Published by the Department for Education, Ofsted and the Ministry of Housing, Communities and Local Government; "
    "some figures are calculated from published ones. Each row names its publication."
)


def about(version: Version) -> list[str]:
    """What the file holds, for somebody who was sent it."""
    build = queries.build(version)
    return [
        "Three Pages: every figure of English councils, regions and England, a row for each measure, area and period.",
        *([f"Database built {fmt.day(build.built_at)} by version {build.pipeline_version}."] if build else []),
        "value is in the unit beside it, and empty where there is no figure: status says why. Missing is never zero.",
        "numerator and denominator are the counts behind it; interval_low and interval_high its 95% interval.",
        "joint_with: the code of the other council of a joint return. Ofsted's grades are not numbers, and not here.",
        SOURCE,
        LICENCE,
    ]


# Kept for the next who asks: an Excel file takes seconds. The newest database's three forms at most.
@st.cache_resource(max_entries=3, show_spinner=False)
def made(version: Version, ending: str) -> bytes:
    """The data set as the bytes of a file: `csv`, `parquet` or `xlsx`."""
    return {"csv": _csv, "parquet": _parquet, "xlsx": _excel}[ending](version)


def offered(version: Version) -> dict[str, str]:
    """Endings and names of the forms that this data set fits in."""
    forms = {"csv": "CSV", "parquet": "Parquet"}
    return forms | ({"xlsx": "Excel"} if data_queries.size(version) <= MOST_EXCEL_ROWS else {})


def name(version: Version, ending: str) -> str:
    """ "three-pages_all-figures_2026-11-23.parquet": the day is that of the database."""
    build = queries.build(version)
    return export.file_name("all-figures", *([f"{build.built_at:%Y-%m-%d}"] if build else []), ending=ending)


def _lines(version: Version) -> Lines:
    with store.cursor(version) as cursor:
        found = cursor.execute(store.sql("all_figures"))
        return [[column[0] for column in found.description], *found.fetchall()]


def _csv(version: Version) -> bytes:
    return export.as_csv(_lines(version)).encode()


def _parquet(version: Version) -> bytes:
    title, *rest = about(version)
    with store.cursor(version) as cursor:
        found = cursor.sql(store.sql("all_figures")).to_arrow_table()
    described = {"title": title, "about": " ".join(rest), "source": SOURCE, "licence": LICENCE}
    file = io.BytesIO()
    parquet.write_table(found.replace_schema_metadata(described), file, compression="zstd")
    return file.getvalue()


def _excel(version: Version) -> bytes:
    columns = ("metric_id", "name", "theme", "unit", "formula", "publisher", "publication_title", "definition")
    columns += ("distorts", "does_not_show", "question")
    every = queries.metrics(version)
    metrics: Lines = [[*columns], *([getattr(each, column) for column in columns] for each in every)]
    releases = tables.release_lines(data_queries.files(version), data_queries.expected(version))
    head, *rows = _lines(version)
    kept = [at for at, column in enumerate(head) if column not in IN_OTHER_SHEETS]
    figures = [[line[at] for at in kept] for line in (head, *rows)]
    return export.as_excel(figures, about(version), {"Metrics": metrics, "Releases": releases})
