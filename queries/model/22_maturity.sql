-- The rule of maturity: tiers, the lists of seven, what the data may say of a characteristic, and
-- what each costs to put in place. Rows that people may want to read or change.
create table tier_threshold as
from (values ('Starter', 0, 3), ('Riser', 4, 5), ('Champion', 6, 7)) as t(
    maturity_tier, met_least, met_most
)
;

-- The published lists of seven disagree, so each is kept and named.
create table edition_list as
from (
    values
        (
            '2021', '2021 edition', true,
            'The publisher''s own article, updated in October 2021. One account of the 2020 study '
            || 'gives the same seven.'
        ),
        (
            '2020', '2020 edition with security', false,
            'A press account of the 2020 study of 12 October 2020, with security in the place of '
            || 'the technology given to agents.'
        )
) as t(edition, title, is_default, told_by)
;

create table edition as
from (
    values
        ('2021', 1, 'training', 'Skilling up the service team'),
        ('2021', 2, 'staffing', 'Appropriate staffing levels'),
        ('2021', 3, 'feedback_use', 'Acting on customer feedback'),
        ('2021', 4, 'feedback_speed', 'Agility in acting on feedback'),
        ('2021', 5, 'data_quality', 'Strong data and visualisation of performance'),
        ('2021', 6, 'data_timeliness', 'Timeliness of performance data'),
        ('2021', 7, 'agent_technology', 'Quality of the technology given to staff'),
        ('2020', 1, 'training', 'Agent training'),
        ('2020', 2, 'staffing', 'Staffing matched to need'),
        ('2020', 3, 'feedback_use', 'Ability to implement customer feedback'),
        ('2020', 4, 'feedback_speed', 'Speed of implementing feedback'),
        ('2020', 5, 'data_quality', 'Comprehensiveness of service data'),
        ('2020', 6, 'data_timeliness', 'Timeliness of service data'),
        ('2020', 7, 'security', 'Importance of security capabilities')
) as t(edition, position, characteristic, wording)
;

-- Cut-offs of what is derived from the data. No study prints one; `reason` says where each is from.
create table characteristic_rule as
from (
    values
        (
            'training', 'training_days_per_agent_year', 'Training days per agent and year',
            'higher', 3.7, 'days', 6, 'staff months',
            'ESG 2020 prints 3.7 days for Champions and 3.3 for Starters, without a period; it is '
            || 'taken as a year, and the Champions'' side as the cut-off.'
        ),
        (
            'staffing', 'backlog_days', 'Days of work waiting',
            'lower', 7.0, 'days', 30, 'tickets solved',
            'No study prints a cut-off. A team whose unsolved tickets are more than it solves in a '
            || 'week is behind: a rule of this project.'
        ),
        (
            'data_timeliness', 'reporting_gap_days', 'Days between loads',
            'lower', 1.0, 'days', 3, 'gaps between loads',
            'ESG 2020 counts reporting in real time. Exports cannot be, so data of every day count '
            || 'as timely: a rule of this project.'
        ),
        (
            'feedback_speed', 'acted_within_day_share', 'Unhappy answers acted on within a day',
            'higher', 0.5, 'share', 10, 'unhappy answers',
            'ESG 2020 says very quickly, without a number. Half of the unhappy answers followed by '
            || 'work on their ticket within a day count as quick: a rule of this project.'
        )
) as t(characteristic, measure, label, better, threshold, unit, least_n, n_unit, reason)
;

-- A default order, not money: 1 is thought the least effort. People write their own.
create table characteristic_effort as
from (
    values
        ('data_timeliness', 1.0, 'A scheduled export: nobody to hire, nothing to buy.'),
        ('feedback_use', 2.0, 'A standing hour on what customers said, and an owner.'),
        ('training', 3.0, 'Days of the agents'' own time, and somebody to teach.'),
        ('data_quality', 4.0, 'Fields filled in alike by everybody, for months.'),
        ('feedback_speed', 5.0, 'Other departments must act, and soon.'),
        ('security', 6.0, 'Reviews, access rules and their upkeep.'),
        ('staffing', 7.0, 'People to find, pay and train.'),
        ('agent_technology', 8.0, 'A purchase, a migration and a change of habits.')
) as t(characteristic, effort, reason)
;
