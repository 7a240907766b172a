"""Children looked after in England (CLA): on 31 March and in the year to it, DfE, every November."""

from data_pipeline.sources.base import Column, Publication, dfe_dataset
from data_pipeline.sources.services import Ees

COUNT = Column("children_count", ("children_count", "number"), kind="count")
PERCENT = Column("children_percent", ("children_percent", "percentage"), kind="percent")
LEAVER_COLUMNS = (
    Column("care_leaver_age"),
    Column("breakdown", ("breakdown", "characteristic", "activity")),
    Column("care_leaver_count", ("care_leaver_count", "number"), kind="count"),
    Column("care_leaver_percent", ("care_leaver_percent", "percentage"), kind="percent"),
)
AGED_19_TO_21 = {"19_to_21": ("19 to 21 years", "19 to 21 year olds")}

PUBLICATION = Publication(
    slug="children-looked-after-in-england-including-adoptions",
    title="Children looked after in England including adoptions",
    publisher="DfE",
    module="children_looked_after",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/"
    "children-looked-after-in-england-including-adoptions",
    live=Ees(
        "children-looked-after-in-england-including-adoptions",
        "3260801d-601a-48c6-93b7-cf51680323d1",
        in_public_api=True,
    ),
    usual_months=(11,),
    datasets=(
        dfe_dataset(
            "cla_number_and_rate",
            r"cla_number_and_rate.*\.csv$",
            Column("population_type", ("population_type", "population_count", "cla_group")),
            Column("population_estimate", kind="count"),
            COUNT,
            Column("rate_per_10000", kind="per_10k"),
            breakdown=("population_type",),
            labels={
                "population_type": {
                    "on_31_march": (
                        "Children looked after on 31 March each year",
                        "Children looked after at 31 March each year",
                    ),
                    "starting": ("Children starting to be looked after each year",),
                }
            },
        ),
        dfe_dataset(
            "cla_placement_stability",
            r"la_cla_placement_stability.*\.csv$",
            Column("cla_group"),
            Column("placement_stability"),
            COUNT,
            PERCENT,
            breakdown=("cla_group", "placement_stability"),
            labels={
                "cla_group": {
                    "on_31_march": ("CLA on 31 March", "CLA at 31 March"),
                    "over_2_5_years": (
                        "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
                        "Children looked after continuously for at least 2.5 years at 31 March aged under 16 years",
                    ),
                },
                "placement_stability": {
                    "total": ("Total children",),
                    "three_or_more": ("With 3 or more placements during the year",),
                    "same_carer": (
                        "Living with the same carer for at least 2 years",
                        "Living with the same carer for at least 2 years, or are placed for adoption and their "
                        "adoptive placement together with their previous placement, last for at least 2 years",
                    ),
                },
            },
        ),
        dfe_dataset(
            "cla_new_placements",
            r"la_cla_during_year_new_placements.*\.csv$",
            # The 2023 release calls cla_group and characteristic what 2025 calls characteristic and breakdown.
            Column("breakdown", ("breakdown", "characteristic")),
            COUNT,
            breakdown=("breakdown",),
            labels={
                "breakdown": {
                    "inside_over_20_miles": ("Placed inside LA boundary more than 20 miles from home",),
                    "outside_over_20_miles": ("Placed outside LA boundary more than 20 miles from home",),
                    "total": ("Total new placements",),
                }
            },
        ),
        dfe_dataset(
            "care_leavers_activity",
            r"la_care_leavers_activity.*\.csv$",
            *LEAVER_COLUMNS,
            breakdown=("breakdown",),
            labels={
                "care_leaver_age": AGED_19_TO_21,
                "breakdown": {
                    "in_education_employment_or_training": ("Total in education, employment or training",),
                    "total": ("Total",),
                },
            },
        ),
        dfe_dataset(
            "care_leavers_accommodation",
            r"la_care_leavers_accommodation_suitability.*\.csv$",
            *LEAVER_COLUMNS,
            breakdown=("breakdown",),
            labels={
                "care_leaver_age": AGED_19_TO_21,
                "breakdown": {
                    "suitable": ("Accommodation considered suitable",),
                    "total": ("Suitability total", "Total"),
                },
            },
        ),
    ),
    staging={"stg_children_looked_after": "figure"},
)
