"""Are there known vulnerabilities in what requirements.txt and requirements-dev.txt pin? By PyPI's own answers.

`make audit`. Ends with 1 where there are any, or where a pinned version has been withdrawn; with 0 where PyPI cannot be
reached, and says so. PyPI passes on the Python Packaging Advisory Database: https://github.com/pypa/advisory-database.
"""

from __future__ import annotations

import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[1]
PYPI = "https://pypi.org/pypi"
FILES = ("requirements.txt", "requirements-dev.txt")


@dataclass(frozen=True)
class Answer:
    """What PyPI says of a pinned version. `reached` is false where it said nothing of this version."""

    pin: str
    reached: bool
    problems: tuple[str, ...] = ()


def pins(texts: list[str]) -> list[str]:
    """Every `name==version` of compiled requirements, once."""
    return sorted({pin for text in texts for pin in re.findall(r"^([a-z0-9.-]+==[0-9A-Za-z.]+)", text, re.M)})


def ask(pin: str, pypi: str = PYPI) -> Answer:
    """PyPI's answer for a version; a mirror may only have that of the project, which is about its newest version."""
    name, version = pin.split("==")
    for address in (f"{pypi}/{name}/{version}/json", f"{pypi}/{name}/json"):
        try:
            response = requests.get(address, timeout=(5, 20))
            said = response.json() if response.status_code == 200 else {}
        except (requests.RequestException, ValueError):
            continue
        if "vulnerabilities" in said and said.get("info", {}).get("version") == version:
            return Answer(pin, True, tuple(problems(said)))
    return Answer(pin, False)


def problems(said: dict) -> list[str]:
    """Vulnerabilities that nobody has withdrawn, with where they are mended; and that the version itself was."""
    found = []
    for each in said["vulnerabilities"]:
        if not each.get("withdrawn"):
            names = ", ".join([each["id"], *each.get("aliases", [])])
            mended = ", ".join(each.get("fixed_in") or ["no release yet"])
            summary = " ".join(str(each.get("summary") or each.get("details") or "").split())
            found.append(f"{names}, mended in {mended}: {summary[:160]}")
    if said["info"].get("yanked"):
        found.append(f"withdrawn from PyPI: {said['info'].get('yanked_reason') or 'no reason given'}")
    return found


def report(answers: list[Answer]) -> tuple[str, int]:
    """What is said, and the exit code."""
    unknown = [each.pin for each in answers if not each.reached]
    bad = [each for each in answers if each.problems]
    lines = [f"!!! {each.pin}: {problem}" for each in bad for problem in each.problems]
    if len(unknown) == len(answers):
        return "NOT AUDITED: PyPI could not be reached, so nothing is known of any pinned version.", 0
    if unknown:
        lines.append(f"NOT AUDITED, because PyPI says nothing of them here: {', '.join(unknown)}")
    known = len(answers) - len(unknown)
    lines.append(
        f"{known} of {len(answers)} pinned versions audited; {len(bad)} with a known vulnerability or withdrawn."
    )
    return "\n".join(lines), 1 if bad else 0


def main() -> int:
    asked = pins([(ROOT / name).read_text(encoding="utf-8") for name in FILES])
    with ThreadPoolExecutor(8) as threads:
        said, code = report(list(threads.map(ask, asked)))
    print(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
