"""What the charts share: layout, labels and lines, as plain dicts in Plotly's schema. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard.peers import Peers
from dashboard.theme import FONT, Theme

SMALL = 12
CHARACTER = 6.8  # px: the widest that an average character of the font is at 13 px


def layout(*, theme: Theme, height: int, margin: Mapping[str, int], **more: Any) -> dict[str, Any]:
    """Transparent paper, the page's font, no legend, no drag: a page that scrolls under a finger."""
    return {
        "height": height,
        "margin": {"pad": 0, **margin},
        "autosize": True,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": theme.ink},
        "hoverlabel": {
            "bgcolor": theme.background,
            "bordercolor": theme.mark,
            "font": {"family": FONT, "size": 13, "color": theme.ink},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "separators": ".,",
        **more,
    }


def axis(*, theme: Theme, grid: bool = True, **more: Any) -> dict[str, Any]:
    """A light grid or none, muted numbers, fixed."""
    return {
        "showgrid": grid,
        "gridcolor": theme.rule,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": SMALL, "color": theme.muted},
        "fixedrange": True,
        **more,
    }


def note(text: str, *, theme: Theme, **more: Any) -> dict[str, Any]:
    """Text on a chart, without an arrow."""
    return {
        "text": text,
        "showarrow": False,
        "font": {"size": SMALL, "color": theme.muted},
        "align": "left",
        **more,
    }


def peers_note(peers: Peers, *, theme: Theme, below: int) -> dict[str, Any]:
    """Whom the council is compared with, at the chart's foot."""
    return note(
        plain(peers.foot),
        theme=theme,
        xref="paper",
        yref="paper",
        x=1,
        y=0,
        xanchor="right",
        yanchor="top",
        yshift=-below,
        xshift=0,
    )


def plain(text: str) -> str:
    """Text that Plotly shows as it is: it reads a little HTML."""
    return escape(text, quote=False)


def wrapped(name: str, width: int = 17) -> str:
    """A long name on lines of its own."""
    return "<br>".join(plain(line) for line in textwrap.wrap(name, width)) or plain(name)


def width_of(texts: Sequence[str], size: int = 13) -> int:
    """About how many pixels the longest line of some labels needs at a size of type."""
    lines = [line for text in texts for line in text.split("<br>")]
    return round(max((len(line) for line in lines), default=0) * CHARACTER * size / 13)


def spread(positions: Sequence[float], *, sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres of labels of these sizes, moved apart as little as needed, between low and high.

    In the order given. Where there is no room for all, they overlap evenly.
    """
    if not positions:
        return []
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    squeeze = min(1.0, (high - low) / (sum(sizes) or 1.0))
    half = [sizes[index] * squeeze / 2 for index in order]
    placed = [positions[index] for index in order]
    placed[0] = max(placed[0], low + half[0])
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + half[i - 1] + half[i])
    placed[-1] = min(placed[-1], high - half[-1])
    for i in range(len(placed) - 2, -1, -1):
        placed[i] = min(placed[i], placed[i + 1] - half[i + 1] - half[i])
    moved = [0.0] * len(placed)
    for index, position in zip(order, placed, strict=True):
        moved[index] = position
    return moved


def swarm(values: Sequence[float], *, columns: int = 90) -> list[int]:
    """A level for each value, nearest the middle where no dot of nearly the same value lies yet.

    `values` lowest first. `columns` is how many dots fit beside each other on the scale.
    """
    if not values:
        return []
    apart = (values[-1] - values[0]) / columns or 1.0
    ends: list[float] = []
    levels = []
    for value in values:
        level = next((i for i, end in enumerate(ends) if value - end >= apart), len(ends))
        ends[level : level + 1] = [value]
        # 0, 1, -1, 2, -2 …
        levels.append((level + 1) // 2 * (1 if level % 2 else -1))
    return levels
