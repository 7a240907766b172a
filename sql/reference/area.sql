-- One row per council (today's and former), region, and England.
with regions as (
    select area_code, slug, name, short_name, type
    from region_reference
),

listed as (
    select
        area_code,
        slug,
        name,
        short_name,
        list_filter(string_split(coalesce(aliases, ''), '|'), lambda alias: alias <> '') as aliases,
        type,
        statistical_region_code,
        try_cast(valid_from as date) as valid_from,
        try_cast(valid_to as date) as valid_to,
        list_filter(string_split(coalesce(succeeds, ''), '|'), lambda code: code <> '') as succeeds,
        is_tiny = 'true' as is_tiny
    from area_reference
),

unlisted as (
    select
        old_la_code as area_code,
        trim(regexp_replace(lower(arg_max(la_name, period_year)), '[^a-z0-9]+', '-', 'g'), '-') as slug,
        arg_max(la_name, period_year) as name,
        arg_max(la_name, period_year) as short_name,
        []::varchar[] as aliases,
        case left(arg_max(new_la_code, period_year), 3)
            when 'E06' then 'unitary'
            when 'E08' then 'metropolitan'
            when 'E09' then 'london_borough'
            when 'E10' then 'county'
        end as type,
        arg_max(region_code, period_year) as statistical_region_code,
        null::date as valid_from,
        null::date as valid_to,
        []::varchar[] as succeeds,
        false as is_tiny
    from area_seen
    where old_la_code not in (select area_code from listed)
    group by old_la_code
),

councils as (
    select * from listed
    union all by name
    select * from unlisted
),

codes as (
    select
        area_code,
        list({'gss_code': gss_code, 'valid_from': valid_from, 'valid_to': valid_to} order by valid_from nulls first)
            as gss_codes
    from council_gss
    group by area_code
),

-- Inner and Outer London are DfE's statistical regions; London is the region.
placed as (
    select
        councils.*,
        case when councils.statistical_region_code like 'E13%' then 'E12000007' else councils.statistical_region_code end
            as region_code,
        codes.gss_codes
    from councils
    left join codes using (area_code)
),

areas as (
    select
        placed.area_code,
        placed.slug,
        placed.name,
        placed.short_name,
        placed.aliases,
        placed.type,
        placed.region_code,
        region.name as region_name,
        placed.statistical_region_code,
        statistical_region.name as statistical_region_name,
        placed.gss_codes,
        placed.valid_from,
        placed.valid_to,
        placed.succeeds,
        placed.is_tiny
    from placed
    left join regions as region on placed.region_code = region.area_code
    left join regions as statistical_region on placed.statistical_region_code = statistical_region.area_code
    union all by name
    select
        *,
        []::varchar[] as aliases,
        []::varchar[] as succeeds,
        false as is_tiny,
        [{'gss_code': area_code, 'valid_from': null::date, 'valid_to': null::date}] as gss_codes
    from regions
)

select * from areas order by area_code
