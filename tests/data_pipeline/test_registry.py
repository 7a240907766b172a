"""The metric registry: nothing is half said, mistakes are named, and one entry is all that a new metric takes."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data_pipeline import build, registry
from data_pipeline.paths import EMBEDDED_SNAPSHOT
from data_pipeline.registry import METRICS_FILE, RegistryError

METRICS = registry.load()
TEXT = METRICS_FILE.read_text(encoding="utf-8")
# The first entry, vacancy_rate: one line a key.
ENTRY = "[[metric]]\n" + TEXT.split("[[metric]]\n")[1].strip() + "\n"
by_id = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)


@pytest.fixture(scope="module")
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(database / "benchmarks.duckdb"), read_only=True) as connection:
        yield connection


# What stands in metrics.toml


@by_id
def test_every_metric_says_what_it_is_in_sentences(metric):
    for key in ("definition", "distorts", "does_not_show", "question"):
        words = getattr(metric, key)
        assert len(words.split()) >= 6, f"{key}: {words}"
        assert words == words.strip() and words[0].isupper() and words[-1] in ".?”", f"{key}: {words}"
    assert metric.question.endswith("?")


@by_id
def test_every_metric_has_figures_from_a_publication_with_releases(con, metric):
    table = "inspection" if metric.kind == "grade" else "observation"
    where = (
        "judgement = 'Overall effectiveness'"
        if metric.kind == "grade"
        else f"metric_id = '{metric.id}' and value is not null"
    )
    publications = {
        row[0]
        for row in con.execute(
            f"select distinct publication from {table} inner join release using (release_id) where {where}"
        ).fetchall()
    }
    assert publications == {metric.publication}


@by_id
def test_every_metric_reaches_the_database_as_it_stands_in_the_registry(con, metric):
    found = con.execute("select * from metric where metric_id = ?", [metric.id])
    row = dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))
    renamed = {
        "id": "metric_id",
        "interval": "interval_method",
        "numerator": "numerator_measure",
        "denominator": "denominator_measure",
    }
    for key, value in vars(metric).items():
        column = renamed.get(key, key)
        assert row[column] == value or (value == "" and row[column] is None), column


@by_id
def test_unit_scale_and_interval_method_agree(metric):
    """Wilson's interval is for proportions, Byar's for rates per 10,000; both need counts to speak of."""
    if metric.interval != "none":
        assert metric.numerator_label and metric.count_noun
    assert (metric.suffix == "%") == metric.unit.startswith("%")
    assert (metric.prefix == "£") == metric.unit.startswith("£")
    if metric.interval == "wilson":
        assert metric.suffix == "%" and metric.scale == 100 and metric.denominator_label
    if metric.interval == "byar":
        assert metric.scale == 10_000


@pytest.mark.parametrize("theme", ["People", "Children", "Money"])
def test_each_page_of_the_summary_has_four_metrics(theme):
    assert len([metric.id for metric in METRICS if metric.theme == theme and metric.on_summary]) == 4


def test_the_summary_s_metrics_are_those_of_its_three_pages():
    themes = Counter(metric.theme for metric in METRICS if metric.on_summary)
    assert themes == {"People": 4, "Children": 4, "Money": 4}


def test_names_and_ids_are_used_once():
    for key in ("id", "name"):
        values = Counter(getattr(metric, key) for metric in METRICS)
        assert max(values.values()) == 1, values.most_common(1)


def test_grades_are_never_averaged():
    grade = next(metric for metric in METRICS if metric.kind == "grade")
    assert (grade.interval, grade.numerator, grade.denominator, grade.measure) == ("none", "", "", "")


# Mistakes in metrics.toml


def with_line(key: str, line: str, entry: str = ENTRY) -> str:
    """An entry with the line of one key replaced."""
    entry, count = re.subn(rf"^{key} = .*$", lambda _: line, entry, count=1, flags=re.MULTILINE)
    assert count == 1, f"no line for {key}"
    return entry


def changed(**values: object) -> str:
    """The first entry with other values. What JSON calls a string, number or boolean TOML calls the same."""
    entry = ENTRY
    for key, value in values.items():
        entry = with_line(key, f"{key} = {json.dumps(value, ensure_ascii=False)}", entry)
    return entry


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(with_line("question", ""), ["missing", "question"], id="missing key"),
        pytest.param(with_line("question", 'questoin = "Why?"'), ["question", "questoin"], id="misspelt key"),
        pytest.param(ENTRY + 'colour = "red"\n', ["unknown", "colour"], id="unknown key"),
        pytest.param(with_line("id", ""), ["(no id)", "missing", "id"], id="no id"),
        pytest.param(changed(theme="Peopel"), ["theme", "Peopel", "People"], id="theme"),
        pytest.param(changed(kind="rate"), ["kind", "rate", "number, grade"], id="kind"),
        pytest.param(changed(polarity="down"), ["polarity", "down", "lower, higher, context"], id="polarity"),
        pytest.param(changed(period_kind="week"), ["period_kind", "week", "day, year"], id="period"),
        pytest.param(changed(interval="wald"), ["interval", "wald", "wilson, byar, none"], id="interval"),
        pytest.param(changed(publication="csww"), ["publication", "csww", "children-in-need"], id="publication"),
        pytest.param(changed(definition=""), ["definition", "empty"], id="no definition"),
        pytest.param(changed(name=""), ["name", "empty"], id="no name"),
        pytest.param(changed(measure=""), ["measure", "numerator"], id="neither measure nor numerator"),
        pytest.param(changed(measure="", numerator="population.children_0_17"), ["denominator"], id="numerator alone"),
        pytest.param(ENTRY + ENTRY, ["twice"], id="id twice"),
    ],
)
def test_a_mistake_is_named_with_its_entry_and_key(tmp_path, text, names):
    path = tmp_path / "metrics.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        registry.load(path)
    entry = [] if "(no id)" in names else ["vacancy_rate"]
    for name in [*entry, *names]:
        assert name in str(error.value)


@pytest.mark.parametrize(
    "values", [{"decimals": "one"}, {"decimals": 1.5}, {"scale": "per cent"}, {"on_summary": "no"}], ids=str
)
def test_a_value_of_the_wrong_type_is_named_with_its_entry_and_key(tmp_path, values):
    path, key = tmp_path / "metrics.toml", next(iter(values))
    path.write_text(changed(**values), encoding="utf-8")
    with pytest.raises(RegistryError, match=f"vacancy_rate.*{key}"):
        registry.load(path)


# A new metric

MADE_UP = changed(
    id="moves_per_child",
    theme="Children",
    name="New placements for each child in care",
    unit="placements per child",
    suffix="",
    decimals=2,
    polarity="context",
    on_summary=False,
    period_kind="year",
    interval="none",
    scale=1,
    numerator_label="new placements",
    denominator_label="children in care on 31 March",
    formula="new placements ÷ children in care",
    publication="children-looked-after-in-england-including-adoptions",
    measure="",
    numerator="children_looked_after.placements_total",
    denominator="children_looked_after.cla_count",
)


@pytest.fixture(scope="module")
def with_made_up_metric(tmp_path_factory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database built from the snapshot with one registry entry more."""
    folder = tmp_path_factory.mktemp("made-up")
    metrics_file = folder / "metrics.toml"
    metrics_file.write_text(TEXT + "\n" + MADE_UP, encoding="utf-8")
    with (
        build.new_database([], {}, EMBEDDED_SNAPSHOT, folder / "benchmarks.duckdb", metrics_file=metrics_file) as (
            path,
            _,
        ),
        duckdb.connect(str(path), read_only=True) as connection,
    ):
        yield connection


