-- One row per publication and fault of a neighbour model: a council without a row, or without ten others that there are.
with model as (
    select publication, release, area_code, neighbour_code
    from candidate_neighbour_row
),

earlier as (
    select distinct model.release, known.release as earlier_release, known.area_code
    from (select distinct release from model) as model
    inner join (
        select release, area_code from before_neighbour_row
        union
        select release, area_code from model
    ) as known on known.release < model.release
    qualify dense_rank() over (partition by model.release order by known.release desc) = 1
),

-- Where a council arrives that no earlier model had, another of its region may have ended: that is reorganisation.
arrived as (
    select distinct model.release, area.region_code
    from model
    inner join area using (area_code)
    anti join earlier on model.release = earlier.release and model.area_code = earlier.area_code
    where model.release in (select release from earlier)
),

absent as (
    select
        (select any_value(publication) from model) as publication,
        earlier.release,
        list(distinct area.short_name order by area.short_name) as names
    from earlier
    inner join area using (area_code)
    anti join model on earlier.release = model.release and earlier.area_code = model.area_code
    anti join arrived on earlier.release = arrived.release and area.region_code = arrived.region_code
    where area.valid_to is null
    group by earlier.release
),

wrong as (
    select
        model.publication,
        model.release,
        coalesce(area.short_name, model.area_code) as council,
        count(distinct model.neighbour_code) filter (
            model.neighbour_code <> model.area_code and model.neighbour_code in (select area_code from area)
        ) as others,
        list(distinct model.neighbour_code order by model.neighbour_code) as codes,
        area.area_code is null as is_unknown
    from model
    left join area using (area_code)
    group by all
),

failing as (
    select
        publication,
        format(
            'expected a row for every council of the model before in {}; found none for {}{}',
            release, array_to_string(names[:5], ', '), if(len(names) > 5, format(' and {} more', len(names) - 5), '')
        ) as words
    from absent
    union all by name
    select
        publication,
        if(
            is_unknown,
            format('expected the codes of councils in {}; found ''{}'', which no list here and no other file names', release, council),
            format(
                'expected ten different councils as neighbours of {} in {}; found {} among {}',
                council, release, others, array_to_string(codes, ', ')
            )
        ) as words
    from wrong
    where is_unknown or others <> 10
)

select * from failing order by publication, words
