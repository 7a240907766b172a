"""What releases have changed: new periods, revised figures, councils gained or lost, statuses.

A day means what publishers have released since, by the day of publication: a release that has none counts by the day
on which it was loaded. A release means that one, and the later ones of its publication.
"""

from dataclasses import dataclass, field
from datetime import date

import duckdb


@dataclass(frozen=True)
class Release:
    publication: str
    title: str
    publisher: str
    release: str
    published: date | None


@dataclass(frozen=True)
class Figure:
    """A new figure beside the period before, or a revised one beside the release before (`previous_…`)."""

    metric_id: str
    metric: str
    unit: str
    prefix: str
    suffix: str
    decimals: int
    period_kind: str
    area_code: str
    area: str
    period_end: date
    value: float | None
    status: str
    previous_value: float | None
    previous_status: str | None
    previous_period_end: date | None
    release: Release
    previous_release: str | None
    size: float | None


@dataclass(frozen=True)
class NewPeriod:
    metric_id: str
    metric: str
    period_end: date
    councils: int
    release: Release


@dataclass(frozen=True)
class CouncilChange:
    area_code: str
    area: str
    change: str
    metrics: int
    release: Release


@dataclass
class Changes:
    """What changed since `since`; `council` is empty for all of them. `late` were published before, but loaded since.

    `figures` are one council's newest figures, and `notes` what has to be known about them; `revised` come biggest
    first, in the spread of England's councils. `title` is the publication's where `since` is a release.
    """

    since: str
    council: str
    title: str = ""
    releases: list[Release] = field(default_factory=list)
    late: list[Release] = field(default_factory=list)
    new_periods: list[NewPeriod] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    revised: list[Figure] = field(default_factory=list)
    councils: list[CouncilChange] = field(default_factory=list)


WANTED = """
create or replace temp table wanted as
select release_id, publication, publication_title, publisher, release, published, release_order
from release
where coalesce(published, retrieved::date) >= $since and publication = coalesce($publication, publication)
"""
FIGURE = (
    "metric.metric_id, metric.name, metric.unit, metric.prefix, metric.suffix, metric.decimals, metric.period_kind, "
    "area.area_code, area.short_name"
)
RELEASE = "wanted.publication, wanted.publication_title, wanted.publisher, wanted.release, wanted.published"
NEW_PERIODS = f"""
select metric.metric_id, metric.name, new_period.period_end, new_period.councils, {RELEASE}
from new_period inner join wanted using (release_id) inner join metric using (metric_id)
order by wanted.published desc nulls last, metric.display_order, new_period.period_end desc
"""
FIGURES = f"""
select {FIGURE}, now.period_end, now.value, now.status, before.value, before.status, before.period_end, {RELEASE},
    null, null
from new_period
inner join wanted using (release_id)
inner join metric using (metric_id)
inner join observation as now
    on new_period.metric_id = now.metric_id and new_period.period_end = now.period_end and now.area_code = $area
inner join area on now.area_code = area.area_code
left join observation as before
    on now.metric_id = before.metric_id
    and now.area_code = before.area_code
    and before.period_end = cast(now.period_end - interval 1 year as date)
qualify now.period_end = max(now.period_end) over (partition by now.metric_id)
order by metric.display_order
"""
# What the dashboard says beside these figures: that they are joint or tell little, and caveats that publishers give.
NOTES = """
with told as (
    select now.*, metric.publication
    from new_period
    inner join wanted using (release_id)
    inner join metric using (metric_id)
    inner join observation as now
        on new_period.metric_id = now.metric_id and new_period.period_end = now.period_end and now.area_code = $area
    qualify now.period_end = max(now.period_end) over (partition by now.metric_id)
)
select distinct 1 as place, metric.publication_title || ' is a joint return with ' || area.short_name
    || ': both show the same figures.' as words
from told inner join metric using (metric_id) inner join area on told.joint_with = area.area_code
union
select 2, short_name || ' is so small that its figures say little: a handful of people can move them from nothing to '
    || 'everything.'
from area where area_code = $area and is_tiny and exists (from told)
union
select 3, caveat.words
from caveat inner join told using (area_code, publication)
where told.period_end between caveat.period_from and caveat.period_to
    and (coalesce(len(caveat.metrics), 0) = 0 or list_contains(caveat.metrics, told.metric_id))
order by all
"""
REVISED = f"""
select {FIGURE}, revision.period_end, revision.value, revision.status, revision.previous_value,
    revision.previous_status, revision.period_end, {RELEASE}, before.release, revision.size
from revision
inner join wanted using (release_id)
inner join release as before on revision.previous_release_id = before.release_id
inner join metric using (metric_id)
inner join area using (area_code)
where $area is null or revision.area_code = $area
order by revision.size desc nulls last, metric.display_order, area.short_name, revision.period_end
"""
COUNCILS = f"""
select area.area_code, area.short_name, council_change.change, cast(count(*) as integer), {RELEASE}
from council_change inner join wanted using (release_id) inner join area using (area_code)
where $area is null or council_change.area_code = $area
group by all
order by wanted.publication, wanted.release, council_change.change, area.short_name
"""


