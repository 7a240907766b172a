-- One row per measure, area, period and release.
with children as (
    select
        dfe_area(geographic_level, country_code, region_code, old_la_code) as area_code,
        time_period,
        release_id,
        sw_stability,
        children_count,
        children_percent
    from raw_cla_social_workers
),

totals as (
    select area_code, time_period, release_id, number(children_count) as children
    from children
    where sw_stability = 'total'
),

long_shape as (
    select
        'stability' as source,
        'social_worker_changes' as measure,
        children.area_code,
        make_date(period_year(children.time_period), 3, 31) as period_end,
        children.time_period as period_label,
        number(children.children_percent) as value,
        cell_status(children.children_percent) as status,
        number(children.children_count) as numerator,
        totals.children as denominator,
        children.release_id
    from children
    left join totals using (area_code, time_period, release_id)
    where children.sw_stability = 'three_or_more'
)

select * from long_shape
