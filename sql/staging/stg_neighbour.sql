-- One row per model, council and position.
with positions as (
    unpivot raw_statistical_neighbour
    on
        (neighbour_1, closeness_1) as '1',
        (neighbour_2, closeness_2) as '2',
        (neighbour_3, closeness_3) as '3',
        (neighbour_4, closeness_4) as '4',
        (neighbour_5, closeness_5) as '5',
        (neighbour_6, closeness_6) as '6',
        (neighbour_7, closeness_7) as '7',
        (neighbour_8, closeness_8) as '8',
        (neighbour_9, closeness_9) as '9',
        (neighbour_10, closeness_10) as '10'
    into name position value neighbour_code, closeness
),

neighbours as (
    select
        split_part(release_id, '/', 2) as model,
        old_la_code as area_code,
        cast(position as integer) as position,
        trim(neighbour_code) as neighbour_code,
        -- The two models spell "Very Close" and "Very close ".
        upper(left(trim(closeness), 1)) || lower(substr(trim(closeness), 2)) as closeness,
        release_id
    from positions
    where trim(neighbour_code) <> ''
)

select * from neighbours
