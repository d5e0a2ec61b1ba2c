-- What people say that the values of a source mean, applied to the rows as they were loaded.
create table value_rule as
select rule.source, rule.field, lower(trim(rule.value)) as word, rule.meaning
from
    (
        select unnest(
            from_json(
                coalesce(getvariable('value_rules'), '[]')::json,
                '[{"source":"varchar","field":"varchar","value":"varchar","meaning":"varchar"}]'
            )
        ) as rule
    )
;
