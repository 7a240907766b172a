"""One council against any group of others, by the rules of `sql/marts/comparison.sql`. Pure.

DfE's models are compared in the database; a group that a reader puts together can only be compared here. A test
holds the two against each other for every council, metric, model and period.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import fmean, median

from dashboard.model import Comparison, Observation

ENOUGH = 5  # figures that an average needs (statistics.md, neighbour average)


def among(*, own: Observation | None, values: Sequence[float], base: Comparison) -> Comparison:
    """`base` with this group in place of its own: `values` are the group's figures, a joint return once.

    What does not depend on the group (region, England, change) stays as `base` has it.
    """
    is_enough = len(values) >= ENOUGH
    value = own.value if own else None
    is_placed = is_enough and value is not None
    return base._replace(
        neighbour_mean=fmean(values) if is_enough else None,
        neighbour_median=median(values) if is_enough else None,
        neighbour_min=min(values) if is_enough else None,
        neighbour_max=max(values) if is_enough else None,
        neighbour_count=len(values),
        position=1 + sum(theirs > value for theirs in values) if is_placed else None,
        position_of=len(values) + 1 if is_placed else None,
        verdict=_verdict(own, fmean(values) if is_enough else None),
    )


def _verdict(own: Observation | None, mean: float | None) -> str:
    if own is None or own.value is None:
        return "no_figure"
    if mean is None:
        return "too_few_neighbours"
    if own.interval_low is None or own.interval_high is None:
        return "no_interval"
    return "higher" if mean < own.interval_low else "lower" if mean > own.interval_high else "similar"


def nothing(period_end: date) -> Comparison:
    """A base for a council that no model holds."""
    return Comparison(period_end, None, None, None, None, 0, None, None, None, None, "no_figure", None, None)
