"""Children's social work workforce (CSWW): councils' social workers on 30 September, DfE, every February or March."""

from data_pipeline.sources.base import Column, Publication, dfe_dataset
from data_pipeline.sources.services import Ees

PUBLICATION = Publication(
    slug="children-s-social-work-workforce",
    title="Children's social work workforce",
    publisher="DfE",
    module="workforce",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/children-s-social-work-workforce",
    live=Ees("children-s-social-work-workforce", "d8baee79-3c88-45f4-b12a-07b91e9b5c11"),
    usual_months=(2, 3),
    datasets=(
        dfe_dataset(
            "csww_indicators",
            r"^csww_indicators.*\.csv$",
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
            ends=(9, 30),
        ),
    ),
    staging={"stg_workforce": "figure"},
)
