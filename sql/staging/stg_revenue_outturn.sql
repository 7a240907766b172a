-- One row per measure, area, period and release. Money in pounds; the files have thousands.
with lines as (
    unpivot (
        select ons_code, sheet_title, release_id, csc_total, sure_start, family_support, young_people,
            cla_total, cla_residential
        from raw_ro3
    )
    on csc_total, sure_start, family_support, young_people, cla_total, cla_residential
    into name measure value cell
    union all by name
    unpivot (
        select ons_code, sheet_title, release_id, csc_in_rsx, service_total
        from raw_rsx
    )
    on csc_in_rsx, service_total
    into name measure value cell
),

single_lines as (
    select ons_code, sheet_title, release_id, measure, number(cell) as thousands, cell_status(cell) as status
    from lines
),

-- Without one of the three there is no sum; the reason that any of them is missing stands.
prevention as (
    select
        ons_code,
        sheet_title,
        release_id,
        'prevention' as measure,
        case when count(thousands) = 3 then sum(thousands) end as thousands,
        coalesce(max(status) filter (status <> 'published'), 'published') as status
    from single_lines
    where measure in ('sure_start', 'family_support', 'young_people')
    group by all
),

all_lines as (
    select * from single_lines
    union all by name
    select * from prevention
),

dated as (
    select
        *,
        financial_year(sheet_title) as end_year
    from all_lines
),

long_shape as (
    select
        'revenue_outturn' as source,
        dated.measure,
        council_gss.area_code,
        make_date(dated.end_year, 3, 31) as period_end,
        format('{}-{:02}', dated.end_year - 1, dated.end_year % 100) as period_label,
        dated.thousands * 1000 as value,
        dated.status,
        dated.thousands * 1000 as numerator,
        null as denominator,
        dated.release_id
    from dated
    inner join council_gss on dated.ons_code = council_gss.gss_code
)

select * from long_shape
