"""Children in need (CIN), child protection plans, referrals and the population behind them: DfE, every October."""

from data_pipeline.sources.base import DFE_KEY, DFE_LEVELS, Column, Dataset, Publication, dfe_columns

PERIOD_END = "make_date(period_year(time_period), 3, 31)"

PUBLICATION = Publication(
    slug="children-in-need",
    title="Children in need",
    publisher="DfE",
    module="children_in_need",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/children-in-need",
    datasets=(
        Dataset(
            name="cin_episodes",
            pattern=r"^b1_children_in_need.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end=PERIOD_END,
            columns=dfe_columns(
                Column("at31_episodes", ("At31_episodes", "at31_episode_count"), kind="count"),
                Column("at31_episodes_rate", kind="per_10k", optional=True),
            ),
        ),
        Dataset(
            name="cin_referrals",
            pattern=r"^c1_children_in_need_referrals.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end=PERIOD_END,
            columns=dfe_columns(
                Column("referral_count", ("referral_count", "Referrals"), kind="count"),
                Column("referral_rate", ("referral_rate", "Referrals_rate"), kind="per_10k", optional=True),
                Column("rereferral_count", ("rereferral_count", "Re_referrals"), kind="count"),
                Column("rereferral_percent", ("rereferral_percent", "Re_referrals_percent"), kind="percent"),
            ),
        ),
        Dataset(
            name="cpp_subsequent",
            pattern=r"^d3_cpps?_subsequent.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end=PERIOD_END,
            columns=dfe_columns(
                Column("cpp_start", ("CPP_start", "cpp_start_count"), kind="count"),
                Column("cpp_subsequent", ("CPP_subsequent", "cpp_subsequent_count"), kind="count"),
                Column("cpp_subsequent_percent", kind="percent"),
            ),
        ),
        Dataset(
            name="cpp_duration",
            pattern=r"^d5_cpps?_at_?31march.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end=PERIOD_END,
            columns=dfe_columns(Column("cpp_at31", ("CPP_At31", "cpp_at31_count"), kind="count")),
        ),
        Dataset(
            name="population_0_17",
            pattern=r"^ons_mid-year_population_estimates.*\.csv$",
            key=DFE_KEY,
            where=DFE_LEVELS,
            period_end="make_date(period_year(time_period), 6, 30)",
            columns=dfe_columns(Column("age_group"), Column("population_estimate", kind="count")),
            labels={"age_group": {"0_17": ("Children aged 0 to 17 years",)}},
        ),
    ),
    staging={"stg_children_in_need": "figure"},
)
