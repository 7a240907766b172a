"""What readers send, attacked: addresses, uploads, names; and what goes out again: files, Markdown and HTML.

A target takes bytes. No function here may raise at all.
"""

import csv
import io
import math
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qsl

import openpyxl
from markdown_it import MarkdownIt

from dashboard import export, relationship_state, spark, state, theme
from dashboard import format as fmt
from dashboard.data import choice as since
from dashboard.data.model import ReleaseFile
from dashboard.local import reading, table
from dashboard.model import Period
from dashboard.relationship_state import Offer
from dashboard.state import Options
from dashboard.summary_model import Point
from tests.dashboard.made_up import FORMER, METRIC, MONEY, NEW, OTHERS, OWN, REGION

TODAY = date(2026, 11, 23)
RATE = METRIC._replace(metric_id="chair_rate", name="Chair rate", suffix="", decimals=0, scale=10_000.0)
GRADE = METRIC._replace(metric_id="chair_grade", name="Chair grade", kind="grade", suffix="")
METRICS = (METRIC, MONEY, RATE, GRADE)
COUNCILS = (OWN, *OTHERS, NEW)
OPTIONS = Options(
    areas=(*COUNCILS, FORMER, REGION),
    metrics=METRICS,
    models=("2025-05", "2021-04"),
    periods=lambda _: (Period(date(2025, 9, 30), "2025"), Period(date(2024, 9, 30), "2024")),
)
OFFER = Offer(METRICS, (REGION,), None, (date(2018, 2, 1), date(2025, 12, 31)))
FILES = [ReleaseFile("chairs", "Chairs", "2025", "c.csv", "DfC", date(2025, 10, 1), *[None] * 6, "OGL")]
LONGEST_MESSAGE = 500


def upload(data: bytes) -> None:
    """A council's own figures, as a file of any bytes."""
    found = reading.read(data, file="own.csv", councils=COUNCILS, metrics=METRICS, today=TODAY)
    assert not (found.figures and found.problems) and (found.figures or found.problems)
    assert len(found.problems) <= reading.MOST_LISTED
    for figure in found.figures:
        for value in (figure.value, figure.numerator, figure.denominator):
            assert value is None or (math.isfinite(value) and value >= 0), figure
        assert figure.metric_id != METRIC.metric_id or figure.value <= 100.0000001, figure
        assert figure.denominator != 0 and reading.date(2000, 1, 1) <= figure.period_end <= TODAY
    for cells in table.problems(found).values():
        assert all(len(cell) < 2 * LONGEST_MESSAGE and cell.isprintable() for cell in cells), cells


def address(data: bytes) -> None:
    """The query of a page's address."""
    try:
        parameters = dict(parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return  # more fields than a browser is served
    choice, messages = state.read(parameters, OPTIONS)
    question, more = relationship_state.read(parameters, choice, OFFER)
    day, offered, message = since.read(parameters.get("since", ""), FILES, TODAY)
    assert choice.council in COUNCILS and choice.metric in METRICS and choice.model in OPTIONS.compared_with
    assert len(choice.group) <= 20 and question is not None and day in offered
    for text in (*messages, *more, message):
        assert len(text) < LONGEST_MESSAGE and text.isprintable(), text
    # Where it leads is there, and stays.
    again, said = state.read(choice.parameters, OPTIONS)
    assert again == choice and len(said) <= len(messages), said
    same, said = relationship_state.read(question.parameters(choice), choice, OFFER)
    assert same == question and not said, said


def files(data: bytes) -> None:
    """A table with any text in it, as CSV and as Excel, and its name."""
    cells = data.decode("utf-8", "replace").split("\x1f")
    lines = [["area", "value"], *([cell, 1.5] for cell in cells)]
    read = list(csv.reader(io.StringIO(export.as_csv(lines).removeprefix("\ufeff"), newline="")))
    assert len(read) == len(lines)
    for (written, _), cell in zip(read[1:], cells, strict=True):
        assert not re.match(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r\n]", written), written
        assert written.removeprefix("'") == cell.removeprefix("'")
    workbook = openpyxl.load_workbook(io.BytesIO(export.as_excel(lines, cells, {"More": lines})))
    for sheet in workbook:
        assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet for cell in row)
    name = export.file_name(*cells, ending="csv")
    assert re.fullmatch(r"[\w.-]{1,200}\.csv", name, re.ASCII) and ".." not in name, name


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Tags(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def markup(data: bytes) -> None:
    """A name, as Markdown and as the SVG of a small chart: it stays text, and no mark of it becomes anything else."""
    text = " ".join(state.echo(data.decode("utf-8", "replace")).split())
    shown = _Tags(_MARKDOWN.render(fmt.escaped(text)))
    assert shown.tags <= {"p"} and shown.text.strip() == text, (text, shown.tags, shown.text)
    points = [Point(text, date(2025, 9, 30), 3.0, 1.0, 5.0, 3.0, 2.0)]
    drawn = _Tags(spark.spark(points, metric=METRIC._replace(prefix=text, suffix=text), theme=theme.LIGHT))
    assert drawn.tags <= {"svg", "text", "tspan", "circle", "line", "polyline", "polygon", "rect", "title", "g"}
    assert not any(name.startswith("on") for name in drawn.attributes)


def upload_seeds() -> list[bytes]:
    head = "council,metric,period_end,value,numerator,denominator\n"
    lines = (
        "Ashford Vale,empty_chairs,31/10/2026,14.2,,\n",
        "001,chair_rate,2026-10-31,,30,200.4\n",
        '"Neighbour A","Chair cost",31/03/2026,=1+1,nan,1e9\n',
        "Newshire,empty_chairs,31/03/2026,100.1,-1,0\n",
    )
    return [(head + line).encode() for line in lines] + [("\ufeff" + head + "".join(lines[:2])).encode()]


def address_seeds() -> list[bytes]:
    return [
        b"council=ashford-vale&metric=chair_cost&model=2021-04&period=2024-09-30&order=theme",
        b"council=oldshire&model=group&group=neighbour-a,neighbour-b,hull",
        b"show=grades&x=empty_chairs&y=chair_rate&lag=3&region=midshire&near=1&known=2022-03-31&since=chairs/2025",
        b"council=%3Cscript%3E&metric=../../etc&period=0001-01-01&lag=%C2%B2&since=9999-12-31",
    ]


def file_seeds() -> list[bytes]:
    return [
        b"=1+1\x1f+x\x1f-2\x1f@SUM(1)\x1f\tx\x1f\rx",
        b"plain\x1f{=1+1}\x1fhttp://example.org\x1f'=1",
        "a\n=1\x1f\n=1\x1f ＝1\x1f../x\x1fCON".encode(),
    ]


def markup_seeds() -> list[bytes]:
    return [
        b'<script>alert(1)</script> "><img src=x onerror=alert(1)>',
        b"[x](javascript:alert(1)) ![y](http://z) `code` *a* _b_ ~~c~~ # h",
        b"1. one | two & &lt; &#60; \\ $x$ :red[x] :material/home: #let x",
    ]
