-- How a published cell is read, and the intervals of statistics.md. Not a table: the build runs this before any other file.

-- A plain decimal number, with or without thousands separators; NULL for anything else. A bare cast would take
-- 'nan', 'inf' and '1_000' for numbers.
create or replace temp macro number(cell) as
    case
        when regexp_full_match(trim(cell), '[+-]?([0-9]+|[1-9][0-9]{0,2}(,[0-9]{3})+)(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?')
            and isfinite(try_cast(replace(trim(cell), ',', '') as double))
            then try_cast(replace(trim(cell), ',', '') as double)
    end;

-- Why there is no number; NULL for a symbol that nobody has explained yet, which stops the file's load.
create or replace temp macro cell_status(cell) as
    case
        when number(cell) is not null then 'published'
        -- MHCLG puts "[note 4]" in the place of a figure that the council could not give.
        when regexp_full_match(lower(trim(cell)), '\[note [0-9]+\]') then 'not_available'
        else case lower(trim(coalesce(cell, ''), ' []'))
            when '' then 'not_available'
            when 'c' then 'suppressed'
            when 'low' then 'rounds_to_zero'
            when 'k' then 'rounds_to_zero'
            when 'u' then 'unreliable'
            when 'x' then 'not_available'
            when 'm' then 'not_available'
            when 'n' then 'not_available'
            when ':' then 'not_available'
            when 'z' then 'not_applicable'
        end
    end;

-- The year in which a period ends: '2025', '202425' and '2024-25' all end in 2025.
create or replace temp macro period_year(cell) as
    case
        when regexp_full_match(trim(cell), '(19|20)[0-9]{2}') then cast(trim(cell) as integer)
        when regexp_full_match(trim(cell), '(19|20)[0-9]{2}[-/ ]?[0-9]{2}')
            and (cast(left(trim(cell), 4) as integer) + 1) % 100 = cast(right(trim(cell), 2) as integer)
            then cast(left(trim(cell), 4) as integer) + 1
    end;

-- The year in which the financial year of a sheet's title ends: '… 2024-25', '… 2024 to 2025'. NULL where it names none.
create or replace temp macro financial_year(title) as
    period_year(regexp_replace(
        regexp_extract(title, '20[0-9]{2}\s*(-|–|/|to)\s*(20)?[0-9]{2}\b'), '\s*(-|–|/|to)\s*(20)?', '-'
    ));

-- DfE's files carry country, region and council on one row; the level says which of them the row is about.
create or replace temp macro dfe_area(geographic_level, country_code, region_code, old_la_code) as
    case geographic_level
        when 'National' then country_code
        when 'Regional' then region_code
        when 'Local authority' then old_la_code
    end;

-- Wilson's score interval for a proportion (Wilson 1927; PHE, Technical guide: confidence intervals, 2018).
-- 1.959964 is the 97.5th percentile of the normal distribution. No interval where the parts exceed the whole; none of
-- a whole, or all of it, is at the bound itself, which rounding would miss by the last bit.
create or replace temp macro wilson_bound(numerator, denominator, side) as
    case
        when denominator > 0 and numerator = 0 and side < 0 then 0.0
        when denominator > 0 and numerator = denominator and side > 0 then 1.0
        when denominator > 0 and numerator between 0 and denominator then
            (2 * numerator + 1.959964 ** 2
                + side * 1.959964 * sqrt(1.959964 ** 2 + 4 * numerator * (1 - numerator / denominator)))
            / (2 * (denominator + 1.959964 ** 2))
    end;

-- Byar's approximation for a count that follows a Poisson distribution (Breslow and Day 1987; PHE 2018).
create or replace temp macro byar_low(observed) as
    case
        when observed = 0 then 0.0
        when observed > 0 then observed * (1 - 1 / (9 * observed) - 1.959964 / (3 * sqrt(observed))) ** 3
    end;

create or replace temp macro byar_high(observed) as
    case
        when observed >= 0 then
            (observed + 1) * (1 - 1 / (9 * (observed + 1)) + 1.959964 / (3 * sqrt(observed + 1))) ** 3
    end;

-- Councils, and joint returns of two of them, against regions and England.
create or replace temp macro is_council(area_code) as regexp_full_match(area_code, '[0-9]{3}( / [0-9]{3})*');

create or replace temp macro british(day) as strftime(cast(day as date), '%-d %B %Y');
