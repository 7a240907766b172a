"""`python -m benchmarks [NAME …]`: print what was measured, add it to the history. Exits with 1 on a missed target."""

import argparse
import sys
from importlib import import_module

from benchmarks import figures

EVERY = ("refresh", "queries", "charts", "pages", "report", "browser", "load", "growth")

parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What the dashboard costs.")
parser.add_argument("names", nargs="*", choices=[*EVERY, []], metavar="NAME", help=f"some of: {', '.join(EVERY)}")
parser.add_argument("--no-history", action="store_true", help="leave benchmarks/history.jsonl as it is")
arguments = parser.parse_args()

found = {}
for name in arguments.names or EVERY:
    bench = import_module(f"benchmarks.bench_{name}")
    found[bench.TITLE] = bench.measure()
    figures.show(bench.TITLE, found[bench.TITLE])
if not arguments.no_history:
    figures.keep(found)
sys.exit(any(each.is_met is False for some in found.values() for each in some))
