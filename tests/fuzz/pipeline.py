"""What publishers send, attacked: files, workbooks, archives, answers of their services, and our own registry.

A target takes bytes. What a function documents that it raises is an answer; anything else, a result that may not be, or
more time and memory than a refresh has, is a finding.
"""

import io
import math
import tempfile
import zipfile
from functools import cache
from pathlib import Path, PurePosixPath

import pandas as pd
import requests
import urllib3
from urllib3._collections import HTTPHeaderDict

from data_pipeline import archive as archives
from data_pipeline import build, ees, fetch, govuk, live, registry
from data_pipeline import workbook as workbooks
from data_pipeline.errors import FileProblem
from data_pipeline.offers import Offer
from data_pipeline.outcome import Outcome
from data_pipeline.sources import PUBLICATIONS
from data_pipeline.sources.base import KINDS, Dataset, Publication, read

CSV_DATASETS = [(p, d) for p in PUBLICATIONS.values() for d in p.datasets if not d.sheet_pattern]
SHEET_DATASETS = [(p, d) for p in PUBLICATIONS.values() for d in p.datasets if d.sheet_pattern]
ONLINE = [p for p in PUBLICATIONS.values() if p.live]
BETWEEN = b"\n---\n"


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


@cache
def _connection():
    return build.connect()


# Files


def published_csv(data: bytes) -> None:
    """A CSV of any publication: the first byte says which, the rest is the file."""
    if data:
        publication, dataset = CSV_DATASETS[data[0] % len(CSV_DATASETS)]
        path = _folder() / "published.csv"
        path.write_bytes(data[1:])
        _read(path, publication, dataset)


def read_file(path: Path, publication: Publication, dataset: Dataset) -> pd.DataFrame:
    """As a refresh reads it."""
    return read(path, "fuzzed", publication, dataset, _connection())


def _read(path: Path, publication: Publication, dataset: Dataset) -> None:
    try:
        frame = read_file(path, publication, dataset)
    except FileProblem as problem:
        said = str(problem)
        assert len(said) < 3000 and said.isprintable(), "an error that nobody can read"
        return
    for column in dataset.columns:
        kind = KINDS[column.kind]
        if kind.low is None or kind.high is None:
            continue
        for cell in frame[column.name].dropna():
            number = _number(cell)
            assert number is None or kind.low <= number <= kind.high, f"{cell!r} was taken for a {column.kind}"


def _number(cell: str) -> float | None:
    """As generous as anybody could be."""
    try:
        found = float(cell.replace(",", ""))
    except ValueError:
        return None
    assert math.isfinite(found), f"{cell!r} was taken for a number"
    return found


def workbook(data: bytes) -> None:
    """A workbook: the first byte says which publication and whether the rest is the file or the XML of its sheet."""
    if data:
        # The reader that turns in circles is ended all the same, and there are more inputs to try.
        workbooks.SECONDS = 1
        publication, dataset = SHEET_DATASETS[data[0] % len(SHEET_DATASETS)]
        form = data[0] // len(SHEET_DATASETS) % 3
        path = _folder() / f"workbook{'.xlsx' if form == 2 else '.ods'}"
        path.write_bytes([bytes, as_ods, as_xlsx][form](data[1:]))
        _read(path, publication, dataset)


ODS = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OOXML = "http://schemas.openxmlformats.org"


def as_ods(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows, as XML."""
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    before = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="{_sheet()}">'
    after = "</table:table></office:spreadsheet></office:body></office:document-content>"
    manifest = f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0"/>'
    content = before.encode() + rows + after.encode()
    return zipped({"mimetype": ODS.encode(), "content.xml": content, "META-INF/manifest.xml": manifest.encode()})


def as_xlsx(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows, as XML."""
    main, kinds = f"{OOXML}/spreadsheetml/2006/main", f"{OOXML}/officeDocument/2006/relationships"
    links = f"{OOXML}/package/2006/relationships"
    sheets = f'<sheets><sheet name="{_sheet()}" sheetId="1" r:id="r"/></sheets>'
    target = f'<Relationship Id="r" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
    first = f'<Relationship Id="r" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{OOXML}/package/2006/content-types"/>'.encode(),
            "_rels/.rels": f'<Relationships xmlns="{links}">{first}</Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}">{sheets}</workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}">{target}</Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>'
            % (main.encode(), rows),
        }
    )


