-- One row per metric, council, period end and neighbour model.
with councils as (
    select
        observation.*,
        -- Both councils of a joint return carry the same key, so that it can be counted once.
        coalesce(least(area_code, joint_with), area_code) as return_key
    from observation
    inner join area using (area_code)
    where area.type not in ('region', 'country')
),

models as (
    select distinct model, area_code from neighbour
),

compared as (
    select models.model, councils.*
    from councils
    inner join models using (area_code)
),

-- Nobody is compared with their own joint return.
neighbours as (
    select distinct
        compared.model,
        compared.metric_id,
        compared.area_code,
        compared.period_end,
        theirs.return_key,
        theirs.value
    from compared
    inner join neighbour on compared.model = neighbour.model and compared.area_code = neighbour.area_code
    inner join councils as theirs
        on neighbour.neighbour_code = theirs.area_code
        and compared.metric_id = theirs.metric_id
        and compared.period_end = theirs.period_end
    where theirs.value is not null
        and theirs.return_key <> compared.return_key
),

neighbour_values as (
    select
        model,
        metric_id,
        area_code,
        period_end,
        avg(value order by return_key) as mean,
        median(value) as median,
        min(value) as lowest,
        max(value) as highest,
        cast(count(*) as integer) as figures,
        list(value) as all_values
    from neighbours
    group by all
),

-- Only the period one year before, of the same return, is the same series.
changes as (
    select
        latest.metric_id,
        latest.area_code,
        latest.period_end,
        latest.value - previous.value as change,
        latest.interval_low > previous.interval_high or latest.interval_high < previous.interval_low
            as change_is_beyond_chance
    from councils as latest
    inner join councils as previous
        on latest.metric_id = previous.metric_id
        and latest.area_code = previous.area_code
        and latest.joint_with is not distinct from previous.joint_with
        and latest.period_end = previous.period_end + interval 1 year
    where latest.value is not null and previous.value is not null
),

placed as (
    select
        compared.*,
        coalesce(neighbour_values.figures, 0) as neighbour_count,
        coalesce(neighbour_values.figures >= 5, false) as enough,
        neighbour_values.mean,
        neighbour_values.median,
        neighbour_values.lowest,
        neighbour_values.highest,
        neighbour_values.all_values
    from compared
    left join neighbour_values using (model, metric_id, area_code, period_end)
),

comparisons as (
    select
        placed.metric_id,
        placed.area_code,
        placed.period_end,
        placed.model,
        case when placed.enough then placed.mean end as neighbour_mean,
        case when placed.enough then placed.median end as neighbour_median,
        case when placed.enough then placed.lowest end as neighbour_min,
        case when placed.enough then placed.highest end as neighbour_max,
        placed.neighbour_count,
        case when placed.enough and placed.value is not null
            then cast(1 + len(list_filter(placed.all_values, lambda theirs: theirs > placed.value)) as integer)
        end as position,
        case when placed.enough and placed.value is not null then placed.neighbour_count + 1 end as position_of,
        region.value as region_value,
        england.value as england_value,
        case
            when placed.value is null then 'no_figure'
            when not placed.enough then 'too_few_neighbours'
            when placed.interval_low is null or placed.interval_high is null then 'no_interval'
            when placed.mean < placed.interval_low then 'higher'
            when placed.mean > placed.interval_high then 'lower'
            else 'similar'
        end as verdict,
        changes.change,
        changes.change_is_beyond_chance
    from placed
    inner join area using (area_code)
    left join observation as region
        on area.region_code = region.area_code
        and placed.metric_id = region.metric_id
        and placed.period_end = region.period_end
    left join observation as england
        on england.area_code = 'E92000001'
        and placed.metric_id = england.metric_id
        and placed.period_end = england.period_end
    left join changes
        on placed.metric_id = changes.metric_id
        and placed.area_code = changes.area_code
        and placed.period_end = changes.period_end
)

select * from comparisons order by metric_id, area_code, period_end, model
