-- CSAT bounds: what CSAT would be if everybody who was asked and gave no rating were unhappy, or
-- happy.
-- grain: segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every
-- returns: segment, period, offers, rated_offers, rated_rate, csat_rate, csat_rate_low,
-- csat_rate_high
-- note: of CSAT surveys offered in the period by sources that tell of unanswered offers. All of it
-- counts by the day of the offer, so that answers and silence are of the same customers; CSAT
-- elsewhere counts by the day of the answer. The bounds hold whatever the silent think, and are no
-- confidence interval. A segment with fewer answers than the setting least_answers is left out.
select
    segment_of($dimension, channel, team, tier, priority, source) as segment,
    case when $every = 'all' then $start_date::date else period_of($every, day) end as period,
    sum(csat_offers)::bigint as offers,
    sum(csat_rated_offers)::bigint as rated_offers,
    ratio(csat_rated_offers, csat_offers) as rated_rate,
    ratio(csat_satisfied_offers, csat_rated_offers) as csat_rate,
    silent_unhappy_rate(csat_satisfied_offers, csat_offers) as csat_rate_low,
    silent_happy_rate(csat_satisfied_offers, csat_rated_offers, csat_offers) as csat_rate_high
from response_day
where
    day >= $start_date
    and day < $end_date
    and passes($channels::varchar[], channel)
    and passes($teams::varchar[], team)
    and passes($tiers::varchar[], tier)
    and passes($sources::varchar[], source)
group by segment, period
having sum(csat_offers) > 0 and ($dimension = 'all' or sum(csat_rated_offers) >= least_answers())
order by segment, period
