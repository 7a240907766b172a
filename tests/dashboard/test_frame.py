"""The frame and its pages as Streamlit runs them, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from tests.dashboard import made_up

FRAME = Path(__file__).parents[2] / "dashboard" / "frame.py"


def run(**parameters: str) -> AppTest:
    app = AppTest.from_file(FRAME, default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def benchmark(**parameters: str) -> AppTest:
    return run(**parameters).switch_page("../pages/benchmark.py").run()


def words_of(app: AppTest) -> str:
    kinds = (app.title, app.header, app.markdown, app.caption)
    return plain(" ".join(each.value for kind in kinds for each in kind))


def plain(markdown: str) -> str:
    return markdown.replace("\\", "")


@pytest.fixture
def data_dir(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(tmp_path))
    return tmp_path


def test_without_a_database_the_page_says_what_to_run(data_dir):
    app = run()
    assert not app.exception
    assert app.title[0].value == "There are no figures to show yet"
    assert "python -m data_pipeline build" in app.code[0].value


def test_a_database_of_another_version_says_what_to_run(data_dir):
    (data_dir / store.FILE).write_bytes(b"not a database, but long enough to be looked at" * 50)
    app = run()
    assert not app.exception
    assert app.title[0].value == "There are no figures to show yet"


def test_a_made_up_metric_has_its_page(data_dir):
    made_up.write(data_dir / store.FILE)
    app = benchmark(council="ashford-vale", metric="empty_chairs")
    assert not app.exception
    assert "Empty chairs: 16.3% of chairs on 30 September 2025" in words_of(app)


def test_the_first_page_is_summary_whatever_figures_there_are(data_dir):
    made_up.write(data_dir / store.FILE)
    app = run(council="ashford-vale")
    assert not app.exception
    text = words_of(app)
    assert "16 in every 100</strong> chairs were empty on 30 September 2025" in text
    assert text.count("This database has no figures for this page.") == 2


def test_a_database_without_metrics_says_so(data_dir):
    import duckdb

    made_up.write(data_dir / store.FILE)
    with duckdb.connect(data_dir / store.FILE) as con:
        con.execute("delete from metric")
    app = run()
    assert not app.exception
    assert "no measure" in words_of(app)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [({"council": "atlantis"}, "no council called “atlantis”"), ({"council": "cumbria"}, "Cumbria ended on 31 March 2023"),
     ({"metric": "'; drop table area"}, "no measure called"), ({"period": "1066-10-14"}, "no figures for")],
)  # fmt: skip
def test_an_address_that_cannot_be_had_is_answered_with_words(database, monkeypatch, parameters, message):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    app = benchmark(**parameters)
    assert not app.exception
    assert message in app.warning[0].value
    assert "# How does " in words_of(app)


def test_every_metric_of_the_registry_has_a_page(database, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    from dashboard import queries

    for metric in queries.metrics(store.version()):
        app = benchmark(council="bcp", metric=metric.metric_id)
        assert not app.exception, metric.metric_id
        text = words_of(app)
        assert metric.name in text
        assert metric.question.split("?")[0][:40] in text
        assert "Source: " in text
        assert not [word for word in ("nan", "None") if word in text.split()]


def test_choosing_a_metric_writes_the_url(database, monkeypatch):
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    app = benchmark(council="hull", period="2024-09-30")
    app.selectbox(key="choose_metric").set_value("cla_rate").run()
    assert not app.exception
    assert app.query_params["metric"] in ("cla_rate", ["cla_rate"])
    assert app.query_params["council"] in ("hull", ["hull"])
    assert "period" not in app.query_params
    assert "## Children in care: " in words_of(app)
