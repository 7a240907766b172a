-- One row per council, inspection date, inspection type and judgement: what the newest release says of it.
with newest as (
    select
        inspection_row.area_code,
        inspection_row.framework,
        inspection_row.inspection_type,
        inspection_row.inspected_on,
        inspection_row.published_on,
        inspection_row.judgement,
        inspection_row.grade,
        case inspection_row.grade
            when 'Outstanding' then 1
            when 'Good' then 2
            when 'Requires improvement to be good' then 3
            when 'Inadequate' then 4
        end as grade_order,
        inspection_row.release_id
    from inspection_row
    inner join release using (release_id)
    qualify row_number() over (
        partition by area_code, inspected_on, inspection_type, judgement order by release.release_order desc
    ) = 1
)

select * from newest order by area_code, inspected_on, judgement
