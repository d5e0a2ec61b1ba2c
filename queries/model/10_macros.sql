-- Every formula of the project, once. Ratios are sum over sum; an empty base gives
-- null.
create macro ratio(part, whole) as sum(part) / nullif(sum(whole), 0)
;

-- Standard error of a ratio of sums over months (linearised; each month counts as one, however many
-- tickets or agents it has); none below three months.
create macro ratio_error(part, whole) as case
    when count(*) >= 3 and sum(whole) > 0
    then
        sqrt(
            greatest(
                0,
                sum(part * part)
                - 2 * ratio(part, whole) * sum(part * whole)
                + power(ratio(part, whole), 2) * sum(whole * whole)
            )
            * count(*)
            / (count(*) - 1)
        )
        / sum(whole)
end
;

-- Durations are counted in logarithmic bins of ratio 1.01 / 0.99, so that any
-- percentile of any
-- selection follows with a relative error of at most 1 %. Bin 0 holds what is under a
-- second.
create macro bin_of(seconds) as case
    when seconds < 1 then 0 else ceil(ln(seconds) / ln(1.01 / 0.99) - 1e-9)::integer + 1
end
;

create macro bin_seconds(bin) as case
    when bin = 0 then 0.0 else 2 * power(1.01 / 0.99, bin - 1) / (1 + 1.01 / 0.99)
end
;

-- The percentile `p` of `whole` tickets lies between the tickets of these two ranks, as with
-- quantile_cont; `running` counts the tickets up to and including a bin.
create macro bin_before(bin, running, whole, p) as min(bin) filter (
    where running > floor((whole - 1) * p)
)
;

create macro bin_after(bin, running, whole, p) as min(bin) filter (
    where running > ceil((whole - 1) * p)
)
;

create macro seconds_between(bin_before, bin_after, whole, p) as bin_seconds(bin_before)
+ ((whole - 1) * p) % 1 * (bin_seconds(bin_after) - bin_seconds(bin_before))
;

-- How many of `whole` values lie below the percentile at most (side 1) or at least (side -1), in
-- 95 of 100 cases: the binomial quantile by its normal approximation, corrected for its skew.
create macro binomial_rank(whole, p, side) as ceil(
    whole * p
    + side * 1.96 * sqrt(whole * p * (1 - p))
    + (1 - 2 * p) * (1.96 * 1.96 - 1) / 6
    - 0.5
)
;

create macro hours(seconds) as seconds / 3600.0
;

create macro minutes(seconds) as seconds / 60.0
;

-- Net promoter score in points, passives in the base.
create macro nps_points(promoters, detractors, answers) as (
    100.0 * (promoters - detractors) / nullif(answers, 0)
)
;

-- Money of a period that falls on the days from `first_day` up to, not including,
-- `end_day`.
create macro overlap_share(period_start, period_end, first_day, end_day) as greatest(
    0, date_diff('day', greatest(period_start, first_day), least(period_end, end_day))
)
/ nullif(date_diff('day', period_start, period_end), 0)
;

create macro overspent(actual, plan) as sum(actual) - sum(plan)
;

create macro overspent_rate(actual, plan) as overspent(actual, plan) / nullif(sum(plan), 0)
;

-- What a variance (actual less plan) means; less than half a unit of a hundred is none.
create macro variance_reading(variance) as case
    when variance is null
    then null
    when abs(variance) < 0.005
    then 'on plan'
    when variance > 0
    then 'over plan, unfavourable'
    else 'under plan, favourable'
end
;

create macro passes(wanted, value) as wanted is null or list_contains(wanted, value)
;

create macro segment_of(dimension, channel, team, tier, priority, source) as case
    dimension
    when 'channel'
    then channel
    when 'team'
    then team
    when 'tier'
    then tier
    when 'priority'
    then priority
    when 'source'
    then source
    else 'all'
end
;

create macro period_of(every, day) as case
    every
    when 'day'
    then day
    when 'week'
    then date_trunc('week', day)::date
    when 'month'
    then date_trunc('month', day)::date
    when 'quarter'
    then date_trunc('quarter', day)::date
    when 'year'
    then date_trunc('year', day)::date
    else date '1900-01-01'
end
;

-- An id as people and spreadsheets write it: `#1001` and `1001.0` are 1001.
create macro bare_id(id) as nullif(regexp_replace(lower(trim(id)), '^#\s*|\.0$', '', 'g'), '')
;

-- What is wrong with a cell, without the cell that the reason begins with.
create macro complaint(reason) as regexp_replace(reason, '(?s)^".*" ', '')
;

create macro reject_state(mended_by, is_again) as case
    when mended_by is null then 'open' when is_again then 'rejected again' else 'mended'
end
;

create macro plain_words(words) as trim(
    regexp_replace(lower(strip_accents(words)), '[^\p{L}\p{N}]+', ' ', 'g')
)
;

-- The cut of a row by what it is added up over, 1 where a dimension is left alone.
create macro cut_of(no_channel, no_team, no_tier, no_priority, no_source) as case
    when no_channel = 0 and no_priority = 0
    then 'every'
    when no_channel = 0 and no_team = 0
    then 'channel and team'
    when no_channel = 0
    then 'channel'
    when no_team = 0
    then 'team'
    when no_tier = 0
    then 'tier'
    when no_priority = 0
    then 'priority'
    when no_source = 0
    then 'source'
    else 'none'
end
;

-- The change of a ratio between two periods, segment by segment, halved between the two ends
-- (Kitagawa, Marshall-Edgeworth): what changed within the segment, and what changed by its share.
-- A segment of one period only has nothing to change within it. The parts of all segments add up
-- to the change of the whole.
create macro rate_effect(value, compared_value, share, compared_share) as (
    (share + compared_share) / 2 * coalesce(value - compared_value, 0)
)
;

create macro mix_effect(
    value, compared_value, share, compared_share, whole_value, compared_whole_value
) as (
    (share - compared_share) * (
        (coalesce(value, compared_value) + coalesce(compared_value, value)) / 2
        - (whole_value + compared_whole_value) / 2
    )
)
;

-- Bounds of a satisfied share if everybody who was asked and gave no rating were unhappy, or
-- happy.
create macro silent_unhappy_rate(satisfied, offers) as ratio(satisfied, offers)
;

create macro silent_happy_rate(satisfied, rated, offers) as (
    (sum(satisfied) + sum(offers) - sum(rated)) / nullif(sum(offers), 0)
)
;
