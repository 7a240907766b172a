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
from data_pipeline.sources.base import KINDS, Column, Dataset, Publication, read

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
    return _zipped({"mimetype": ODS.encode(), "content.xml": content, "META-INF/manifest.xml": manifest.encode()})


def as_xlsx(rows: bytes) -> bytes:
    """A workbook whose only sheet has these rows, as XML."""
    main, kinds = f"{OOXML}/spreadsheetml/2006/main", f"{OOXML}/officeDocument/2006/relationships"
    links = f"{OOXML}/package/2006/relationships"
    sheets = f'<sheets><sheet name="{_sheet()}" sheetId="1" r:id="r"/></sheets>'
    target = f'<Relationship Id="r" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
    first = f'<Relationship Id="r" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/>'
    return _zipped(
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


def _zipped(files: dict[str, bytes]) -> bytes:
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


# Where a run begins


def _example(column: Column, kind: str = "") -> str:
    known = {"area": "336", "year": "2025", "date": "2025-01-31", "grade": "Good", "text": "England"}
    return known.get(kind or column.kind, "12")


def csv_seeds() -> list[bytes]:
    """A good file of each publication, made from what its module says, and the symbols that stand for a number."""
    seeds = []
    for number, (_, dataset) in enumerate(CSV_DATASETS):
        names = [column.accepted[0] for column in dataset.columns]
        lines = [",".join(f'"{name}"' for name in names)]
        labels = {name: [each[0] for each in wanted.values()] for name, wanted in dataset.labels.items()}
        most = max(map(len, labels.values()), default=1)
        for at in range(most):
            cells = []
            for column in dataset.columns:
                given = labels.get(column.name)
                text = given[at % len(given)] if given else _example(column)
                cells.append({"geographic_level": "Local authority"}.get(column.name, text))
            lines.append(",".join(f'"{cell}"' for cell in cells))
        seeds.append(bytes([number]) + "\r\n".join(lines).encode())
    return [*seeds, *(seeds[0].replace(b'"12"', symbol) for symbol in (b"c", b"nan", b"-1", b"1e99", b'"1,000"'))]


ODS_ROW = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>E-code</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="12" table:number-columns-repeated="2"/></table:table-row>'
)
XLSX_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>E-code</t></is></c><c r="B1"><v>12</v></c></row>'


def workbook_seeds() -> list[bytes]:
    """Small workbooks of both kinds, whole and as the XML of a sheet."""
    count = len(SHEET_DATASETS)
    return [
        bytes([form * count + number]) + content
        for number in range(count)
        for form, content in enumerate((as_ods(ODS_ROW.encode()), ODS_ROW.encode(), XLSX_ROW.encode()))
    ]


def archive_seeds() -> list[bytes]:
    """A release's ZIP with the file that is wanted, and one that leads elsewhere."""
    wanted = "data/b1_children_in_need_2013_to_2025.csv"
    return [
        _zipped({wanted: b"time_period,x\r\n2025,1\r\n", "data/other.csv": b"y\r\n"}),
        _zipped({"data/../../b1_children_in_need.csv": b"time_period\r\n2025\r\n"}),
    ]


def answer_seeds() -> list[bytes]:
    """What the services say when all is well, and headers that matter when it is not."""
    head = b"200\nContent-Type: application/json\nDate: Wed, 25 Nov 2026 09:00:00 GMT\n\n"
    named = b'{"slug":"2025","title":"2025"}'
    publication = (
        b'{"slug":"children-in-need","latestRelease":%b,"nextReleaseDate":{"year":2026,"month":"10","day":29}}' % named
    )
    file = (
        b'{"id":"a","fileId":"b","filename":"b1_children_in_need_2025.csv","title":"CIN","release":%b,"published":'
        b'"2025-10-30T09:30:00","lastUpdated":"2025-10-30","meta":{"numDataFileRows":2,"timePeriodRange":{"to":"2025"}}}'
    ) % named
    page = b'{"paging":{"totalResults":1,"totalPages":1},"results":[%b]}' % file
    content = b'{"releaseVersionId":"c","dataSets":[{"fileId":"d"}]}'
    gov = (
        b'{"base_path":"/x","public_updated_at":"2025-12-04T09:30:00Z","details":{"attachments":[{"url":'
        b'"https://assets.publishing.service.gov.uk/media/1/RO3_LA_Data_2024-25_data_by_LA.ods","title":"RO3"}]},'
        b'"links":{"documents":[{"base_path":"/government/statistics/x-2024-to-2025"}]}}'
    )
    moved = b"302\nLocation: https://assets.publishing.service.gov.uk/x\n\n"
    busy = b"503\nRetry-After: 3\n\n"
    file_head = b"200\nContent-Type: text/csv\nETag: x\nLast-Modified: Wed, 25 Nov 2026 09:00:00 GMT\n\na,b\r\n1,2\r\n"
    seeds = [bytes([len(ONLINE)]) + BETWEEN.join((busy, moved, file_head))]
    for number, one in enumerate(ONLINE):
        said = (publication, page, content) if isinstance(one.live, ees.Ees) else (gov,)
        seeds.append(bytes([number]) + BETWEEN.join(head + each for each in said))
    return seeds


def metric_seeds() -> list[bytes]:
    """The first two entries of the registry."""
    text = registry.METRICS_FILE.read_text(encoding="utf-8")
    return ["[[metric]]".join(text.split("[[metric]]")[:3]).encode()]
