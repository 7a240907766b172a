"""Where an installation keeps its data: everything below one directory."""

import json
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
EMBEDDED_SNAPSHOT = PROJECT / "data" / "snapshot"
SQL = PROJECT / "sql"
REFERENCE = Path(__file__).with_name("reference")


@dataclass(frozen=True)
class DataDir:
    """The data directory: publishers' bytes, the snapshot they add to, and the database built from both."""

    root: Path

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def snapshot(self) -> Path:
        return self.root / "snapshot"

    @property
    def has_snapshot(self) -> bool:
        return (self.snapshot / "figure.parquet").is_file()

    @property
    def database(self) -> Path:
        return self.root / "benchmarks.duckdb"

    @property
    def lock(self) -> Path:
        return self.root / ".refresh.lock"

    @property
    def announcements(self) -> Path:
        """The next releases that publishers have given a date, as the last refresh heard of them."""
        return self.root / "announced.json"

    def announced(self) -> list[dict]:
        try:
            return json.loads(self.announcements.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return []
