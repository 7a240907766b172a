"""Made-up councils and figures in the shape of sql/README.md, for tests of shapes that real files may lose.

Nothing here is a publisher's figure.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from dashboard.model import Area, Comparison, Metric, Moment, Neighbour, Observation, Period, Place, View
from dashboard.peers import neighbours

METRIC = Metric(
    metric_id="empty_chairs",
    theme="People",
    name="Empty chairs",
    kind="number",
    unit="% of chairs",
    prefix="",
    suffix="%",
    decimals=1,
    polarity="lower",
    period_kind="day",
    interval_method="wilson",
    scale=100.0,
    numerator_label="empty chairs",
    denominator_label="chairs",
    count_noun="chairs",
    is_calculated=False,
    formula="empty chairs ÷ chairs",
    publication="chairs",
    publication_title="Chairs in England",
    publisher="DfE",
    definition="Chairs that nobody sits on.",
    distorts="Folding chairs.",
    does_not_show="Whether anybody wanted to sit.",
    question="How many chairs do we need?",
    on_summary=True,
    plain="**{about} in every 100** chairs were empty {when}.",
)
MONEY = METRIC._replace(
    metric_id="chair_cost", unit="£ a chair a year", prefix="£", suffix="", decimals=0, interval_method="none",
    period_kind="financial_year", polarity="context",
)  # fmt: skip
LATEST = Period(date(2025, 9, 30), "2025")
ENGLAND = Area("E92000001", "england", "England", "England", (), "country", None, None, None, None, (), False)
REGION = Area("E12000099", "midshire", "Midshire", "Midshire", (), "region", None, None, None, None, (), False)


def council(number: int, name: str, **more: object) -> Area:
    area = Area(
        area_code=f"{number:03}",
        slug=name.lower().replace(" ", "-"),
        name=name,
        short_name=name,
        aliases=(),
        type="unitary",
        region_code=REGION.area_code,
        region_name=REGION.short_name,
        valid_from=None,
        valid_to=None,
        succeeds=(),
        is_tiny=False,
    )
    return area._replace(**more)


OWN = council(1, "Ashford Vale")
OTHERS = tuple(council(10 + i, f"Neighbour {letter}") for i, letter in enumerate("ABCDEFGHIJ"))
FORMER = council(90, "Oldshire", valid_to=date(2023, 3, 31))
NEW = council(91, "Newshire", valid_from=date(2023, 4, 1), succeeds=("090",), aliases=("NSH",))

PEERS = neighbours("2025-05", [area.area_code for area in OTHERS])


def observation(area: Area, value: float | None, **more: object) -> Observation:
    found = Observation(
        area_code=area.area_code,
        period_end=LATEST.period_end,
        period_label=LATEST.period_label,
        value=value,
        status="published" if value is not None else "suppressed",
        numerator=value,
        denominator=100.0,
        interval_low=None if value is None else max(value - 3, 0),
        interval_high=None if value is None else value + 3,
        joint_with=None,
        is_calculated=False,
        release_id="chairs/2025/chairs.csv",
        councils_counted=None,
        councils_expected=None,
        councils_missing=(),
    )
    return found._replace(**more)


def comparison(**more: object) -> Comparison:
    found = Comparison(
        period_end=LATEST.period_end,
        neighbour_mean=10.0,
        neighbour_median=9.5,
        neighbour_min=5.5,
        neighbour_max=14.5,
        neighbour_count=10,
        position=1,
        position_of=11,
        region_value=12.0,
        england_value=11.0,
        verdict="higher",
        change=2.1,
        change_is_beyond_chance=False,
    )
    return found._replace(**more)


def place(area: Area, value: float | None, **more: object) -> Place:
    return Place(area, area.short_name, observation(area, value, **more))


def view(value: float | None = 16.25, **more: object) -> View:
    """Ashford Vale among ten neighbours from 5.5 to 14.5, mean 10; change a field to get another shape."""
    own = place(OWN, value)
    areas = {area.area_code: area for area in (OWN, *OTHERS, FORMER, NEW, ENGLAND, REGION)}
    fields = {
        "metric": METRIC,
        "council": OWN,
        "peers": PEERS,
        "period": LATEST,
        "is_latest": True,
        "own": own,
        "neighbours": tuple(place(area, 14.5 - i) for i, area in enumerate(OTHERS)),
        "missing": (),
        "same_return": None,
        "comparison": comparison(),
        "region": place(REGION, 12.0),
        "england": place(ENGLAND, 11.0),
        "trend": (Moment(LATEST, own.observation, comparison(), 12.0, 11.0),),
        "distribution": (),
        "changes": {OWN.area_code: 2.1},
        "caveats": (),
        "releases": (),
        "areas": areas,
    }
    return View(**(fields | more))


TYPES = """
create table metric (metric_id text, display_order int, theme text, name text, kind text, unit text, prefix text,
  suffix text, decimals int, polarity text, on_summary boolean, period_kind text, interval_method text,
  counts_rounded_to int, scale double, numerator_label text, denominator_label text, count_noun text,
  is_calculated boolean, formula text, publication text, publication_title text, publisher text, definition text,
  distorts text, does_not_show text, question text, plain text);
