"""Stability measures for children looked after: changes of social worker, DfE, every January (in development)."""

from data_pipeline.sources.base import DFE_KEY, DFE_LEVELS, Column, Dataset, Publication, dfe_columns

PUBLICATION = Publication(
    slug="stability-measures-for-children-looked-after-in-england",
    title="Stability measures for children looked after in England",
    publisher="DfE",
    module="stability",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/"
    "stability-measures-for-children-looked-after-in-england",
    datasets=(
        Dataset(
            name="cla_social_workers",
            pattern=r"la_cla_swcount.*\.csv$",
            key=(*DFE_KEY, "sw_stability"),
            where=DFE_LEVELS,
            period_end="make_date(period_year(time_period), 3, 31)",
            columns=dfe_columns(
                Column("cla_group"),
                Column("sw_stability"),
                Column("children_count", ("number", "children_count"), kind="count"),
                Column("children_percent", ("percentage", "children_percent"), kind="percent"),
            ),
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
