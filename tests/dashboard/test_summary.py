"""Summary of real councils: every figure is the database's, every council has three pages, in plain words."""

import re
from datetime import date

import pytest
import textstat

from dashboard import choose, queries, state, store, summary
from dashboard import format as fmt
from dashboard.local.figure import LocalFigure
from dashboard.summary_model import Point, Summary

JUDGING = re.compile(r"\b(nan|None|best|worst|good|poor|failing|bad)\b")
ACRONYMS = re.compile(r"\b[A-Z]{2,}\b")


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def of(version: store.Version, council: str, **more: str) -> Summary:
    chosen, messages = state.read({"council": council, **more}, choose.options(version))
    assert messages == []
    return summary.summary(version, chosen)


def texts(shown: Summary) -> list[str]:
    cards = [card for section in shown.sections for card in section.cards]
    notes = [note for section in shown.sections for note in section.notes]
    said = [text for card in cards for text in (card.text, card.question, *card.notes)]
    return [*shown.cover, *shown.notes, *notes, *said]


def whole(shown: Summary) -> list[str]:
    """All that is read, from the header to the sources, a sentence each."""
    cards = [card for section in shown.sections for card in section.cards]
    return [
        *(f"{fact}." for fact in (*shown.header, shown.as_at)),
        *texts(shown),
        *(text for card in cards for text in (f"{card.title}.", f"{card.figure} {card.basis}")),
        *(section.sources for section in shown.sections),
    ]


@pytest.mark.parametrize("model", ["2025-05", "2021-04", "region"])
def test_every_council_has_three_pages_of_four(version, model):
    for area in choose.options(version).councils:
        shown = of(version, area.slug, model=model)
        assert [section.title for section in shown.sections] == ["People", "Children", "Money"]
        assert [len(section.cards) for section in shown.sections] == [4, 4, 4]
        for section in shown.sections:
            for card in section.cards:
                text = " ".join((card.text, card.basis, card.alt, *card.notes))
                assert not JUDGING.search(text), (area.name, text)
                assert "**" not in text
                assert not re.search(r"[a-z] {2}|\(\)|\{|\.\.| ,", text), (area.name, text)


def test_figures_and_means_are_the_databases(version):
    sql = """
        select observation.value, neighbour_mean, england_value
        from benchmarks.observation
        left join benchmarks.comparison using (metric_id, area_code, period_end)
        where metric_id = $1 and area_code = $2 and coalesce(model, '2025-05') = '2025-05' and period_end = $3
    """
    for area in choose.options(version).councils:
        for section in of(version, area.slug).sections:
            for card in section.cards:
                newest = queries.periods(version, card.metric.metric_id)[0].period_end
                found = store.rows(version, sql, [card.metric.metric_id, area.area_code, newest])
                value, mean, _ = found[0] if found else (None, None, None)
                assert card.figure == fmt.figure(value, card.metric)
                assert card.mean == fmt.figure(mean, card.metric)
                assert card.points[-1].value == value


def test_reading_age_is_twelve_or_below(version):
    """Flesch-Kincaid gives a school grade in the United States; a reader's age is five more."""
    councils = choose.options(version).councils
    tested = {area.slug for area in councils[:: len(councils) // 6]} | {
        "kingston-upon-thames",
        "cumberland",
        "birmingham",
        "isles-of-scilly",
    }
    assert len(tested) >= 10
    for slug in tested:
        shown = of(version, slug)
        for read in (texts(shown), whole(shown)):
            assert textstat.flesch_kincaid_grade(" ".join(read)) + 5 <= 12, slug


def test_no_acronym_is_left_unexplained(version):
    for area in choose.options(version).councils:
        for text in whole(of(version, area.slug)):
            assert not ACRONYMS.search(text.replace(area.name, "")), text


def test_the_link_leads_back_to_the_same_view(version):
    shown = of(version, "camden", model="2021-04", metric="cla_rate", period="2024-03-31")
    assert shown.parameters["model"] == "2021-04"
    assert shown.query == "council=camden&model=2021-04"
    group = of(version, "camden", model="group", group="hull,leeds,kent")
    assert group.query == "council=camden&model=group&group=hull,leeds,kent"


def test_a_council_s_own_newer_figure_is_a_hollow_point_and_in_no_sentence(version):
    own = LocalFigure("336", "vacancy_rate", date(2026, 10, 31), 14.2, None, None, "own.csv")
    older = own._replace(period_end=date(2024, 1, 31), value=99.9)
    chosen, _ = state.read({"council": "wolverhampton"}, choose.options(version))
    plain, shown = (summary.summary(version, chosen, local=local) for local in (None, {"vacancy_rate": (older, own)}))
    cards = [
        {card.metric.metric_id: card for section in each.sections for card in section.cards} for each in (plain, shown)
    ]
    before, after = (each.pop("vacancy_rate") for each in cards)
    assert cards[0] == cards[1]
    assert after.points == (*before.points, Point("31 October 2026", date(2026, 10, 31), None, local=14.2))
    assert (after.said, after.figure, after.mean) == (before.said, before.figure, before.mean)
    said = "The hollow point is Wolverhampton’s own figure, local and unpublished: 14.2% on 31 October 2026."
    assert after.notes == (*before.notes, said)
    assert after.alt == before.alt
