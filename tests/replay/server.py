"""A server on this machine that stands for the publishers' services, over real HTTP, with faults to be switched on.

It speaks DfE's content API and public API v1, GOV.UK's content API and its assets, as sources.md has them, and serves
a folder of published files. A request to https://HOST/PATH comes as /HOST/PATH.
"""

import csv
import gzip
import hashlib
import io
import json
import re
import threading
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.services import Ees, GovUk

CONTENT = "/content.explore-education-statistics.service.gov.uk/api"
SITE = "/explore-education-statistics.service.gov.uk"
PUBLIC = "/api.education.gov.uk/statistics/v1"
GOV_UK = "/www.gov.uk/api/content"
ASSETS = "/assets.publishing.service.gov.uk"
PAGE_SIZE = 3
SHEET = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Answer:
    """What goes over the wire. `send` replaces the way it is sent, for connections that fail."""

    status: int = 200
    body: bytes = b""
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[["Handler", "Answer"], None] | None = None

    def saying(self, value: object) -> "Answer":
        return replace(self, body=json.dumps(value).encode())

    @property
    def said(self) -> dict:
        return json.loads(self.body)


NOT_FOUND = Answer(404, b'{"title": "Not Found", "status": 404}')


@dataclass(frozen=True)
class Published:
    """One published file, and the ids that a service gives it."""

    publication: str
    release: str
    file: str
    published: str
    body: bytes

    @cached_property
    def mark(self) -> str:
        # An id lives as long as these bytes under this date: a file that comes again has another.
        return f"{self.publication}{self.release}{self.file}{self.published}{hashlib.sha256(self.body).hexdigest()}"

    def guid(self, kind: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, kind + self.mark))

    @property
    def title(self) -> str:
        return re.sub(r"[_0-9]+", " ", self.file.rsplit(".", 1)[0]).strip().capitalize()

    @cached_property
    def periods(self) -> list[str]:
        rows = csv.DictReader(io.StringIO(self.body.decode("utf-8-sig", "replace")))
        return [row.get("time_period", "") for row in rows]


@cache
def _read(path: Path, publication: str, release: str, published: str, changed: int) -> Published:
    return Published(publication, release, path.name, published, path.read_bytes())


Fault = Callable[[str, Answer, int], Answer]


