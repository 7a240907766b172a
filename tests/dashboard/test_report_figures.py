"""Every figure in a PDF, read back from its text, is one that the database holds for that council and metric."""

import io
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pypdf
import pytest

from dashboard import choose, report, state, store, summary
from tests.dashboard.test_report import SHAPES

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
METRICS = "select * from benchmarks.metric where on_summary order by display_order"
# The council's figures of one metric, newest first, with what they are compared with.
SERIES = """
    with period as (select distinct period_end, period_label from benchmarks.observation where metric_id = $1),
    own as (select * from benchmarks.observation where metric_id = $1 and area_code = $2),
    theirs as (select * from benchmarks.comparison where metric_id = $1 and area_code = $2 and model = '2025-05')
    select
        period.*, own.value, own.numerator, own.denominator,
        theirs.neighbour_mean as mean, theirs.england_value as england, theirs.neighbour_count as counted
    from period left join own using (period_end) left join theirs using (period_end)
    order by period_end desc
"""
NEIGHBOURS = "select count(*) from benchmarks.neighbour where area_code = $1 and model = '2025-05'"


@pytest.fixture
def version(database, monkeypatch) -> store.Version:
    monkeypatch.setenv("THREE_PAGES_DATA_DIR", str(database))
    return store.version()


def rows(version: store.Version, sql: str, *parameters: Any) -> list[dict[str, Any]]:
    with store.cursor(version) as found:
        answer = found.execute(sql, list(parameters))
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def written(value: float, decimals: int) -> str:
    return f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,}"


def as_said(value: float | None, metric: Mapping[str, Any]) -> set[str]:
    """A value in whole numbers, with the metric's decimals or one more; and as one in so many."""
    if value is None:
        return set()
    said = {written(value, decimals) for decimals in range(metric["decimals"] + 2)}
    return said | ({written(float(f"{metric['scale'] / value:.2g}"), 0)} if value and metric["scale"] > 1 else set())


def counts(value: float | None) -> set[str]:
    return set() if value is None else {written(value, 0), written(value, 1), written(value / 1_000_000, 1)}


def numbers(texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in NUMBER.findall(text)}


def allowed(metric: Mapping[str, Any], series: list[dict[str, Any]], neighbours: int) -> set[str]:
    """All numbers that the database gives a reason to print beside this metric."""
    newest = series[0]
    earlier = [each for each in series[1:] if each["value"] is not None][:1]
    found = {str(neighbours), str(neighbours - 1), str(newest["counted"])}
    for value in (newest["value"], newest["mean"], newest["england"], *(each["value"] for each in earlier)):
        found |= as_said(value, metric)
    found |= counts(newest["numerator"]) | counts(newest["denominator"])
    for each in (newest, series[-1], *earlier):
        found |= numbers([each["period_label"], f"{each['period_end']:%-d %Y}"])
    # "In every 100", "a day in the metric's own words", "less than 1".
    own_words = ("name", "unit", "plain", "question", "numerator_label", "denominator_label")
    return found | numbers([metric[name] or "" for name in own_words]) | {written(metric["scale"], 0), "100", "1"}


@pytest.mark.parametrize("council", SHAPES)
def test_every_figure_in_the_pdf_is_the_databases(version, council):
    chosen, _ = state.read({"council": council}, choose.options(version))
    pages = pypdf.PdfReader(io.BytesIO(report.pdf(summary.summary(version, chosen)))).pages
    ((neighbours,),) = store.rows(version, NEIGHBOURS, [chosen.council.area_code])
    metrics = rows(version, METRICS)
    assert len(metrics) == 12
    for page, theme in zip(pages, ("People", "Children", "Money"), strict=True):
        text = re.sub(r"\s+", " ", page.extract_text())
        mine = [metric for metric in metrics if metric["theme"] == theme]
        starts = [text.index(metric["name"]) for metric in mine]
        assert starts == sorted(starts)
        ends = [*starts[1:], text.index("Source", starts[-1])]
        for metric, start, end in zip(mine, starts, ends, strict=True):
            # What the notes say of a known problem has numbers of its own.
            said = text[start:end]
            for (words,) in store.rows(version, "select words from benchmarks.caveat"):
                said = said.replace(re.sub(r"\s+", " ", words), "")
            series = rows(version, SERIES, metric["metric_id"], chosen.council.area_code)
            newest = series[0]
            assert numbers([said]) <= allowed(metric, series, neighbours), metric["name"]
            prefix, suffix, decimals = metric["prefix"], metric["suffix"], metric["decimals"]
            if newest["value"] is None:
                assert "no figure" in said
            else:
                assert f"{prefix}{written(newest['value'], decimals)}{suffix}" in said
            if newest["mean"] is not None:
                assert f"mean {prefix}{written(newest['mean'], decimals)}{suffix}, {newest['counted']} of" in said
            if newest["england"] is not None:
                england = said[said.index("England") :]
                assert numbers([england[:30]]) & as_said(newest["england"], metric), metric["name"]
