"""Every target with where it begins, and the inputs that once were findings (corpus/<target>/)."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import app, pipeline, seeds

CORPUS = Path(__file__).with_name("corpus")


@dataclass(frozen=True)
class Target:
    """`slow`: starts a process of its own for every input."""

    run: Callable[[bytes], None]
    begin: Callable[[], list[bytes]]
    slow: bool = False

    @property
    def name(self) -> str:
        return self.run.__name__

    @property
    def found(self) -> list[Path]:
        """What was found before, an input a file."""
        return sorted(path for path in (CORPUS / self.name).glob("*") if path.is_file())


TARGETS = {
    target.name: target
    for target in (
        Target(app.upload, app.upload_seeds),
        Target(app.address, app.address_seeds),
        Target(app.files, app.file_seeds),
        Target(app.markup, app.markup_seeds),
        Target(pipeline.published_csv, seeds.csv_seeds),
        Target(pipeline.workbook, seeds.workbook_seeds, slow=True),
        Target(pipeline.archive, seeds.archive_seeds),
        Target(pipeline.answers, seeds.answer_seeds),
        Target(pipeline.metrics, seeds.metric_seeds),
    )
}