create table area (area_code text, slug text, name text, short_name text, aliases text[], type text,
  region_code text, region_name text, valid_from date, valid_to date, succeeds text[], is_tiny boolean);
create table population (area_code text, mid_year int, population_0_17 int);
create table neighbour (model text, area_code text, position int, neighbour_code text, closeness text);
create table observation (metric_id text, area_code text, period_end date, period_label text, value double,
  status text, numerator double, denominator double, interval_low double, interval_high double, joint_with text,
  is_calculated boolean, release_id text, councils_counted int, councils_expected int, councils_missing text[]);
create table comparison (metric_id text, area_code text, period_end date, model text, neighbour_mean double,
  neighbour_median double, neighbour_min double, neighbour_max double, neighbour_count int, position int,
  position_of int, region_value double, england_value double, verdict text, change double,
  change_is_beyond_chance boolean);
create table inspection (area_code text, framework text, inspection_type text, inspected_on date,
  published_on date, judgement text, grade text, grade_order int, release_id text);
create table deprivation (area_code text, edition text, imd_average_score double, imd_rank_of_average_score int,
  rank_of int, release_id text);
create table caveat (area_code text, publication text, metrics text[], period_from date, period_to date, words text, said_in text);
create table release (release_id text, publication text, publication_title text, release text, file text,
  publisher text, published date, retrieved timestamp, url text, sha256 text, bytes bigint, rows bigint,
  newest_period_end date, licence text, release_order int);
create table next_expected (publication text, year int, month int, day int, from_publisher boolean);
create table revision (metric_id text, area_code text, period_end date, release_id text, value double, status text,
  previous_release_id text, previous_value double, previous_status text, size double);
create table new_period (metric_id text, period_end date, release_id text, councils int);
create table council_change (metric_id text, area_code text, release_id text, change text);
create table acceptance (release_id text, reason text, accepted_at timestamp, overrode text);
create table build (built_at timestamp, pipeline_version text,
  checks struct(name text, passed boolean, must_hold boolean, detail text, publication text)[]);
"""


def write(path: Path, *, value: float = 16.25, neighbours: tuple[Neighbour, ...] = ()) -> Path:
    """A small database in the contract's shape, with one metric and Ashford Vale at `value`."""
    path.unlink(missing_ok=True)
    with duckdb.connect(path) as con:
        con.execute(TYPES)
        metric = METRIC._asdict() | {"display_order": 1, "scale": 100.0}
        _insert(con, "metric", metric)
        for area in (OWN, *OTHERS, FORMER, NEW, ENGLAND, REGION):
            _insert(con, "area", area._asdict())
        for row in (observation(OWN, value), *(observation(area, 5.5 + i) for i, area in enumerate(OTHERS))):
            _insert(con, "observation", {"metric_id": METRIC.metric_id, **row._asdict()})
        for row in neighbours:
            _insert(con, "neighbour", {"model": "2025-05", "area_code": OWN.area_code, **row._asdict()})
        con.execute("insert into build values ('2026-01-01', 'test', [])")
    return path


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    values = [list(value) if isinstance(value, tuple) else value for value in row.values()]
    con.execute(f"insert into {table} ({names}) values ({marks})", values)