class Replay:
    """The services on `day`: releases published later are not there yet.

    `faults` change answers: each gets the path, the answer as it should be, and how many requests for the path came
    before. `requests` lists the paths asked for.
    """

    def __init__(self, folder: Path, day: str = "2026-07-15") -> None:
        self.folder, self.day = folder, day
        self.clock = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        self.faults: list[Fault] = []
        self.requests: list[str] = []
        self.agents: set[str] = set()
        self.next_release: dict[str, dict] = {}
        self.ended = threading.Event()
        self._server = _Server(("127.0.0.1", 0), type("Bound", (Handler,), {"replay": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "Replay":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def downloads(self) -> list[str]:
        """The requests for files, rather than for what there is."""
        return [path for path in self.requests if re.search(r"/download|/csv|/files|/media/", path)]

    def files(self, publication: str) -> list[Published]:
        """The newest release's files of a publication, as of the day."""
        dates = self._dates()
        found: dict[str, list[Published]] = {}
        for path in sorted((self.folder / publication).glob("*/*")):
            release = path.parent.name
            published = dates.get((publication, release, path.name), "2019-09-26")
            if published <= self.day:
                file = _read(path, publication, release, published, path.stat().st_mtime_ns)
                found.setdefault(release, []).append(file)
        return found[max(found)] if found else []

    def _dates(self) -> dict[tuple[str, str, str], str]:
        manifest = self.folder / "manifest.csv"
        if not manifest.is_file():
            return {}
        with manifest.open(encoding="utf-8-sig", newline="") as lines:
            return {(r["publication"], r["release"], r["file"]): r["published"] for r in csv.DictReader(lines)}

    def answer(self, path: str) -> Answer:
        """The answer as it should be, then every fault's."""
        earlier = self.requests.count(path)
        self.requests.append(path)
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        answer = self._right_answer(parts.path, query)
        for fault in self.faults:
            answer = fault(path, answer, earlier)
        return answer

    def _right_answer(self, path: str, query: dict[str, str]) -> Answer:
        for prefix, service in ((CONTENT, self._content), (PUBLIC, self._public), (GOV_UK, self._gov_uk)):
            if path.startswith(prefix):
                return service(path.removeprefix(prefix), query)
        if path.startswith(f"{SITE}/data-catalogue/data-set/"):
            return self._file(path.split("/")[-2], "data set file")
        if path.startswith(f"{ASSETS}/media/"):
            return self._file(path.split("/")[-2], "asset", SHEET if path.endswith(".ods") else "text/csv")
        return NOT_FOUND

    # DfE's content API

    def _content(self, path: str, query: dict[str, str]) -> Answer:
        match path.strip("/").split("/"):
            case ["publications", name, "summary"]:
                return self._publication(name, by_id=True)
            case ["publications", name]:
                return self._publication(name)
            case ["data-set-files"]:
                live = next(p for p in PUBLICATIONS.values() if _ees_id(p.live) == query["publicationId"])
                files = [_listed(file) for file in self.files(live.slug)]
                return Answer().saying(_page(files, query))
            case ["data-set-files", name, "download"]:
                return self._file(name, "data set file")
            case ["publications", _, "releases", _, "data-content"]:
                return self._data_content(path.split("/")[2])
            case ["releases", name, "files"]:
                return self._zip(name)
        return NOT_FOUND

    def _publication(self, name: str, *, by_id: bool = False) -> Answer:
        for publication in PUBLICATIONS.values():
            live = publication.live
            if isinstance(live, Ees) and name == (live.publication_id if by_id else live.slug):
                files = self.files(publication.slug)
                latest = (
                    {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, "r")), "slug": files[0].release, "title": "Latest"}
                    if files
                    else None
                )
                return Answer().saying(
                    {
                        "id": live.publication_id,
                        "slug": live.slug,
                        "title": publication.title,
                        "summary": "…",
                        "theme": {"id": "…", "title": "Children's social care"},
                        "latestRelease": latest,
                        "nextReleaseDate": self.next_release.get(publication.slug),
                        "supersededByPublication": None,
                    }
                )
        return NOT_FOUND

    def _data_content(self, slug: str) -> Answer:
        publication = next((p for p in PUBLICATIONS.values() if isinstance(p.live, Ees) and p.live.slug == slug), None)
        files = self.files(publication.slug) if publication else []
        if not files:
            return NOT_FOUND
        return Answer().saying(
            {
                "releaseId": "…",
                "releaseVersionId": f"version-of-{publication.slug}",
                "dataSets": [
                    {
                        "dataSetFileId": file.guid("data set file"),
                        "fileId": file.guid("file"),
                        "title": file.title,
                        "meta": {"numDataFileRows": len(file.periods)},
                    }
                    for file in files
                ],
            }
        )

    def _zip(self, name: str) -> Answer:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as content:
            for file in self.files(name.removeprefix("version-of-")):
                content.writestr(f"data/{file.file}", file.body)
            content.writestr("data-guidance/data-guidance.txt", "…")
        return Answer(body=archive.getvalue(), type="application/zip", send=chunked)

    def _file(self, guid: str, kind: str, type_: str = "text/csv") -> Answer:
        for publication in PUBLICATIONS:
            for file in self.files(publication):
                if file.guid(kind) == guid:
                    marks = {"ETag": f'"{file.guid("bytes")}"', "Last-Modified": "Thu, 30 Oct 2025 09:30:00 GMT"}
                    return Answer(body=file.body, type=type_, headers=marks)
        return NOT_FOUND

    # The public API

    def _public(self, path: str, query: dict[str, str]) -> Answer:
        there = [p for p in PUBLICATIONS.values() if isinstance(p.live, Ees) and p.live.in_public_api]
        match path.strip("/").split("/"):
            case ["publications"]:
                found = [p for p in there if query["search"].lower() in p.title.lower()]
                return Answer().saying(
                    _page([{"id": p.live.publication_id, "slug": p.live.slug, "title": p.title} for p in found], query)
                )
            case ["publications", name, "data-sets"]:
                files = [file for p in there if p.live.publication_id == name for file in self.files(p.slug)]
                version = {"version": "1.0", "published": "2025-11-26T09:30:00+00:00"}
                return Answer().saying(
                    _page(
                        [
                            {
                                "id": file.guid("api"),
                                "title": file.title,
                                "status": "Published",
                                "latestVersion": version,
                            }
                            for file in files
                        ],
                        query,
                    )
                )
            case ["data-sets", name, "csv"]:
                plain = self._file(name, "api")
                packed = {"Content-Encoding": "gzip"}
                return replace(plain, body=gzip.compress(plain.body), headers=packed) if plain.status == 200 else plain
        return NOT_FOUND

    # GOV.UK

    def _gov_uk(self, path: str, query: dict[str, str]) -> Answer:
        for publication in PUBLICATIONS.values():
            live = publication.live
            if not isinstance(live, GovUk):
                continue
            files = self.files(publication.slug)
            if not files:
                continue
            year = int(files[0].release[:4])
            page = live.path.format(year=year, next_year=year + 1)
            if path == live.collection:
                return Answer().saying({"base_path": path, "links": {"documents": [{"base_path": page}]}})
            if path == page:
                attachments = [
                    {
                        "title": file.title,
                        "filename": file.file,
                        "url": f"https:/{ASSETS}/media/{file.guid('asset')}/{file.file}",
                    }
                    for file in files
                ]
                updated = f"{files[0].published}T09:30:00.000+00:00"
                return Answer().saying({"public_updated_at": updated, "details": {"attachments": attachments}})
        return NOT_FOUND


def _ees_id(live: object) -> str:
    return live.publication_id if isinstance(live, Ees) else ""


def _in_public_api(slug: str) -> bool:
    live = PUBLICATIONS[slug].live
    return isinstance(live, Ees) and live.in_public_api


def _listed(file: Published) -> dict:
    return {
        "id": file.guid("data set file"),
        "fileId": file.guid("file"),
        "filename": file.file,
        "fileSize": f"{len(file.body) // 1024} Kb",
        "fileExtension": "csv",
        "title": file.title,
        "release": {"id": "…", "slug": file.release, "title": file.release},
        "latestData": True,
        "isSuperseded": False,
        "published": f"{file.published}T09:30:00+00:00",
        "lastUpdated": f"{file.published}T09:30:00+00:00",
        "meta": {
            "numDataFileRows": len(file.periods),
            "timePeriodRange": {"from": min(file.periods, default=""), "to": max(file.periods, default="")},
        },
        "api": {"id": file.guid("api"), "version": "1.0"} if _in_public_api(file.publication) else None,
    }


def _page(items: list, query: dict[str, str]) -> dict:
    number = int(query.get("page", 1))
    shown = items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    paging = {"page": number, "pageSize": PAGE_SIZE, "totalResults": len(items)}
    return {"paging": {**paging, "totalPages": -(-len(items) // PAGE_SIZE)}, "results": shown}


class Handler(BaseHTTPRequestHandler):
    """Sends answers; says the day in the Date header, and 304 to whoever has the bytes."""

    protocol_version = "HTTP/1.1"
    replay: Replay

    def do_GET(self) -> None:
        self.replay.agents.add(self.headers["User-Agent"])
        answer = self.replay.answer(self.path)
        etag = answer.headers.get("ETag")
        if answer.status == 200 and etag and self.headers["If-None-Match"] == etag:
            answer = replace(answer, status=304, body=b"", send=None)
        (answer.send or whole)(self, answer)

    def head(self, answer: Answer, *, length: int | None = None) -> None:
        self.send_response(answer.status)
        if answer.status != 304:
            self.send_header("Content-Type", answer.type)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.replay.clock.astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is nothing to report: some faults make it."""


def whole(handler: Handler, answer: Answer) -> None:
    handler.head(answer, length=len(answer.body))
    handler.wfile.write(answer.body)


def chunked(handler: Handler, answer: Answer) -> None:
    """Streamed as it is made, without a length."""
    handler.head(replace(answer, headers={**answer.headers, "Transfer-Encoding": "chunked"}))
    for start in range(0, len(answer.body), 1 << 16):
        piece = answer.body[start : start + (1 << 16)]
        handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    handler.wfile.write(b"0\r\n\r\n")
