"""Time and size of Summary as a PDF: one council once warm, and all of them."""

from __future__ import annotations

import statistics
import time

from benchmarks.bench_pages import p95
from dashboard import choose, report, state, store, summary

ONE_MS, ALL_S, KB = 200, 30, 150


def main() -> int:
    """Print the table. Returns 1 where a target is missed."""
    version = store.version()
    offered = choose.options(version)
    times, sizes = [], []
    for area in offered.councils:
        started = time.perf_counter()
        chosen, _ = state.read({"council": area.slug}, offered)
        sizes.append(len(report.pdf(summary.summary(version, chosen))))
        times.append((time.perf_counter() - started) * 1000)
    warm, every = times[1:], sum(times) / 1000
    print(f"\nSummary as a PDF, {len(times)} councils, ms\n\n{'':46}{'median':>8}{'p95':>8}")
    print(f"{'one council, once warm':46}{statistics.median(warm):8.0f}{p95(warm):8.0f}")
    print(f"{'the first of all':46}{times[0]:8.0f}")
    print(f"\nAll of them: {every:.1f} s. Size: {min(sizes) / 1000:.0f} to {max(sizes) / 1000:.0f} kB.")
    met = statistics.median(warm) < ONE_MS and every < ALL_S and max(sizes) < KB * 1000
    print(f"\nTarget: under {ONE_MS} ms, {ALL_S} s and {KB} kB: {'met' if met else 'MISSED'}.")
    return int(not met)
