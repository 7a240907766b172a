-- One row per GSS code of a council, former codes included: how MHCLG's and Ofsted's rows find their council.
with listed as (
    select area_code, unnest(string_split(gss_codes, '|')) as item
    from area_reference
),

parts as (
    select area_code, string_split(item, ':') as part
    from listed
),

dated as (
    select
        part[1] as gss_code,
        area_code,
        try_cast(part[2] as date) as valid_from,
        try_cast(part[3] as date) as valid_to
    from parts
),

-- A council that files name before the list does: a new council is data, not code.
seen as (
    select distinct new_la_code as gss_code, old_la_code as area_code, null::date as valid_from, null::date as valid_to
    from area_seen
    where new_la_code not in (select gss_code from dated)
),

codes as (
    select * from dated
    union all by name
    select * from seen
)

select * from codes
