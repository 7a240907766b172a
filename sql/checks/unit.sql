-- One row per publication and measure whose figures are not in the unit that their own counts give.
with ratios as (
    select
        candidate.publication,
        candidate.measure,
        candidate.period_end,
        median(candidate.value / (metric.scale * candidate.numerator / candidate.denominator)) as factor,
        count(*) as councils
    from candidate_figure as candidate
    inner join metric on metric.measure = candidate.source || '.' || candidate.measure
    where is_council(candidate.area_code) and candidate.value > 0 and candidate.numerator > 0 and candidate.denominator > 0
    group by all
),

failing as (
    select
        ratios.publication,
        format(
            'expected {} of {} in the unit that its numerator and denominator give; found figures {:.4g} times as large{}',
            ratios.measure, british(ratios.period_end), ratios.factor,
            if(ratios.factor between 0.008 and 0.0125, ', as if percentages had been given as fractions', '')
        ) as words
    from ratios
    inner join tolerance using (publication)
    where ratios.councils >= 20
        and (ratios.factor > tolerance.unit_factor or ratios.factor < 1 / tolerance.unit_factor)
    qualify row_number() over (partition by ratios.publication, ratios.measure order by ratios.period_end desc) = 1
)

select * from failing order by publication, words
