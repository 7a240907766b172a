"""One file out of a publisher's ZIP, whatever else the archive is."""

import errno
import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from data_pipeline.errors import DOWNLOAD_HINT, UnreadableFile, WrongAnswer
from data_pipeline.offers import plain_name

UNZIPPED = 400_000_000
# What zipfile raises for bytes that are no archive, are encrypted, or packed in a way of their own.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, RuntimeError, ValueError, IndexError, OSError),
)


def unpack(archive: Path, target: Path, is_wanted: Callable[[str], bool], url: str, remedy: str, wanted: str) -> str:
    """Unpack the first file under data/ whose name is wanted, and give its name. `url` and `wanted` are for errors.

    Raises `UnreadableFile` for a broken archive, which is removed, and `WrongAnswer` for one that lacks the file.
    """
    try:
        with zipfile.ZipFile(archive) as content:
            members = [m for m in content.infolist() if m.filename.startswith("data/")]
            names = {m.filename.rsplit("/", 1)[-1]: m for m in members}
            name = next((n for n in names if is_wanted(n)), None)
            if name is None:
                raise WrongAnswer(url, f"a file named like '{wanted}'", ", ".join(names) or "no file", remedy)
            # zipfile hands out no more than it announces.
            if names[name].file_size > UNZIPPED:
                raise WrongAnswer(url, f"at most {UNZIPPED:,} bytes in {name}", "more", DOWNLOAD_HINT)
            with content.open(names[name]) as packed, target.open("wb") as file:
                shutil.copyfileobj(packed, file)
    except BROKEN as error:
        # Without a number, or as an invalid argument, a broken archive; else a full disk, say.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        archive.unlink(missing_ok=True)
        raise UnreadableFile(
            url, "a whole ZIP of the release", "one that breaks off before its end", DOWNLOAD_HINT
        ) from error
    return plain_name(name, url)
