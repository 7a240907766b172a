"""A council's own figures: what is taken, what is refused, and in which words."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard import export
from dashboard.local import reading, template
from dashboard.local.figure import LocalFigure
from dashboard.local.reading import MOST_LISTED, Reading
from dashboard.local.sheet import COLUMNS, MOST_BYTES, MOST_LINES
from tests.dashboard.made_up import METRIC, MONEY, NEW, OTHERS, OWN, observation

TODAY = date(2026, 11, 23)
HEADER = ",".join(COLUMNS)
GRADE = METRIC._replace(metric_id="chair_grade", name="Chair grade", kind="grade", suffix="")
RATE = METRIC._replace(metric_id="chair_rate", name="Chair rate", suffix="", decimals=0, scale=10_000.0)
METRICS = (METRIC, MONEY, RATE, GRADE)


def read(content: str | bytes) -> Reading:
    content = content.encode() if isinstance(content, str) else content
    return reading.read(content, file="own.csv", councils=(OWN, *OTHERS, NEW), metrics=METRICS, today=TODAY)


def line(**cells: str) -> str:
    """A file of one good line, but for these cells."""
    good = {"council": "Ashford Vale", "metric": "empty_chairs", "period_end": "31/10/2026", "value": "14.2"}
    return f"{HEADER}\n" + ",".join((good | cells).get(name, "") for name in COLUMNS) + "\n"


def figure(value: float, **more: object) -> LocalFigure:
    found = LocalFigure(OWN.area_code, METRIC.metric_id, date(2026, 10, 31), value, None, None, "own.csv")
    return found._replace(**more)


def test_a_good_line_is_a_figure():
    assert read(line()) == Reading("own.csv", (figure(14.2),))


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + line(),
        line().replace("\n", "\r\n"),
        line().replace("\n", "\r"),
        line().upper().replace("EMPTY_CHAIRS", "Empty chairs"),
        line(period_end="2026-10-31"),
        line(council='"ashford-vale"', metric="EMPTY CHAIRS", value=" 14.2 "),
        line(council="001"),
        "Period end,Value,Numerator,Denominator,Metric,Council\n31/10/2026,14.2,,,empty_chairs,Ashford Vale",
        f"{HEADER},,\n\nAshford Vale,empty_chairs,31/10/2026,14.2\n,,,,,\n",
    ],
)
def test_what_excel_and_people_make_of_a_line_is_the_same_figure(content):
    assert read(content).figures == (figure(14.2),)


def test_a_value_left_out_is_calculated_from_its_counts():
    found = read(line(value="", numerator="30", denominator="200"))
    assert found.figures == (figure(15.0, numerator=30.0, denominator=200.0),)


@pytest.mark.parametrize(
    ("value", "ok"), [("15", True), ("15.0", True), ("14.95", True), ("14.9", False), ("16", False)]
)
def test_a_value_agrees_with_its_counts_but_for_rounding(value, ok):
    found = read(line(value=value, numerator="30", denominator="200.4"))
    assert bool(found.figures) is ok


WRONG = {
    "an unknown council": ({"council": "Ashfrod Vale"}, "council", "“Ashfrod Vale”", "Did you mean “Ashford Vale”"),
    "no council": ({"council": ""}, "council", "an empty cell", "Fill in"),
    "an unknown metric": ({"metric": "empty_chair"}, "metric", "“empty_chair”", "Did you mean “empty_chairs”"),
    "a grade": ({"metric": "chair_grade"}, "metric", "which is a grade", "Leave this line out"),
    "a day there is not": (
        {"period_end": "31/09/2026"},
        "period_end",
        "a day that there is not",
        "the day comes first",
    ),
    "an American date": ({"period_end": "10/31/2026"}, "period_end", "a day that there is not", "the day comes first"),
    "a short year": ({"period_end": "31/10/26"}, "period_end", "“31/10/26”", "one of these two forms"),
    "a month in words": ({"period_end": "Oct 2026"}, "period_end", "“Oct 2026”", "one of these two forms"),
    "other digits": ({"period_end": "２０２６-10-31"}, "period_end", "２０２６", "one of these two forms"),
    "the future": ({"period_end": "2026-11-24"}, "period_end", "24 November 2026", "Check the year"),
    "before 2000": ({"period_end": "1999-12-31"}, "period_end", "31 December 1999", "Check the year"),
    "a per cent sign": ({"value": "14.2%"}, "value", "“14.2%”", "Remove the % sign"),
    "a pound sign": ({"value": "£14"}, "value", "“£14”", "Remove the currency sign"),
    "an underscore": ({"value": "1_000"}, "value", "“1_000”", "digits only"),
    "a comma": ({"value": '"1,000"'}, "value", "“1,000”", "digits only"),
    "an exponent": ({"value": "1.2E+05"}, "value", "“1.2E+05”", "in full"),
    "nan": ({"value": "nan"}, "value", "“nan”", "Missing is never zero"),
    "infinity": ({"value": "inf"}, "value", "“inf”", "Missing is never zero"),
    "an endless number": ({"value": "9" * 400}, "value", "“999", "Missing is never zero"),
    "Excel's error": ({"value": "#DIV/0!"}, "value", "“#DIV/0!”", "Missing is never zero"),
    "a letter for missing": ({"value": "c"}, "value", "“c”", "Missing is never zero"),
    "a negative number": ({"value": "-3"}, "value", "“-3”", "Check the figure"),
    "a formula": ({"value": "=A1/B1"}, "value", "a formula, “=A1/B1”", "paste it as values"),
    "a formula for a name": ({"council": "@SUM(1)"}, "council", "a formula", "paste it as values"),
    "a command": ({"metric": "=cmd|' /C calc'!A0"}, "metric", "a formula", "paste it as values"),
    "more than all": ({"value": "100.1"}, "value", "100.1", "Check the value"),
    "no figure at all": ({"value": ""}, "value", "an empty cell", "both the numerator and the denominator"),
    "half of the counts": ({"value": "", "numerator": "3"}, "value", "an empty cell", "Missing is never zero"),
    "nothing to divide by": ({"numerator": "3", "denominator": "0"}, "denominator", "0", "Missing is never zero"),
    "a part above the whole": ({"numerator": "9", "denominator": "3"}, "denominator", "3", "changed places"),
    "counts that say otherwise": ({"numerator": "1", "denominator": "2"}, "value", "14.2", "100 × numerator ÷ denom"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_cell_is_named_with_its_line_and_what_to_do(kind):
    cells, column, found, remedy = WRONG[kind]
    result = read(line(**cells))
    assert result.figures == ()
    (problem,) = result.problems
    assert (problem.line, problem.column) == (2, column)
    assert problem.expected
    assert found in problem.found
    assert remedy in problem.remedy


def test_a_rate_may_have_a_numerator_above_its_value():
    found = read(line(metric="chair_rate", value="", numerator="300", denominator="20000"))
    assert found.figures[0].value == 150.0


UNREADABLE = {
    "nothing": (b"", "an empty file"),
    "a mark and nothing": ("\ufeff\r\n".encode(), "an empty file"),
    "a header alone": (HEADER.encode(), "none"),
    "too large": (b"x" * (MOST_BYTES + 1), "5.0 MB"),
    "a workbook": (b"PK\x03\x04rest", "an Excel workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "an old Excel workbook"),
    "UTF-16": (line().encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (line().encode("utf-16-le"), "a NUL byte"),
    "Windows' encoding": (line(council="Ashford Vale’s").encode("cp1252"), "0x92"),
    "semicolons": (line().replace(",", ";").encode(), "semicolons"),
    "tabs": (line().replace(",", "\t").encode(), "tabs"),
    "an open quote": (line(council='"Ashford').encode(), "unexpected end of data"),
    "an endless cell": (line(council="x" * 200_000).encode(), "field larger"),
    "a column too many": (f"{HEADER},notes\n".encode(), "a column “notes”"),
    "columns without end": (",".join(f"c{i}" for i in range(100_000)).encode(), "100,000 columns"),
    "a column twice": (f"{HEADER},value\n".encode(), "“value” 2 times"),
    "a column too few": (HEADER.replace(",value", "").encode(), "no column “value”"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(kind):
    content, found = UNREADABLE[kind]
    result = read(content)
    assert result.figures == ()
    assert found in result.problems[0].found
    assert result.problems[0].remedy


def test_a_comma_in_a_number_is_a_cell_too_many():
    found = read(
        f"{HEADER}\nAshford Vale,chair_cost,31/03/2026,1,391,,\nAshford Vale,chair_cost,31/03/2026,1,391,400,5\n"
    )
    assert [(each.line, each.found) for each in found.problems if each.line == 3] == [(3, "7 cells")]


def test_more_lines_than_are_read_are_refused():
    days = (date(2000, 1, 1) + timedelta(days=i % 9000) for i in range(MOST_LINES + 1))
    found = read(f"{HEADER}\n" + "\n".join(f"00{1 + i // 9000},empty_chairs,{day},1,," for i, day in enumerate(days)))
    assert found.problems[0].expected == "at most 10,000 lines of figures"


def test_a_line_twice_names_both_lines():
    found = read(f"{line()}Ashford Vale,Empty chairs,2026-10-31,15,,\n")
    assert (found.problems[0].line, found.problems[0].found) == (3, "the same three as on line 2")


def test_lines_are_counted_as_in_the_file():
    found = read(f'{HEADER}\n\n"Ashford\nVale",empty_chairs,31/10/2026,14.2,,\nAshford Vale,empty_chairs,x,14.2,,\n')
    assert [(each.line, each.column) for each in found.problems] == [(5, "period_end")]


def test_every_problem_is_counted_and_the_first_are_listed_by_line():
    found = read(f"{HEADER}\n" + "Atlantis,nothing,never,x,,\n" * 1000)
    assert len(found.problems) == MOST_LISTED
    assert len(found.problems) + found.more == 4000
    lines = [each.line for each in found.problems]
    assert lines == sorted(lines)


def test_one_wrong_line_refuses_the_whole_file():
    assert read(f"{line()}Atlantis,empty_chairs,2026-09-30,15,,\n").figures == ()


CELLS = st.text() | st.sampled_from(
    [
        "Ashford Vale",
        "001",
        "empty_chairs",
        "chair_rate",
        "2026-10-31",
        "31/10/2026",
        "14.2",
        "0",
        "1e999",
        "=1",
        "nan",
        '"',
    ]
)


@given(
    st.binary() | st.text().map(str.encode) | st.lists(CELLS).map(lambda cells: f"{HEADER}\n{','.join(cells)}".encode())
)
@example(f"{HEADER}\n001,chair_rate,2026-10-31,,999999999999999.999999999999999,0.000000000000001".encode())
@example(f"{HEADER}\n001,chair_rate,2026-10-31,1,999999999999999.999999999999999,0.01".encode())
def test_whatever_the_bytes_are_the_answer_is_figures_or_problems(content):
    found = read(content)
    assert bool(found.figures) != bool(found.problems)
    assert all(each.expected and each.found and each.remedy for each in found.problems)


@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=5))
def test_whatever_the_cells_are_the_answer_is_figures_or_problems(rows):
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    found = read(text.getvalue().encode("utf-8", "ignore"))
    assert bool(found.figures) != bool(found.problems)


FIGURES = st.builds(
    LocalFigure,
    area_code=st.sampled_from([area.area_code for area in (OWN, *OTHERS)]),
    metric_id=st.sampled_from([METRIC.metric_id, MONEY.metric_id]),
    period_end=st.dates(date(2000, 1, 1), TODAY),
    value=st.decimals(0, 100, places=3).map(float),
    numerator=st.none(),
    denominator=st.none() | st.integers(1, 10**9).map(float),
    file=st.just("own.csv"),
)


@given(st.lists(FIGURES, min_size=1, unique_by=lambda figure: figure.key))
def test_figures_that_are_written_as_a_file_are_read_back_the_same(figures):
    rows = [list(COLUMNS), *([*figure[:-1]] for figure in figures)]
    assert read(export.as_csv(rows)).figures == tuple(figures)


def test_the_template_can_be_read_back():
    figures = [(METRIC, observation(OWN, 16.25, denominator=99.0)), (RATE, observation(OWN, 150.0, denominator=2000.0))]
    found = read(export.as_csv(template.template(OWN, figures)))
    assert [(each.metric_id, each.value, each.numerator) for each in found.figures] == [
        ("empty_chairs", 16.3, None),
        ("chair_rate", 750.0, 150.0),
    ]


def test_the_template_of_a_council_without_figures_is_a_header():
    assert template.template(OWN, [(METRIC, observation(OWN, None))]) == [list(COLUMNS)]


def test_the_list_of_metrics_has_every_metric_of_numbers():
    assert [row[0] for row in template.metrics(METRICS)] == ["metric", "empty_chairs", "chair_cost", "chair_rate"]
