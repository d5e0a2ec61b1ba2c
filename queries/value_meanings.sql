-- Values of channel, status, priority and team as each source writes them, and what they count as.
-- grain: field, source, word, as_read
-- params: none
-- returns: field, source, word, value, as_read, counts_as, records, is_mapped, is_unknown
-- note: a value that nothing knows counts as other where it is a channel, and as not given else.
with
    counted as (
        select
            value_seen.field,
            value_seen.source,
            value_seen.word,
            value_seen.value,
            value_seen.as_read,
            case
                when value_rule.word is not null then value_rule.meaning else value_seen.as_read
            end as counts_as,
            value_seen.tickets + value_seen.other_records as records,
            value_rule.word is not null as is_mapped
        from value_seen
        left join
            value_rule
            on value_seen.source = value_rule.source
            and value_seen.field = value_rule.field
            and value_seen.word = value_rule.word
    )
select
    *,
    not is_mapped
    and (
        (field = 'channel' and as_read = 'other')
        or (field in ('status', 'priority') and as_read is null)
    ) as is_unknown
from counted
order by is_unknown desc, field, records desc, source, word, as_read
