"""Runs the faults, and writes what each of them brought as the table in docs/faults.md."""

import re
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from data_pipeline.paths import PROJECT

from .faults import FAULTS, Fault
from .scene import DAY, Scene, figures, prepare
from .server import Replay

TABLE = PROJECT / "docs" / "faults.md"
HEAD = """# Faults, and what a refresh makes of them

Each of these is switched on, by name, in a server that speaks the publishers' contracts, and a refresh is run against
it: `tests/replay/faults.py` makes them, `make faults` writes this table from what happened. Here the faulty publication
is the only one that is asked for; tests show that the others are loaded beside it. *New release* says whether the faulty
publication's new release got in; *data kept*, that every figure that was there before is there afterwards.

Exit codes: 0 the database is up to date; 1 nothing was replaced; 3 it is new, but something was refused or not reached.

| fault | what the user sees | exit code | new release | data kept |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Result:
    """What a fault brought: what was said, whether the new release is in, whether anything is gone."""

    said: str
    exit_code: int
    new_release: bool
    kept: bool
    waits: tuple[float, ...]
    left_over: tuple[str, ...]


def run(fault: Fault, prepared: Path, home: Path) -> Result:
    """Refresh a copy of `prepared` in `home` with the fault on."""
    shutil.copytree(prepared, home, dirs_exist_ok=True)
    before = figures(home / "data")
    with Replay(home / "files", DAY) as replay:
        scene = Scene(home, replay)
        fault.make(scene)
        resolve = socket.getaddrinfo
        try:
            socket.getaddrinfo = scene.resolve or resolve
            if scene.in_process:
                done = scene.in_process()
                assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
                said, exit_code = _printed(done.stdout), done.returncode
            else:
                outcome = scene.refresh()
                said = "; ".join(str(line) for line in outcome.problems or outcome.notes)
                exit_code = outcome.exit_code
        finally:
            socket.getaddrinfo = resolve
    after = figures(home / "data")
    return Result(
        said=_tidy(said, home),
        exit_code=exit_code,
        new_release=("vacancy_rate", "E92000001", "2026-09-30") in after,
        kept=before.items() <= after.items(),
        waits=tuple(scene.waits),
        left_over=tuple(str(path) for path in home.rglob("*arriving*")) + tuple(map(str, home.rglob(".building*"))),
    )


def _printed(text: str) -> str:
    return "; ".join(re.findall(r"^Problem: (.+)$", text, re.MULTILINE))


def _tidy(said: str, home: Path) -> str:
    """Without what differs from run to run and from file to file."""
    said = said.replace(str(home / "data"), "data")
    said = re.sub(r"\.building-\w+", ".building", said)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…", said)


def table(results: dict[str, Result]) -> str:
    """The text of docs/faults.md."""
    lines = []
    for name, result in results.items():
        said = result.said.replace("|", "\\|").replace("*", "\\*") or "nothing: the figures are in"
        new, kept = ("in" if result.new_release else "not in"), ("yes" if result.kept else "NO")
        lines.append(f"| {name} | {said} | {result.exit_code} | {new} | {kept} |")
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        prepare(PROJECT.parent / "shared" / "published", home / "prepared")
        results = {fault.name: run(fault, home / "prepared", home / str(i)) for i, fault in enumerate(FAULTS)}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(results), encoding="utf-8")
    print(f"Wrote {TABLE}: {len(results)} faults.")


if __name__ == "__main__":
    main()
