"""What a publisher's service, or somebody in its place, could send to do harm: each is refused in words."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
import urllib3

from data_pipeline import ees, fetch, folder, govuk, land, tables, workbook
from data_pipeline.errors import FileProblem, SourceChanged, UnreadableFile, WrongAnswer, shown
from data_pipeline.land import iso_day
from data_pipeline.offers import LONGEST_NAME, plain_name
from data_pipeline.sources import PUBLICATIONS
from tests.fuzz.pipeline import as_ods, as_xlsx, read_file


class Body(io.BytesIO):
    """Bytes that know how many of them were asked for."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        got = super().read(size)
        self.taken += len(got)
        return got


class Canned(requests.adapters.HTTPAdapter):
    """Answers in the place of a network, kept for a look at what was read of them."""

    def __init__(self, *answers: tuple[int, dict[str, str], bytes]) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.bodies: list[Body] = []
        self._answers = list(answers)

    def send(self, request, **_):
        self.asked.append(request.url)
        status, headers, body = self._answers.pop(0)
        self.bodies.append(Body(body))
        raw = urllib3.HTTPResponse(self.bodies[-1], headers, status=status, preload_content=False)
        return self.build_response(request, raw)


def client(network: Canned, **limits: float) -> fetch.Client:
    made = fetch.Client(limits=fetch.Limits(tries=1, **limits), sleep=lambda _: None)
    made._session.mount("https://", network)
    return made


# Hosts


@pytest.mark.parametrize(
    "address",
    [
        r"https://elsewhere.example\@www.gov.uk/x",  # urllib3 goes to the first, urllib sees the second
        r"https://www.gov.uk\@elsewhere.example/x",
        "https://www.gov.uk@elsewhere.example/x",
        "https://reader@www.gov.uk/x",
        "https://www.gov.uk:8443/x",
        "https://www.gov.uk.elsewhere.example/x",
        "http://www.gov.uk/x",
        "file:///etc/passwd",
        "https://[x/",
    ],
)
def test_nothing_is_asked_of_another_host_by_address_or_redirect(address, tmp_path):
    network = Canned((302, {"Location": address}, b""))
    with pytest.raises(WrongAnswer):
        client(network).download("https://www.gov.uk/file.csv", tmp_path / "file", "csv")
    assert network.asked == ["https://www.gov.uk/file.csv"]
    network = Canned()
    with pytest.raises(WrongAnswer):
        client(network).download(address, tmp_path / "file", "csv")
    assert network.asked == []


def test_the_body_of_a_redirect_is_never_read(tmp_path):
    there = "https://assets.publishing.service.gov.uk/file.csv"
    network = Canned((302, {"Location": there}, b"x" * 1_000_000), (200, {"Content-Type": "text/csv"}, b"a,b\n"))
    got = client(network, file_bytes=100).download("https://www.gov.uk/file.csv", tmp_path / "file", "csv")
    assert got is not None and got.bytes == 4 and network.asked[-1] == there
    assert [body.taken for body in network.bodies] == [0, 4]


# Headers and JSON


@pytest.mark.parametrize("said", ["²", "9" * 400, "-5", "1e9", "Thu, 01 Jan 99999 00:00:00 +99999999999", "\xff", "٣"])
def test_any_retry_after_is_an_answer(said):
    with pytest.raises(FileProblem, match="status 503"):
        client(Canned((503, {"Retry-After": said}, b""))).json("https://www.gov.uk/x")


@pytest.mark.parametrize("said", ["Thu, 01 Jan 9999 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 -0000", "now"])
def test_a_clock_that_cannot_be_is_not_believed(said):
    found = client(Canned((200, {"Date": said, "Content-Type": "application/json"}, b"{}")))
    found.json("https://www.gov.uk/x")
    assert abs((found.now() - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.parametrize("body", [b"[" * 200_000, b"9" * 10_000, b"\xff", b'{"a":'])
def test_json_that_is_none_is_refused(body):
    with pytest.raises(WrongAnswer, match="bytes that are not"):
        client(Canned((200, {"Content-Type": "application/json"}, body))).json("https://www.gov.uk/x")


# Names


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".hidden", "a/b", "../a", "a\\b", "C:a", "a:stream", "CON", "nul.csv", "com1", "a.", "a ", " a",
     "a\0", "a\nb", "a\u202eb", "what?", "*", "a.csv.manifest.json", "x" * (LONGEST_NAME + 1), "é" * LONGEST_NAME],
)  # fmt: skip
def test_a_name_that_could_be_more_than_a_file_is_refused(name):
    with pytest.raises(WrongAnswer):
        plain_name(name, "a list")


@pytest.mark.parametrize("name", ["2024-25", "2025 revised 2026-01-21", "RO3 (LA) Data, v2.ods", "enfants_été.csv"])
def test_names_that_publishers_use_are_kept(name):
    assert plain_name(name, "a list") == name


def test_the_longest_name_can_be_landed_with_its_manifest(tmp_path):
    name = "b1_children_in_need" + "x" * (LONGEST_NAME - 23) + ".csv"
    source = tmp_path / "children-in-need" / "2025" / plain_name(name, "a list")
    source.parent.mkdir(parents=True)
    source.write_text("a\n")
    data_dir = land.DataDir(tmp_path / "data")
    for text in ("a\n", "b\n"):  # the second takes the first one's place
        source.write_text(text)
        land.land(folder.find(tmp_path).files, data_dir)
    assert [file.path.name for file in land.landed(data_dir)] == [name]


