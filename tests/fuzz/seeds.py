"""Where the fuzzer begins with what publishers send: good inputs, made from what the sources' modules say."""

from data_pipeline import ees, registry
from data_pipeline.sources.base import Column
from tests.fuzz.pipeline import BETWEEN, CSV_DATASETS, ONLINE, SHEET_DATASETS, as_ods, zipped


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
        zipped({wanted: b"time_period,x\r\n2025,1\r\n", "data/other.csv": b"y\r\n"}),
        zipped({"data/../../b1_children_in_need.csv": b"time_period\r\n2025\r\n"}),
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
