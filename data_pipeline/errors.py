"""What can be wrong with a file, said in one paragraph: where, what was expected, what was found, what to do."""

from dataclasses import dataclass

_LONGEST = 500

LATER_HINT = "Refresh again later; the figures loaded before stay in use."
DOWNLOAD_HINT = "Compare with the publisher's page and download the file again; the figures loaded before stay in use."


@dataclass
class FileProblem(Exception):
    """A published file that cannot be used as it is.

    Attributes: `file` names publication, release and file; `row` is the line in a CSV or the row of the sheet,
    counted from 1 with the header, or None when the whole file is meant.
    """

    file: str
    expected: str
    found: str
    remedy: str
    row: int | None = None

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        expected, found = shown(self.expected), shown(self.found)
        return f"{type(self).__name__}: {shown(where)}: expected {expected}; found {found}. {shown(self.remedy)}"


def shown(text: str) -> str:
    """A text that may be a publisher's, for people: a line of reasonable length without control characters."""
    plain = "".join(mark if mark.isprintable() else " " for mark in text[: _LONGEST + 1])
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


class UnreadableFile(FileProblem):
    """Not the format its name promises: truncated, an error page, empty."""


class SourceChanged(FileProblem):
    """A column or a label that the figures need is missing or has a new name."""


class UnknownSymbol(FileProblem):
    """A cell that is neither a number nor a symbol whose meaning is known."""


class DuplicateKey(FileProblem):
    """Two rows for the same area, period and breakdown."""


class OutOfRange(FileProblem):
    """A figure that cannot be true in its unit."""


class OlderFile(FileProblem):
    """The file's newest figures are older than those already loaded from its publication."""


class UnknownCouncil(FileProblem):
    """A council's GSS code that no list and no other file knows; its row is left out."""


class UnknownPublication(FileProblem):
    """A folder whose name is not the name of a publication known here."""


class BuildFailed(Exception):
    """The new database may not replace the last one; the message says why and what to do."""


class NoAnswer(FileProblem):
    """The publisher's service could not be reached, or broke off; it may answer later."""


class WrongAnswer(FileProblem):
    """The publisher's service answered, but not with what its contract promises."""


class NotThere(WrongAnswer):
    """The publisher's service says that there is nothing at this address."""


class Superseded(FileProblem):
    """The publisher has ended the publication in favour of another."""


class CheckFailed(FileProblem):
    """A publication's new files are readable, but their figures cannot stand beside what was loaded before."""


class ChecksFailed(BuildFailed):
    """A new database that failed checks; `by_publication` says which, by slug ("" for the database as a whole)."""

    def __init__(self, by_publication: dict[str, list[str]]) -> None:
        super().__init__(" ".join(words for lines in by_publication.values() for words in lines))
        self.by_publication = by_publication
