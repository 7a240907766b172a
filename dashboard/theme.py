"""The tokens of `look.md`'s light and dark themes: greys, and one colour for the council in question.

Ratios are against the page's background: ink 16:1, muted 6:1, marks at least 3:1; a line or a dot on a band is muted.
`.streamlit/config.toml` repeats background and text; `tests/dashboard/test_theme.py` holds the two together, measures
the ratios, and looks at the colours as colour-blind eyes do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    name: str
    background: str
    ink: str
    muted: str
    band: str
    mark: str
    rule: str
    council: str


LIGHT = Theme(
    name="light",
    background="#ffffff",
    ink="#1b1f24",
    muted="#5b6570",
    band="#d9dee3",
    mark="#7a8590",
    rule="#e6e9ec",
    council="#12508c",
)
DARK = Theme(
    name="dark",
    background="#14171a",
    ink="#eceff2",
    muted="#a3adb8",
    band="#343b43",
    mark="#6a737d",
    rule="#2a3037",
    council="#7fb8f0",
)
FONT = "'Source Sans', 'Source Sans 3', sans-serif"


def of(name: str | None) -> Theme:
    """The theme that the browser says it shows; light when it has not said."""
    return DARK if name == "dark" else LIGHT
