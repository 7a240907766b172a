"""English indices of deprivation: upper-tier summaries of the Index of Multiple Deprivation, MHCLG, every few years."""

from data_pipeline.sources.base import Column, Dataset, Publication
from data_pipeline.sources.services import GovUk

PUBLICATION = Publication(
    slug="english-indices-of-deprivation",
    title="English indices of deprivation",
    publisher="MHCLG",
    module="deprivation",
    url="https://www.gov.uk/government/collections/english-indices-of-deprivation",
    live=GovUk(
        path="/government/statistics/english-indices-of-deprivation-{year}",
        release="{year}",
        collection="/government/collections/english-indices-of-deprivation",
        # Editions are years apart.
        reach=8,
    ),
    datasets=(
        Dataset(
            name="imd_upper_tier",
            pattern=r"(upper.?tier|File_11).*\.(csv|xlsx)$",
            sheet_pattern=r"^IMD",
            header_cell="IMD - Average score",
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
