"""The series behind Summary's twelve small charts, to take away."""

from __future__ import annotations

from dashboard import benchmark_export, summary
from dashboard.export import LICENCE, File, Lines
from dashboard.state import Choice
from dashboard.store import Version


def of_series(version: Version, choice: Choice) -> File:
    """Every metric's whole series, a row a period, as Benchmark gives it."""

    def lines() -> Lines:
        files = [benchmark_export.series(found) for found in summary.views(version, choice)]
        return [*files[0][:1], *(line for each in files for line in each[1:])] if files else []

    return File(
        what="the figures",
        name=(choice.council.slug, "summary"),
        lines=lines,
        about=lambda: (
            [text for page in summary.summary(version, choice).sections for text in (page.sources,) if text] + [LICENCE]
        ),
    )
