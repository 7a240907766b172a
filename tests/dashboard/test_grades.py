"""Inspection grades: the council's history with its parts, the neighbours' latest with their age, nothing averaged."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, choose, export, grade_table, grade_words, queries, state, store, theme, view
from dashboard.grade_model import GradeView

TODAY = date(2026, 11, 23)


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def shown(version: store.Version, council: str) -> GradeView:
    choice, messages = state.read({"council": council, "metric": "ofsted_overall"}, choose.options(version))
    assert messages == []
    return view.grades(version, choice)


def test_the_history_is_what_ofsted_s_list_holds(version):
    found = shown(version, "wolverhampton")
    grades = {each.judgement: each.grade for each in found.history if each.inspected_on == date(2022, 3, 28)}
    assert grades == {
        "Overall effectiveness": "Good",
        "The experiences and progress of children in care": "Good",
        "The experiences and progress of children who need help and protection": "Good",
        "The impact of leaders on social work practice with children and families": "Outstanding",
    }
    assert found.history[0].is_overall
    assert grade_words.history(found) == "Wolverhampton has one inspection in this list: Good (March 2022)."


def test_several_inspections_are_told_in_order(version):
    many = max(
        (area for area in choose.options(version).councils),
        key=lambda area: len({each.inspected_on for each in queries.inspections(version, (area.area_code,))}),
    )
    found = shown(version, many.slug)
    assert len(found.own) == 3
    text = grade_words.history(found)
    assert [text.index(f"{each.inspected_on:%B %Y}") for each in reversed(found.own)] == sorted(
        text.index(f"{each.inspected_on:%B %Y}") for each in found.own
    )


def test_the_timeline_has_a_row_a_judgement_and_every_grade_as_text(version):
    found = shown(version, "birmingham")
    for tokens in (theme.LIGHT, theme.DARK):
        figure = charts.timeline(**charts.inputs.timeline(found), theme=tokens)
        go.Figure(figure)
        rows = {each.judgement for each in found.history}
        assert len(figure["data"]) == len(rows)
        assert sum(len(trace["x"]) for trace in figure["data"]) == len(found.history)
        text = json.dumps(figure["layout"]["annotations"])
        assert all(each.grade.split()[0] in text for each in found.history)


def test_a_council_without_an_inspection_says_so_and_inherits_nothing(version):
    found = replace(shown(version, "cumberland"), history=())
    assert found.latest is None
    assert grade_words.history(found) == "Cumberland has had no inspection in this list."
    assert "Cumbria are not carried over" in " ".join(grade_words.details(found))
    assert "no grade in Ofsted’s list yet" in grade_words.headline(found)
    assert grade_table.latest(found, TODAY)["Grade"][0] == "no grade yet"


def test_the_neighbours_have_dates_and_age_and_the_oldest_is_named(version):
    found = shown(version, "wolverhampton")
    columns = grade_table.latest(found, TODAY)
    assert columns["Age"][0] == "4 years and 7 months"
    graded = [(area.short_name, each) for area, each in found.neighbours if each]
    name, oldest = min(graded, key=lambda pair: pair[1].inspected_on)
    text = grade_words.neighbours(found, TODAY)
    assert f"The oldest is {name}’s, inspected {grade_words.age(oldest.inspected_on, TODAY)} ago" in text
    assert not {"average", "mean"} & set(text.split())
    assert "The newest report in Ofsted’s list here is of 14 May 2025" in " ".join(grade_words.details(found))


@pytest.mark.parametrize(
    ("then", "words"),
    [(date(2026, 11, 23), "less than a month"), (date(2026, 10, 24), "less than a month"),
     (date(2026, 10, 23), "1 month"), (date(2025, 11, 23), "1 year"), (date(2025, 11, 24), "11 months"),
     (date(2022, 3, 28), "4 years and 7 months"), (date(2024, 2, 29), "2 years and 8 months")],
)  # fmt: skip
def test_an_age_is_in_whole_months(then, words):
    assert grade_words.age(then, TODAY) == words


@given(st.dates(date(2010, 1, 1), TODAY), st.dates(date(2010, 1, 1), TODAY))
def test_an_age_never_shrinks_with_an_earlier_date(one, other):
    def months(text: str) -> int:
        parts = text.replace(" and ", " ").split()
        return sum(int(n) * (12 if "year" in unit else 1) for n, unit in zip(parts[::2], parts[1::2], strict=True))

    early, late = sorted((one, other))
    ages = [grade_words.age(each, TODAY) for each in (early, late)]
    counted = [0 if "less" in text else months(text) for text in ages]
    assert counted[0] >= counted[1]


@pytest.mark.parametrize("council", ["wolverhampton", "cumberland", "isles-of-scilly"])
def test_both_tables_can_be_taken_away(version, council):
    found = shown(version, council)
    for file, size in (
        (grade_table.of_latest(found), 1 + len(found.neighbours)),
        (grade_table.of_history(found), len(found.history)),
    ):
        rows = list(csv.DictReader(io.StringIO(export.as_csv(file.lines()).removeprefix("\ufeff"))))
        assert len(rows) == size
        assert all(row["status"] in ("published", "no grade in this list") for row in rows)
        assert export.as_excel(file.lines(), file.about()).startswith(b"PK")
        assert file.name[0] == council
