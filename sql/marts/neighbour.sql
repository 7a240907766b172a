-- One row per model, council and position.
with neighbours as (
    select model, area_code, position, neighbour_code, closeness
    from neighbour_row
)

select * from neighbours order by model, area_code, position
