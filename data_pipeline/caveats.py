"""Known gaps with a story: which council's figures, from which publication, and where it is said."""

import tomllib

from data_pipeline.paths import REFERENCE


def load() -> list[dict]:
    """One dict per council and caveat of reference/caveats.toml, with the columns of table `caveat`."""
    entries = tomllib.loads((REFERENCE / "caveats.toml").read_text(encoding="utf-8"))["caveat"]
    return [
        {"area_code": code} | {key: value for key, value in entry.items() if key != "area_codes"}
        for entry in entries
        for code in entry["area_codes"]
    ]
