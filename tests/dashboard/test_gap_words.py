"""In people and pounds: arithmetic on the published numbers, and nothing where there is nothing to say."""

import pytest

from dashboard import gap_words

from .made_up import METRIC, MONEY, OTHERS, OWN, comparison, observation, view


def own(value=16.0, **more):
    return observation(OWN, value, numerator=40.0, denominator=250.0, **more)


def test_the_gap_is_the_count_less_what_the_neighbours_mean_would_give():
    assert gap_words.gap(METRIC, own(), comparison(neighbour_mean=10.0)) == 15.0


@pytest.mark.parametrize(
    ("figure", "compared"),
    [
        (own(), comparison(verdict="similar")),
        (own(), comparison(verdict="too_few_neighbours", neighbour_mean=None)),
        (own(), comparison(verdict="no_figure")),
        (own()._replace(value=None), comparison()),
        (own()._replace(numerator=None), comparison()),
        (own()._replace(denominator=0.0), comparison()),
        (None, comparison()),
        (own(), None),
    ],
)
def test_there_is_no_gap_without_counts_a_mean_and_a_difference(figure, compared):
    assert gap_words.gap(METRIC, figure, compared) is None


def test_a_metric_without_a_noun_has_no_gap():
    assert gap_words.gap(METRIC._replace(count_noun=None), own(), comparison()) is None


def shown(metric, figure, compared):
    plain = view()
    return type(plain)(
        **{
            **{name: getattr(plain, name) for name in plain.__dataclass_fields__},
            "metric": metric,
            "own": type(plain.own)(OWN, OWN.short_name, figure),
            "comparison": compared,
        }
    )


def test_the_sentence_says_what_would_be_instead_of_what_is():
    assert gap_words.sentence(shown(METRIC, own(), comparison())) == (
        "At its neighbours’ mean (10.0%), Ashford Vale would have about 25 empty chairs instead of 40: 15 fewer. "
        "This is arithmetic on the published numbers, not a target."
    )


def test_a_council_below_its_neighbours_would_have_more():
    text = gap_words.sentence(shown(METRIC, own(), comparison(neighbour_mean=20.0, verdict="lower")))
    assert "would have about 50 empty chairs instead of 40: 10 more." in text


def test_a_joint_return_is_of_both_councils():
    text = gap_words.sentence(shown(METRIC, own(joint_with=OTHERS[0].area_code), comparison()))
    assert "Ashford Vale and Neighbour A together would have" in text


def test_money_is_said_in_millions():
    money = MONEY._replace(numerator_label="spending on chairs (£)", count_noun="pounds", scale=1.0)
    figure = observation(OWN, 1500.0, numerator=90_000_000.0, denominator=60_000.0)
    text = gap_words.sentence(shown(money, figure, comparison(neighbour_mean=1400.0, verdict="no_interval")))
    assert text.startswith(
        "At its neighbours’ mean (£1,400), Ashford Vale’s spending on chairs would be £84.0 million a year instead of "
        "£90.0 million: £6.0 million less."
    )


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (4_120_000, "£4.1 million"),
        (999_499, "£999,000"),
        (999_500, "£1.0 million"),
        (820_400, "£820,000"),
        (950, "£950"),
    ],
)
def test_pounds_are_said_as_people_say_them(amount, text):
    assert gap_words.pounds(amount) == text


def test_the_short_form_names_what_is_counted():
    assert gap_words.short(METRIC, 15.2) == "15 more chairs"
    assert gap_words.short(METRIC, -15.2) == "15 fewer chairs"
    assert gap_words.short(METRIC, None) == ""
