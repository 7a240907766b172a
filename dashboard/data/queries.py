"""The SELECTs of the Data page, cached as in dashboard/queries.py."""

from __future__ import annotations

import streamlit as st

from changes.since import Changes, changes_since
from dashboard import store
from dashboard.data.model import Acceptance, Check, Covered, Expected, ReleaseFile
from dashboard.store import Version


@st.cache_resource(max_entries=4, show_spinner=False)
def files(version: Version) -> tuple[ReleaseFile, ...]:
    """Every published file that was loaded, newest release of each publication first."""
    return tuple(ReleaseFile(*row) for row in store.rows(version, store.sql("release_file")))


@st.cache_resource(max_entries=4, show_spinner=False)
def expected(version: Version) -> dict[str, Expected]:
    """The next release of each publication for which one can be foreseen."""
    columns = "publication, year, month, day, from_publisher"
    found = store.rows(version, f"select {columns} from benchmarks.next_expected order by publication")
    return {row[0]: Expected(*row) for row in found}


@st.cache_resource(max_entries=50, show_spinner=False)
def changes(version: Version, since: str, area_code: str = "") -> Changes:
    """What releases have changed since a day or a release, for all councils or for one."""
    with store.cursor(version) as cursor:
        cursor.execute("use benchmarks")
        return changes_since(cursor, since, area_code)


@st.cache_resource(max_entries=4, show_spinner=False)
def checks(version: Version) -> tuple[Check, ...]:
    """What was checked when the database was built."""
    found = store.rows(
        version,
        "with checked as (select unnest(checks) as result from benchmarks.build) "
        "select result.name, result.passed, result.must_hold, result.detail, result.publication from checked",
    )
    return tuple(Check(*row) for row in found)


@st.cache_resource(max_entries=4, show_spinner=False)
def accepted(version: Version) -> tuple[Acceptance, ...]:
    """Files that were loaded although checks failed."""
    columns = "release_id, reason, accepted_at, overrode"
    found = store.rows(version, f"select {columns} from benchmarks.acceptance order by accepted_at desc, release_id")
    return tuple(Acceptance(*row) for row in found)


@st.cache_resource(max_entries=4, show_spinner=False)
def coverage(version: Version) -> tuple[Covered, ...]:
    """Every metric's newest period and every council that there was in it, in the registry's order."""
    return tuple(Covered(*row) for row in store.rows(version, store.sql("coverage")))


@st.cache_resource(max_entries=4, show_spinner=False)
def size(version: Version) -> int:
    """How many rows the whole data set has."""
    return store.rows(version, "select count(*) from benchmarks.observation")[0][0]
