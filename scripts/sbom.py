"""Writes what the dashboard is made of, as a CycloneDX bill of materials: `make sbom`.

The environment is read by cyclonedx-py, with the licences that packages declare, and left with what requirements.txt
pins: tests and tools do not run where the dashboard does.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = "sbom.cdx.json"
# They declare none in words that a program reads; their licence files say these.
UNDECLARED = {"protobuf": "BSD-3-Clause", "pydeck": "Apache-2.0"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(requirements: str) -> dict:
    """The bill of materials, CycloneDX 1.6, of the packages that compiled requirements pin."""
    wanted = set(re.findall(r"^([a-z0-9.-]+)==", requirements, re.M))
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", str(ROOT / "pyproject.toml")]
    command += ["--sv", "1.6", "--of", "JSON", "--output-reproducible", "--no-validate", "-o", "-"]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    kept = [each for each in found["components"] if canonical(each["name"]) in wanted]
    if lacking := wanted - {canonical(each["name"]) for each in kept}:
        raise SystemExit(f"Not installed, so not described: {', '.join(sorted(lacking))}. Run `make run` first.")
    for each in kept:
        if expression := UNDECLARED.get(each["name"]):
            each.setdefault("licenses", [{"license": {"id": expression}}])
    refs = {each["bom-ref"] for each in kept}
    root = found["metadata"]["component"]["bom-ref"]
    links = [
        {"ref": each["ref"], "dependsOn": sorted(refs.intersection(each.get("dependsOn", ())))}
        for each in found["dependencies"]
        if each["ref"] in refs
    ]
    return found | {"components": kept, "dependencies": [{"ref": root, "dependsOn": sorted(refs)}, *links]}


def licences(bill: dict) -> dict[str, list[str]]:
    """What each package declares: SPDX ids or expressions, or the names of classifiers."""
    return {
        each["name"]: [
            one.get("expression") or one["license"].get("id") or one["license"]["name"] for one in each["licenses"]
        ]
        for each in bill["components"]
    }


def main() -> None:
    made = bill((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    Path(OUT).write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, said in licences(made).items():
        print(f"{name:28}{'; '.join(said)}")
    print(f"{len(made['components'])} packages: {OUT}")


if __name__ == "__main__":
    main()
