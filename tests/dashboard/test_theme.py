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
def test_messages_and_code_are_ink_on_grey(tokens):
    page = CONFIG["theme"][tokens.name]
    assert {page[f"{name}TextColor"] for name in ("yellow", "blue", "red", "code")} == {tokens.ink}
    grey = {page[f"{name}BackgroundColor"] for name in ("yellow", "blue", "red", "secondary")}
    assert len(grey) == 1 and ratio(tokens.ink, *grey) >= 7
    assert ratio(page["grayTextColor"], *grey) >= 4.5
    assert page["grayTextColor"] == tokens.muted


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


# Machado, Oliveira and Fernandes (2009), severity 1: on linear RGB.
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "none, and in black and white": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


def seen_by(colour: str, matrix: tuple[tuple[float, ...], ...]) -> str:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    mixed = [min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix]
    coded = [12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed]
    return "#" + "".join(f"{round(255 * part):02x}" for part in coded)


@pytest.mark.parametrize("matrix", DEFICIENCIES.values(), ids=DEFICIENCIES)
@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=lambda tokens: tokens.name)
def test_council_marks_and_bands_are_told_apart_by_lightness_alone(tokens, matrix):
    seen = {name: seen_by(each, matrix) for name, each in dataclasses.asdict(tokens).items() if name != "name"}
    assert ratio(seen["council"], seen["background"]) >= 4.5
    assert ratio(seen["mark"], seen["background"]) >= 3
    assert ratio(seen["council"], seen["band"]) >= 3
    assert ratio(seen["muted"], seen["band"]) >= 3
    # Never by colour alone: the council's bar has a bold name too, its dot a size, its line a label.
    assert ratio(seen["council"], seen["mark"]) >= 1.9
    assert ratio(seen["band"], seen["background"]) >= 1.3
