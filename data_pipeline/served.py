"""What the database in place holds, for a refresh to compare with what it finds."""

from dataclasses import dataclass, fields
from pathlib import Path

import duckdb

from data_pipeline import __version__
from data_pipeline.land import Manifest


@dataclass(frozen=True)
class Served:
    """The releases of a database, which version of this program built it, and the dates that publishers announced."""

    version: str
    releases: list[Manifest]
    announced: list[dict]

    def holds(self, landed: list[Manifest], announced: list[dict]) -> bool:
        """Whether a build from these files would bring nothing that is not there already."""
        ours = {(manifest.release_id, manifest.sha256) for manifest in self.releases}
        landed_are_in = all((manifest.release_id, manifest.sha256) in ours for manifest in landed)
        return landed_are_in and self.version == __version__ and self.announced == announced


def read(database: Path) -> Served | None:
    """What is in place, or None where there is no database or none that this version can read."""
    if not database.is_file():
        return None
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            columns = {row[0] for row in con.execute("select column_name from (describe release)").fetchall()}
            wanted = [field.name for field in fields(Manifest) if field.name in columns]
            texts = ", ".join(name if name in ("bytes", "rows") else f"{name}::varchar" for name in wanted)
            rows = con.execute(f"select {texts} from release order by release_id").fetchall()
            [(version,)] = con.execute("select pipeline_version from build").fetchall()
            announced = con.execute(
                "select publication, year, month, day from next_expected where from_publisher order by publication"
            ).fetchall()
    except duckdb.Error:
        return None
    return Served(
        version,
        [Manifest(**dict(zip(wanted, row, strict=True))) for row in rows],
        [dict(zip(("publication", "year", "month", "day"), row, strict=True)) for row in announced],
    )