def test_one_registry_entry_makes_a_metric(with_made_up_metric):
    row = with_made_up_metric.execute(
        "select name, display_order, is_calculated, publisher, formula from metric where metric_id = 'moves_per_child'"
    ).fetchone()
    assert row == (
        "New placements for each child in care", len(METRICS) + 1, True, "DfE", "new placements ÷ children in care"
    )  # fmt: skip


def test_a_new_metric_is_calculated_for_councils_regions_and_england(with_made_up_metric):
    """Wolverhampton's and England's counts for 2025 are in the publisher's files of that release."""
    rows = with_made_up_metric.execute(
        "select area_code, value, numerator, denominator from observation "
        "where metric_id = 'moves_per_child' and period_label = '2025' and area_code in ('336', 'E12000005', 'E92000001') "
        "order by area_code"
    ).fetchall()
    assert [row[0] for row in rows] == ["336", "E12000005", "E92000001"]
    assert all(value == pytest.approx(numerator / denominator) for _, value, numerator, denominator in rows)
    assert rows[2][2:] == (90_930, 81_770)


def test_a_new_metric_is_compared_with_neighbours(with_made_up_metric):
    compared = with_made_up_metric.execute(
        "select model, neighbour_count, position_of, verdict from comparison inner join area using (area_code) "
        "where metric_id = 'moves_per_child' and area_code = '336' and period_end = date '2025-03-31' order by model"
    ).fetchall()
    assert [row[0] for row in compared] == ["2021-04", "2025-05"]
    assert all(count >= 5 and of == count + 1 and verdict == "no_interval" for _, count, of, verdict in compared)


def test_a_new_metric_changes_no_other(con, with_made_up_metric):
    select = "select metric_id, count(*), sum(value), sum(numerator) from observation where metric_id <> 'moves_per_child' group by all order by all"
    assert with_made_up_metric.execute(select).fetchall() == con.execute(select).fetchall()
