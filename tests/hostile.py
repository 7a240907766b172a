"""A database in which every text that a publisher or an editor wrote is an attack."""

import shutil
from pathlib import Path

import duckdb

# As HTML, as an attribute's end, as a Markdown link, as Plotly's own tags, as a formula and as Typst.
ATTACK = (
    '<script>window.hacked=1</script>"><img src=x onerror=window.hacked=1><svg onload=window.hacked=1>'
    "[in](javascript:window.hacked=1) ![in](https://elsewhere.example/x.png) [out](https://elsewhere.example) "
    '<a href="https://elsewhere.example">z</a> <b>bold</b> $x^2$ #import "x" #panic("hacked") *y* `k` ]('
)
# Text that people wrote. Keys, slugs and words that the code looks things up by stay: others would not be found.
WRITTEN = {
    "metric": "name unit numerator_label denominator_label formula publication_title publisher definition distorts "
    "does_not_show question",
    "area": "name short_name region_name",
    "observation": "period_label",
    "caveat": "words said_in",
    "release": "publication_title release file publisher licence",
    "build": "pipeline_version",
    "acceptance": "reason",
}


def write(data_dir: Path, folder: Path) -> Path:
    """A copy of a data directory's database with ATTACK after every written text, and as every address."""
    shutil.copyfile(data_dir / "benchmarks.duckdb", folder / "benchmarks.duckdb")
    with duckdb.connect(folder / "benchmarks.duckdb") as con:
        for table, columns in WRITTEN.items():
            for column in columns.split():
                con.execute(f"update {table} set {column} = {column} || ? where {column} != ''", [f" {ATTACK}"])
        con.execute("update metric set plain = replace(plain, '.', ' ' || ? || '.')", [ATTACK.replace("*", "")])
        con.execute("update release set url = 'javascript:window.hacked=1'")
    return folder
