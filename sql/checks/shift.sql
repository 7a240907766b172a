-- One row per publication and measure whose councils' median has moved further than figures of this kind do.
with medians_before as (
    select source, measure, period_end, median(value) as typical, count(value) as councils
    from before_figure as before
    where is_council(area_code)
    group by all
),

medians as (
    select publication, source, measure, release_id, period_end, median(value) as typical, count(value) as councils
    from candidate_figure as candidate
    where is_council(area_code)
    group by all
),

same_period as (
    select
        medians.*,
        'an earlier release' as compared_with,
        before.typical as typical_before,
        tolerance.shift_between_releases as most
    from medians
    inner join medians_before as before using (source, measure, period_end)
    inner join tolerance using (publication)
    where before.councils >= 20
),

newest as (
    select * from medians
    qualify period_end = max(period_end) over (partition by source, measure, release_id)
),

earlier_period as (
    select
        newest.*,
        'the period before' as compared_with,
        before.typical as typical_before,
        tolerance.shift_between_periods as most
    from newest
    asof inner join medians_before as before
        on newest.source = before.source and newest.measure = before.measure and newest.period_end > before.period_end
    inner join tolerance on newest.publication = tolerance.publication
    where before.councils >= 20
),

compared as (
    select * from same_period
    union all by name
    select * from earlier_period
),

furthest as (
    select *
    from compared
    where councils >= 20 and typical_before > 0
        and greatest(typical / typical_before, typical_before / nullif(typical, 0), if(typical = 0, 1e9, 0)) > most
    qualify row_number() over (partition by publication, measure order by period_end desc, compared_with) = 1
),

failing as (
    select
        publication,
        format(
            'expected councils'' median of {} on {} within a factor of {:.1f} of {:.4g}, as in {}; found {:.4g}{}',
            measure, british(period_end), most, typical_before, compared_with, typical,
            if(typical between 0.008 * typical_before and 0.0125 * typical_before,
                ', as if percentages had been given as fractions', '')
        ) as words
    from furthest
)

select * from failing order by publication, words
