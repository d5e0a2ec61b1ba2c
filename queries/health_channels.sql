-- Channels as the vendors name them and what they count as.
-- grain: source, channel_detail, channel
-- params: none
-- returns: source, channel_detail, channel, tickets, is_unmapped
-- note: unmapped names count as other, missing ones as not given.
select
    source,
    coalesce(channel_detail, 'not given') as channel_detail,
    channel,
    count(*) as tickets,
    channel in ('other', 'not given') as is_unmapped
from ticket_fact
group by all
order by is_unmapped desc, tickets desc, source, channel_detail, channel
