-- One row per metric, area, period end and release.
with metrics as (
    select metric_id, measure, numerator_measure, denominator_measure, scale, interval_method
    from metric
    where kind = 'number'
),

figures as (
    select
        figure.source || '.' || figure.measure as measure,
        figure.* exclude (source, measure)
    from figure
),

published as (
    select
        metrics.metric_id,
        figures.area_code,
        figures.period_end,
        figures.period_label,
        figures.value,
        figures.status,
        figures.numerator,
        figures.denominator,
        false as is_calculated,
        figures.release_id
    from figures
    inner join metrics on figures.measure = metrics.measure
),

denominators as (
    select
        figures.measure,
        figures.area_code,
        figures.period_end,
        figures.value,
        figures.status,
        release.publication,
        release.release,
        row_number() over (
            partition by figures.measure, figures.area_code, figures.period_end order by release.release_order desc
        ) = 1 as is_newest
    from figures
    inner join release on figures.release_id = release.release_id
    where figures.measure in (select denominator_measure from metrics)
),

newest_denominators as (
    select * from denominators where is_newest
),

-- The denominator that the same release gives, else the newest: of the same day, or the latest within the year
-- before. The mid-year population of Y-1 belongs to 31 March Y, as DfE's own rates have it.
fractions as (
    select
        metrics.metric_id,
        metrics.scale,
        numerators.*,
        if(own.period_end > numerators.period_end - interval 1 year, own.value, null) as own_value,
        if(own.period_end > numerators.period_end - interval 1 year, own.status, null) as own_status,
        if(newest.period_end > numerators.period_end - interval 1 year, newest.value, null) as newest_value,
        if(newest.period_end > numerators.period_end - interval 1 year, newest.status, null) as newest_status,
        case when own_status is null then newest_value else own_value end as denominator_value,
        coalesce(own_status, newest_status) as denominator_status
    from metrics
    inner join figures as numerators on metrics.numerator_measure = numerators.measure
    inner join release on numerators.release_id = release.release_id
    asof left join denominators as own
        on metrics.denominator_measure = own.measure
        and numerators.area_code = own.area_code
        and release.publication = own.publication
        and release.release = own.release
        and numerators.period_end >= own.period_end
    asof left join newest_denominators as newest
        on metrics.denominator_measure = newest.measure
        and numerators.area_code = newest.area_code
        and numerators.period_end >= newest.period_end
),

calculated as (
    select
        metric_id,
        area_code,
        period_end,
        period_label,
        case when denominator_value > 0 then scale * value / denominator_value end as value,
        case
            when status <> 'published' then status
            when denominator_value > 0 then 'published'
            when denominator_value = 0 then 'not_applicable'
            else coalesce(nullif(denominator_status, 'published'), 'not_available')
        end as status,
        value as numerator,
        denominator_value as denominator,
        true as is_calculated,
        release_id
    from fractions
    anti join published using (metric_id, area_code, period_end, release_id)
),

returned as (
    select * from published
    union all by name
    select * from calculated
),

-- A joint return stands for each of its councils.
by_area as (
    select
        metric_id,
        unnest(string_split(area_code, ' / ')) as area_code,
        case when contains(area_code, ' / ') then area_code end as joint_codes,
        returned.* exclude (metric_id, area_code)
    from returned
),

councils as (
    select
        *,
        array_to_string(list_filter(string_split(joint_codes, ' / '), lambda code: code <> area_code), ' / ') as joint_with
    from by_area
),

wider_areas as (
    select area_code as council_code, region_code as area_code from area where region_code is not null
    union
    select area_code, statistical_region_code from area where statistical_region_code is not null
    union
    select area_code, 'E92000001' from area where region_code is not null
),

-- Where the publisher has no figure for a region or England: the sum of numerators over the sum of denominators of
-- the councils that have both. A joint return is one return.
expected as (
    select
        periods.metric_id,
        wider_areas.area_code,
        periods.period_end,
        periods.period_label,
        periods.release_id,
        wider_areas.council_code,
        councils.numerator,
        councils.denominator,
        councils.value is not null and councils.numerator is not null and councils.denominator > 0 as is_counted,
        coalesce(councils.joint_with >= wider_areas.council_code, true) as speaks_for_joint_return
    from (select distinct metric_id, period_end, period_label, release_id from councils) as periods
    cross join wider_areas
    inner join area on wider_areas.council_code = area.area_code
    left join councils
        on periods.metric_id = councils.metric_id
        and periods.period_end = councils.period_end
        and periods.release_id = councils.release_id
        and wider_areas.council_code = councils.area_code
    where coalesce(area.valid_from <= periods.period_end, true)
        and coalesce(area.valid_to >= periods.period_end, true)
),

added_up as (
    select
        expected.metric_id,
        expected.area_code,
        expected.period_end,
        expected.period_label,
        sum(expected.numerator order by expected.council_code) filter (expected.is_counted and expected.speaks_for_joint_return) as numerator,
        sum(expected.denominator order by expected.council_code) filter (expected.is_counted and expected.speaks_for_joint_return) as denominator,
        cast(count(*) filter (expected.is_counted) as integer) as councils_counted,
        cast(count(*) as integer) as councils_expected,
        list(expected.council_code order by expected.council_code) filter (not expected.is_counted) as councils_missing,
        expected.release_id
    from expected
    anti join councils using (metric_id, area_code, period_end, release_id)
    group by all
),

wider_figures as (
    select
        added_up.* exclude (release_id),
        metrics.scale * added_up.numerator / added_up.denominator as value,
        'published' as status,
        true as is_calculated,
        added_up.release_id
    from added_up
    inner join metrics using (metric_id)
    where added_up.councils_counted > 0
),

all_areas as (
    select * exclude (joint_codes) from councils
    union all by name
    select * from wider_figures
),

-- A rate whose denominator the publisher keeps to itself has the interval of its count, in proportion.
bounded as (
    select
        all_areas.*,
        coalesce(
            metrics.scale / nullif(all_areas.denominator, 0), all_areas.value / nullif(all_areas.numerator, 0)
        ) as rate_per_count,
        case metrics.interval_method
            when 'wilson' then metrics.scale * wilson_bound(all_areas.numerator, all_areas.denominator, -1)
            when 'byar' then byar_low(all_areas.numerator) * rate_per_count
        end as low,
        case metrics.interval_method
            when 'wilson' then metrics.scale * wilson_bound(all_areas.numerator, all_areas.denominator, 1)
            when 'byar' then byar_high(all_areas.numerator) * rate_per_count
        end as high,
        -- Of England's large counts, the interval can be narrower than the rounding of the published rate.
        coalesce(all_areas.value between low and high, false) as holds_the_value
    from all_areas
    inner join metrics using (metric_id)
),

history as (
    select
        metric_id,
        area_code,
        period_end,
        period_label,
        value,
        status,
        numerator,
        denominator,
        case when holds_the_value then low end as interval_low,
        case when holds_the_value then high end as interval_high,
        nullif(joint_with, '') as joint_with,
        is_calculated,
        release_id,
        councils_counted,
        councils_expected,
        councils_missing
    from bounded
)

select * from history order by metric_id, area_code, period_end, release_id
