"""Facts that the studies state of tickets, counted by hand."""

from datetime import date

import pytest

from support_kpi import queries
from tests import model

EVERYTHING = {
    "start_date": date(2026, 1, 1),
    "end_date": date(2026, 2, 1),
    **dict.fromkeys(("channels", "teams", "tiers", "sources")),
}
# Five e-mails after nine, four after ten, one after twenty; five of them were replied to.
HOURS = [9, 9, 9, 9, 9, 10, 10, 10, 10, 20]
REPLIES = [60, 900, 901, 14_400, 20_000]


@pytest.fixture(scope="module")
def told():
    rows = f"""
        insert into ticket by name
        select
            'desk' as source,
            1 as load_id,
            n as source_row,
            'A' || n as ticket_id,
            timestamp '2026-01-05' + to_hours({HOURS}[n]) + to_days(n::integer) as created_at,
            'email' as channel,
            {REPLIES}[n] as first_reply_seconds,
            'requester ' || n as requester_id
        from range(1, 11) as numbers (n)
        union all
        select
            'desk', 1, 11, 'A11', timestamp '2026-01-06 10:00', 'live_chat', null, 'requester 1'
        union all
        select
            'desk', 1, 12, 'A12', timestamp '2026-01-08 01:00', 'phone', null, 'requester 2'
    """
    with model.of_rows(rows) as connection:
        found = {}
        for name in ("study_facts", "study_requesters"):
            for row in queries.run(connection, queries.load(name), EVERYTHING).itertuples():
                found[row.fact, row.segment.removeprefix("channel=")] = row
        return found


def test_replies_within_a_limit_include_those_that_reach_it(told):
    quarter, four = (told[f"replied_within_{limit}_rate", "all"] for limit in (900, 14400))
    assert (quarter.part, quarter.n, quarter.value) == (2, 5, 2 / 5)
    assert (four.part, four.n, four.value) == (4, 5, 4 / 5)


def test_the_fastest_and_the_slowest_reply_are_in_hours(told):
    assert told["first_reply_fastest", "all"].value == 60 / 3600
    assert told["first_reply_slowest", "all"].value == 20_000 / 3600


def test_hours_of_a_channel_have_a_peak_a_middle_and_the_run_of_nine_in_ten(told):
    assert told["peak_hour", "email"].value == 9
    hours = told["inbound_hours", "email"]
    assert (hours.value, hours.low, hours.high, hours.n) == (9.5, 9, 11, 10)


def test_who_goes_on_to_another_channel_is_impatient_within_the_hour(told):
    patient = told["patience_60_minutes_rate", "all"]
    assert (patient.part, patient.n) == (1, 2)
    for channel in ("live_chat", "phone"):
        escalated = told["escalation_rate", f"email;channel={channel}"]
        assert (escalated.part, escalated.n) == (1, 10)
    assert told["requesters_with_3_to_5_channels_rate", "all"].n == 10
