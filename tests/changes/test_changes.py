"""What releases changed, from the snapshot's own history: 2023 beside 2025, and their words."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from changes import digest
from changes.since import changes_since
from data_pipeline.paths import PROJECT

CIN = "children-in-need"


@pytest.fixture(scope="module")
def con(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(database / "benchmarks.duckdb"), read_only=True) as connection:
        yield connection


def test_a_day_means_what_was_published_since(con):
    found = changes_since(con, "2026-01-01")
    dated = [(release.publication, release.published) for release in found.releases if release.published]
    assert dated == [
        ("stability-measures-for-children-looked-after-in-england", date(2026, 1, 21)),
        ("children-s-social-work-workforce", date(2026, 3, 19)),
    ]
    assert {period.release.publication for period in found.new_periods} == {name for name, _ in dated}
    assert any(release.publication == CIN for release in found.late), "loaded since then, though published before"


def test_a_release_means_that_one_and_the_later_ones_of_its_publication(con):
    assert [(r.publication, r.release) for r in changes_since(con, f"{CIN}/2025").releases] == [(CIN, "2025")]
    assert [r.release for r in changes_since(con, f"{CIN}/2023").releases] == ["2023", "2025"]


def test_revisions_are_the_two_releases_figures_that_differ(con):
    """Counted again from the history by a join of the two."""
    expected = con.execute(
        "with told as (select metric_id, area_code, period_end, release_order, value, status, decimals "
        "from observation_history inner join release using (release_id) inner join metric using (metric_id)) "
        "select one.metric_id, count(*) from told as one inner join told as other "
        "using (metric_id, area_code, period_end) where one.release_order = 1 and other.release_order = 2 "
        "and (one.status <> other.status or (round(one.value, one.decimals) <> round(other.value, one.decimals) "
        "and abs(one.value - other.value) >= 0.5 * 10.0 ** -one.decimals)) group by all order by all"
    ).fetchall()
    assert con.execute("select max(release_order) from release").fetchone() == (2,)
    assert con.execute("select metric_id, count(*) from revision group by all order by all").fetchall() == expected
    assert len(expected) > 5


def test_the_biggest_revision_comes_first(con):
    sizes = [figure.size for figure in changes_since(con, "2025-01-01").revised]
    numbers = [size for size in sizes if size is not None]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) > 100
    assert sizes[len(numbers) :] == [None] * (len(sizes) - len(numbers)), "changes of status come last"


def test_a_new_council_is_gained_and_a_former_one_is_lost(con):
    found = changes_since(con, "children-looked-after-in-england-including-adoptions/2025")
    assert {(change.area, change.change) for change in found.councils} == {
        ("Cumberland", "gained"),
        ("Westmorland and Furness", "gained"),
        ("Cumbria", "lost"),
    }


@pytest.mark.parametrize("name", ["wolverhampton", "Wolverhampton", "336", " WOLVERHAMPTON "])
def test_one_council_by_name_address_or_code(con, name):
    found = changes_since(con, "2025-10-01", name)
    assert found.council == "Wolverhampton"
    assert {figure.area for figure in [*found.figures, *found.revised]} == {"Wolverhampton"}
    cla = next(figure for figure in found.figures if figure.metric == "Children in care")
    assert (cla.value, cla.period_end, cla.previous_value, cla.previous_period_end) == (
        73, date(2025, 3, 31), 78, date(2024, 3, 31),
    )  # fmt: skip


def test_what_there_is_not_is_named_with_what_there_is(con):
    with pytest.raises(ValueError, match=r"neither a day such as 2025-10-01 nor a release.*children-in-need/2023"):
        changes_since(con, "last month")
    with pytest.raises(ValueError, match=r"'Wolverhamton' is no council here\. Nearest: Wolverhampton"):
        changes_since(con, "2025-10-01", "Wolverhamton")


def test_the_words_for_an_email(con):
    words = digest.markdown(changes_since(con, "2025-10-01", "wolverhampton"))
    assert words.startswith("**Wolverhampton: what changed since 1 October 2025**\n")
    assert "Children in need 2025 (DfE, published 30 October 2025) has new figures:" in words
    assert "- Social worker vacancies, 30 September 2025: 16.3% (before, 30 September 2024: 19.6%)." in words
    assert (
        "- Cases per social worker, 30 September 2025: 13.8 cases per social worker who holds cases (FTE) (before, "
        "30 September 2024: 14.2)." in words
    )
    assert "- Referrals that came back within a year, year to 31 March 2025: " in words
    assert "- Spending on children’s social care per child, 2024-25: £" in words
    assert "(release 2023 → 2025)" in words
    assert not re.search(r"\b(None|nan)\b", words)


@pytest.mark.parametrize(
    ("council", "said"),
    [
        (
            "kingston-upon-thames",
            "Children's social work workforce is a joint return with Richmond upon Thames: both show",
        ),
        ("City of London", "City of London is so small that its figures say little"),
        ("Westminster", "There are no workforce figures"),
        ("Birmingham", "- Spending on children’s social care per child, 2024-25: not available"),
    ],
)
def test_what_the_dashboard_says_beside_a_figure_goes_with_it(con, council, said):
    found = changes_since(con, "2025-10-01", council)
    assert said in digest.markdown(found) and said.removeprefix("- ") in digest.text(found)


def test_words_about_a_release_name_it_as_its_publisher_does(con):
    found = changes_since(con, f"{CIN}/2025", "camden")
    assert digest.markdown(found).startswith("**Camden: what changed with Children in need 2025 and since**")
    assert "To know" not in digest.markdown(found)


def test_missing_is_said_by_name_and_never_zero(con):
    figure = changes_since(con, "2025-10-01", "wolverhampton").figures[0]
    assert digest.shown(figure, None, "suppressed") == "not shown, as the number is small"
    assert digest.shown(replace(figure, decimals=1, prefix="", suffix="%"), 0.25, "published") == "0.3%"
    assert digest.shown(replace(figure, decimals=0, prefix="£", suffix=""), 1234.5, "published") == "£1,235"


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "data_pipeline", "changes", "--data-dir", str(database), *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_command_prints_text_and_json(database):
    text = run(database, "--since", "2025-10-01").stdout
    assert "New periods:" in text and "Revised figures:" in text and "Councils gained or lost:" in text
    found = json.loads(run(database, "--since", "2025-10-01", "--format", "json").stdout)
    assert found["since"] == "2025-10-01" and found["revised"][0]["release"]["published"] >= "2025-10-01"
    wrong = run(database, "--since", "yesterday")
    assert wrong.returncode == 2 and "neither a day" in wrong.stderr
