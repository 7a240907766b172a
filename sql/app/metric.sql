-- One row per metric, in the registry's order.
select
    metric_id, theme, name, kind, unit, coalesce(prefix, '') as prefix, coalesce(suffix, '') as suffix, decimals,
    polarity, period_kind, interval_method, scale, numerator_label, denominator_label, count_noun,
    is_calculated, coalesce(formula, '') as formula, publication, publication_title, publisher,
    definition, distorts, does_not_show, question,
    on_summary, coalesce(plain, '') as plain
from benchmarks.metric
order by display_order
