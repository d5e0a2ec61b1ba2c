-- CSAT bounds: what CSAT would be if everybody who was asked and gave no rating were unhappy, or
-- happy.
-- grain: segment, period
-- params: start_date, end_date, channels, teams, tiers, sources, dimension, every, cut
-- returns: segment, period, offers, rated_offers, rated_rate, csat_rate, csat_rate_low,
-- csat_rate_high
-- note: of CSAT surveys offered in the period by sources that tell of unanswered offers. All of it
-- counts by the day of the offer, so that answers and silence are of the same customers; CSAT
-- elsewhere counts by the day of the answer. The bounds hold whatever the silent think, and are no
-- confidence interval. A segment with fewer answers than the setting least_answers is left out.
select
    segment,
    period,
    sum(csat_offers)::bigint as offers,
    sum(csat_rated_offers)::bigint as rated_offers,
    ratio(csat_rated_offers, csat_offers) as rated_rate,
    ratio(csat_satisfied_offers, csat_rated_offers) as csat_rate,
    silent_unhappy_rate(csat_satisfied_offers, csat_offers) as csat_rate_low,
    silent_happy_rate(csat_satisfied_offers, csat_rated_offers, csat_offers) as csat_rate_high
from
    response_days(
        $start_date, $end_date, $every, $dimension, $cut, $channels, $teams, $tiers, $sources
    )
group by segment, period
having sum(csat_offers) > 0 and ($dimension = 'all' or sum(csat_rated_offers) >= least_answers())
order by segment, period
