"""The metric registry: metrics.toml as frozen dataclasses, validated on load. The one place where metrics live."""

import re
import tomllib
from dataclasses import dataclass, fields
from math import isfinite
from pathlib import Path

from data_pipeline.sources import PUBLICATIONS

METRICS_FILE = Path(__file__).with_name("metrics.toml")
ALLOWED = {
    "theme": ("People", "Children", "Money", "Inspection"),
    "kind": ("number", "grade"),
    "polarity": ("lower", "higher", "context"),
    "period_kind": ("day", "year", "financial_year"),
    "interval": ("wilson", "byar", "none"),
    "publication": tuple(PUBLICATIONS),
}
# It is part of addresses, file names and the page's HTML.
ID = re.compile("[a-z][a-z0-9_]{0,59}")
# A sentence with a figure between ** and, before or after it, its date; nothing else in braces.
PLAIN = re.compile(
    r"(?=.*\{when\})(?=.*\*\*[^*]*\{(about|pounds|share|figure)\})(?:[^{}]|\{(?:when|about|pounds|share|figure)\})*\."
)
MAY_BE_EMPTY = {
    "prefix",
    "suffix",
    "numerator_label",
    "denominator_label",
    "count_noun",
    "formula",
    "measure",
    "numerator",
    "denominator",
    "plain",
}


class RegistryError(Exception):
    """metrics.toml says something that cannot be; the message names the entry, the key and what it may be."""


@dataclass(frozen=True)
class Metric:
    """One entry of metrics.toml. Keys and units: sql/README.md, table `metric`.

    A metric with a `measure` shows the publisher's own figure; with `numerator` and `denominator` it is calculated,
    as scale × numerator / denominator, for every release that does not publish the measure.
    """

    id: str
    theme: str
    name: str
    kind: str
    unit: str
    prefix: str
    suffix: str
    decimals: int
    polarity: str
    on_summary: bool
    period_kind: str
    interval: str
    scale: float
    numerator_label: str
    denominator_label: str
    count_noun: str
    formula: str
    publication: str
    measure: str
    numerator: str
    denominator: str
    definition: str
    distorts: str
    does_not_show: str
    question: str
    plain: str

    @property
    def is_calculated(self) -> bool:
        return bool(self.numerator)


def load(path: Path = METRICS_FILE) -> tuple[Metric, ...]:
    """Read and validate the registry, in display order.

    Raises `RegistryError` for a missing or unknown key, a value outside its list, an id used twice, or a metric
    that says neither what it measures nor how it is calculated.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("metric")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise RegistryError(f"{path.name}: expected TOML in UTF-8; found {problem}.") from problem
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RegistryError(f"{path.name}: expected a [[metric]] section for each metric.")
    metrics = tuple(_metric(entry) for entry in entries)
    ids = [metric.id for metric in metrics]
    twice = sorted({metric_id for metric_id in ids if ids.count(metric_id) > 1})
    if twice:
        raise RegistryError(f"{path.name}: id {', '.join(twice)} is used twice. Give each metric an id of its own.")
    return metrics


def _metric(entry: dict) -> Metric:
    name = entry.get("id", "(no id)")
    keys = {field.name for field in fields(Metric)}
    missing, unknown = sorted(keys - entry.keys()), sorted(entry.keys() - keys)
    if missing or unknown:
        raise RegistryError(
            f"metrics.toml, {name}: missing keys {missing or 'none'}; unknown keys {unknown or 'none'}. "
            "Every entry has exactly the keys of registry.Metric."
        )
    metric = Metric(**entry)
    for key, wanted in Metric.__annotations__.items():
        value = getattr(metric, key)
        if type(value) is not wanted and not (wanted is float and type(value) is int):
            raise RegistryError(f"metrics.toml, {name}: {key} is {value!r}; it must be of type {wanted.__name__}.")
    for key, allowed in ALLOWED.items():
        if getattr(metric, key) not in allowed:
            raise RegistryError(
                f"metrics.toml, {name}: {key} is '{getattr(metric, key)}'; it may be {', '.join(allowed)}."
            )
    if not ID.fullmatch(metric.id):
        raise RegistryError(f"metrics.toml, {name}: an id is of lower-case letters, digits and underscores.")
    if not (isfinite(metric.scale) and metric.scale > 0 and 0 <= metric.decimals <= 6):
        raise RegistryError(f"metrics.toml, {name}: scale must be above 0, and decimals from 0 to 6.")
    empty = [key for key in keys - MAY_BE_EMPTY if getattr(metric, key) == ""]
    if empty:
        raise RegistryError(f"metrics.toml, {name}: {', '.join(sorted(empty))} may not be empty.")
    if metric.kind == "number" and not (metric.measure or (metric.numerator and metric.denominator)):
        raise RegistryError(f"metrics.toml, {name}: give a measure, or both a numerator and a denominator.")
    if metric.on_summary and not PLAIN.fullmatch(metric.plain):
        raise RegistryError(
            f"metrics.toml, {name}: plain is {metric.plain!r}; Summary needs a sentence with {{when}} and one of "
            "{about}, {pounds}, {share} and {figure}, each word of weight between **."
        )
    return metric
