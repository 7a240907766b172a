-- One row per measure, area, period and release.
with numbers as (
    select
        case population_type when 'on_31_march' then 'cla_rate' else 'cla_starting_rate' end as measure,
        rate_per_10000 as cell,
        number(children_count) as numerator,
        number(population_estimate) as denominator,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id
    from raw_cla_number_and_rate
),

children_on_31_march as (
    select
        'cla_count' as measure,
        children_count as cell,
        number(children_count) as numerator,
        null as denominator,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id
    from raw_cla_number_and_rate
    where population_type = 'on_31_march'
),

stability as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        cla_group,
        placement_stability,
        children_count,
        children_percent
    from raw_cla_placement_stability
),

stability_totals as (
    select area_code, time_period, release_id, cla_group, number(children_count) as children
    from stability
    where placement_stability = 'total'
),

placements as (
    select
        case stability.placement_stability
            when 'three_or_more' then 'placement_moves' else 'long_term_stability'
        end as measure,
        stability.children_percent as cell,
        number(stability.children_count) as numerator,
        stability_totals.children as denominator,
        stability.area_code,
        stability.time_period,
        stability.release_id
    from stability
    left join stability_totals using (area_code, time_period, release_id, cla_group)
    where (stability.cla_group = 'on_31_march' and stability.placement_stability = 'three_or_more')
        or (stability.cla_group = 'over_2_5_years' and stability.placement_stability = 'same_carer')
),

new_placements as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        max(children_count) filter (breakdown = 'inside_over_20_miles') as inside,
        max(children_count) filter (breakdown = 'outside_over_20_miles') as outside,
        max(children_count) filter (breakdown = 'total') as total
    from raw_cla_new_placements
    group by all
),

placements_total as (
    select
        'placements_total' as measure,
        total as cell,
        number(total) as numerator,
        null as denominator,
        area_code,
        time_period,
        release_id
    from new_placements
),

leavers as (
    select
        'care_leavers_eet' as measure,
        'in_education_employment_or_training' as wanted,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        breakdown,
        care_leaver_count,
        care_leaver_percent
    from raw_care_leavers_activity
    union all by name
    select
        'care_leavers_accommodation' as measure,
        'suitable' as wanted,
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        breakdown,
        care_leaver_count,
        care_leaver_percent
    from raw_care_leavers_accommodation
),

care_leavers as (
    select
        measure,
        max(care_leaver_percent) filter (breakdown = wanted) as cell,
        number(max(care_leaver_count) filter (breakdown = wanted)) as numerator,
        number(max(care_leaver_count) filter (breakdown = 'total')) as denominator,
        area_code,
        time_period,
        release_id
    from leavers
    group by all
),

measures as (
    select * from numbers
    union all by name
    select * from children_on_31_march
    union all by name
    select * from placements
    union all by name
    select * from placements_total
    union all by name
    select * from care_leavers
),

published as (
    select
        'children_looked_after' as source,
        measure,
        area_code,
        make_date(period_year(time_period), 3, 31) as period_end,
        time_period as period_label,
        number(cell) as value,
        cell_status(cell) as status,
        numerator,
        denominator,
        release_id
    from measures
),

-- Two published counts, one sum: without either of them there is none, and the reason of the first stands.
placements_far as (
    select
        'children_looked_after' as source,
        'placements_far' as measure,
        area_code,
        make_date(period_year(time_period), 3, 31) as period_end,
        time_period as period_label,
        number(inside) + number(outside) as value,
        case when number(inside) is null then cell_status(inside) else cell_status(outside) end as status,
        number(inside) + number(outside) as numerator,
        null as denominator,
        release_id
    from new_placements
),

long_shape as (
    select * from published
    union all by name
    select * from placements_far
)

select * from long_shape
