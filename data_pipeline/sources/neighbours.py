"""Statistical neighbour models behind DfE's Local Authority Interactive Tool: ten ordered neighbours a council."""

from data_pipeline.sources.base import Column, Dataset, Publication

PUBLICATION = Publication(
    slug="statistical-neighbours",
    title="Children's services statistical neighbour model",
    publisher="DfE",
    module="neighbours",
    url="https://www.gov.uk/government/publications/local-authority-interactive-tool-lait",
    datasets=(
        Dataset(
            name="statistical_neighbour",
            pattern=r"^(sn_model.*|New_Statistical_Neighbour.*)\.csv$",
            key=("old_la_code",),
            # Below the 2021 table stands a heading for the neighbours of former councils.
            where=r"regexp_full_match(old_la_code, '\d{3}')",
            columns=(
                Column("old_la_code", ("old_la_code", "LA num")),
                *(Column(f"neighbour_{n}", (f"SN_{n}", f"SN{n}"), kind="area") for n in range(1, 11)),
                *(Column(f"closeness_{n}", (f"SN_{n}P", "SNP" if n == 1 else f"SNP.{n - 1}")) for n in range(1, 11)),
            ),
        ),
    ),
    staging={"stg_neighbour": "neighbour_row"},
)
