-- One row per area and mid-year: children aged 0 to 17.
with newest as (
    select
        figure.area_code,
        cast(year(figure.period_end) as integer) as mid_year,
        cast(figure.value as integer) as population_0_17,
        figure.release_id
    from figure
    inner join release using (release_id)
    where figure.source = 'population' and figure.value is not null
    qualify row_number() over (
        partition by figure.area_code, figure.period_end order by release.release_order desc
    ) = 1
)

select * from newest order by area_code, mid_year
