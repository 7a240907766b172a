"""`python -m dashboard.report`: Summary as PDF files, of one council or of all."""

from __future__ import annotations

import logging
import os
import signal
import tempfile
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from dashboard import choose, store, summary
from dashboard import format as fmt
from dashboard.model import Area
from dashboard.report import file_name, pdf
from dashboard.state import Options, find, read
from dashboard.store import Version
from dashboard.summary_model import Summary

_COULD_NOT, _MADE_NO_SENSE = 1, 2
_stderr = Console(stderr=True)


def main(
    council: Annotated[str, typer.Option(help="A council’s name or alias: camden, Wolves.")] = "",
    out: Annotated[
        Path | None, typer.Option(help="The file to write; without it, one named after the council.")
    ] = None,
    every: Annotated[
        Path | None, typer.Option("--all", metavar="DIR", help="Write every council’s into this folder.")
    ] = None,
    model: Annotated[str, typer.Option(help="DfE’s neighbour model, such as 2021-04; the newest unless said.")] = "",
    address: Annotated[str, typer.Option(help="Where the dashboard is served, for a link to the live view.")] = "",
) -> None:
    """Write Summary as PDF: three A4 pages about one council, or about each of them.

    The database is that of THREE_PAGES_DATA_DIR, or of data/. Exit codes: 0 written; 1 no database, or a file that
    cannot be written; 2 an option that makes no sense.
    """
    if bool(council) == bool(every):
        _stop("Say which: --council NAME, or --all DIR.", _MADE_NO_SENSE)
    if every and out:
        _stop("--out names one file, and --all writes many: leave one of them out.", _MADE_NO_SENSE)
    try:
        version = store.version()
        store.check(version)
    except store.NoFigures as problem:
        _stop(f"{problem} Build one: python -m data_pipeline build", _COULD_NOT)
    offered = choose.options(version)
    if model and model not in offered.models:
        _stop(f"There is no model “{model}” here. There is {fmt.listed(list(offered.models))}.", _MADE_NO_SENSE)
    if every is None:
        shown = _summary(version, offered, _council(council, offered), model)
        _write(out or Path(file_name(shown)), pdf(shown, address=_live(address, shown)))
        return
    _folder(every)
    with Progress(console=_stderr) as progress:
        for area in progress.track(offered.councils, description="Writing"):
            shown = _summary(version, offered, area, model)
            _write(every / file_name(shown), pdf(shown, address=_live(address, shown)))
    _stderr.print(f"{len(offered.councils)} files in {every}.")


def _council(text: str, offered: Options) -> Area:
    if found := find(text, offered.councils):
        return found
    near = get_close_matches(text.lower(), [area.short_name.lower() for area in offered.councils], n=3)
    names = [area.short_name for area in offered.councils if area.short_name.lower() in near]
    _stop(
        f"There is no council called “{text}”." + (f" Did you mean {' or '.join(names)}?" if names else ""),
        _MADE_NO_SENSE,
    )


def _summary(version: Version, offered: Options, area: Area, model: str) -> Summary:
    choice, _ = read({"council": area.slug, "model": model}, offered)
    return summary.summary(version, choice)


def _live(address: str, shown: Summary) -> str | None:
    return f"{address.rstrip('/')}/?{shown.query}" if address else None


def _folder(wanted: Path) -> None:
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        _stop(f"{wanted} cannot be made a folder ({problem.strerror}).", _COULD_NOT)


def _write(file: Path, content: bytes) -> None:
    """All of it or nothing: a new file takes the place of the old one once it is whole."""
    file, made = file.resolve(), None
    if file.exists() and not file.is_file():
        # A device or a folder: taking its place would take it away.
        _stop(f"{file} cannot be written (it is there, and is no file).", _COULD_NOT)
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as new:
            made = Path(new.name)
            new.write(content)
        made.chmod(0o644)
        os.replace(made, file)
    except OSError as problem:
        _stop(f"{file} cannot be written ({problem.strerror}).", _COULD_NOT)
    finally:
        if made:
            made.unlink(missing_ok=True)


def _stop(message: str, code: int) -> NoReturn:
    _stderr.print(message, style="bold", highlight=False, soft_wrap=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    # Its caches say with every call that no page is being shown.
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    # Ended from outside, it tidies up as it does for Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    typer.run(main)
