"""The layers of sql/: one SELECT a file, each reading only the layer before it; and sql/README.md tells the truth."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from data_pipeline import build, checks
from data_pipeline.paths import SQL
from data_pipeline.sources import PUBLICATIONS

LAYERS = ("staging", "reference", "marts")
FILES = sorted(path for layer in LAYERS for path in (SQL / layer).glob("*.sql"))
APP_FILES = sorted((SQL / "app").glob("*.sql"))
README = (SQL / "README.md").read_text(encoding="utf-8")

# What the build makes of Python's side: the registry, the reference files, the releases.
GIVEN = {
    "area_reference",
    "region_reference",
    "area_seen",
    "metric_entry",
    "caveat_entry",
    "release_row",
    "publication_title",
    "announced",
    "usual_month",
}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def syntax(path: Path) -> dict:
    """The file's syntax tree, as DuckDB parses it without looking any table up."""
    sql = path.read_text(encoding="utf-8")
    tree = json.loads(duckdb.execute("select json_serialize_sql($1::varchar)", [sql]).fetchone()[0])
    assert not tree["error"], f"{name(path)}: {tree}"
    return tree


def nodes(tree: object) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
        for branch in tree.values():
            yield from nodes(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from nodes(branch)


def steps(path: Path) -> list[str]:
    """The file's common table expressions, in order."""
    return [step["key"] for node in nodes(syntax(path)) for step in node.get("cte_map", {}).get("map", [])]


def tables_read(path: Path) -> set[str]:
    """Tables that the file reads, its own steps left out; with their schema where it names one."""
    return {
        ".".join(filter(None, (node["schema_name"], node["table_name"])))
        for node in nodes(syntax(path))
        if node.get("type") == "BASE_TABLE" and (node["schema_name"] or node["table_name"] not in steps(path))
    }


def words(path: Path) -> str:
    """The SQL without comments, text and quoted names."""
    return re.sub(r"--[^\n]*|'[^']*'|\"[^\"]*\"", " ", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(database / "benchmarks.duckdb"), read_only=True) as connection:
        yield connection


# The files


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_one_select(path):
    statements = duckdb.extract_statements(path.read_text(encoding="utf-8"))
    assert [statement.type for statement in statements] == [duckdb.StatementType.SELECT]


@pytest.mark.parametrize("path", [*FILES, *APP_FILES], ids=name)
def test_a_file_begins_with_its_grain(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r"-- One row per .+\.$", first), first


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_steps_and_ends_in_the_last_of_them(path):
    last_line = path.read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert re.fullmatch(rf"select \* from {steps(path)[-1]}( order by [a-z_, ]+)?", last_line), last_line


@pytest.mark.parametrize("path", [*FILES, *APP_FILES, SQL / "macros.sql"], ids=name)
def test_keywords_and_names_are_lower_case(path):
    assert re.findall(r"\b\w*[A-Z]\w*\b", words(path)) == []


@pytest.mark.parametrize("path", [*FILES, *APP_FILES], ids=name)
def test_nothing_is_ordered_or_grouped_by_a_number(path):
    assert re.findall(r"\b(?:order|group) by \d", words(path)) == []


# The layers


RAW = {dataset.table for publication in PUBLICATIONS.values() for dataset in publication.datasets}
STAGING_FILES = sorted((SQL / "staging").glob("*.sql"))
MART_FILES = sorted((SQL / "marts").glob("*.sql"))
REFERENCE_FILES = sorted((SQL / "reference").glob("*.sql"))


@pytest.mark.parametrize("path", STAGING_FILES, ids=name)
def test_staging_reads_raw_tables_and_the_councils_codes_only(path):
    assert tables_read(path) <= RAW | {"council_gss"}


def test_every_raw_table_is_read_by_the_staging_of_its_own_publication():
    for publication in PUBLICATIONS.values():
        read = set().union(*(tables_read(SQL / "staging" / f"{staged}.sql") for staged in publication.staging))
        assert read - {"council_gss"} == {dataset.table for dataset in publication.datasets}


@pytest.mark.parametrize("path", REFERENCE_FILES, ids=name)
def test_reference_reads_what_the_build_is_given(path):
    assert tables_read(path) <= GIVEN | {"council_gss", "release"}


@pytest.mark.parametrize("path", MART_FILES, ids=name)
def test_marts_read_staged_shapes_reference_and_earlier_marts_only(path):
    earlier = build.MARTS[: build.MARTS.index(path.stem)]
    assert tables_read(path) <= {*build.SHAPES, "metric", "area", "release", *earlier}


@pytest.mark.parametrize("path", APP_FILES, ids=name)
def test_the_app_reads_tables_of_the_contract_only(con, path):
    assert tables_read(path) <= {f"benchmarks.{table}" for table in columns(con)}


def test_every_file_is_built():
    assert {path.stem for path in MART_FILES} == set(build.MARTS)
    assert {path.stem for path in STAGING_FILES} == {
        staged for publication in PUBLICATIONS.values() for staged in publication.staging
    }


def test_every_staging_file_of_figures_gives_the_one_long_shape(con):
    long_shape = [
        "source", "measure", "area_code", "period_end", "period_label", "value", "status", "numerator", "denominator",
        "release_id",
    ]  # fmt: skip
    found = con.execute(
        "select column_name, data_type from duckdb_columns() where table_name = 'figure' order by column_index"
    )
    types = dict(found.fetchall())
    assert list(types) == long_shape
    assert (types["period_end"], types["value"], types["area_code"]) == ("DATE", "DOUBLE", "VARCHAR")


# The contract: sql/README.md and the database say the same


def columns(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The database's tables in `main`, each with its columns and their types."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'main' and not internal order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def sections() -> dict[str, str]:
    """The README's text about each table: a section of its own, or an item in a section of several."""
    found = {}
    for section in re.split(r"^## ", README, flags=re.MULTILINE)[1:]:
        heading, text = section.split("\n", 1)
        names = re.findall(r"`(\w+)`", heading)
        if len(names) == 1:
            found[names[0]] = text
        for item_name, item in re.findall(r"^- `(\w+)`: (.+)$", text, flags=re.MULTILINE):
            if item_name in names:
                found[item_name] = item
    return found


def documented(table: str) -> dict[str, str | None]:
    """The columns that the README names for a table, with the type where it gives one."""
    text = sections()[table]
    rows = re.findall(r"^\| (`.+?) \|(.*?)\|", text, flags=re.MULTILINE)
    if not rows:
        paragraph = text.strip().split("\n\n")[0]
        return dict.fromkeys(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", paragraph)))
    found: dict[str, str | None] = {}
    for cell, kinds in ((cell, kinds.strip()) for cell, kinds in rows):
        names = re.findall(r"`(\w+)`", cell)
        listed = kinds.split(", ") if len(names) == kinds.count(", ") + 1 else [kinds] * len(names)
        found.update(zip(names, (kind or None for kind in listed), strict=True))
    return found


def test_the_readme_lists_every_table_with_its_grain(con):
    listed = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", README.split("\n## ")[0], flags=re.MULTILINE)
    assert sorted(listed) == sorted(columns(con))


def test_the_readme_names_every_column_and_no_other(con):
    found = columns(con)
    assert sections()["observation_history"].strip().startswith("The columns of `observation`, ")
    assert found["observation_history"] == found["observation"]
    for table in found.keys() - {"observation_history"}:
        assert sorted(documented(table)) == sorted(found[table]), table


def test_the_readme_s_types_are_the_database_s(con):
    found = columns(con)
    for table in found.keys() - {"observation_history"}:
        for column, kind in documented(table).items():
            if kind:
                actual = re.sub(r"STRUCT\(.*\)", "STRUCT", found[table][column])
                assert re.sub(r"STRUCT\(.*\)", "STRUCT", kind) == actual, f"{table}.{column}"


def test_the_readme_s_structures_are_the_database_s(con):
    """`gss_codes` and `checks` hold structures: their parts are named in the order they have."""
    for table, column in (("area", "gss_codes"), ("build", "checks")):
        parts = re.search(rf"`{column}` (?:\| |\()STRUCT\((.+?)\)\[\]", README).group(1)
        actual = re.findall(r'[(,] ?"?(\w+)"? ', columns(con)[table][column])
        assert parts.split(", ") == actual


def test_a_uniqueness_check_backs_every_grain(con):
    # Caveats may overlap; the build is one row; most databases have accepted nothing.
    assert set(checks.GRAINS) == columns(con).keys() - {"caveat", "build", "acceptance"}


@pytest.mark.parametrize("table", sorted(checks.GRAINS))
def test_the_readme_s_grain_is_the_one_that_is_checked(con, table):
    """One row per key, counted here again."""
    rows, keys = con.execute(f"select count(*), count(distinct ({checks.GRAINS[table]})) from main.{table}").fetchone()
    assert rows == keys > 0


def test_the_statuses_are_those_of_the_readme(con):
    line = next(line for line in README.splitlines() if line.startswith("| `status` |"))
    allowed = set(re.findall(r"`(\w+)`", line)) - {"status"}
    assert {row[0] for row in con.execute("select distinct status from observation_history").fetchall()} <= allowed


def test_the_verdicts_are_those_of_the_readme(con):
    line = next(line for line in README.splitlines() if line.startswith("| `verdict` |"))
    allowed = set(re.findall(r"`(\w+)`", line)) - {"verdict"}
    assert {row[0] for row in con.execute("select distinct verdict from comparison").fetchall()} <= allowed