@pytest.mark.parametrize("said", ["x/../../..", "../../2025", "2025-13-01", "", "yesterday"])
def test_a_day_that_is_none_never_becomes_part_of_a_folders_name(said):
    assert iso_day(said) is None
    data_set = {
        "id": "a", "fileId": "b", "filename": "b1_children_in_need.csv", "release": {"slug": "2025"}, "published": said,
    }  # fmt: skip
    offers = ees._offers(PUBLICATIONS["children-in-need"], [ees.DataSetFile.model_validate(data_set)], [])
    assert [offer.published for offer in offers] == [None]


@pytest.mark.parametrize("url", ["https://[x/RO3_LA_Data.ods", "https://x/..%2F..%2FRO3_LA_Data.ods"])
def test_an_attachment_that_leads_elsewhere_is_refused(url):
    publication = PUBLICATIONS["local-authority-revenue-outturn"]
    page = {"details": {"attachments": [{"url": url}]}, "public_updated_at": "2025-12-04T09:30:00Z"}
    network = Canned(*[(200, {"Content-Type": "application/json"}, json.dumps(page).encode())] * 2)
    try:
        found = govuk.discover(client(network), publication, publication.live)
    except WrongAnswer:
        return
    for offer in found.offers:
        assert "/" not in offer.file
        with pytest.raises(WrongAnswer):
            client(Canned()).download(offer.ways[0].url, Path("never"), "sheet")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"publication,release,file,published\nchildren-in-need,2025,b1_children_in_need.csv,30/10/2025\n", "row 2"),
        (b"publication,release,file,published\nchildren-in-need,2025,b1_children_in_need.csv\n", ""),
        (b"publication,release,file,published\n\xff\n", "UTF-8"),
        (b'"' + b"x" * 200_000, "CSV"),
        (b"", ""),
    ],
    ids=["a British date", "no date", "another encoding", "a cell without an end", "an empty file"],
)
def test_a_folders_manifest_that_is_wrong_is_said_and_its_files_are_found(manifest, said, tmp_path):
    (tmp_path / "manifest.csv").write_bytes(manifest)
    (tmp_path / "children-in-need" / "2025").mkdir(parents=True)
    (tmp_path / "children-in-need" / "2025" / "b1_children_in_need.csv").write_text("a\n")
    found = folder.find(tmp_path)
    assert [file.manifest.published for file in found.files] == [None]
    assert bool(found.problems) is bool(said) and all(said in str(problem) for problem in found.problems)


# Workbooks


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>x</text:p></table:table-cell>'
MANY = f'<table:table-row table:number-rows-repeated="1000000">{CELL.format(16_000)}</table:table-row>'
ENDLESS = f"<table:table-row>{CELL.format(1).replace('>x<', '>' + 'x' * 300_000_000 + '<')}</table:table-row>"


@pytest.mark.parametrize(
    "content",
    [
        lambda: as_xlsx(FAR.encode()),
        lambda: as_ods(MANY.encode()),
        lambda: as_ods(ENDLESS.encode()),
        lambda: as_ods(b'<table:table-row><table:table-cell office:value-type="fn'),
        lambda: b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=["two far cells", "repeated cells", "a text of 300 MB in 300 KB", "a tag that never ends", "no archive"],
)
def test_a_workbook_that_would_take_all_memory_or_time_is_a_refused_file(content, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "SECONDS", 2)
    path = tmp_path / "RO3.xlsx"
    path.write_bytes(content())
    with pytest.raises(UnreadableFile, match=r"expected a spreadsheet|row \d"):
        tables.read_sheet(path, "RO3", "IMD", "E-code", "")


def test_a_small_workbook_of_each_kind_is_read(tmp_path):
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>E-code</t></is></c></row><row r="2"><c r="A2"><v>12</v></c></row>'
    cells = '<table:table-row><table:table-cell office:value-type="{}"><text:p>{}</text:p></table:table-cell></table:table-row>'
    ods = cells.format("string", "E-code") + cells.format('float" office:value="12', "12")
    for name, content in (("a.xlsx", as_xlsx(row.encode())), ("a.ods", as_ods(ods.encode()))):
        (tmp_path / name).write_bytes(content)
        assert tables.read_sheet(tmp_path / name, name, "IMD", "E-code", "")["E-code"].tolist() == [12.0]


# Tables and errors


@pytest.mark.parametrize(
    "head", ["file_row,a", "SNP,SNP,SNP.1", "a,a.1,a", ",".join(["x"] * 20_000)], ids=lambda head: head[:20]
)
def test_columns_of_one_name_are_told_apart(head, tmp_path):
    (tmp_path / "a.csv").write_text(f"{head}\n{head}\n")
    found = tables.read_csv(tmp_path / "a.csv", "a")
    assert found.columns.is_unique and found["file_row"].tolist() == [2]


def test_a_header_of_a_hundred_thousand_letters_is_an_error_that_can_be_read(tmp_path):
    dataset = PUBLICATIONS["children-in-need"].datasets[0]
    (tmp_path / "a.csv").write_text("[note" * 20_000 + ",\x1b[2J[/bold]\n1,2\n")
    with pytest.raises(SourceChanged) as refused:
        read_file(tmp_path / "a.csv", PUBLICATIONS["children-in-need"], dataset)
    assert len(str(refused.value)) < 3000 and str(refused.value).isprintable()


def test_what_a_publisher_wrote_reaches_a_terminal_without_its_controls():
    assert shown("a\x1b[31m\nb\u202ec") == "a [31m b c"
    assert len(shown("x" * 10_000)) < 600
