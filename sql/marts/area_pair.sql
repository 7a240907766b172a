-- One row per publication, council and the council it makes a joint return with.
with pairs as (
    select
        split_part(observation_history.release_id, '/', 1) as publication,
        area_code,
        joint_with,
        min(period_end) as period_from,
        max(period_end) as period_to
    from observation_history
    where joint_with is not null
    group by all
)

select * from pairs order by publication, area_code
