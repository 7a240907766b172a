"""Each SELECT of the app, asked for the first time and when it is kept; floor: the least that DuckDB takes for any."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks import figures
from benchmarks.figures import Figure
from dashboard import queries, store

TITLE = "Queries: first asked, and kept; floor: DuckDB's `select 1`"
MS = 5
COUNCILS = 40


def measure() -> list[Figure]:
    return of_database(store.version())


def of_database(version: store.Version, below: float = MS) -> list[Figure]:
    """Every query of a database that this process has not asked yet."""
    store.check(version)
    one = [_ms(store.rows, version, "select 1") for _ in range(50)]
    floor = sorted(one)[len(one) // 2]
    metrics = [metric.metric_id for metric in queries.metrics(version) if metric.kind != "grade"]
    councils = tuple(area.area_code for area in queries.areas(version) if area.is_council)[:COUNCILS]
    model = queries.models(version)[0]

    def first_and_kept(name: str, query: Callable[..., Any], every: Iterable[tuple[Any, ...]]) -> Iterable[Figure]:
        asked = list(every)
        for when in ("first", "kept"):
            times = [_ms(query, version, *arguments) for arguments in asked]
            yield figures.of(f"{name}: {when}", "ms", times, floor=floor, below=below)

    latest = [(metric, queries.periods(version, metric)[0].period_end) for metric in metrics]
    # The same file under another name: nothing is known about it yet.
    version = store.Version(f"{version}0")
    store.check(version)
    return [
        Figure("select 1", "ms", floor),
        *first_and_kept("a metric's observations", queries.observations, [(each, councils[:11]) for each in metrics]),
        *first_and_kept(
            "a metric's comparisons", queries.comparisons, [(each, councils[0], model) for each in metrics]
        ),
        *first_and_kept("a council's neighbours", queries.neighbours, [(model, each) for each in councils]),
        *first_and_kept("England's councils in a period", queries.distribution, latest),
        *first_and_kept("a metric's filled periods", queries.filled_periods, [(each,) for each in metrics]),
        *first_and_kept("a period's councils", queries.council_figures, latest),
        *first_and_kept(
            "a council's place in every metric", queries.position, [(each, model, councils[:11]) for each in councils]
        ),
        *first_and_kept("inspections", queries.inspections, [(councils[:11],)]),
    ]


def _ms(query: Callable[..., Any], *arguments: Any) -> float:
    began = time.perf_counter()
    query(*arguments)
    return (time.perf_counter() - began) * 1000
