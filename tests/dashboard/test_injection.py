"""Names and words as attacks on what is made without a browser: the PDF, the charts' SVG, Markdown, files."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pypdf
import pytest

from dashboard import export, report, spark, state, store, summary, summary_export, summary_html, theme
from dashboard import format as fmt
from dashboard.choose import options
from tests import hostile
from tests.fuzz.app import _MARKDOWN, _Tags


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.write(database, tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def version(folder, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(folder))
    return store.version()


@pytest.fixture
def choice(version) -> state.Choice:
    return state.read({"council": "camden"}, options(version))[0]


def test_typst_takes_no_name_for_markup(version, choice):
    made = report.pdf(summary.summary(version, choice), address="https://council.example/#panic(1)")
    text = "".join(re.sub(r"\s+", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert '#panic("hacked")*y*' in text and "<script>window.hacked=1</script>" in text and "$x^2$" in text
    with pikepdf.open(io.BytesIO(made)) as pdf:
        links = [
            str(each.A.URI) for page in pdf.pages for each in page.get("/Annots", []) if "/URI" in each.get("/A", {})
        ]
        assert set(links) == {"https://council.example/#panic(1)"}
        assert not any(name in str(pdf.Root.keys()) for name in ("/OpenAction", "/AA", "/JavaScript"))


def test_summarys_html_holds_the_tags_that_it_was_written_with(version, choice):
    shown = summary.summary(version, choice)
    html = summary_html.head(shown, theme.LIGHT) + "".join(
        summary_html.section(number, page, shown, theme.LIGHT, address='https://x/"><script>')
        for number, page in enumerate(shown.sections, 1)
    )
    found = _Tags(html)
    assert "script" not in found.tags and "img" not in found.tags
    assert not {name for name in found.attributes if name.startswith("on")}
    assert found.text.count("<script>window.hacked=1</script>") > 20


def test_a_small_chart_stays_well_formed(version, choice):
    for section in summary.summary(version, choice).sections:
        for card in section.cards:
            drawn = ElementTree.fromstring(spark.spark(card.points, metric=card.metric, theme=theme.LIGHT))
            assert {each.tag.rpartition("}")[2] for each in drawn.iter()} <= {
                *("svg", "g", "text", "tspan", "circle", "line", "polyline", "polygon", "rect", "title")
            }


@pytest.mark.parametrize(
    "text",
    [
        hostile.ATTACK,
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/x.png)",
        "&lt;script&gt; &#60;b&#62; &amp;",
        "1. one",
        "- one",
        "+ one",
        "2) two",
        "--- ",
        "# heading",
        "> quote",
        "| a | b |",
        ":red[x] :material/home: :smile: $x$",
        "a\\",
        "`code` ~~gone~~ **bold** __bold__ <b>b</b>",
    ],
)
def test_markdown_makes_nothing_of_a_text(text):
    shown = _Tags(_MARKDOWN.render(fmt.escaped(text)))
    assert shown.tags == {"p"} and shown.text.strip() == text.strip()


def test_a_line_that_would_turn_the_one_before_into_a_heading_stays_a_line():
    for text in ("a\n===", "a\n---", "a\n- b", "a\n1. b"):
        shown = _Tags(_MARKDOWN.render(fmt.escaped(text)))
        assert shown.tags == {"p"} and shown.text.strip() == text


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
)


def test_no_cell_of_a_csv_or_a_workbook_is_a_formula(version, choice):
    lines = [["x"], *([each] for each in FORMULAS)]
    rows = export.as_csv(lines).removeprefix("\ufeff").split("\r\n")
    assert [row.lstrip('"')[:1] for row in rows if row] == ["x", *"'" * len(FORMULAS)]
    for file in (export.as_excel(lines, FORMULAS), excel_of(summary_export.of_series(version, choice))):
        for sheet in openpyxl.load_workbook(io.BytesIO(file)):
            assert not [cell for row in sheet for cell in row if cell.data_type == "f" or cell.hyperlink]


def excel_of(file: export.File) -> bytes:
    return export.as_excel(file.lines(), file.about())


@pytest.mark.parametrize("part", ["../../etc/passwd", "a\\b", "C:x", "a\nb", "CON", "x" * 500, "..", "a b", "é", "=1"])
def test_the_name_of_a_file_is_one_on_any_system(part):
    name = export.file_name("camden", part, ending="csv")
    assert re.fullmatch(r"three-pages_camden_[A-Za-z0-9.-]*\.csv", name) and ".." not in name and len(name) < 200
