"""Local authority revenue outturn, forms RO3 (social care) and RSX (summary): councils' spending, MHCLG, £ thousand."""

from data_pipeline.sources.base import Column, Dataset, Publication
from data_pipeline.sources.services import GovUk

# Four rows below the councils carry these classes too: totals, whose "ONS code" has three characters.
COUNCILS = "class in ('UA', 'MD', 'LB', 'SC') and length(ons_code) = 9"
PERIOD_END = "make_date(financial_year(sheet_title), 3, 31)"
TOTAL = "Total Expenditure (C3 = C1 + C2)"


def _identity() -> tuple[Column, ...]:
    return (
        Column("ons_code", ("ONS Code",)),
        Column("la_name", ("Local authority",)),
        Column("class", ("Class",)),
        Column("sheet_title", kind="financial_year"),
    )


def _spending(name: str, *lines: str) -> Column:
    """Gross spending on a service line, in £ thousand."""
    return Column(name, tuple(f"{line} - {TOTAL}" for line in lines), kind="money")


PUBLICATION = Publication(
    slug="local-authority-revenue-outturn",
    title="Local authority revenue expenditure and financing: individual local authority outturn",
    publisher="MHCLG",
    module="revenue_outturn",
    url="https://www.gov.uk/government/collections/local-authority-revenue-expenditure-and-financing",
    live=GovUk(
        path="/government/statistics/local-authority-revenue-expenditure-and-financing-england-{year}-to-{next_year}-"
        "individual-local-authority-data-outturn",
        release="{year}-{short}",
        collection="/government/collections/local-authority-revenue-expenditure-and-financing",
        lag=1,
    ),
    # And revised in December and the June after.
    usual_months=(9, 12, 6),
    datasets=(
        Dataset(
            name="ro3",
            pattern=r"^RO3.*\.(ods|xlsx)$",
            sheet_pattern=r"LA_Data",
            header_cell="E-code",
            key=("ons_code",),
            where=COUNCILS,
            period_end=PERIOD_END,
            columns=(
                *_identity(),
                _spending("csc_total", "TOTAL CHILDREN SOCIAL CARE", "TOTAL CHILDREN'S SOCIAL CARE"),
                _spending("sure_start", "Children's social care: Sure start children's centres and early years"),
                _spending("family_support", "Children's social care - Family Support Services"),
                _spending("young_people", "Children's social care: Services for young people"),
                _spending("cla_total", "Children's social care - Children Looked After"),
                _spending(
                    "cla_residential",
                    "Children's social care - Children Looked After of which residential care",
                ),
            ),
        ),
        Dataset(
            name="rsx",
            pattern=r"^RSX.*\.(ods|xlsx)$",
            sheet_pattern=r"LA_Data",
            header_cell="E-code",
            key=("ons_code",),
            where=COUNCILS,
            period_end=PERIOD_END,
            columns=(
                *_identity(),
                _spending("csc_in_rsx", "Children Social Care", "Children's Social Care"),
                _spending("service_total", "Total Service Expenditure"),
            ),
        ),
    ),
    staging={"stg_revenue_outturn": "figure"},
)
