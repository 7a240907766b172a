"""Children's social work workforce (CSWW): councils' social workers on 30 September, DfE, every February or March."""

from data_pipeline.sources.base import DFE_KEY, DFE_LEVELS, Column, Dataset, Publication, dfe_columns

PUBLICATION = Publication(
    slug="children-s-social-work-workforce",
    title="Children's social work workforce",
    publisher="DfE",
    module="workforce",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/children-s-social-work-workforce",
    datasets=(
        Dataset(
            name="csww_indicators",
            pattern=r"^csww_indicators.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end="make_date(period_year(time_period), 9, 30)",
            columns=dfe_columns(
                Column("inpost_fte", kind="count"),
                Column("vacancy_fte", kind="count"),
                Column("vacancy_rate_fte", kind="percent"),
                Column("agency_fte", kind="count"),
                Column("agency_rate_fte", kind="percent"),
                Column("leavers_fte", kind="count"),
                Column("turnover_rate_fte", kind="share_of_staff"),
                Column("case_holders_fte", kind="count"),
                Column("cases", kind="count"),
                Column("caseload_fte", kind="ratio"),
                Column("absence_rate_fte", kind="percent"),
            ),
        ),
    ),
    staging={"stg_workforce": "figure"},
)
