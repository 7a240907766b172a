"""The tokens are what look.md asks for, in one place, with enough contrast."""

import dataclasses
import tomllib
from pathlib import Path

import pytest

from dashboard import theme

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ratio(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_text_and_marks_stand_out(tokens):
    assert ratio(tokens.ink, tokens.background) >= 7
    assert ratio(tokens.muted, tokens.background) >= 4.5
    assert ratio(tokens.council, tokens.background) >= 4.5
    assert ratio(tokens.mark, tokens.background) >= 3
    assert ratio(tokens.council, tokens.band) >= 3


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_the_page_has_the_same_colours(tokens):
    page = CONFIG["theme"][tokens.name]
    assert (page["backgroundColor"], page["textColor"], page["primaryColor"]) == (
        tokens.background,
        tokens.ink,
        tokens.council,
    )
    # Plotly uses its own palette unless it is given exactly ten.
    assert {len(page[key]) for key in ("chartCategoricalColors", "chartSequentialColors")} == {10}


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_only_the_council_has_a_colour(tokens):
    def spread(colour: str) -> int:
        parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        return max(parts) - min(parts)

    colours = {name: each for name, each in dataclasses.asdict(tokens).items() if name != "name"}
    assert spread(colours.pop("council")) > 80
    assert all(spread(colour) <= 25 for colour in colours.values())


def test_a_browser_that_says_nothing_gets_the_light_theme():
    assert theme.of(None) is theme.LIGHT
    assert theme.of("dark") is theme.DARK
