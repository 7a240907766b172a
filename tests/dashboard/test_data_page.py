"""The Data page: its words and tables from a small database, and the page as Streamlit runs it."""

import csv
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest
from pyarrow import parquet
from streamlit.testing.v1 import AppTest

from dashboard import export, queries, store
from dashboard.data import choice as data_choice
from dashboard.data import queries as data_queries
from dashboard.data import refreshing, tables, whole, words
from dashboard.data.model import Acceptance, Check, Expected, ReleaseFile
from tests.dashboard import made_up
from tests.dashboard.test_frame import FRAME, plain, run, words_of

ROOT = FRAME.parents[1]
TODAY = date(2026, 2, 1)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two releases of chairs: the second revises one figure, loses another and brings a period."""
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    made_up.write(tmp_path / store.FILE)
    with duckdb.connect(tmp_path / store.FILE) as con:
        for year, published in (("2024", "2025-01-20"), ("2025", "2026-01-20")):
            con.execute(
                "insert into release select 'chairs/' || $1 || '/chairs.csv', 'chairs', 'Chairs in England', $1, 'chairs.csv', "
                "'DfE', $2::date, $2::timestamp, 'https://example.org', 'abcdef0123456789', 10, 1234, '2025-09-30', "
                "'Open Government Licence v3.0', $1::int - 2023",
                [year, published],
            )
        con.execute(
            "insert into revision values "
            "('empty_chairs', '001', '2024-09-30', 'chairs/2025/chairs.csv', 12.34, 'published', 'chairs/2024/chairs.csv', 11.0, 'published', 0.4), "
            "('empty_chairs', '010', '2024-09-30', 'chairs/2025/chairs.csv', null, 'suppressed', 'chairs/2024/chairs.csv', 5.0, 'published', null);"
            "insert into new_period values ('empty_chairs', '2025-09-30', 'chairs/2025/chairs.csv', 11);"
            "insert into council_change values ('empty_chairs', '091', 'chairs/2025/chairs.csv', 'gained');"
            "insert into next_expected values ('chairs', 2026, 11, null, false);"
            "update observation set value = null, status = 'suppressed' where area_code = '010';"
            "delete from observation where area_code = '011'"
        )
    return tmp_path


def files(*dated: tuple[str, str | None]) -> list[ReleaseFile]:
    return [
        ReleaseFile(
            "chairs",
            "Chairs",
            release,
            "a.csv",
            "DfE",
            day and date.fromisoformat(day),
            None,
            None,
            1,
            1,
            "a",
            "u",
            "OGL",
        )
        for release, day in dated
    ]


# Since when


def test_the_newest_release_s_day_is_the_default():
    found = data_choice.read("", files(("2025", "2026-01-20"), ("2024", "2025-01-20"), ("model", None)), TODAY)
    assert found == (
        "2026-01-20",
        {"2026-01-20": "20 January 2026: Chairs 2025", "2025-01-20": "20 January 2025: Chairs 2024"},
        "",
    )


@pytest.mark.parametrize("asked", ["2025-12-24", "chairs/2024"])
def test_any_day_and_any_release_can_be_asked_for(asked):
    value, offered, message = data_choice.read(asked, files(("2025", "2026-01-20"), ("2024", "2025-01-20")), TODAY)
    assert (value, message) == (asked, "") and value in offered


@pytest.mark.parametrize("asked", ["last month", "chairs/1066", "'; drop table area", "2026-13-01"])
def test_what_is_no_day_and_no_release_is_named_and_the_default_shown(asked):
    value, _, message = data_choice.read(asked, files(("2025", "2026-01-20")), TODAY)
    assert value == "2026-01-20"
    assert asked in message and "20 January 2026 is shown" in message


def test_a_database_of_undated_files_has_a_default():
    assert data_choice.read("", files(("model", None)), TODAY)[0] == "2026-02-01"


# Words


def test_the_next_release_is_said_with_what_is_known():
    assert words.next_release(None) == "–"
    assert words.next_release(Expected("chairs", 2026, 11, None, False)) == "usually in November"
    assert words.next_release(Expected("chairs", 2026, 11, None, True)) == "November 2026, says the publisher"
    assert words.next_release(Expected("chairs", 2026, 10, 29, True)) == "29 October 2026, says the publisher"


def test_a_check_that_did_not_pass_is_said_with_what_was_found():
    checks = [
        Check("all is well", True, True, "", ""),
        Check("as many chairs as before", False, False, "3 fewer", "chairs"),
    ]
    assert words.quality(checks, None) == "1 of 2 checks passed."
    assert words.failed(checks) == ["chairs: it is not so that as many chairs as before (3 fewer)."]
    assert tables.checks(checks)["Result"] == ["passed", "noted"]


def test_what_was_accepted_is_said_with_its_reason():
    accepted = [Acceptance("chairs/2025/chairs.csv", "they were counted anew", date(2026, 1, 21), "3 fewer")]
    [said] = words.acceptances(accepted)
    assert "21 January 2026, because “they were counted anew”" in said and said.endswith("3 fewer")


@pytest.mark.parametrize(
    ("code", "replaced", "said"),
    [(0, True, "are in place"), (0, False, "up to date"), (1, False, "Nothing was replaced"), (3, True, "refused or not reached"),
     (4, False, "Another refresh is running"), (-9, False, "broke off (exit code -9)")],
)  # fmt: skip
def test_each_way_a_refresh_can_end_is_said_in_words(code, replaced, said):
    assert said in words.ending(code, replaced=replaced)


# Tables and files, from the database


def test_what_changed_is_read_with_its_codes(data_dir):
    found = data_queries.changes(store.version(), "2026-01-01")
    assert (
        words.changed(found)
        == "Chairs in England 2025 brought 1 new period of a measure, 2 revised figures and 1 council gained or lost."
    )
    assert tables.revised(found.revised)["Was"] == ["11.0%", "5.0%"]
    assert tables.revised(found.revised)["Is"] == ["12.3%", "not shown, as the number is small"]
    lines = tables.revised_file("revised figures", "2026-01-01", found.revised).lines()
    assert lines[1] == [
        "empty_chairs", "Empty chairs", "% of chairs", "Ashford Vale", "001", date(2024, 9, 30), 11.0, "published", 12.34,
        "published", 0.4, "2024", "Chairs in England", "2025", date(2026, 1, 20),
    ]  # fmt: skip
    assert tables.new_periods_file(found).lines()[1][:4] == ["empty_chairs", "Empty chairs", date(2025, 9, 30), 11]
    assert tables.councils_file(found).lines()[1][:4] == ["Newshire", "091", "gained", 1]
    assert words.changed(data_queries.changes(store.version(), "2026-01-21")) == "Nothing has been released since."


def test_a_council_that_is_missing_is_counted_with_the_reason_and_never_as_nought(data_dir):
    version = store.version()
    found, metrics = data_queries.coverage(version), {made_up.METRIC.metric_id: made_up.METRIC}
    said = tables.coverage(found, metrics)
    assert said["Councils with a figure"] == ["9 of 12"], "Oldshire had ended, Newshire had begun"
    assert (
        plain(said["Without one"][0])
        == "2 not in the publication; 1 withheld by the publisher, because the numbers are small"
    )
    [(metric, covered)] = tables.missing_of(found, "010", metrics)
    assert (metric, covered.status) == (made_up.METRIC, "suppressed")
    assert tables.missing_of(found, "001", metrics) == []


def test_a_checksum_is_short_on_the_page_and_whole_in_the_file(data_dir):
    found, expected = data_queries.files(store.version()), data_queries.expected(store.version())
    assert tables.files(found)["Checksum"] == ["abcdef01"] * 2
    [line, _] = [dict(zip(*pair, strict=True)) for pair in _with_head(tables.files_file(found, expected).lines())]
    assert (line["sha256"], line["rows"], line["published"]) == ("abcdef0123456789", 1234, date(2026, 1, 20))
    assert line["next_release"] == "usually in November"


def _with_head(lines: export.Lines) -> list[tuple]:
    return [(lines[0], line) for line in lines[1:]]


# The whole data set


def test_every_form_of_the_data_set_opens_and_says_source_and_licence(database, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    version = store.version()
    count = data_queries.size(version)
    assert list(whole.offered(version)) == ["csv", "parquet", "xlsx"]
    rows = list(csv.DictReader(io.StringIO(whole.made(version, "csv").decode("utf-8-sig"))))
    table = parquet.read_table(io.BytesIO(whole.made(version, "parquet")))
    assert len(rows) == table.num_rows == count > 20_000
    assert table.column_names == list(rows[0])
    assert b"Open Government Licence v3.0" in table.schema.metadata[b"licence"]
    assert b"Department for Education" in table.schema.metadata[b"source"]
    assert all(row["licence"] and row["publication"] for row in rows)
    assert all((row["value"] == "") == (row["status"] != "published") for row in rows)
    workbook = openpyxl.load_workbook(io.BytesIO(whole.made(version, "xlsx")), read_only=True)
    assert workbook.sheetnames == ["Figures", "Metrics", "Releases", "About"]
    head, *figures = workbook["Figures"].iter_rows(values_only=True)
    assert len(figures) == count
    at = head.index("value")
    assert [row[at] for row in figures[:500]] == pytest.approx(
        [float(row["value"]) if row["value"] else None for row in rows[:500]]
    )
    assert any("Open Government Licence" in row[0] for row in workbook["About"].iter_rows(values_only=True))
    assert (
        whole.name(version, "parquet") == f"three-pages_all-figures_{queries.build(version).built_at:%Y-%m-%d}.parquet"
    )


def test_more_rows_than_a_sheet_holds_are_not_offered_as_excel(data_dir, monkeypatch):
    monkeypatch.setattr(whole, "MOST_EXCEL_ROWS", 9)
    assert list(whole.offered(store.version())) == ["csv", "parquet"]


# The digest: the page and the command line


@pytest.mark.parametrize("council", ["wolverhampton", "city-of-london", "cumberland", "surrey"])
@pytest.mark.parametrize("since", ["2025-10-01", "children-in-need/2025"])
def test_the_command_line_and_the_page_say_the_same(database, monkeypatch, council, since):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    app = page(council=council, since=since)
    command = ["changes", "--data-dir", str(database), "--since", since, "--council", council, "--format", "md"]
    printed = subprocess.run(
        [sys.executable, "-m", "data_pipeline", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert app.code[0].value == printed.stdout.removesuffix("\n")


# The page


def page(**parameters: str) -> AppTest:
    return run(**parameters).switch_page("../pages/data.py").run()


def test_the_page_shows_what_changed_what_is_loaded_and_what_is_missing(data_dir):
    app = page(council="neighbour-a", since="2026-01-01")
    assert not app.exception
    said = words_of(app)
    assert app.title[0].value == "What is new, and can it be trusted?"
    assert "brought 1 new period of a measure, 2 revised figures" in said
    assert "9 of 12 figures of councils are there" in said
    assert "Neighbour A has no figure in the newest period of 1 measure." in said
    assert app.code[0].value.startswith("**Neighbour A: what changed since 1 January 2026**")


@pytest.mark.parametrize("since", ["last month", "chairs/1066"])
def test_an_unknown_since_is_answered_with_words_and_the_default(data_dir, since):
    app = page(council="ashford-vale", since=since)
    assert not app.exception
    assert f"“{since}” is neither a day" in plain(app.warning[0].value)
    assert app.selectbox(key="choose_since").value == "2026-01-20"


def test_choosing_another_day_writes_the_address(data_dir):
    app = page(council="ashford-vale", metric="empty_chairs")
    app.selectbox(key="choose_since").set_value("2025-01-20").run()
    assert not app.exception
    assert app.query_params["since"] in ("2025-01-20", ["2025-01-20"])
    assert app.query_params["council"] in ("ashford-vale", ["ashford-vale"])


def test_a_database_without_a_release_has_its_page(tmp_path, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    made_up.write(tmp_path / store.FILE)
    app = page(council="ashford-vale")
    assert not app.exception
    assert "Nothing has been released since." in words_of(app)
    assert "holds no record of checks" in words_of(app)


def test_on_real_figures_no_word_of_the_page_is_a_missing_value(database, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    app = page(council="isles-of-scilly", since="2025-01-01")
    assert not app.exception
    cells = [str(cell) for table in app.table for column in table.value for cell in table.value[column]]
    assert len(cells) > 50
    assert not [word for text in [*cells, words_of(app)] for word in ("nan", "None", "NaT") if word in text.split()]


def test_a_refresh_is_a_command_unless_the_server_allows_it(data_dir, monkeypatch):
    app = page(council="ashford-vale")
    assert "python -m data_pipeline refresh" in [code.value for code in app.code]
    assert not [button for button in app.button if button.key == "refresh_now"]
    refreshing.start()
    assert refreshing.last() is None
    monkeypatch.setenv(refreshing.ALLOW, "1")
    app = page(council="ashford-vale")
    assert not app.button(key="refresh_now").disabled
