"""What a performance team starts from: a CSV in the right shape, and the metrics that it can name. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import format as fmt
from dashboard.export import Lines
from dashboard.local.sheet import COLUMNS
from dashboard.model import Area, Metric, Observation

_PERIODS = {"day": "on a day", "year": "year to a date", "financial_year": "financial year"}


def template(council: Area, figures: Sequence[tuple[Metric, Observation]]) -> Lines:
    """The header and, from a council's published figures, a line with a value and one with the counts behind it."""
    written: Lines = [list(COLUMNS)]
    valued = next(((metric, each) for metric, each in figures if each.value is not None), None)
    if valued:
        metric, each = valued
        value = float(fmt.rounded(each.value, metric.decimals))
        written.append([council.short_name, metric.metric_id, each.period_end, value, None, None])
    counted = next(
        (
            (metric, each)
            for metric, each in figures
            if (valued is None or metric != valued[0]) and each.numerator is not None and (each.denominator or 0) >= 1
        ),
        None,
    )
    if counted:
        metric, each = counted
        written.append([council.short_name, metric.metric_id, each.period_end, None, each.numerator, each.denominator])
    return written


def metrics(offered: Sequence[Metric]) -> Lines:
    """Every metric of numbers: its id, what it is called and counted in, and how it is calculated."""
    head: Lines = [["metric", "name", "unit", "period_end_is", "numerator", "denominator", "calculated_as"]]
    return head + [
        [
            metric.metric_id,
            metric.name,
            metric.unit,
            _PERIODS.get(metric.period_kind, metric.period_kind),
            metric.numerator_label,
            metric.denominator_label,
            metric.formula,
        ]
        for metric in offered
        if metric.kind == "number"
    ]
