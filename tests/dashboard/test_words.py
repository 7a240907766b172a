"""A sentence for each shape that a council's figure can have."""

from datetime import date

import pytest

from dashboard import captions, note_words, under_words, words
from dashboard.model import Caveat, Figure, Moment, Period
from tests.dashboard import made_up
from tests.dashboard.made_up import MONEY, NEW, OTHERS, OWN, comparison, observation, place, view

FORBIDDEN = ("best", "worst", "nan", "None", "good", "poor")


def everything(shown) -> str:
    answer = words.answer(shown)
    captioned = (captions.bars(shown), captions.trend(shown), captions.strip(shown), captions.bars_alt(shown))
    under = (under_words.bars(shown), under_words.trend(shown), under_words.strip(shown))
    more = (captions.trend_alt(shown), captions.strip_alt(shown), words.source_of(shown))
    return " ".join((answer.headline, answer.verdict, answer.details, *answer.notes, *captioned, *under, *more))


SHAPES = {
    "higher": view(),
    "lower": view(4.0, comparison=comparison(verdict="lower", position=11, change=-1.0)),
    "similar": view(10.0, comparison=comparison(verdict="similar", position=6, change=0.0)),
    "no interval": view(16.0, metric=MONEY, comparison=comparison(verdict="no_interval")),
    "too few": view(comparison=comparison(verdict="too_few_neighbours", neighbour_mean=None), neighbours=()),
    "no figure": view(None, comparison=comparison(verdict="no_figure", position=None, change=None)),
    "no comparison": view(comparison=None),
    "no model": view(comparison=None, neighbours=()),
    "no row": view(own=made_up.Place(OWN, OWN.short_name, None), comparison=None),
    "no region": view(region=None, england=None),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_is_without_words_or_judges(shape):
    text = everything(SHAPES[shape])
    assert len(text) > 200
    assert not [word for word in FORBIDDEN if word in text.split()]


def test_the_headline_says_figure_date_and_position():
    assert words.headline(view()) == "Empty chairs: 16.3% of chairs on 30 September 2025, highest of 11."


def test_a_verdict_needs_the_mean_outside_the_interval():
    assert words.verdict(SHAPES["higher"]).startswith(
        "▲ Higher than its neighbours: their mean is 10.0% (10 of 10 have a figure), outside Ashford Vale’s 95% "
        "interval (13.3% to 19.3%)."
    )
    assert words.verdict(SHAPES["lower"]).startswith("▼ Lower than its neighbours")
    assert "Chance alone could explain the difference" in words.verdict(SHAPES["similar"])


def test_without_an_interval_no_claim_is_made():
    verdict = words.verdict(SHAPES["no interval"])
    assert verdict.startswith("– Above its neighbours’ mean")
    assert "No interval can be given for this measure" in verdict


def test_a_mean_just_outside_the_interval_is_told_apart_by_another_decimal():
    own = place(OWN, 12.0, interval_low=10.04, interval_high=14.0)
    shown = view(own=own, comparison=comparison(neighbour_mean=10.01))
    assert "mean is 10.01%" in words.verdict(shown)
    assert "10.04%" in words.verdict(shown)


def test_fewer_than_five_neighbours_give_no_average():
    verdict = words.verdict(SHAPES["too few"])
    assert "none of 0" not in verdict
    some = view(neighbours=view().neighbours[:3], missing=view().neighbours[3:], comparison=None)
    assert "only 3 of 10 have a figure, and an average needs five" in words.verdict(some)


@pytest.mark.parametrize(
    ("value", "position", "text"),
    [(16.0, 1, "highest of 11"), (14.0, 2, "2nd highest of 11"), (10.0, 6, "6th highest of 11"),
     (6.0, 10, "2nd lowest of 11"), (1.0, 11, "lowest of 11"), (13.5, 2, "equal 2nd highest of 11"),
     (5.5, 10, "equal lowest of 11")],
)  # fmt: skip
def test_a_position_is_counted_from_the_nearer_end_and_shared(value, position, text):
    assert words.place_in_words(view(value, comparison=comparison(position=position))) == text


def test_missing_neighbours_are_named_with_the_reason():
    gone = place(OTHERS[0], None), place(NEW, None, status="not_applicable")
    early = view(missing=gone, period=Period(date(2022, 9, 30), "2022"))
    text = words.missing(early)
    assert "Neighbour A (withheld by the publisher, because the numbers are small)" in text
    assert "Newshire (it began on 1 April 2023)" in text


def test_no_figure_says_why_and_gives_the_latest_one():
    earlier = made_up.Moment(
        Period(date(2024, 9, 30), "2024"), observation(OWN, 12.0, period_end=date(2024, 9, 30)), None, None, None
    )
    shown = view(None, trend=(earlier, *view(None).trend))
    assert words.headline(shown).startswith("Empty chairs: no figure on 30 September 2025 (withheld")
    assert "12.0% of chairs, on 30 September 20" in " ".join(note_words.notes(shown))


def test_a_joint_return_is_said_and_not_compared_with_itself():
    own = place(OWN, 16.25, joint_with=OTHERS[0].area_code)
    text = " ".join(note_words.notes(view(own=own, same_return=OTHERS[0])))
    assert "Ashford Vale and Neighbour A report together" in text
    assert "it is not compared with itself" in text


def test_a_neighbours_joint_return_is_counted_once():
    pair = place(OTHERS[0], 9.0, joint_with=OTHERS[1].area_code)
    text = " ".join(note_words.notes(view(neighbours=(pair, *view().neighbours[2:]))))
    assert "Neighbour A reports jointly with Neighbour B; their figure is counted once." in text


def test_a_new_council_names_what_it_replaced():
    assert "began on 1 April 2023, in the place of Oldshire" in " ".join(note_words.notes(view(council=NEW)))


def test_a_tiny_council_is_told_so():
    tiny = OWN._replace(is_tiny=True)
    assert "so small that its figures say little" in " ".join(note_words.notes(view(council=tiny)))


def test_an_interval_from_a_small_count_is_approximate():
    assert "approximate" in " ".join(note_words.notes(view(own=place(OWN, 16.0, numerator=19.0))))
    assert "approximate" not in " ".join(note_words.notes(view(own=place(OWN, 16.0, numerator=20.0))))


def test_an_added_up_region_names_the_councils_it_lacks():
    region = place(
        made_up.REGION, 12.0, councils_counted=13, councils_expected=14, councils_missing=(OTHERS[2].area_code,)
    )
    text = words.larger_areas(view(region=region))
    assert text == (
        "Midshire: 12.0%, added up here from 13 of 14 councils (no figure for Neighbour C); England: 11.0%."
    )


def test_change_is_in_the_metrics_own_unit_and_says_how_sure():
    assert words.change(view()) == "Up 2.1 percentage points on the year before: within what chance alone would give."
    sure = view(comparison=comparison(change=-3.0, change_is_beyond_chance=True))
    assert words.change(sure) == "Down 3.0 percentage points on the year before: more than chance alone would give."
    money = view(16.0, metric=MONEY, comparison=comparison(change=-35.0, change_is_beyond_chance=None))
    assert words.change(money).startswith("Down £35 a chair a year on the year before; whether that is chance")


def test_caveats_are_shown_beside_the_figure():
    caveat = Caveat(OTHERS[0].area_code, "chairs", (), None, None, "half of the chairs were lost.", None)
    assert "Neighbour A: half of the chairs were lost." in note_words.notes(view(caveats=(caveat,)))


def test_a_publisher_is_named_in_full():
    assert words.source(made_up.METRIC, ()) == "Source: Chairs in England, Department for Education."


def test_under_the_bars_stand_position_verdict_and_how_sure():
    assert under_words.bars(view()) == "Ashford Vale is highest of 11, higher than its neighbours beyond chance."
    alike = view(comparison=comparison(verdict="similar", position=3))
    assert "similar to its neighbours: chance alone could explain" in under_words.bars(alike)
    unsure = view(comparison=comparison(verdict="no_interval"))
    assert under_words.bars(unsure).endswith("highest of 11, and how sure that is cannot be said.")
    gone = view(None, comparison=comparison(verdict="no_figure", position=None), missing=(place(OTHERS[0], None),))
    assert under_words.bars(gone).startswith("Ashford Vale has no figure. Neighbours with no figure: Neighbour A")


def test_under_the_trend_stand_the_change_and_both_extremes():
    values = {2022: 12.0, 2023: 18.0, 2024: 9.0, 2025: 16.25}
    trend = tuple(
        Moment(Period(date(year, 9, 30), str(year)), observation(OWN, value), None, None, None)
        for year, value in values.items()
    )
    text = under_words.trend(view(trend=trend))
    assert text.startswith("Up 2.1 percentage points on the year before: within what chance alone would give.")
    assert text.endswith("In 4 periods it was lowest at 9.0% (2024) and highest at 18.0% (2023).")
    assert "lowest" not in under_words.trend(view())


def test_under_the_strip_stands_the_middle_half_and_no_rank():
    dots = tuple(Figure(f"{i:03}", None, float(i)) for i in range(1, 42))
    assert under_words.strip(view(distribution=dots)) == (
        "Half of these figures lie between 11.0% and 31.0%; Ashford Vale’s lies within that half."
    )
    assert under_words.strip(view(distribution=dots[:5])) == ""
    assert under_words.strip(view(None, distribution=dots)).endswith("between 11.0% and 31.0%.")


def test_under_the_strip_those_without_a_figure_are_named():
    lacking = tuple((area.area_code, "suppressed") for area in OTHERS)
    assert under_words.strip(view(without=lacking[:2])) == "Without a figure: Neighbour A and Neighbour B."
    assert under_words.strip(view(without=lacking)).endswith("Neighbour G and 3 more.")
