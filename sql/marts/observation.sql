-- One row per metric, area and period end: what the newest release that holds the period says.
with newest as (
    select observation_history.*
    from observation_history
    inner join release using (release_id)
    qualify row_number() over (
        partition by metric_id, area_code, period_end order by release.release_order desc, release_id desc
    ) = 1
)

select * from newest order by metric_id, area_code, period_end