def changes_since(con: duckdb.DuckDBPyConnection, when: str, council: str = "") -> Changes:
    """What changed since a day or a release, for all councils or for one.

    Raises `ValueError` for a day, a release or a council that there is not; the message says what there is.
    """
    day, publication = _since(con, when)
    area, name = _council(con, council) if council else (None, "")
    con.execute(WANTED, {"since": day, "publication": publication})
    only_area = {"area": area}
    found = Changes(when, name)
    found.releases = [
        Release(*row) for row in con.execute(f"select distinct {RELEASE} from wanted order by 5, 1, 4").fetchall()
    ]
    if publication:
        found.title = f"{found.releases[0].title} {when.partition('/')[2]}"
    found.late = [
        Release(*row)
        for row in con.execute(
            "select distinct publication, publication_title, publisher, release, published from release "
            "where published < $since and retrieved::date >= $since and $publication is null order by 5, 1, 4",
            {"since": day, "publication": publication},
        ).fetchall()
    ]
    found.new_periods = [NewPeriod(*[*row[:4], Release(*row[4:])]) for row in con.execute(NEW_PERIODS).fetchall()]
    found.figures = [_figure(row) for row in con.execute(FIGURES, only_area).fetchall()] if area else []
    found.notes = [words for _, words in con.execute(NOTES, only_area).fetchall()] if area else []
    found.revised = [_figure(row) for row in con.execute(REVISED, only_area).fetchall()]
    found.councils = [
        CouncilChange(*[*row[:4], Release(*row[4:])]) for row in con.execute(COUNCILS, only_area).fetchall()
    ]
    return found


def _figure(row: tuple) -> Figure:
    return Figure(*[*row[:15], Release(*row[15:20]), *row[20:]])


def _since(con: duckdb.DuckDBPyConnection, when: str) -> tuple[date, str | None]:
    try:
        return date.fromisoformat(when), None
    except ValueError:
        pass
    publication, _, release = when.partition("/")
    [(day,)] = con.execute(
        "select min(coalesce(published, retrieved::date)) from release where publication = ? and release = ?",
        [publication, release],
    ).fetchall()
    if day is None:
        there = con.execute("select distinct publication || '/' || release from release order by 1").fetchall()
        raise ValueError(
            f"'{when}' is neither a day such as 2025-10-01 nor a release. "
            f"Releases: {', '.join(row[0] for row in there)}."
        )
    return day, publication


def _council(con: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str]:
    row = con.execute(
        "select area_code, short_name from area where type not in ('region', 'country') and "
        "list_contains(list_transform(list_concat([area_code, slug, name, short_name], aliases), "
        "lambda name: lower(name)), lower(?))",
        [name.strip()],
    ).fetchone()
    if row is None:
        near = con.execute(
            "select short_name from area order by jaro_winkler_similarity(lower(short_name), lower(?)) desc limit 3",
            [name],
        ).fetchall()
        raise ValueError(f"'{name}' is no council here. Nearest: {', '.join(row[0] for row in near)}.")
    return row
