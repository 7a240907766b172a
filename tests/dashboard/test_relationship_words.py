"""Rho and the caution sentence, on made-up figures."""

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts, theme
from dashboard import relationship_words as says
from dashboard.model import Period
from dashboard.relationship_model import Point, Scatter
from dashboard.relationship_state import Question
from dashboard.rho import Rho, spearman
from tests.dashboard.made_up import LATEST, METRIC, MONEY, OWN, PEERS


def view(found: Rho, **more: object) -> Scatter:
    question = Question("measures", METRIC, MONEY, 0, None, False, METRIC, date(2022, 3, 31))
    fields = {
        "question": question,
        "council": OWN,
        "peers": PEERS,
        "x_period": LATEST,
        "y_period": Period(date(2025, 3, 31), "2024-25"),
        "points": (Point((OWN.area_code,), OWN.short_name, 5.0, 300.0, "council", True),),
        "rho": found,
        "lags": (0,),
        "missing": (),
        "missing_neighbours": (),
        "half_joint": (),
        "tiny": (),
        "created_since": (),
        "own": (5.0, 300.0),
        "is_own_drawn": True,
        "calculated": (),
        "x_releases": (),
        "y_releases": (),
    }
    return Scatter(**(fields | more))


@pytest.mark.parametrize(
    ("found", "said", "size"),
    [
        (Rho(150, 0.62, 0.5, 0.72), "also tend to have a higher one for “Empty chairs”; this does not show", "strong"),
        (
            Rho(150, -0.42, -0.55, -0.27),
            "also tend to have a lower one for “Empty chairs”; this does not show",
            "moderate",
        ),
        (Rho(150, 0.22, 0.06, 0.37), "a higher one for “Empty chairs”, but only weakly; this does not show", "weak"),
        (Rho(11, 0.31, -0.4, 0.78), "do not clearly tend", "Chance alone could give this."),
        (Rho(900, 0.08, 0.01, 0.15), "do not clearly tend", "next to none"),
        (Rho(9), "Too few councils to say", "n = 9"),
        (Rho(0), "none have both figures, and 10 are needed", "n = 0"),
        (Rho(12), "cannot be worked out", "n = 12"),
    ],
)
def test_what_goes_together_is_said_with_its_strength_and_without_a_cause(found, said, size):
    shown = view(found)
    assert said in says.headline(shown)
    assert size in says.measure_of_it(shown)
    if found.value is not None:
        assert says.NO_CAUSE in says.headline(shown) + says.measure_of_it(shown)
        assert f"n = {found.n}" in says.measure_of_it(shown)


def test_the_same_figures_on_both_axes_are_no_finding():
    shown = view(Rho(150, 1.0))
    same = replace(shown, question=replace(shown.question, y=METRIC), y_period=LATEST)
    assert says.headline(same).startswith("Both axes show “Empty chairs”")


def test_missing_neighbours_are_named():
    shown = view(Rho(9), missing=("Neighbour A", "Elsewhere"), missing_neighbours=("Neighbour A",))
    text = " ".join(says.details(shown))
    assert "Neighbours without both figures: Neighbour A." in text
    assert "Without both figures: Elsewhere." in text


def test_rho_of_ranks_with_ties_is_the_textbook_s():
    """Kendall and Gibbons: mean ranks for ties, then Pearson's r."""
    xs, ys = [1, 2, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 4, 3, 5, 5, 7, 9, 8, 10]
    found = spearman(xs, ys)
    x_ranks, y_ranks = [1, 2.5, 2.5, 4, 5, 6, 7, 8, 9, 10], [2, 1, 4, 3, 5.5, 5.5, 7, 9, 8, 10]
    mean = 5.5
    top = sum((x - mean) * (y - mean) for x, y in zip(x_ranks, y_ranks, strict=True))
    below = math.sqrt(sum((x - mean) ** 2 for x in x_ranks) * sum((y - mean) ** 2 for y in y_ranks))
    assert found.value == pytest.approx(top / below)
    assert found.low < found.value < found.high


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=40))
def test_rho_is_never_outside_its_bounds_nor_not_a_number(pairs):
    found = spearman([x for x, _ in pairs], [y for _, y in pairs])
    assert found.n == len(pairs)
    if found.value is not None:
        assert len(pairs) >= 10 and -1 <= found.value <= 1
    if found.low is not None:
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_names_cannot_smuggle_markup_into_the_scatter():
    pair = charts.Pair("<a href='x'>A</a>", 1.0, 2.0, "council")
    figure = charts.scatter(
        x=METRIC, y=MONEY, x_title="<b>x</b>", y_title="y", pairs=[pair], peers=PEERS, theme=theme.LIGHT
    )
    assert "<a " not in str(figure) and "<b>x" not in str(figure)
