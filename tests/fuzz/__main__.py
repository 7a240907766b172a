"""`make fuzz`: every target under a coverage-guided fuzzer, for SECONDS each, and a table of what came of it.

`python -m tests.fuzz [--seconds 600] [target …]`. What is found lies in tests/fuzz/found/, to be mended and then kept
in corpus/ under a name that says what it was. The same seed gives the same run, as far as the clock lets it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS

FOUND = Path(__file__).with_name("found")
MEMORY = 2048  # MB
HANG = 10  # seconds
SEED = 20261125


def fuzz(name: str, seconds: int) -> tuple[int, list[str]]:
    """How many inputs a target was given within the time, and the files with those that were findings."""
    target = TARGETS[name]
    FOUND.mkdir(exist_ok=True)
    before = set(FOUND.glob(f"{name}-*"))
    executions, ends, round_ = 0, time.monotonic() + seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate([*target.begin(), *(path.read_bytes() for path in target.found)]):
            (Path(folder) / f"{number:03}").write_bytes(seed)
        # The fuzzer ends with its first finding: it begins again, from what it has learnt, until the time is over.
        while (left := int(ends - time.monotonic())) > 0 and round_ < 20:
            command = [sys.executable, "-m", "tests.fuzz.one", name, folder, f"-max_total_time={left}"]
            command += [f"-seed={SEED + round_}", f"-rss_limit_mb={MEMORY}", f"-artifact_prefix={FOUND}/{name}-"]
            command += [f"-timeout={HANG if not target.slow else 6 * HANG}", "-max_len=20000", "-print_final_stats=1"]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", env=os.environ)
            executions += sum(map(int, re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr)[-1:]))
            (FOUND / f"{name}.log").write_text(done.stderr[-20_000:])
            round_ += 1
            if not done.returncode:
                break
            if "stat::" not in done.stderr:
                print(f"{name}: the fuzzer ended with code {done.returncode}: {done.stderr[-300:]}", file=sys.stderr)
    return executions, sorted(path.name for path in set(FOUND.glob(f"{name}-*")) - before)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []])
    asked = parser.parse_args()
    found = 0
    print(f"{'target':16}{'seconds':>8}{'executions':>12}{'findings':>10}", flush=True)
    for name in asked.targets or TARGETS:
        executions, findings = fuzz(name, asked.seconds)
        found += len(findings)
        print(f"{name:16}{asked.seconds:8,}{executions:12,}{len(findings):10,}  {' '.join(findings)}", flush=True)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
