"""What a refresh or a build did, and the exit code that says so."""

from dataclasses import dataclass, field

from data_pipeline.land import RawFile


@dataclass(frozen=True)
class News:
    """What became of one publication: `result` is "no new release", "new", "refused", "not reached" or "by folder"."""

    publication: str
    result: str
    detail: str


@dataclass
class Outcome:
    """What a refresh or a build did.

    `replaced` is True only when the new database is in place; `is_current` when the one in place has nothing to gain;
    `is_busy` when another refresh was running. `news` is by publication, for a live refresh.
    """

    replaced: bool = False
    is_current: bool = False
    is_busy: bool = False
    files: list[RawFile] = field(default_factory=list)
    problems: list[Exception] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    news: list[News] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: up to date. 1: nothing replaced. 3: in place, but something was refused. 4: another refresh is running."""
        if self.is_busy:
            return 4
        if self.replaced:
            return 3 if self.problems else 0
        return 0 if self.is_current and not self.problems else 1
