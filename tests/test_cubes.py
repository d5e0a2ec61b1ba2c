"""What the cubes say is what the rows say."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.filters import DIMENSIONS, cut, spans
from tests import model

FIRST = date(2025, 11, 1)
days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))


@pytest.fixture(scope="module")
def year():
    """One ticket a day for four months, of the channels in turn, replied to ever more slowly."""
    rows = """
        insert into ticket by name
        select
            'desk' as source,
            1 as load_id,
            n as source_row,
            'A' || n as ticket_id,
            timestamp '2025-11-01 09:00:00' + to_days(n::integer) as created_at,
            ['email', 'phone'][1 + n % 2] as channel,
            60 * (n + 1) as first_reply_seconds
        from range(121) as numbers (n)
    """
    with model.of_rows(rows) as connection:
        yield connection


CUTS = {
    "none": "'all'",
    "channel": "channel",
    "team": "team",
    "tier": "tier",
    "channel and team": "channel || team || tier",
    "priority": "priority",
    "source": "source",
    "every": "channel || team || tier || priority || source",
}


BINS = """
    durations(
        $start, $end, $whole_start, $whole_end, $span, $every, 'all', $cut, null, null, null, null
    )
"""


def asked(start: date, end: date, every: str, cut: str) -> dict[str, object]:
    values = {"start": start, "end": end, "every": every, "cut": cut}
    return values | spans(start, end, every, cut)


@settings(max_examples=60, deadline=None)
@given(
    days,
    days,
    st.sampled_from(["all", "day", "week", "month", "quarter"]),
    st.sampled_from(list(CUTS)),
)
def test_bins_of_whole_spans_and_single_days_make_up_any_period(year, one, other, every, cut):
    start, end = min(one, other), max(one, other)
    counted = year.execute(
        f"select period, bin, sum(tickets) from {BINS} group by all order by all",
        asked(start, end, every, cut),
    ).fetchall()
    expected = year.execute(
        """
        select
            case when $every = 'all' then $start else period_of($every, day) end,
            bin,
            sum(tickets)
        from duration_bin where day >= $start and day < $end group by all order by all
        """,
        {"start": start, "end": end, "every": every},
    ).fetchall()
    assert counted == expected
    assert sum(tickets for *_, tickets in counted) == (end - start).days


@pytest.mark.parametrize("cut", list(CUTS))
def test_a_cut_keeps_its_dimensions_and_all_that_is_counted_by_them(year, cut):
    for table, summed in (
        ("duration_span", "tickets"),
        ("ticket_cut", "tickets_created"),
        ("hour_cut", "tickets"),
    ):
        if (table, cut) == ("duration_span", "every"):
            continue
        whole = {"duration_span": "duration_bin", "ticket_cut": "ticket_day"}
        found, expected = (
            year.execute(
                f"select {CUTS[cut]}, sum({summed}) from {name} {where} group by all order by all"
            ).fetchall()
            for name, where in (
                (table, f"where cut = '{cut}'" + " and span = 'week'" * (table == "duration_span")),
                (whole.get(table, "ticket_hour"), ""),
            )
        )
        assert found == expected and found[0][1] is not None


@pytest.mark.parametrize(
    ("every", "span", "single"),
    [
        ("month", "month", [date(2025, 11, 30), date(2026, 2, 1), date(2026, 2, 2)]),
        ("all", "week", [date(2025, 11, 30), date(2026, 2, 2)]),
    ],
)
def test_a_long_period_is_read_from_whole_months_or_weeks(every, span, single):
    start, end = date(2025, 11, 30), date(2026, 2, 3)
    found = spans(start, end, every, "none")
    assert found["span"] == span
    days = [start + timedelta(n) for n in range((end - start).days)]
    assert [day for day in days if not found["whole_start"] <= day < found["whole_end"]] == single


def test_a_period_of_whole_months_is_read_from_months():
    of_year = spans(date(2025, 1, 1), date(2026, 1, 1), "all", "none")
    assert of_year == {
        "span": "month",
        "whole_start": date(2025, 1, 1),
        "whole_end": date(2026, 1, 1),
    }
    assert spans(date(2025, 1, 1), date(2026, 1, 1), "all", "every")["span"] == "day"


@pytest.mark.parametrize(
    ("dimension", "filtered", "wanted"),
    [
        ("all", (), "none"),
        ("channel", (), "channel"),
        ("all", ("teams",), "team"),
        ("tier", (), "tier"),
        ("tier", ("teams",), "team"),
        ("channel", ("tiers",), "channel and team"),
        ("team", ("channels",), "channel and team"),
        ("priority", (), "priority"),
        ("priority", ("sources",), "every"),
        ("priority", ("channels",), "every"),
        ("all", ("sources",), "source"),
        ("source", ("sources",), "source"),
        ("source", ("teams",), "every"),
        ("channel", ("sources",), "every"),
    ],
)
def test_a_question_reads_the_least_cut_that_tells_its_answer(dimension, filtered, wanted):
    kept = {name: ["x"] if name in filtered else None for name in DIMENSIONS}
    assert cut(kept, [dimension]) == wanted
