"""The database: missing, broken, older, replaced while the app runs, read by many at once."""

import os
import threading
from pathlib import Path

import duckdb
import pytest

from dashboard import queries, store
from tests.dashboard import made_up


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    return tmp_path


def own_value() -> float:
    found = queries.observations(store.version(), made_up.METRIC.metric_id, (made_up.OWN.area_code,))
    return found[0].value


def replace(data_dir: Path, value: float) -> None:
    """As a refresh does it: a new file beside the old one, then put in its place."""
    new = made_up.write(data_dir / "new.duckdb", value=value)
    os.replace(new, data_dir / store.FILE)


def test_no_database_says_where_it_was_looked_for(data_dir):
    with pytest.raises(store.NoFigures, match=r"no database at .*benchmarks\.duckdb"):
        store.version()


@pytest.mark.parametrize("content", [b"", b"<html>not a database</html>" * 100])
def test_a_file_that_is_no_database_is_said_to_be_unreadable(data_dir, content):
    (data_dir / store.FILE).write_bytes(content)
    with pytest.raises(store.NoFigures, match=r"cannot be read|another version"):
        store.check(store.version())


def test_an_older_schema_is_named(data_dir):
    made_up.write(data_dir / store.FILE)
    with duckdb.connect(data_dir / store.FILE) as con:
        con.execute("alter table metric drop column question; drop table caveat")
    with pytest.raises(store.NoFigures, match=r"another version .* metric\.question, caveat\.area_code"):
        store.check(store.version())


def test_a_replaced_database_is_read_at_the_next_rerun(data_dir):
    for value in (16.25, 20.0, 3.5):
        replace(data_dir, value)
        assert own_value() == value


def test_a_replaced_database_is_read_while_another_session_still_reads_the_old_one(data_dir):
    replace(data_dir, 1.0)
    old = store.version()
    with store.cursor(old) as cursor:
        replace(data_dir, 2.0)
        assert own_value() == 2.0
        value = cursor.execute("select value from benchmarks.observation where area_code = '001'").fetchone()
        assert value == (1.0,)


def test_what_was_known_of_a_replaced_database_is_forgotten(data_dir):
    replace(data_dir, 1.0)
    old = store.version()
    known = queries.areas(old)
    assert queries.areas(old) is known
    replace(data_dir, 2.0)
    queries.areas(store.version())
    assert queries.areas(old) is not known


def test_sessions_read_at_once_while_the_database_is_replaced(data_dir):
    replace(data_dir, 0.0)
    problems, stop = [], threading.Event()

    def read() -> None:
        last = 0.0
        while not stop.is_set():
            try:
                rows = store.rows(store.version(), "select value from benchmarks.observation where area_code = '001'")
                if rows[0][0] < last:
                    problems.append(f"{rows[0][0]} after {last}")
                last = rows[0][0]
            except Exception as problem:
                problems.append(repr(problem))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for value in range(1, 8):
        replace(data_dir, float(value))
        assert own_value() == value
    stop.set()
    for reader in readers:
        reader.join()
    assert problems == []


def test_nothing_can_be_written(data_dir):
    replace(data_dir, 1.0)
    with pytest.raises(duckdb.Error, match=r"read-only"):
        store.rows(store.version(), "delete from benchmarks.observation returning area_code")


def test_a_path_with_a_quote_is_opened(tmp_path, monkeypatch):
    folder = tmp_path / "it's here"
    folder.mkdir()
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(folder))
    replace(folder, 4.0)
    assert own_value() == 4.0


@pytest.mark.parametrize(
    "sql",
    [
        "insert into benchmarks.observation select * from benchmarks.observation",
        "drop table benchmarks.observation",
        "create table benchmarks.mine (a int)",
        "copy (select 1) to '{}/out.csv'",
        "copy benchmarks.area to '{}/out.parquet'",
        "export database '{}/out'",
        "attach '{}/other.duckdb'",
        "attach '{}/benchmarks.duckdb' as again",
        "attach ':memory:' as other; copy other.x from '{}/secret.csv'",
        "select * from read_csv('{}/secret.csv')",
        "select * from read_text('{}/secret.csv')",
        "select * from '{}/secret.csv'",
        "select * from glob('{}/*')",
        "select * from read_csv('https://example.org/x.csv')",
        "install httpfs",
        "load '{}/x.duckdb_extension'",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set allowed_directories = ['/']",
        "set lock_configuration = false",
        "set threads = 4",
    ],
)
def test_no_sql_reaches_past_the_open_database(data_dir, sql):
    replace(data_dir, 1.0)
    (data_dir / "secret.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        store.rows(store.version(), sql.format(data_dir))
    assert {path.name for path in data_dir.iterdir()} == {store.FILE, "secret.csv"}
    assert own_value() == 1.0