def _sheet() -> str:
    """A name that every source's pattern finds."""
    return "IMD LA_Data ILACS history"


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def archive(data: bytes) -> None:
    """The ZIP of a release, of which one file is wanted."""
    publication = PUBLICATIONS["children-in-need"]
    folder = _folder() / "archive"
    folder.mkdir(exist_ok=True)
    (folder / f"{publication.slug}.zip").write_bytes(data)
    visit = live._Visit(_client([]), publication, [], [], folder, Outcome(), lambda _: None)
    offer = Offer(publication.datasets[0], "2025", "", (), frozenset())
    try:
        found, name = visit._from_zip("https://www.gov.uk/release.zip", folder / "out.csv", offer)
    except FileProblem:
        return
    assert found.bytes <= archives.UNZIPPED
    _is_inside("2025", name)


def _is_inside(release: str, file: str) -> None:
    """Whether what a publisher calls a release and a file stays what it is: one folder and one file."""
    parts = PurePosixPath("raw", "publication", release, file).parts
    assert parts == ("raw", "publication", release, file) and ".." not in parts, (release, file)
    assert not set('\\:*?"<>|\0') & set(release + file) and len(file.encode()) < 220, (release, file)


# Answers of their services


class _Canned(requests.adapters.HTTPAdapter):
    """The answers given, one after the other, in the place of a network; the last one goes on."""

    def __init__(self, answers: list[bytes]) -> None:
        super().__init__()
        self._answers, self._next = answers, 0

    def send(self, request, **_):
        answer = self._answers[min(self._next, len(self._answers) - 1)]
        self._next += 1
        head, _, body = answer.partition(b"\n\n")
        status, *lines = head.decode("latin-1").split("\n")
        pairs = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines) if name]
        raw = urllib3.HTTPResponse(
            io.BytesIO(body),
            HTTPHeaderDict(pairs),
            status=int(status) if status.isascii() and status.isdigit() and len(status) == 3 else 200,
            preload_content=False,
        )
        return self.build_response(request, raw)


def _client(answers: list[bytes]) -> fetch.Client:
    client = fetch.Client(limits=fetch.Limits(tries=2, first_wait=0, file_bytes=1_000_000), sleep=lambda _: None)
    client._session.mount("https://", _Canned(answers or [b"404\n\n"]))
    return client


def answers(data: bytes) -> None:
    """What a service answers, headers and all: the first byte says who asks, `BETWEEN` parts one answer from the next."""
    if not data:
        return
    client = _client(data[1:].split(BETWEEN))
    chosen = data[0] % (len(ONLINE) + 1)
    try:
        if chosen == len(ONLINE):
            got = client.download("https://www.gov.uk/file.csv", _folder() / "download.csv", "csv")
            assert got is None or got.bytes <= 1_000_000
            return
        publication = ONLINE[chosen]
        if isinstance(publication.live, ees.Ees):
            found = ees.discover(client, publication, publication.live, [])
        else:
            found = govuk.discover(client, publication, publication.live)
    except FileProblem as problem:
        assert str(problem).isprintable()
        return
    for offer in found.offers:
        _is_inside(offer.release, offer.file or "file.csv")
        assert offer.published is None or len(offer.published) == len("2025-10-30")
        assert "/" not in (offer.published or "")
    assert found.next_expected is None or 2020 <= found.next_expected.year <= 2100


# The registry


def metrics(data: bytes) -> None:
    """metrics.toml."""
    path = _folder() / "metrics.toml"
    path.write_bytes(data)
    try:
        found = registry.load(path)
    except registry.RegistryError:
        return
    for metric in found:
        assert math.isfinite(metric.scale) and metric.scale > 0 and 0 <= metric.decimals <= 6
        assert metric.id.isascii() and metric.id.replace("_", "").isalnum()
