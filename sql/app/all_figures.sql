-- One row per metric, area and period end, with its names, unit, source and licence.
select
    observation.metric_id,
    metric.name as metric,
    metric.theme,
    metric.unit,
    observation.area_code,
    area.name as area,
    area.type as area_type,
    area.region_name as region,
    observation.period_end,
    observation.period_label,
    observation.value,
    observation.status,
    observation.numerator,
    observation.denominator,
    observation.interval_low,
    observation.interval_high,
    observation.joint_with,
    observation.is_calculated,
    metric.publisher,
    metric.publication_title as publication,
    release.release,
    release.published,
    release.url,
    release.licence
from benchmarks.observation
inner join benchmarks.metric using (metric_id)
inner join benchmarks.area using (area_code)
left join benchmarks.release using (release_id)
order by metric.display_order, area.name, observation.area_code, observation.period_end
