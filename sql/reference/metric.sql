-- One row per metric.
with metrics as (
    select
        id as metric_id,
        cast(display_order as integer) as display_order,
        theme,
        name,
        kind,
        unit,
        prefix,
        suffix,
        cast(decimals as integer) as decimals,
        polarity,
        on_summary,
        period_kind,
        interval as interval_method,
        cast(scale as double) as scale,
        nullif(numerator_label, '') as numerator_label,
        nullif(denominator_label, '') as denominator_label,
        nullif(count_noun, '') as count_noun,
        is_calculated,
        nullif(formula, '') as formula,
        publication,
        publication_title,
        publisher,
        definition,
        distorts,
        does_not_show,
        question,
        nullif(plain, '') as plain,
        nullif(measure, '') as measure,
        nullif(numerator, '') as numerator_measure,
        nullif(denominator, '') as denominator_measure
    from metric_entry
)

select * from metrics order by display_order
