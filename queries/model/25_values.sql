-- What people say that the values of a source mean, applied to the rows as they were loaded.
update ticket
set channel = rule.meaning, channel_detail = coalesce(channel_detail, channel)
from value_rule as rule
where
    rule.field = 'channel'
    and ticket.source = rule.source
    and lower(trim(coalesce(ticket.channel_detail, ticket.channel))) = rule.word
;

update ticket
set channel_last = rule.meaning
from value_rule as rule
where
    rule.field = 'channel'
    and ticket.source = rule.source
    and lower(trim(coalesce(ticket.channel_last_detail, ticket.channel_last))) = rule.word
;

update ticket
set status = rule.meaning, status_detail = coalesce(status_detail, status)
from value_rule as rule
where
    rule.field = 'status'
    and ticket.source = rule.source
    and lower(trim(coalesce(ticket.status_detail, ticket.status))) = rule.word
;

update ticket
set priority = rule.meaning, priority_detail = coalesce(priority_detail, priority)
from value_rule as rule
where
    rule.field = 'priority'
    and ticket.source = rule.source
    and lower(trim(coalesce(ticket.priority_detail, ticket.priority))) = rule.word
;

update ticket
set team = rule.meaning, team_detail = coalesce(team_detail, team)
from value_rule as rule
where
    rule.field = 'team'
    and ticket.source = rule.source
    and lower(trim(coalesce(ticket.team_detail, ticket.team))) = rule.word
;

update response
set channel = rule.meaning, channel_detail = coalesce(channel_detail, channel)
from value_rule as rule
where
    rule.field = 'channel'
    and response.source = rule.source
    and lower(trim(coalesce(response.channel_detail, response.channel))) = rule.word
;

update response
set team = rule.meaning, team_detail = coalesce(team_detail, team)
from value_rule as rule
where
    rule.field = 'team'
    and response.source = rule.source
    and lower(trim(coalesce(response.team_detail, response.team))) = rule.word
;

update budget_line
set channel = rule.meaning, channel_detail = coalesce(channel_detail, channel)
from value_rule as rule
where
    rule.field = 'channel'
    and budget_line.source = rule.source
    and lower(trim(coalesce(budget_line.channel_detail, budget_line.channel))) = rule.word
;

update budget_line
set team = rule.meaning
from value_rule as rule
where
    rule.field = 'team'
    and budget_line.source = rule.source
    and lower(trim(budget_line.team)) = rule.word
;

update staff_month
set team = rule.meaning
from value_rule as rule
where
    rule.field = 'team'
    and staff_month.source = rule.source
    and lower(trim(staff_month.team)) = rule.word
;

update team
set team = rule.meaning
from value_rule as rule
where rule.field = 'team' and team.source = rule.source and lower(trim(team.team)) = rule.word
;

update assessment
set team = rule.meaning
from value_rule as rule
where
    rule.field = 'team'
    and assessment.source = rule.source
    and lower(trim(assessment.team)) = rule.word
;
