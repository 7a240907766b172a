"""Summary's sentences, one test for each shape that a council's figure can have."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard import peers, summary_about, summary_words
from dashboard.model import Caveat, Facts, Inspection, Moment, Period, Release
from tests.dashboard.made_up import (
    ENGLAND,
    LATEST,
    METRIC,
    MONEY,
    NEW,
    OTHERS,
    OWN,
    PEERS,
    comparison,
    observation,
    place,
    view,
)

BEFORE = Period(date(2024, 9, 30), "2024")
RATE = METRIC._replace(
    suffix="",
    unit="per 10,000 children",
    decimals=0,
    polarity="context",
    scale=10_000.0,
    plain="**{share} children** had no chair {when}. That is **{figure} in every 10,000**.",
)
POUNDS = MONEY._replace(scale=1.0, plain="Each chair cost **{pounds} a year** {when}.")


def said(shown) -> str:
    return "".join(phrase.text for phrase in summary_words.phrases(summary_words.sentences(shown)))


def a_year_earlier(shown, value: float):
    """The view with a figure for the year before."""
    now = shown.trend[-1]
    return replace(
        shown, trend=(Moment(BEFORE, observation(OWN, value, period_end=BEFORE.period_end), None, None, None), now)
    )


def test_higher_than_similar_councils_and_england():
    text = said(a_year_earlier(view(), 14.15))
    assert text == (
        "About 16 in every 100 chairs were empty on 30 September 2025. That is higher than similar councils (10) and "
        "England (11). A year earlier it was 14, which chance could explain."
    )


def test_the_words_of_weight_are_marked():
    strong = [phrase.text for phrase in summary_words.phrases(summary_words.sentences(view())) if phrase.strong]
    assert strong == ["About 16 in every 100", "higher than similar councils"]


def test_lower_than_similar_councils_but_about_the_same_as_england():
    shown = view(10.0, comparison=comparison(verdict="lower", neighbour_mean=15.0, change=None))
    assert "lower than similar councils (15) and about the same as England (11)" in said(shown)


def test_similar_to_both():
    shown = view(10.0, comparison=comparison(verdict="similar", change=None))
    assert "That is about the same as similar councils (10) and England (11)." in said(shown)


def test_a_wide_gap_is_never_about_the_same():
    own = place(OWN, 0.0, interval_low=0.0, interval_high=18.0)
    shown = view(own=own, comparison=comparison(verdict="similar", neighbour_mean=15.0, change=None))
    assert "That is not clearly different from similar councils (15) and England (11)." in said(shown)
    own = place(OWN, 14.0, interval_low=8.0, interval_high=20.0)
    shown = view(own=own, comparison=comparison(verdict="similar", neighbour_mean=15.0, change=None))
    assert "about the same as similar councils (15) and not clearly different from England (11)." in said(shown)


def test_a_change_beyond_chance_says_so():
    shown = view(comparison=comparison(change=6.0, change_is_beyond_chance=True))
    assert said(a_year_earlier(shown, 10.25)).endswith(
        "A year earlier it was 10, a bigger change than chance would give."
    )


def test_figures_that_differ_never_look_the_same():
    own = place(OWN, 16.4, interval_low=16.2, interval_high=16.6)
    shown = view(own=own, comparison=comparison(verdict="higher", neighbour_mean=16.1, change=None))
    assert "About 16.4 in every 100" not in said(shown)
    assert said(shown).startswith("16.4 in every 100")
    assert "higher than similar councils (16.1)" in said(shown)


def test_no_claim_without_an_interval():
    own = place(OWN, 16.0, interval_low=None, interval_high=None)
    shown = view(own=own, metric=POUNDS, comparison=comparison(verdict="no_interval", change=None))
    assert said(shown) == (
        "Each chair cost £16 a year on 30 September 2025. Similar councils had £10 on average, and England £11. "
        "We cannot say how much of the gap is chance. There is no earlier figure to set beside it."
    ).replace("on 30 September 2025", "in 2025")


def test_no_gap_is_claimed_where_the_figures_look_the_same():
    own = place(OWN, 10.4, interval_low=None, interval_high=None)
    shown = view(own=own, metric=POUNDS, comparison=comparison(verdict="no_interval", change=None))
    assert "Similar councils had £10 on average" in said(shown)
    assert "We cannot say how much of any gap is chance." in said(shown)


def test_activity_has_figures_side_by_side_and_no_verdict():
    own = place(OWN, 73.0, interval_low=67.0, interval_high=80.0)
    shown = view(own=own, metric=RATE, comparison=comparison(neighbour_mean=107.6, change=None))
    text = said(shown)
    assert text.startswith("About 1 in 140 children had no chair on 30 September 2025. That is 73 in every 10,000.")
    assert "Similar councils had 108 on average, and England 11." in text
    assert "The gap to similar councils is more than chance would give." in text
    assert "higher" not in text


def test_activity_within_chance():
    shown = view(metric=RATE, comparison=comparison(verdict="similar", change=None))
    assert "Chance could explain the gap to similar councils." in said(shown)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0 in every 100"),
        (0.3, "Less than 1 in every 100"),
        (2.0, "2 in every 100"),
        (2.4, "About 2 in every 100"),
        (99.6, "About 100 in every 100"),
        (100.0, "100 in every 100"),
    ],
)
def test_a_share_as_a_frequency(value, words):
    shown = view(value, comparison=comparison(verdict="no_interval", change=None), england=None)
    assert said(shown).startswith(words)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "None of the children"),
        (27.0, "About 1 in 370 children"),
        (67.0, "About 1 in 150 children"),
        (184.0, "About 1 in 54 children"),
    ],
)
def test_a_rate_as_one_in_so_many(value, words):
    shown = view(value, metric=RATE, comparison=comparison(verdict="no_interval", change=None), england=None)
    assert said(shown).startswith(words)


def test_a_missing_figure_says_why_and_what_the_last_one_was():
    shown = a_year_earlier(view(None, comparison=comparison(verdict="no_figure", position=None, change=None)), 12.0)
    text = said(replace(shown, trend=(shown.trend[0],)))
    assert text == (
        "There is no figure for Ashford Vale on 30 September 2025 (withheld by the publisher, because the numbers are "
        "small). The last one was 12 in every 100, on 30 September 2024. Similar councils had 10 in every 100 on average, "
        "and England 11."
    )


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        (RATE, "Similar councils had 10 in every 10,000 on average, and England 11."),
        (POUNDS, "Similar councils had £10 on average, and England £11."),
        (
            METRIC._replace(plain="Of every £100, **{pounds}** went on chairs {when}."),
            "Similar councils had £10 of every £100 on average, and England £11.",
        ),
    ],
)
def test_without_a_figure_of_its_own_the_others_figures_say_of_how_many(metric, words):
    missing = comparison(verdict="no_figure", position=None, change=None)
    assert words in said(view(None, metric=metric, comparison=missing))


def test_a_joint_return_names_both():
    own = place(OWN, 16.25, joint_with=OTHERS[0].area_code)
    assert said(view(own=own)).startswith("In Ashford Vale and Neighbour A together, about 16 in every 100 chairs")


def test_too_few_similar_councils():
    shown = view(
        comparison=comparison(verdict="too_few_neighbours", neighbour_mean=None, change=None),
        neighbours=(place(OTHERS[0], 5.0),),
        missing=tuple(place(other, None) for other in OTHERS[1:]),
    )
    assert "No average is given for similar councils: only 1 of 10 has a figure. England had 11." in said(shown)


def test_nobody_to_compare_with():
    shown = view(comparison=None, neighbours=(), missing=())
    assert "There is no list of similar councils for Ashford Vale. England had 11." in said(shown)


def test_the_first_period_of_a_series():
    shown = view(comparison=comparison(change=None))
    assert said(shown).endswith("England (11). There is no earlier figure to set beside it.")


def test_a_gap_in_the_series():
    shown = view(comparison=comparison(change=None))
    long_ago = Period(date(2022, 9, 30), "2022")
    then = Moment(
        long_ago, observation(OWN, 14.15, period_end=long_ago.period_end, period_label="2022"), None, None, None
    )
    text = said(replace(shown, trend=(then, *shown.trend)))
    assert text.endswith("The last figure before that was 14, on 30 September 2022.")


def test_a_year_before_that_was_returned_with_another_council_is_not_compared():
    own = place(OWN, 16.25, joint_with=OTHERS[0].area_code)
    shown = a_year_earlier(view(own=own, comparison=comparison(change=None)), 14.0)
    assert said(shown).endswith("The figure for the year before was not for the same councils.")


def test_the_year_before_is_said_without_anybody_to_compare_with():
    shown = a_year_earlier(view(comparison=None, neighbours=(), missing=()), 14.0)
    assert said(shown).endswith("England had 11. A year earlier it was 14.")


def test_another_comparator_is_called_by_its_name():
    region = peers.same_region(OWN, [OWN, *OTHERS])
    assert "higher than other Midshire councils (10)" in said(view(peers=region))
    group = peers.own_group(OWN, OTHERS[:3])
    assert "higher than the councils chosen (10)" in said(view(peers=group))


def test_the_basis_gives_unit_date_counts_and_how_many_have_a_figure():
    assert summary_words.basis(view()) == (
        "of chairs, 30 September 2025. 16.3 empty chairs; 100 chairs. Similar councils: mean 10.0%, 10 of 10 have a "
        "figure."
    )
    money = METRIC._replace(numerator_label="spending on chairs (£)")
    assert "2025. Spending on chairs £16; 100 chairs." in summary_words.basis(view(metric=money))


def test_the_alternative_text_says_what_the_chart_shows():
    assert summary_words.alt(a_year_earlier(view(), 12.0)) == (
        "Line chart of empty chairs in Ashford Vale: 12.0% in 2024 and 16.3% in 2025; lowest 12.0% in 2024, highest "
        "16.3% in 2025. In 2025 similar councils ranged from 5.5% to 14.5%, with a mean of 10.0%."
    )
    assert summary_words.alt(view(None, trend=(), comparison=None)) == (
        "Line chart of empty chairs in Ashford Vale: no figures."
    )


def test_caveats_of_the_period_shown_and_of_councils_in_the_average():
    caveat = Caveat(OWN.area_code, "chairs", (), date(2025, 1, 1), date(2025, 12, 31), "Chairs were lost.", None)
    past = caveat._replace(period_to=date(2025, 2, 1), words="Long ago.")
    theirs = caveat._replace(area_code=OTHERS[0].area_code)
    absent = caveat._replace(area_code="999")
    assert summary_words.notes(view(caveats=(caveat, past, theirs, absent))) == (
        "Chairs were lost.",
        "There are known problems with the figures of Neighbour A, which are in the average.",
    )


def test_the_header_says_what_is_not_known():
    facts = Facts(68_405, 2024, 20, 151, "2019")
    grade = Inspection(OWN.area_code, "ILACS", "Standard", date(2022, 3, 28), None, "Overall", "Good", 2, None)
    assert summary_about.header(OWN, facts, grade) == (
        "Midshire",
        "68,405 children (mid-2024)",
        "20th most deprived of 151 councils (2019)",
        "Ofsted: Good, inspected 28 March 2022",
    )
    assert summary_about.header(OWN, Facts(None, None, None, None, None), None) == (
        "Midshire",
        "no deprivation rank yet",
        "Ofsted: no grade published yet",
    )
    assert "most deprived of 151" in summary_about.header(OWN, facts._replace(deprivation_rank=1), None)[2]


def test_a_new_and_a_tiny_council_are_explained_once():
    areas = view().areas
    assert summary_about.about_the_council(OWN, areas) == ()
    assert summary_about.about_the_council(NEW, areas) == (
        "Newshire began on 1 April 2023, in the place of Oldshire, whose figures are not joined to it.",
    )
    assert (
        "so small that its figures say little" in summary_about.about_the_council(OWN._replace(is_tiny=True), areas)[0]
    )


def test_the_cover_note_says_whose_figures_and_who_is_similar():
    release = Release(
        "chairs/2025/chairs.csv", "chairs", "Chairs in England", "2025", "chairs.csv", "DfE", date(2026, 3, 19), None,
        LATEST.period_end, "OGL", 1,
    )  # fmt: skip
    text = " ".join(summary_about.cover(OWN, PEERS, [release]))
    assert "(Department for Education; Open Government Licence)" in text
    assert "“statistical neighbours” (May 2025 list)" in text
    assert "a reason to ask, not a judgement" in text
    assert "Data as at 19 March 2026." in text
    assert summary_about.as_at([release]) == "Data as at 19 March 2026"
    assert summary_about.as_at([release._replace(published=None)]) == ""
    assert summary_about.sources([release]) == (
        "Source: Chairs in England 2025, Department for Education, published 19 March 2026."
    )
    own_group = " ".join(summary_about.cover(OWN, peers.own_group(OWN, OTHERS[:2]), [release]))
    assert "is compared with own group of 2 councils: Neighbour A and Neighbour B." in own_group
    assert ENGLAND.name not in own_group
