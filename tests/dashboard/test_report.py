"""The PDF of real councils, read back: its words, its pages, and what a screen reader is given."""

import io
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pikepdf
import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes

from dashboard import choose, report, spark, state, store, summary, theme
from dashboard.summary_model import Card, Summary

ROOT = Path(__file__).parents[2]
A4 = [pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1)]  # mm
# Ordinary; joint; new in 2023; no spending figures; inadequate once; outstanding; tiny; the largest; the longest name;
# hardly any neighbours' figures.
SHAPES = (
    "wolverhampton",
    "kingston-upon-thames",
    "cumberland",
    "birmingham",
    "bradford",
    "essex",
    "isles-of-scilly",
    "kent",
    "bournemouth-christchurch-and-poole",
    "city-of-london",
)


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def of(version: store.Version, council: str) -> Summary:
    chosen, messages = state.read({"council": council}, choose.options(version))
    assert messages == []
    return summary.summary(version, chosen)


def cards(shown: Summary) -> list[Card]:
    return [card for section in shown.sections for card in section.cards]


def without_spaces(text: str) -> str:
    """Lines are broken where the page ends, and spaces are read back by guess."""
    return re.sub(r"\s+", "", text)


def elements(found: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure tree, in reading order."""
    if isinstance(found, pikepdf.Array):
        for each in found:
            yield from elements(each)
    elif isinstance(found, pikepdf.Dictionary) and "/S" in found:
        yield found
        if "/K" in found:
            yield from elements(found["/K"])


@pytest.mark.parametrize("council", SHAPES)
def test_words_and_figures_are_those_of_the_page_in_their_order(version, council):
    shown = of(version, council)
    pages = pypdf.PdfReader(io.BytesIO(report.pdf(shown))).pages
    assert len(pages) == 3
    for page, section in zip(pages, shown.sections, strict=True):
        text, at = without_spaces(page.extract_text()), 0
        for card in section.cards:
            for words in (card.title, card.text, f"{card.figure} {card.basis}", *card.notes):
                at = text.index(without_spaces(words), at)
            for words in (card.question, *re.findall(r">([^<]+)</text>", chart(card))):
                assert without_spaces(words) in text[at:]
        assert without_spaces(section.sources) in text
    first = without_spaces(pages[0].extract_text())
    for words in (shown.council.name, *shown.header, shown.as_at, *shown.notes, *shown.cover):
        assert without_spaces(words) in first


def chart(card: Card) -> str:
    return spark.spark(card.points, metric=card.metric, theme=theme.LIGHT)


def test_every_council_has_three_pages_under_150_kb(version):
    councils = choose.options(version).councils
    assert len(councils) == 153
    for area in councils:
        made = report.pdf(of(version, area.slug))
        pages = pypdf.PdfReader(io.BytesIO(made)).pages
        assert [[float(side) / 72 * 25.4 for side in each.mediabox[2:]] for each in pages] == [A4] * 3, area.name
        assert len(made) < 150_000, area.name


def conforms(made: bytes) -> tuple[bool, list[str]]:
    """PDF/UA-1's rules that a machine can check (ISO 14289-1), as veraPDF has them."""
    found = validate_pdf_bytes(made, profile=ValidationProfile.PDF_UA_1)
    assert found.rules.total > 100
    return found.is_compliant, [failure.rule_id for failure in found.failures]


@pytest.mark.parametrize("council", SHAPES)
def test_it_conforms_to_pdf_ua(version, council):
    assert conforms(report.pdf(of(version, council), address="https://benchmarks.example")) == (True, [])


def test_the_check_of_pdf_ua_finds_a_chart_without_words(version):
    with pikepdf.open(io.BytesIO(report.pdf(of(version, "camden")))) as document:
        for figure in elements(document.Root.StructTreeRoot.K):
            if figure.S == "/Figure":
                del figure.Alt
        broken = io.BytesIO()
        document.save(broken)
    compliant, rules = conforms(broken.getvalue())
    assert not compliant and set(rules) == {"PDFUA1-FIGURE-ALTERNATIVE-TEXT-001"}


def test_charts_are_drawn_and_not_pictures_of_pixels(version):
    with pikepdf.open(io.BytesIO(report.pdf(of(version, "kent")))) as document:
        streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
        assert not [each for each in streams if each.get("/Subtype") == "/Image"]


def test_it_is_tagged_for_screen_readers(version):
    shown = of(version, "wolverhampton")
    with pikepdf.open(io.BytesIO(report.pdf(shown))) as document:
        root = document.Root
        assert root.Lang == "en-GB"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Wolverhampton: children’s services in three pages"
            assert metadata["pdfuaid:part"] == "1"
        tree = list(elements(root.StructTreeRoot.K))
        kinds = [str(each.S) for each in tree]
        assert kinds[0] == "/Document"
        assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1"] + ["/H2", *["/H3"] * 4] * 3
        assert [str(each.Alt) for each in tree if each.S == "/Figure"] == [card.alt for card in cards(shown)]
        assert {kind for kind in kinds if not kind.startswith("/H")} == {
            "/Document", "/Div", "/P", "/Strong", "/Figure"
        }  # fmt: skip
        # Fonts are in the file, with what is needed to read their text out.
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert all("/ToUnicode" in font for font in fonts)


def test_the_link_to_the_live_view_is_a_link(version):
    made = report.pdf(of(version, "camden"), address="https://benchmarks.example/?council=camden")
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    assert [each.get_object()["/A"]["/URI"] for each in page["/Annots"]] == [
        "https://benchmarks.example/?council=camden"
    ]


@pytest.fixture
def without_money(database, tmp_path) -> Path:
    """A data directory with a database that has no figure of any Money metric."""
    folder = tmp_path / "without-money"
    folder.mkdir()
    shutil.copy(database / store.FILE, folder)
    with duckdb.connect(folder / store.FILE) as changed:
        for table in ("observation", "comparison"):
            changed.execute(
                f"delete from {table} where metric_id in (select metric_id from metric where theme = 'Money')"
            )
    return folder


def test_a_database_without_money_says_so_on_the_third_page(without_money, tmp_path):
    done = run(without_money, "--council", "camden", "--out", str(tmp_path / "camden.pdf"))
    assert (done.returncode, done.stderr) == (0, "")
    made = (tmp_path / "camden.pdf").read_bytes()
    texts = [each.extract_text() for each in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(texts) == 3
    assert "There are no figures for this page" in texts[2]
    assert "Ministry of Housing" not in texts[0]
    assert conforms(made) == (True, [])


def test_the_longest_words_still_fit_on_three_pages(version):
    shown = of(version, "bournemouth-christchurch-and-poole")
    long = tuple(
        replace(section, cards=tuple(replace(card, notes=(card.text, card.question * 2)) for card in section.cards))
        for section in shown.sections
    )
    assert len(pypdf.PdfReader(io.BytesIO(report.pdf(replace(shown, sections=long)))).pages) == 3


def run(database: Path, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {"THREE_PAGES_DATA_DIR": str(database), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dashboard.report", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


def test_the_command_writes_one_file_by_alias(database, tmp_path):
    done = run(database, "--council", "Wolves", "--out", str(tmp_path / "ours.pdf"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "Wolverhampton" in pypdf.PdfReader(tmp_path / "ours.pdf").pages[0].extract_text()
    assert stat.S_IMODE((tmp_path / "ours.pdf").stat().st_mode) == 0o644
    named = run(database, "--council", "hull", cwd=tmp_path)
    assert named.returncode == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ours.pdf", "three-pages_hull_summary_2026-03-19.pdf"]


def test_the_command_writes_all_councils(database, tmp_path):
    done = run(database, "--all", str(tmp_path / "all"))
    assert done.returncode == 0
    assert "153 files" in done.stderr
    assert len(list((tmp_path / "all").glob("three-pages_*_summary_2026-03-19.pdf"))) == 153


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_ended_midway_it_leaves_whole_files_and_no_others(database, tmp_path, end):
    command = [sys.executable, "-m", "dashboard.report", "--all", str(tmp_path)]
    # As on a terminal: the progress bar is what there is to wait for.
    environment = os.environ | {"THREE_PAGES_DATA_DIR": str(database), "FORCE_COLOR": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    said = b""
    while not list(tmp_path.glob("three-pages_*")) and (more := process.stderr.read(1)):
        said += more
    process.send_signal(end)
    said += process.communicate(timeout=60)[1]
    assert process.returncode != 0
    assert b"Writing" in said and b"%" in said and b"Traceback" not in said
    written = list(tmp_path.iterdir())
    assert 1 <= len(written) < 153
    for file in written:
        assert file.name.startswith("three-pages_") and len(pypdf.PdfReader(file).pages) == 3


def test_a_link_to_a_file_stays_a_link(database, tmp_path):
    (tmp_path / "real.pdf").write_text("old")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    assert run(database, "--council", "camden", "--out", str(tmp_path / "link.pdf")).returncode == 0
    assert (tmp_path / "link.pdf").is_symlink()
    assert len(pypdf.PdfReader(tmp_path / "real.pdf").pages) == 3


def test_a_device_is_not_taken_away(database, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    done = run(database, "--council", "camden", "--out", str(tmp_path / "pipe"))
    assert done.returncode == 1 and "is no file" in done.stderr
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "--council NAME, or --all DIR"),
        (("--council", "camden", "--all", "x"), 2, "--council NAME, or --all DIR"),
        (("--council", "camdn"), 2, "Did you mean Camden?"),
        (("--council", "zzz"), 2, "There is no council called “zzz”."),
        (("--council", "camden", "--model", "1999"), 2, "There is no model “1999” here"),
        (("--council", "camden", "--out", "no/such/folder.pdf"), 1, "cannot be written (No such file or directory)"),
        (("--council", "camden", "--out", "folder"), 1, "folder cannot be written"),
        (("--council", "camden", "--out", "file/x.pdf"), 1, "cannot be written (Not a directory)"),
        (("--all", "x", "--out", "y.pdf"), 2, "leave one of them out"),
        (("--all", "file"), 1, "cannot be made a folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_half_written(database, tmp_path, arguments, code, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    done = run(database, *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]


def test_without_a_database_the_command_says_how_to_build_one(tmp_path):
    done = run(tmp_path, "--council", "camden", cwd=tmp_path)
    assert done.returncode == 1
    assert "There is no database" in done.stderr and "python -m data_pipeline build" in done.stderr
