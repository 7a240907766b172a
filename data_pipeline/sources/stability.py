"""Stability measures for children looked after: changes of social worker, DfE, every January (in development)."""

from data_pipeline.sources.base import Column, Publication, dfe_dataset
from data_pipeline.sources.services import Ees

PUBLICATION = Publication(
    slug="stability-measures-for-children-looked-after-in-england",
    title="Stability measures for children looked after in England",
    publisher="DfE",
    module="stability",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/"
    "stability-measures-for-children-looked-after-in-england",
    live=Ees("stability-measures-for-children-looked-after-in-england", "27c27d79-290d-4cef-e5ec-08dd6e04ec1b"),
    usual_months=(1,),
    datasets=(
        dfe_dataset(
            "cla_social_workers",
            r"la_cla_swcount.*\.csv$",
            Column("cla_group"),
            Column("sw_stability"),
            Column("children_count", ("number", "children_count"), kind="count"),
            Column("children_percent", ("percentage", "children_percent"), kind="percent"),
            breakdown=("sw_stability",),
            labels={
                "cla_group": {"on_31_march": ("CLA on 31 March", "CLA at 31 March")},
                "sw_stability": {
                    "total": ("Total children",),
                    "three_or_more": ("3 or more social workers during the year",),
                },
            },
        ),
    ),
    staging={"stg_stability": "figure"},
)
