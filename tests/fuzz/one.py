"""One target under atheris: `python -m tests.fuzz.one TARGET FOLDER [libFuzzer's options]`."""

import sys

import atheris

# What is ours, and what reads bytes in Python beside it.
with atheris.instrument_imports(include=["data_pipeline", "dashboard", "changes", "csv", "tomllib", "zipfile"]):
    from tests.fuzz.targets import TARGETS

name = sys.argv.pop(1)
atheris.Setup(sys.argv, TARGETS[name].run)
atheris.Fuzz()
