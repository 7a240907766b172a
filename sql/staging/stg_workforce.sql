-- One row per measure, area, period and release.
with indicators as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        number(inpost_fte) as staff_in_post,
        vacancy_fte,
        vacancy_rate_fte,
        agency_fte,
        agency_rate_fte,
        leavers_fte,
        turnover_rate_fte,
        case_holders_fte,
        cases,
        caseload_fte,
        absence_rate_fte
    from raw_csww_indicators
),

measures as (
    select 'vacancy_rate' as measure, vacancy_rate_fte as cell,
        number(vacancy_fte) as numerator, round(number(vacancy_fte) + staff_in_post, 1) as denominator,
        area_code, time_period, release_id
    from indicators
    union all by name
    select 'agency_rate' as measure, agency_rate_fte as cell,
        number(agency_fte) as numerator, round(number(agency_fte) + staff_in_post, 1) as denominator,
        area_code, time_period, release_id
    from indicators
    union all by name
    select 'turnover_rate' as measure, turnover_rate_fte as cell,
        number(leavers_fte) as numerator, staff_in_post as denominator,
        area_code, time_period, release_id
    from indicators
    union all by name
    select 'caseload' as measure, caseload_fte as cell,
        number(cases) as numerator, number(case_holders_fte) as denominator,
        area_code, time_period, release_id
    from indicators
    union all by name
    select 'absence_rate' as measure, absence_rate_fte as cell,
        null as numerator, null as denominator,
        area_code, time_period, release_id
    from indicators
),

long_shape as (
    select
        'workforce' as source,
        measure,
        area_code,
        make_date(period_year(time_period), 9, 30) as period_end,
        time_period as period_label,
        number(cell) as value,
        cell_status(cell) as status,
        numerator,
        denominator,
        release_id
    from measures
)

select * from long_shape
