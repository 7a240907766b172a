-- One row per publication and way in which inspections that were known are missing: Ofsted's list only ever grows.
with known as (
    select distinct area_code, inspected_on, inspection_type, release
    from before_inspection_row
),

last_known as (
    select * from known
    qualify dense_rank() over (order by release desc) = 1
),

listed as (
    select distinct publication, release_id, area_code, inspected_on, inspection_type
    from candidate_inspection_row
    where release >= (select max(release) from known)
),

absent as (
    select
        files.publication,
        count(distinct last_known.area_code) as councils,
        list_sort(list(distinct area.short_name)) as names
    from (select distinct publication, release_id from listed) as files
    cross join last_known
    anti join listed on files.release_id = listed.release_id and last_known.area_code = listed.area_code
    inner join area on last_known.area_code = area.area_code
    group by files.publication, files.release_id
),

counted as (
    select listed.publication, count(*) as inspections, (select count(*) from last_known) as inspections_before
    from listed
    group by listed.publication, listed.release_id
),

failing as (
    select
        absent.publication,
        format(
            'expected inspections of every council that had one before; found none of {}{}',
            array_to_string(absent.names[:5], ', '),
            if(absent.councils > 5, format(' and {} more', absent.councils - 5), '')
        ) as words
    from absent
    inner join tolerance using (publication)
    where absent.councils > tolerance.councils_absent
    union all by name
    select
        counted.publication,
        format(
            'expected the {} inspections that were listed before, and new ones; found {}',
            counted.inspections_before, counted.inspections
        ) as words
    from counted
    inner join tolerance using (publication)
    where counted.inspections_before - counted.inspections > tolerance.figures_withdrawn
)

select * from failing order by publication, words
