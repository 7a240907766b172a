"""The Data page's tables, as text for the page and in full precision as files. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

from changes import digest
from changes.since import Changes, CouncilChange, Figure, NewPeriod
from dashboard import format as fmt
from dashboard.data import words
from dashboard.data.model import Check, Covered, Expected, ReleaseFile
from dashboard.export import LICENCE, File, Lines
from dashboard.model import Metric

Columns = dict[str, list[str]]


def new_periods(found: Sequence[NewPeriod]) -> Columns:
    """What releases brought that no release had before."""
    return {
        "Measure": [fmt.escaped(each.metric) for each in found],
        "Period ends": [fmt.day(each.period_end) for each in found],
        "Councils with a figure": fmt.aligned([f"{each.councils:,}" for each in found]),
        "Release": [fmt.escaped(f"{each.release.title} {each.release.release}") for each in found],
    }


def revised(found: Sequence[Figure]) -> Columns:
    """Old and new figure side by side; where one is missing, why."""
    return {
        "Area": [fmt.escaped(each.area) for each in found],
        "Measure": [fmt.escaped(each.metric) for each in found],
        "Period ends": [fmt.day(each.period_end) for each in found],
        "Was": [_shown(each, each.previous_value, each.previous_status) for each in found],
        "Is": [_shown(each, each.value, each.status) for each in found],
        "Release": [fmt.escaped(f"{each.previous_release} → {each.release.release}") for each in found],
    }


def _shown(figure: Figure, value: float | None, status: str | None) -> str:
    return fmt.escaped(digest.shown(figure, value, status))


def councils(found: Sequence[CouncilChange]) -> Columns:
    """Councils that the newest period of a release has, and the release before did not have, or the other way round."""
    return {
        "Council": [fmt.escaped(each.area) for each in found],
        "Change": [each.change for each in found],
        "Measures": fmt.aligned([str(each.metrics) for each in found]),
        "Release": [fmt.escaped(f"{each.release.title} {each.release.release}") for each in found],
    }


def new_periods_file(found: Changes) -> File:
    """Every new period."""

    def lines() -> Lines:
        return [["metric", "metric_name", "period_end", "councils_with_a_figure", *_RELEASE]] + [
            [each.metric_id, each.metric, each.period_end, each.councils, *_release(each)] for each in found.new_periods
        ]

    return _file(
        "new periods", found.since, lines, "councils_with_a_figure: as the release that brought the period had it."
    )


def revised_file(what: str, since: str, figures: Sequence[Figure]) -> File:
    """Revised figures in full precision, biggest first."""
    head = ["metric", "metric_name", "unit", "area", "area_code", "period_end", "previous_value", "previous_status"]

    def lines() -> Lines:
        return [[*head, "value", "status", "size", "previous_release", *_RELEASE]] + [
            [each.metric_id, each.metric, each.unit, each.area, each.area_code, each.period_end, each.previous_value,
             each.previous_status, each.value, each.status, each.size, each.previous_release, *_release(each)]
            for each in figures
        ]  # fmt: skip

    size = "size: the change in the spread (interquartile range) of England's councils; empty where a status changed."
    return _file(what, since, lines, size)


def councils_file(found: Changes) -> File:
    """Every council gained or lost."""

    def lines() -> Lines:
        return [["area", "area_code", "change", "metrics", *_RELEASE]] + [
            [each.area, each.area_code, each.change, each.metrics, *_release(each)] for each in found.councils
        ]

    return _file(
        "councils gained or lost", found.since, lines, "metrics: how many measures gained or lost the council."
    )


_RELEASE = ("publication", "release", "published")


def _release(each: NewPeriod | Figure | CouncilChange) -> tuple[str, str, date | None]:
    return each.release.title, each.release.release, each.release.published


def _file(what: str, since: str, lines: Callable[[], Lines], note: str) -> File:
    name = (what.replace(" ", "-"), f"since-{since.replace('/', '-')}")
    return File(what, name, lines, lambda: [f"What changed since {since}: {what}", note, LICENCE])


def publications(files: Sequence[ReleaseFile], expected: dict[str, Expected]) -> Columns:
    """One line a publication: its newest release, and when the next one is due."""
    newest = []
    for _, group in groupby(files, key=lambda file: file.publication):
        held = list(group)
        newest.append([file for file in held if file.release == held[0].release])
    ends = [[file.newest_period_end for file in held if file.newest_period_end] for held in newest]
    return {
        "Publication": [fmt.escaped(held[0].publication_title) for held in newest],
        "Newest release": [fmt.escaped(held[0].release) for held in newest],
        "Published": [fmt.day(held[0].published) if held[0].published else "not dated" for held in newest],
        "Figures up to": [fmt.day(max(days)) if days else fmt.NOTHING for days in ends],
        "Next release": [fmt.escaped(words.next_release(expected.get(held[0].publication))) for held in newest],
    }


def files(found: Sequence[ReleaseFile]) -> Columns:
    """One line a file."""
    return {
        "Publication": [fmt.escaped(each.publication_title) for each in found],
        "Release": [fmt.escaped(each.release) for each in found],
        "File": [fmt.escaped(each.file) for each in found],
        "Published": [fmt.short_day(each.published) if each.published else "not dated" for each in found],
        "Retrieved": [fmt.short_day(each.retrieved) if each.retrieved else fmt.NOTHING for each in found],
        "Figures up to": [
            fmt.short_day(each.newest_period_end) if each.newest_period_end else fmt.NOTHING for each in found
        ],
        "Rows": fmt.aligned([fmt.NOTHING if each.rows is None else f"{each.rows:,}" for each in found]),
        "Checksum": [(each.sha256 or fmt.NOTHING)[:8] for each in found],
    }


def release_lines(found: Sequence[ReleaseFile], expected: dict[str, Expected]) -> Lines:
    """Every file with its whole checksum and address."""
    return [["publication_id", *ReleaseFile._fields[1:], "next_release"]] + [
        [
            *[
                each.retrieved.date() if name == "retrieved" and each.retrieved else value
                for name, value in zip(ReleaseFile._fields, each, strict=True)
            ],
            words.next_release(expected.get(each.publication)),
        ]
        for each in found
    ]


def files_file(found: Sequence[ReleaseFile], expected: dict[str, Expected]) -> File:
    about = ["Published files that were loaded. sha256 is the checksum of the publisher's bytes.", LICENCE]
    return File("releases", ("releases",), lambda: release_lines(found, expected), lambda: about)


def checks(found: Sequence[Check]) -> Columns:
    """Every check and its result."""
    return {
        "Checked": [fmt.escaped(each.name) for each in found],
        "Result": [_result(each) for each in found],
        "Of": [fmt.escaped(each.publication or "the whole database") for each in found],
        "Found": [fmt.escaped(each.detail) for each in found],
    }


def _result(check: Check) -> str:
    return "passed" if check.passed else "failed" if check.must_hold else "noted"


def checks_file(found: Sequence[Check]) -> File:
    def lines() -> Lines:
        return [["check", "result", "publication", "found"]] + [
            [each.name, _result(each), each.publication, each.detail] for each in found
        ]

    return File("checks", ("checks",), lines, lambda: ["Checks of this database when it was built.", LICENCE])


def coverage(found: Sequence[Covered], metrics: dict[str, Metric]) -> Columns:
    """One line a metric: how many councils have a figure in its newest period, and why the others do not."""
    groups = [(metrics[metric_id], list(group)) for metric_id, group in groupby(found, key=lambda each: each.metric_id)]
    counts = [Counter(each.status for each in group) for _, group in groups]
    return {
        "Measure": [fmt.escaped(metric.name) for metric, _ in groups],
        "Newest period": [_period(metric, group[0]) for metric, group in groups],
        "Councils with a figure": [
            f"{count['published']} of {len(group)}" for (_, group), count in zip(groups, counts, strict=True)
        ],
        "Without one": [_reasons(count) for count in counts],
    }


def _period(metric: Metric, covered: Covered) -> str:
    return fmt.escaped(fmt.period(metric, covered.period_end, covered.period_label))


def _reasons(counts: Counter[str | None]) -> str:
    missing = [(status, count) for status, count in counts.most_common() if status != "published"]
    return fmt.escaped("; ".join(f"{count} {words.status(status)}" for status, count in missing)) or fmt.NOTHING


def coverage_file(found: Sequence[Covered], metrics: dict[str, Metric], names: dict[str, str]) -> File:
    """One line a metric and council, so that who is missing can be looked up."""

    def lines() -> Lines:
        head = ["metric", "metric_name", "period_end", "period_label", "area", "area_code", "status"]
        return [[*head]] + [
            [each.metric_id, metrics[each.metric_id].name, each.period_end, each.period_label, names[each.area_code],
             each.area_code, words.status(each.status)]
            for each in found
        ]  # fmt: skip

    about = ["Every metric's newest period: which councils have a figure in it, and why the others do not.", LICENCE]
    return File("completeness", ("completeness",), lines, lambda: about)


def missing_of(found: Sequence[Covered], area_code: str, metrics: dict[str, Metric]) -> list[tuple[Metric, Covered]]:
    """The metrics whose newest period has no figure of a council that there was in it."""
    return [
        (metrics[each.metric_id], each) for each in found if each.area_code == area_code and each.status != "published"
    ]


def missing(found: Sequence[tuple[Metric, Covered]]) -> Columns:
    return {
        "Measure": [fmt.escaped(metric.name) for metric, _ in found],
        "Newest period": [_period(metric, each) for metric, each in found],
        "Why there is no figure": [fmt.escaped(words.status(each.status)) for _, each in found],
    }
