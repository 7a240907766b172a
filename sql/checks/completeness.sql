-- One row per publication and measure whose newest period has far fewer councils with a number than the one before.
with shares as (
    select source, measure, period_end, count(value) / count(*) as share, count(*) as councils
    from before_figure as before
    where is_council(area_code) and status <> 'not_applicable'
    group by all
),

periods as (
    select publication, source, measure, release_id, period_end, count(value) / count(*) as share, count(*) as councils
    from candidate_figure as candidate
    where is_council(area_code) and status <> 'not_applicable'
    group by all
),

newest as (
    select * from periods
    qualify period_end = max(period_end) over (partition by source, measure, release_id)
),

compared as (
    select newest.*, shares.share as share_before
    from newest
    asof inner join shares
        on newest.source = shares.source
        and newest.measure = shares.measure
        and newest.period_end >= shares.period_end
),

failing as (
    select
        compared.publication,
        format(
            'expected about {:.0f} % of councils to have a number in {}, as before; found {:.0f} % on {}',
            100 * compared.share_before, compared.measure, 100 * compared.share, british(compared.period_end)
        ) as words
    from compared
    inner join tolerance using (publication)
    where 100 * (compared.share_before - compared.share) > tolerance.completeness_points
)

select * from failing order by publication, words
