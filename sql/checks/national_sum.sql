-- One row per publication, measure and period in which councils do not add up to England's published count.
with summed as (
    select
        publication,
        measure,
        release_id,
        period_end,
        sum(numerator) filter (is_council(area_code)) as councils_sum,
        count(*) filter (is_council(area_code) and numerator is null and status <> 'not_applicable') as missing,
        count(distinct area_code) filter (is_council(area_code)) as councils,
        max(numerator) filter (area_code = 'E92000001') as england
    from candidate_figure as candidate
    group by all
),

-- Only where every council is there, with a number or a symbol.
complete as (
    select summed.*, summed.councils_sum / summed.england - 1 as difference
    from summed
    where summed.england > 0 and summed.councils >= 0.9 * (
        select count(*) from area
        where
            area.type not in ('region', 'country')
            and coalesce(area.valid_from <= summed.period_end, true)
            and coalesce(area.valid_to >= summed.period_end, true)
    )
),

failing as (
    select
        complete.publication,
        format(
            'expected councils to add up to England''s {:,.0f} in {} of {}; found {:,.0f}, with {} councils without a number',
            complete.england, complete.measure, british(complete.period_end), complete.councils_sum, complete.missing
        ) as words
    from complete
    inner join tolerance using (publication)
    where
        complete.difference > tolerance.sum_over_england
        or -complete.difference > tolerance.sum_over_england + complete.missing * tolerance.sum_per_missing_council
)

select * from failing order by publication, words
