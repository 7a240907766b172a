-- One row per publication and measure that would lose rows, or too many of the numbers, of periods loaded before.
with newest as (
    select source, measure, area_code, period_end, value, status
    from now_held
),

pairs as (
    select
        before.publication,
        before.measure,
        before.area_code,
        before.period_end,
        newest.area_code is null as is_lost,
        -- Small counts are hidden by turns, so what counts is how many numbers fewer there are.
        case when newest.area_code is null then 0 else (before.value is not null)::integer - (newest.value is not null)::integer end
            as withdrawn
    from before_figure as before
    left join newest using (source, measure, area_code, period_end)
    where before.publication in (select publication from candidate_figure)
),

counted as (
    select
        pairs.publication,
        pairs.measure,
        count(*) filter (pairs.is_lost) as lost,
        min(struct_pack(period_end := pairs.period_end, area_code := pairs.area_code)) filter (pairs.is_lost) as first_lost,
        pairs.period_end,
        sum(pairs.withdrawn) as withdrawn
    from pairs
    group by all
),

failing as (
    select
        counted.publication,
        case
            when counted.lost > 0 then format(
                'expected {} to hold every figure of {} that was loaded before; found {} missing from the new one, first {}',
                counted.measure, british(counted.period_end), counted.lost,
                coalesce(area.short_name, counted.first_lost.area_code)
            )
            else format(
                'expected {} to keep the numbers of {} that an earlier release gave; found {} fewer',
                counted.measure, british(counted.period_end), counted.withdrawn
            )
        end as words
    from counted
    inner join tolerance using (publication)
    left join area on counted.first_lost.area_code = area.area_code
    where counted.lost > 0 or counted.withdrawn > tolerance.figures_withdrawn
)

select * from failing order by publication, words
