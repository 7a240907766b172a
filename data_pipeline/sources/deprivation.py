"""English indices of deprivation: upper-tier summaries of the Index of Multiple Deprivation, MHCLG, every few years."""

from data_pipeline.sources.base import Column, Dataset, Publication

PUBLICATION = Publication(
    slug="english-indices-of-deprivation",
    title="English indices of deprivation",
    publisher="MHCLG",
    module="deprivation",
    url="https://www.gov.uk/government/collections/english-indices-of-deprivation",
    datasets=(
        Dataset(
            name="imd_upper_tier",
            pattern=r"(upper_?tier|File_11).*\.csv$",
            key=("ons_code",),
            columns=(
                Column(
                    "ons_code",
                    tuple(f"Upper Tier Local Authority District code ({year})" for year in (2019, 2024, 2025)),
                ),
                Column("imd_average_score", ("IMD - Average score",), kind="count"),
                Column("imd_rank_of_average_score", ("IMD - Rank of average score",), kind="count"),
                Column(
                    "share_in_most_deprived_tenth",
                    ("IMD - Proportion of LSOAs in most deprived 10% nationally",),
                    kind="ratio",
                ),
            ),
        ),
    ),
    staging={"stg_deprivation": "deprivation_row"},
)
