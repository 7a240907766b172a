"""What a source module says about its publication, and the one function that reads a file by it.

A module lists the files (`Dataset`), the columns that the staging SQL reads with every name they have had (`Column`),
and the labels of the rows it wants. A name or label that is not listed is an error that says so, never a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path

import duckdb
import pandas as pd

from data_pipeline import errors, tables
from data_pipeline.errors import DOWNLOAD_HINT
from data_pipeline.sources.services import Ees, GovUk

LICENCE = "Open Government Licence v3.0"

GRADES = "'', 'outstanding', 'good', 'requires improvement to be good', 'inadequate'"


@dataclass(frozen=True)
class Kind:
    """What a cell may hold: `bad` is SQL that is true for a cell that may not stand, `expected` says what may."""

    bad: str
    expected: str
    low: float | None = None
    high: float | None = None


def _figure(low: float, high: float) -> Kind:
    bad = f"cell_status({{0}}) is null or number({{0}}) not between {low} and {high}"
    return Kind(bad, f"between {low:,.0f} and {high:,.0f}", low, high)


KINDS = {
    "text": Kind("false", ""),
    "area": Kind(r"not regexp_full_match(trim({0}), '|\d{{3}}( / \d{{3}})*')", "a three-digit council code"),
    "year": Kind("period_year({0}) is null", "a year such as 2025 or 202425"),
    "financial_year": Kind("financial_year({0}) is null", "a financial year such as 2024-25"),
    "date": Kind("try_cast({0} as date) is null", "a date"),
    "grade": Kind(f"lower(trim({{0}})) not in ({GRADES})", "one of Ofsted's four grades"),
    "count": _figure(0, 1e9),
    "percent": _figure(0, 100),
    # Leavers in the year over staff at its end may exceed 100 %.
    "share_of_staff": _figure(0, 400),
    "per_10k": _figure(0, 10_000),
    "ratio": _figure(0, 1_000),
    "money": _figure(-1e8, 1e8),
}


@dataclass(frozen=True)
class Column:
    """A column that the staging SQL reads, under `name`; `spellings` are the names it has had in the files."""

    name: str
    spellings: tuple[str, ...] = ()
    kind: str = "text"
    optional: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        return self.spellings or (self.name,)


@dataclass(frozen=True)
class Dataset:
    """One file of a publication.

    `pattern` is searched in the file's name, ignoring case, since names carry years. `labels` maps a column to
    {our label: the labels it has had}; rows with other labels are left out, and one of ours without any row is an
    error. `where` is SQL over our columns for rows to keep. `key` identifies a row. `sheet_pattern` and `header_cell`
    find the table in a spreadsheet.
    """

    name: str
    pattern: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    where: str = "true"
    sheet_pattern: str = ""
    header_cell: str = ""
    period_end: str = ""

    @property
    def table(self) -> str:
        return f"raw_{self.name}"


@dataclass(frozen=True)
class Publication:
    """A publication, its files, and the staging SELECTs that read them.

    `staging` names the files of sql/staging and the table of `STAGED_SHAPES` (build.py) that each one's rows go to.
    `live` says where a refresh finds it, None where it comes from a folder only. `usual_months` are those in which a
    release usually comes out, the first one of the year's releases first; none where there is no rhythm.
    """

    slug: str
    title: str
    publisher: str
    module: str
    url: str
    datasets: tuple[Dataset, ...]
    staging: dict[str, str]
    live: Ees | GovUk | None = None
    usual_months: tuple[int, ...] = ()

    def dataset(self, name: str) -> Dataset:
        return next(dataset for dataset in self.datasets if dataset.name == name)

    def dataset_of(self, filename: str) -> Dataset | None:
        return next((d for d in self.datasets if re.search(d.pattern, filename, re.IGNORECASE)), None)


DFE_COLUMNS = (
    Column("time_period", kind="year"),
    Column("geographic_level"),
    Column("country_code"),
    Column("region_code"),
    Column("region_name"),
    Column("old_la_code", kind="area"),
    Column("new_la_code"),
    Column("la_name"),
)
DFE_KEY = ("time_period", "geographic_level", "region_code", "old_la_code")
DFE_LEVELS = "geographic_level in ('National', 'Regional', 'Local authority')"


def dfe_dataset(
    name: str,
    pattern: str,
    *columns: Column,
    breakdown: tuple[str, ...] = (),
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    ends: tuple[int, int] = (3, 31),
) -> Dataset:
    """A DfE file: the columns that all of them have and the ones given.

    `breakdown` names what tells rows of one area and period apart; `ends` is the month and day that a year stands for.
    """
    return Dataset(
        name=name,
        pattern=pattern,
        columns=(*DFE_COLUMNS, *columns),
        key=(*DFE_KEY, *breakdown),
        labels=labels or {},
        where=DFE_LEVELS,
        period_end=f"make_date(period_year(time_period), {ends[0]}, {ends[1]})",
    )


def read(
    path: Path, label: str, publication: Publication, dataset: Dataset, con: duckdb.DuckDBPyConnection
) -> pd.DataFrame:
    """Read a file into text columns named as the staging SQL expects them, with `file_row`.

    `con` must have the macros of sql/macros.sql. `label` names the file in errors.
    Raises a `FileProblem` when the file is not what its publication's module says; the message names the row.
    """
    raw = (
        tables.read_sheet(path, label, dataset.sheet_pattern, dataset.header_cell, _edit(publication))
        if dataset.sheet_pattern and path.suffix.lower() != ".csv"
        else tables.read_csv(path, label)
    )
    frame = _renamed(raw, label, publication, dataset)
    for name, labels in dataset.labels.items():
        frame = _labelled(frame, label, publication, name, labels)
    con.execute(
        f"create or replace temp table candidate as select * from frame where {dataset.where} order by file_row"
    )
    frame = con.table("candidate").df()
    if frame.empty:
        raise errors.SourceChanged(
            label, f"rows where {dataset.where}", "none among the rows of the file", _edit(publication)
        )
    _check_keys(frame, label, dataset)
    _check_cells(label, publication, dataset, con)
    return frame


def newest_period_end(frame: pd.DataFrame, dataset: Dataset, con: duckdb.DuckDBPyConnection) -> date | None:
    """The latest period that a frame of `read` describes, as a date, or None for a file without periods."""
    if not dataset.period_end:
        return None
    return con.sql(f"select max({dataset.period_end}) from frame").fetchall()[0][0]


def _edit(publication: Publication) -> str:
    return f"If the publisher renamed it, add the new name to sources/{publication.module}.py."


def _renamed(raw: pd.DataFrame, label: str, publication: Publication, dataset: Dataset) -> pd.DataFrame:
    found = {tables.normalise(name): name for name in reversed(raw.columns)}
    columns = {}
    for column in dataset.columns:
        name = next((found[n] for n in map(tables.normalise, column.accepted) if n in found), None)
        if name is None and not column.optional:
            raise errors.SourceChanged(
                label,
                f"a column for '{column.name}' (looked for {', '.join(column.accepted)})",
                f"columns {_nearest(raw.columns.drop('file_row'), column.accepted[0])}",
                _edit(publication),
            )
        columns[column.name] = raw[name].map(tables.as_text) if name else None
    return pd.DataFrame({**columns, "file_row": raw["file_row"]})


def _nearest(names: pd.Index, wanted: str, most: int = 12) -> str:
    """The names most like the wanted one, so that a renamed column can be seen among five hundred."""
    # Comparing takes a time that grows with both: a header of a million letters is no name.
    near = sorted(
        (name[:80] for name in names[:2000]),
        key=lambda name: -SequenceMatcher(None, tables.normalise(name), tables.normalise(wanted)).ratio(),
    )
    return ", ".join(near[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _labelled(
    frame: pd.DataFrame, label: str, publication: Publication, column: str, labels: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    ours = {tables.normalise(spelling): name for name, spellings in labels.items() for spelling in spellings}
    mapped = frame[column].map(lambda text: ours.get(tables.normalise(text)))
    for name, spellings in labels.items():
        if not (mapped == name).any():
            present = ", ".join(f"'{text}'" for text in frame[column].unique()[:8])
            raise errors.SourceChanged(
                label,
                f"rows for '{name}' (looked for {' or '.join(repr(s) for s in spellings)})",
                f"{column} is {present}",
                _edit(publication),
            )
    return frame.assign(**{column: mapped})[mapped.notna()]


def _check_keys(frame: pd.DataFrame, label: str, dataset: Dataset) -> None:
    repeated = frame[frame.duplicated(list(dataset.key))]
    if len(repeated):
        row = repeated.iloc[0]
        first = frame[(frame[list(dataset.key)] == row[list(dataset.key)]).all(axis=1)].iloc[0]
        key = ", ".join(f"{name} {row[name]}" for name in dataset.key if row[name])
        raise errors.DuplicateKey(
            label,
            f"one row for {key}",
            f"a second one (the first is row {first['file_row']})",
            DOWNLOAD_HINT,
            row=int(row["file_row"]),
        )


def _check_cells(label: str, publication: Publication, dataset: Dataset, con: duckdb.DuckDBPyConnection) -> None:
    """Raise for the first cell, column by column, that may not stand in table `candidate`."""
    firsts = ", ".join(
        f"min(file_row) filter ({column.name} is not null and ({KINDS[column.kind].bad.format(column.name)}))"
        for column in dataset.columns
    )
    rows = con.execute(f"select {firsts} from candidate").fetchall()[0]
    bad = next(((column, row) for column, row in zip(dataset.columns, rows, strict=True) if row is not None), None)
    if bad is None:
        return
    column, file_row = bad
    kind, name = KINDS[column.kind], column.name
    [(cell, number)] = con.execute(
        f"select {name}, number({name}) from candidate where file_row = {file_row}"
    ).fetchall()
    if kind.low is None:
        raise errors.SourceChanged(label, f"{kind.expected} in {name}", f"'{cell}'", _edit(publication), file_row)
    if number is not None:
        raise errors.OutOfRange(label, f"{name} {kind.expected}", cell, DOWNLOAD_HINT, file_row)
    raise errors.UnknownSymbol(
        label,
        f"a number or a known symbol (c, low, k, u, x, z, M, :) in {name}",
        f"'{cell}'",
        "Find its meaning in the publication's guidance and add it to cell_status in sql/macros.sql.",
        file_row,
    )
