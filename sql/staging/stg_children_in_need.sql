-- One row per measure, area, period and release.
with cin as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        at31_episodes,
        at31_episodes_rate
    from raw_cin_episodes
),

referrals as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        referral_count,
        referral_rate,
        rereferral_count,
        rereferral_percent
    from raw_cin_referrals
),

measures as (
    select 'cin_count' as measure, at31_episodes as cell, at31_episodes as part, null as whole,
        area_code, time_period, release_id
    from cin
    union all by name
    -- Releases up to 2023 publish rates; later ones leave them to the reader.
    select 'cin_rate' as measure, at31_episodes_rate as cell, at31_episodes as part, null as whole,
        area_code, time_period, release_id
    from cin
    where at31_episodes_rate is not null
    union all by name
    select 'referral_count' as measure, referral_count as cell, referral_count as part, null as whole,
        area_code, time_period, release_id
    from referrals
    union all by name
    select 'referral_rate' as measure, referral_rate as cell, referral_count as part, null as whole,
        area_code, time_period, release_id
    from referrals
    where referral_rate is not null
    union all by name
    select 'rereferral_rate' as measure, rereferral_percent as cell, rereferral_count as part, referral_count as whole,
        area_code, time_period, release_id
    from referrals
    union all by name
    select 'repeat_cpp_rate' as measure, cpp_subsequent_percent as cell, cpp_subsequent as part, cpp_start as whole,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code, time_period, release_id
    from raw_cpp_subsequent
    union all by name
    select 'cpp_count' as measure, cpp_at31 as cell, cpp_at31 as part, null as whole,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code, time_period, release_id
    from raw_cpp_duration
),

children_in_need as (
    select
        'children_in_need' as source,
        measure,
        area_code,
        make_date(period_year(time_period), 3, 31) as period_end,
        time_period as period_label,
        number(cell) as value,
        cell_status(cell) as status,
        number(part) as numerator,
        number(whole) as denominator,
        release_id
    from measures
),

population as (
    select
        'population' as source,
        'children_0_17' as measure,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        make_date(period_year(time_period), 6, 30) as period_end,
        time_period as period_label,
        number(population_estimate) as value,
        cell_status(population_estimate) as status,
        null as numerator,
        null as denominator,
        release_id
    from raw_population_0_17
),

long_shape as (
    select * from children_in_need
    union all by name
    select * from population
)

select * from long_shape
