"""Time and size of Summary as a PDF: one council once warm, and all of them."""

from __future__ import annotations

import time

from benchmarks import figures
from benchmarks.figures import Figure
from dashboard import choose, report, state, store, summary

TITLE = "Summary as a PDF"


def measure() -> list[Figure]:
    version = store.version()
    offered = choose.options(version)
    times, sizes = [], []
    for area in offered.councils:
        started = time.perf_counter()
        chosen, _ = state.read({"council": area.slug}, offered)
        sizes.append(len(report.pdf(summary.summary(version, chosen))) / 1000)
        times.append((time.perf_counter() - started) * 1000)
    return [
        figures.of("one council, once warm", "ms", times[1:], below=200),
        Figure("the first of all", "ms", times[0]),
        Figure(f"all {len(times)} councils", "s", sum(times) / 1000, below=30),
        Figure("size, the largest", "kB", max(sizes), below=150),
    ]
