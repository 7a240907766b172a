-- One row per council, inspection date, inspection type, judgement and release.
with judgements as (
    unpivot (
        select ons_code, inspected_on, published_on, inspection_type, release_id,
            overall as "Overall effectiveness",
            leaders as "The impact of leaders on social work practice with children and families",
            help_and_protection as "The experiences and progress of children who need help and protection",
            children_in_care as "The experiences and progress of children in care",
            care_leavers as "The experiences and progress of care leavers"
        from raw_ilacs_history
    )
    on columns(* exclude (ons_code, inspected_on, published_on, inspection_type, release_id))
    into name judgement value grade
),

inspections as (
    select
        council_gss.area_code,
        'ILACS' as framework,
        judgements.inspection_type,
        cast(judgements.inspected_on as date) as inspected_on,
        cast(judgements.published_on as date) as published_on,
        judgements.judgement,
        trim(judgements.grade) as grade,
        judgements.release_id
    from judgements
    inner join council_gss on judgements.ons_code = council_gss.gss_code
    where trim(judgements.grade) <> ''
)

select * from inspections
