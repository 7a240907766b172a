"""Local authority inspection outcomes: every ILACS inspection since 2018 with its judgements, Ofsted, yearly."""

from data_pipeline.sources.base import Column, Dataset, Publication
from data_pipeline.sources.services import GovUk

PUBLICATION = Publication(
    slug="local-authority-inspection-outcomes",
    title="Local authority children's services inspection outcomes",
    publisher="Ofsted",
    module="inspections",
    url="https://www.gov.uk/government/collections/childrens-social-care-statistics",
    live=GovUk(
        path="/government/statistics/local-authority-inspection-outcomes-as-at-31-march-{year}",
        release="{year}",
        collection="/government/collections/childrens-social-care-statistics",
    ),
    usual_months=(9,),
    datasets=(
        Dataset(
            name="ilacs_history",
            pattern=r"inspection.?outcomes.*\.(ods|xlsx)$",
            sheet_pattern=r"ILACS.*history",
            header_cell="Local authority area code",
            key=("ons_code", "inspected_on", "inspection_type"),
            period_end="cast(inspected_on as date)",
            columns=(
                Column("ons_code", ("Local authority area code",)),
                Column("la_name", ("Local authority name",)),
                Column("inspected_on", ("Inspection date",), kind="date"),
                Column("published_on", ("Publication date",), kind="date"),
                Column("inspection_type", ("Inspection type",)),
                Column("overall", ("Overall effectiveness",), kind="grade"),
                Column(
                    "leaders",
                    ("The impact of leaders on social work practice with children and families",),
                    kind="grade",
                ),
                Column(
                    "help_and_protection",
                    ("The experiences and progress of children who need help and protection",),
                    kind="grade",
                ),
                Column(
                    "children_in_care",
                    (
                        "The experiences and progress of children in care",
                        "The experiences and progress of children in care and care leavers",
                    ),
                    kind="grade",
                ),
                Column(
                    "care_leavers",
                    ("The experiences and progress of care leavers",),
                    kind="grade",
                    optional=True,
                ),
            ),
        ),
    ),
    staging={"stg_inspection": "inspection_row"},
)
