"""Children in need (CIN), child protection plans, referrals and the population behind them: DfE, every October."""

from data_pipeline.sources.base import Column, Publication, dfe_dataset
from data_pipeline.sources.services import Ees

PUBLICATION = Publication(
    slug="children-in-need",
    title="Children in need",
    publisher="DfE",
    module="children_in_need",
    url="https://explore-education-statistics.service.gov.uk/find-statistics/children-in-need",
    live=Ees("children-in-need", "89869bba-0c00-40f7-b7d6-e28cb904ad37", in_public_api=True),
    usual_months=(10, 11),
    datasets=(
        dfe_dataset(
            "cin_episodes",
            r"^b1_children_in_need.*\.csv$",
            Column("at31_episodes", ("At31_episodes", "at31_episode_count"), kind="count"),
            Column("at31_episodes_rate", kind="per_10k", optional=True),
        ),
        dfe_dataset(
            "cin_referrals",
            r"^c1_children_in_need_referrals.*\.csv$",
            Column("referral_count", ("referral_count", "Referrals"), kind="count"),
            Column("referral_rate", ("referral_rate", "Referrals_rate"), kind="per_10k", optional=True),
            Column("rereferral_count", ("rereferral_count", "Re_referrals"), kind="count"),
            Column("rereferral_percent", ("rereferral_percent", "Re_referrals_percent"), kind="percent"),
        ),
        dfe_dataset(
            "cpp_subsequent",
            r"^d3_cpps?_subsequent.*\.csv$",
            Column("cpp_start", ("CPP_start", "cpp_start_count"), kind="count"),
            Column("cpp_subsequent", ("CPP_subsequent", "cpp_subsequent_count"), kind="count"),
            Column("cpp_subsequent_percent", kind="percent"),
        ),
        dfe_dataset(
            "cpp_duration",
            r"^d5_cpps?_at_?31march.*\.csv$",
            Column("cpp_at31", ("CPP_At31", "cpp_at31_count"), kind="count"),
        ),
        dfe_dataset(
            "population_0_17",
            r"^ons_mid-year_population_estimates.*\.csv$",
            Column("age_group"),
            Column("population_estimate", kind="count"),
            ends=(6, 30),
            labels={"age_group": {"0_17": ("Children aged 0 to 17 years",)}},
        ),
    ),
    staging={"stg_children_in_need": "figure"},
)
