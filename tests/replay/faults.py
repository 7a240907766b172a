"""Every fault that a publisher, a network or a machine has been known to have, by name: how it is made, what it brings.

`docs/faults.md` is made from this list by running it: `make faults`.
"""

import ctypes
import json
import resource
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from .scene import CSWW_2025, Scene
from .server import Answer, Handler, chunked

ALL_WAYS = ("/download", "/csv")


@dataclass(frozen=True)
class Fault:
    """`says` are words of what the user sees; `loads` is whether the new release gets in all the same."""

    name: str
    make: Callable[[Scene], None]
    says: tuple[str, ...]
    exit_code: int = 1
    loads: bool = False


def everywhere(change: Callable[[Answer, int], Answer]) -> Callable[[Scene], None]:
    """Spoil every way to the file itself."""

    def make(scene: Scene) -> None:
        for part in ALL_WAYS:
            scene.spoil(part, change)

    return make


def at(part: str, change: Callable[[Answer, int], Answer]) -> Callable[[Scene], None]:
    return lambda scene: scene.spoil(part, change)


def sent(send: Callable[[Handler, Answer], None]) -> Callable[[Answer, int], Answer]:
    return lambda answer, _: replace(answer, send=send)


def status(code: int, times: int = 1_000, **headers: str) -> Callable[[Answer, int], Answer]:
    """This status for the first `times` requests of a path."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answer, earlier: Answer(code, b"{}", headers=named) if earlier < times else answer


def edited(change: Callable[[dict], dict]) -> Callable[[Answer, int], Answer]:
    """A JSON answer that says something else."""
    return lambda answer, _: answer.saying(change(answer.said)) if answer.status == 200 else answer


# The network


def refused(scene: Scene) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        scene.address = f"http://127.0.0.1:{free.getsockname()[1]}"


def unresolved(scene: Scene) -> None:
    def no_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    scene.resolve = no_name


def silence(handler: Handler, answer: Answer) -> None:
    handler.replay.ended.wait(10)


def reset(handler: Handler, answer: Answer) -> None:
    handler.head(answer, length=len(answer.body))
    handler.wfile.write(answer.body[: len(answer.body) // 2])
    handler.wfile.flush()
    # Closed without lingering, a connection is reset.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def reset_once(answer: Answer, earlier: int) -> Answer:
    return replace(answer, send=reset) if earlier == 0 else answer


def cut_off(handler: Handler, answer: Answer) -> None:
    chunked(handler, replace(answer, body=answer.body[: int(len(answer.body) * 0.6)]))


def too_long(handler: Handler, answer: Answer) -> None:
    handler.head(answer, length=len(answer.body) + 1_000)
    handler.wfile.write(answer.body)
    handler.close_connection = True


def too_short(handler: Handler, answer: Answer) -> None:
    lines = answer.body.splitlines(keepends=True)
    handler.head(answer, length=len(answer.body) - len(lines[-1]))
    handler.wfile.write(answer.body)
    handler.close_connection = True


def endless(handler: Handler, answer: Answer) -> None:
    handler.head(replace(answer, headers={"Transfer-Encoding": "chunked"}))
    piece = b"2025,Local authority\n" * 3_000
    try:
        while not handler.replay.ended.is_set():
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    except OSError:
        handler.close_connection = True


def redirect(to: str) -> Callable[[Answer, int], Answer]:
    return lambda answer, _: Answer(302, headers={"Location": to})


WEB_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sorry, there is a problem</title></head></html>\n"


# The service


def slug_renamed(scene: Scene) -> None:
    old, new = "publications/children-s-social-work-workforce", "publications/social-work-workforce"

    def fault(path: str, answer: Answer, _: int) -> Answer:
        if path.endswith(old):
            return Answer(404, b"{}")
        if path.endswith("/summary") and answer.status == 200:
            return answer.saying({**answer.said, "slug": "social-work-workforce"})
        if path.endswith(new):
            return scene.replay._right_answer(path.replace(new, old), {})
        return answer

    scene.replay.faults.append(fault)


def superseded(said: dict) -> dict:
    return {**said, "supersededByPublication": {"id": "…", "slug": "social-workers", "title": "Social workers"}}


def listing(**changes: object) -> Callable[[Answer, int], Answer]:
    """The catalogue with something else in its entries; None takes a field away."""

    def change(said: dict) -> dict:
        entries = [{k: v for k, v in {**entry, **changes}.items() if v is not None} for entry in said["results"]]
        return {**said, "results": entries}

    return edited(change)


def impossible_dates(scene: Scene) -> None:
    due = {"year": 2028, "month": 13, "day": 45}
    scene.spoil("publications/", edited(lambda said: {**said, "nextReleaseDate": due}))
    scene.spoil("data-set-files?", listing(published="soon"))


def whole_chain(scene: Scene) -> None:
    for part in ("data-set-files", "data-content"):
        scene.spoil(part, status(404))


def broken_zip(scene: Scene) -> None:
    scene.spoil("data-set-files", status(404))
    scene.spoil("/files?", sent(cut_off))


def more_than_there_are(said: dict) -> dict:
    return {**said, "paging": {**said["paging"], "totalResults": 31, "totalPages": 4}}


# The file


def stale(scene: Scene) -> None:
    old = (scene.home / "files" / CSWW_2025).read_text(encoding="utf-8")
    kept = [line for line in old.splitlines() if not line.startswith("2025")]
    scene.new_file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    scene.spoil("data-set-files?", listing(meta=None))


def same_bytes(scene: Scene) -> None:
    scene.new_file.write_bytes((scene.home / "files" / CSWW_2025).read_bytes())
    scene.spoil("data-set-files?", listing(meta=None))


def file_renamed(scene: Scene) -> None:
    scene.new_file.rename(scene.new_file.with_name("workforce_2026.csv"))


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[Scene], None]:
    def make(scene: Scene) -> None:
        old = scene.new_file.read_text(encoding="utf-8")
        new = change(old)
        assert new != old
        scene.new_file.write_bytes(new.encode(encoding))

    return make


def rows(change: Callable[[list[dict]], list[dict]]) -> Callable[[Scene], None]:
    return lambda scene: scene.edit(change)


def as_fractions(table: list[dict]) -> list[dict]:
    def fraction(cell: str) -> str:
        return f"{float(cell) / 100:.4f}" if cell.replace(".", "").isdigit() else cell

    rates = ("vacancy_rate_fte", "agency_rate_fte", "turnover_rate_fte", "absence_rate_fte")
    return [{**row, **{name: fraction(row[name]) for name in rates}} for row in table]


def without_wolverhampton(table: list[dict]) -> list[dict]:
    return [row for row in table if not (row["old_la_code"] == "336" and row["time_period"] == "2026")]


def two_surreys(table: list[dict]) -> list[dict]:
    """Surrey ends; two councils that no list here knows begin."""
    ended = [row for row in table if not (row["old_la_code"] == "936" and row["time_period"] == "2026")]
    surrey = next(row for row in table if row["old_la_code"] == "936" and row["time_period"] == "2026")
    east = {**surrey, "old_la_code": "950", "new_la_code": "E06000067", "la_name": "East Surrey"}
    west = {**surrey, "old_la_code": "951", "new_la_code": "E06000068", "la_name": "West Surrey"}
    return [*ended, east, west]


# This machine


def disk_full(scene: Scene) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    scene.in_process = lambda: scene.command(preexec_fn=limited)


def read_only(scene: Scene) -> None:
    def as_others() -> None:
        # The administrator may write anywhere: not without the capability CAP_DAC_OVERRIDE (prctl PR_CAPBSET_DROP).
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)

    for path in [scene.data, *(path for path in scene.data.rglob("*") if path.is_dir())]:
        path.chmod(0o555)
    scene.in_process = lambda: scene.command(preexec_fn=as_others)


def clock_wrong(scene: Scene) -> None:
    scene.clock = lambda: datetime(1999, 1, 1, tzinfo=UTC)


FAULTS = (
    Fault("DNS failure", unresolved, ("no address for the host's name",)),
    Fault("connection refused", refused, ("a connection refused",)),
    Fault("time-out", everywhere(sent(silence)), ("silence",)),
    Fault("reset midway", everywhere(sent(reset)), ("reset",)),
    Fault("reset midway, once", everywhere(reset_once), (), 0, loads=True),
    Fault("429 with Retry-After", everywhere(status(429, 1, Retry_After="7")), (), 0, loads=True),
    Fault("429 with Retry-After of an hour", everywhere(status(429, Retry_After="3600")), ("3,600 seconds",)),
    Fault("500, then fine", everywhere(status(500, 2)), (), 0, loads=True),
    Fault("500 for good", everywhere(status(500)), ("status 500",)),
    Fault("500 for good, one way only", at("/download", status(500)), ("another way",), 0, loads=True),
    Fault(
        "HTML instead of CSV",
        everywhere(lambda answer, _: replace(answer, body=WEB_PAGE, type="text/html")),
        ("text/csv", "a web page"),
    ),
    Fault(
        "HTML that says it is CSV",
        everywhere(lambda answer, _: replace(answer, body=WEB_PAGE)),
        ("rows, as its catalogue says",),
    ),
    Fault("truncated body", everywhere(sent(cut_off)), ("rows, as its catalogue says", "cut short")),
    Fault("wrong length: too long", everywhere(sent(too_long)), ("broke off",)),
    Fault("wrong length: too short", everywhere(sent(too_short)), ("rows, as its catalogue says",)),
    Fault(
        "gzip garbage",
        everywhere(lambda answer, _: replace(answer, headers={"Content-Encoding": "gzip"})),
        ("gzip", "cannot be unpacked"),
    ),
    Fault(
        "redirect elsewhere",
        everywhere(redirect("https://files.example.org/csww.csv")),
        ("redirect to another host", "files.example.org"),
    ),
    Fault(
        "redirect that hides where it leads",
        everywhere(redirect("https://files.example.org\\@www.gov.uk/csww.csv")),
        ("redirect to another host", "files.example.org"),
    ),
    Fault("redirect to nowhere", everywhere(redirect("https://[www.gov.uk/")), ("no address",)),
    Fault("endless body", everywhere(sent(endless)), ("at most 3,000,000 bytes", "more")),
    Fault("empty file", everywhere(lambda answer, _: replace(answer, body=b"")), ("an empty one",)),
    Fault("slug renamed", slug_renamed, ("social-work-workforce", "sources/workforce.py"), 0, loads=True),
    Fault("publication superseded", at("publications/", edited(superseded)), ("Social workers",), 3, loads=True),
    Fault("chain step removed (404)", at("data-set-files", status(404)), ("404", "another way"), 0, loads=True),
    Fault("every step removed (404)", whole_chain, ("status 404",)),
    Fault("release's ZIP breaks off", broken_zip, ("ZIP", "breaks off")),
    Fault(
        "answer without a field", at("data-set-files?", listing(fileId=None)), ("fileId", "another way"), 0, loads=True
    ),
    Fault(
        "release name with a path",
        at("data-set-files?", listing(release={"slug": "../../etc"})),
        ("plain name", "'../../etc'", "another way"),
        0,
        loads=True,
    ),
    Fault("dates that no calendar has", impossible_dates, (), 0, loads=True),
    Fault(
        "paging lie", at("data-set-files?", edited(more_than_there_are)), ("31 results", "another way"), 0, loads=True
    ),
    Fault("file renamed", file_renamed, ("^csww_indicators", "workforce_2026.csv", "sources/workforce.py")),
    Fault("stale file under a new id", stale, ("OlderFile", "30 September 2024")),
    Fault("last year's file under a new id", same_bytes, ("OlderFile", "the very file of release 2025")),
    Fault(
        "stale file, catalogue up to date",
        at(
            "data-set-files?", edited(lambda said: json.loads(json.dumps(said).replace('"to": "2026"', '"to": "2027"')))
        ),
        ("OlderFile", "up to 2026"),
    ),
    Fault("wrong encoding", text(lambda t: t.replace("Sefton", "Séfton"), "latin-1"), ("UTF-8", "0xe9")),
    Fault(
        "column renamed",
        text(lambda t: t.replace("vacancy_rate_fte", "vacancy_percentage_fte")),
        ("SourceChanged", "'vacancy_rate_fte'", "vacancy_percentage_fte", "sources/workforce.py"),
    ),
    Fault("column added", rows(lambda table: [{**row, "footnote": "1"} for row in table]), (), 0, loads=True),
    Fault("unit changed (percent as fraction)", rows(as_fractions), ("CheckFailed", "fractions", "--accept")),
    Fault("council missing", rows(without_wolverhampton), ("CheckFailed", "Wolverhampton", "30 September 2026")),
    Fault("duplicated rows", rows(lambda table: [*table, table[-1]]), ("DuplicateKey", "the first is row")),
    Fault("new council (East and West Surrey, 2027)", rows(two_surreys), (), 0, loads=True),
    Fault(
        "unknown symbol",
        rows(lambda table: [*table[:-1], {**table[-1], "vacancy_rate_fte": "#"}]),
        ("UnknownSymbol", "'#'", "row "),
    ),
    Fault("disk full", disk_full, ("room", "Free some space")),
    Fault("read-only directory", read_only, ("can be written to", "ermission")),
    Fault("clock wrong", clock_wrong, ("clock", "days"), 0, loads=True),
)
assert len({fault.name for fault in FAULTS}) == len(FAULTS)
