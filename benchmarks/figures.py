"""What a benchmark found: a table for people, lines of JSON for those who compare."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HISTORY = Path(__file__).with_name("history.jsonl")
PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "typst")


@dataclass(frozen=True)
class Figure:
    """One measurement. `floor` is the median of the least that the same could cost, in the same unit."""

    name: str
    unit: str
    median: float
    p95: float | None = None
    floor: float | None = None
    below: float | None = None  # what the median is to stay under
    p95_below: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.median / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the targets are met; None where there is none."""
        pairs = [(self.median, self.below), (self.p95, self.p95_below)]
        held = [found < target for found, target in pairs if found is not None and target is not None]
        return all(held) if held else None


def p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def of(name: str, unit: str, times: Sequence[float], **more: float | None) -> Figure:
    """Median and 95th percentile of several measurements."""
    return Figure(name, unit, statistics.median(times), p95(times), **more)


def show(title: str, figures: Iterable[Figure]) -> None:
    print(f"\n{title}\n\n{'':50}{'median':>9}{'p95':>9}  {'unit':7}{'ratio':>6}  target")
    for each in figures:
        high = "" if each.p95 is None else _short(each.p95)
        ratio = "" if each.ratio is None else f"{each.ratio:.1f}"
        print(f"{each.name:50}{_short(each.median):>9}{high:>9}  {each.unit:7}{ratio:>6}  {_target(each)}".rstrip())


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _target(figure: Figure) -> str:
    if figure.is_met is None:
        return ""
    wanted = [f"{value:g}" for value in (figure.below, figure.p95_below) if value is not None]
    return f"under {' / '.join(wanted)}: {'met' if figure.is_met else 'MISSED'}"


def keep(found: dict[str, list[Figure]]) -> None:
    """Add one line to the history: when, which commit, on what machine, every figure."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "packages": {name: version(name) for name in PACKAGES},
        "figures": {
            title: [{key: value for key, value in asdict(each).items() if value is not None} for each in figures]
            for title, figures in found.items()
        },
    }
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
