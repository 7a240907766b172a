-- One row per publication, measure and period in which councils are absent: no row at all, not even a symbol.
with newest as (
    select publication, release, source, measure, release_id, max(period_end) as period_end
    from candidate_figure as candidate
    group by all
),

present as (
    select distinct newest.source, newest.measure, newest.release_id, unnest(string_split(candidate.area_code, ' / ')) as area_code
    from candidate_figure as candidate
    inner join newest using (source, measure, release_id, period_end)
),

known as (
    select distinct source, measure, unnest(string_split(area_code, ' / ')) as area_code
    from before_figure as before
    qualify period_end = max(period_end) over (partition by source, measure)
),

-- Where a council arrives that nobody knew, another of its region may have ended: that is reorganisation.
arrived as (
    select distinct present.source, present.measure, area.region_code
    from present
    inner join area using (area_code)
    where
        area.area_code not in (select area_code from area_before)
        and exists (from known where known.source = present.source and known.measure = present.measure)
),

expected as (
    select
        newest.*,
        area.short_name,
        present.area_code is null as is_absent,
        known.area_code is not null as was_known
    from newest
    cross join area
    left join present
        on newest.source = present.source
        and newest.measure = present.measure
        and newest.release_id = present.release_id
        and area.area_code = present.area_code
    left join known
        on newest.source = known.source and newest.measure = known.measure and area.area_code = known.area_code
    left join arrived
        on newest.source = arrived.source
        and newest.measure = arrived.measure
        and area.region_code = arrived.region_code
    where
        area.type not in ('region', 'country')
        and (area.area_code in (select area_code from area_before) or present.area_code is not null)
        and coalesce(area.valid_from <= newest.period_end, true)
        and coalesce(area.valid_to >= newest.period_end, true)
        and not (present.area_code is null and arrived.region_code is not null)
),

-- A folder of a few councils is somebody's choice; a file of most of them has lost the others.
judged as (
    select *, avg(is_absent::integer) over (partition by source, measure, release_id) < 0.5 as has_most
    from expected
),

absent as (
    select
        judged.publication,
        judged.measure,
        judged.release,
        judged.period_end,
        count(*) as councils,
        count(*) filter (judged.is_absent and (judged.has_most or judged.was_known)) as missing,
        list(judged.short_name order by judged.short_name) filter (judged.is_absent and (judged.has_most or judged.was_known)) as names
    from judged
    group by all
),

failing as (
    select
        absent.publication,
        format(
            'expected a row for every council in {} of {}; found none for {}{}',
            absent.measure, british(absent.period_end), array_to_string(absent.names[:5], ', '),
            if(absent.missing > 5, format(' and {} more', absent.missing - 5), '')
        ) as words
    from absent
    inner join tolerance using (publication)
    where absent.missing > tolerance.councils_absent
)

select * from failing order by publication, words
