"""The PDF of real councils, read back: its words, its pages, and what a screen reader is given."""

import io
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest

from dashboard import choose, report, spark, state, store, summary, theme
from dashboard.summary_model import Card, Section, Summary

ROOT = Path(__file__).parents[2]
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
    for area in choose.options(version).councils:
        made = report.pdf(of(version, area.slug))
        assert len(pypdf.PdfReader(io.BytesIO(made)).pages) == 3, area.name
        assert len(made) < 150_000, area.name


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
        # Fonts are in the file, with what is needed to read their text out.
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert all("/ToUnicode" in font for font in fonts)


def test_the_link_to_the_live_view_is_a_link(version):
    made = report.pdf(of(version, "camden"), address="https://benchmarks.example/?council=camden")
    page = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    assert [each.get_object()["/A"]["/URI"] for each in page["/Annots"]] == [
        "https://benchmarks.example/?council=camden"
    ]


def test_a_database_without_money_says_so_on_the_third_page(version):
    shown = of(version, "camden")
    shown = replace(shown, sections=(*shown.sections[:2], Section("Money", (), (), "")))
    pages = pypdf.PdfReader(io.BytesIO(report.pdf(shown))).pages
    assert len(pages) == 3
    assert "There are no figures for this page" in pages[2].extract_text()


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
    assert sorted(each.name for each in tmp_path.iterdir()) == ["ours.pdf", "three-pages_hull_summary.pdf"]


def test_the_command_writes_all_councils(database, tmp_path):
    done = run(database, "--all", str(tmp_path / "all"))
    assert done.returncode == 0
    assert "153 files" in done.stderr
    assert len(list((tmp_path / "all").glob("three-pages_*_summary.pdf"))) == 153


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "--council NAME, or --all DIR"),
        (("--council", "camden", "--all", "x"), 2, "--council NAME, or --all DIR"),
        (("--council", "camdn"), 2, "Did you mean Camden?"),
        (("--council", "zzz"), 2, "There is no council called “zzz”."),
        (("--council", "camden", "--model", "1999"), 2, "There is no model “1999” here"),
        (("--council", "camden", "--out", "no/such/folder.pdf"), 1, "cannot be written (No such file or directory)"),
        (("--council", "camden", "--out", "folder"), 1, "cannot be written (Is a directory)"),
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
