"""Since when changes are shown: a day or a release, kept in the URL as `since`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard import format as fmt
from dashboard import state
from dashboard.data.model import ReleaseFile


def days(files: Sequence[ReleaseFile]) -> dict[str, str]:
    """The days on which something was published, newest first, and what it was."""
    published: dict[date, list[str]] = {}
    for file in sorted(files, key=lambda file: file.publication_title):
        if file.published:
            names = published.setdefault(file.published, [])
            names += [] if (name := f"{file.publication_title} {file.release}") in names else [name]
    return {day.isoformat(): f"{fmt.day(day)}: {fmt.listed(published[day])}" for day in sorted(published, reverse=True)}


def read(text: str, files: Sequence[ReleaseFile], today: date) -> tuple[str, dict[str, str], str]:
    """What is asked for, all that can be chosen with its label, and a message where it cannot be had.

    The default is the day of the newest release; `today` where none has a day.
    """
    offered = days(files) or {today.isoformat(): fmt.day(today)}
    default, wanted = next(iter(offered)), text.strip()
    if not wanted or wanted in offered:
        return wanted or default, offered, ""
    for file in files:
        if wanted == f"{file.publication}/{file.release}":
            return wanted, {wanted: f"{file.publication_title} {file.release}, and later ones of it", **offered}, ""
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        message = (
            f"“{state.echo(wanted)}” is neither a day such as 2025-10-01 nor a release that is loaded. "
            f"What changed since {fmt.day(date.fromisoformat(default))} is shown."
        )
        return default, offered, message
    return day.isoformat(), {day.isoformat(): fmt.day(day), **offered}, ""
