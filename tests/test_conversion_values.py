"""Durations, numbers, words and people, each as exports write them."""

import hashlib
import hmac

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.conversion import pseudonym
from support_kpi.conversion.people import pseudonym_sql
from support_kpi.drafts import Choice, Derived, Duration, Flag, Labels, Moment, Number, Person, Text
from tests.sheets import KEY, outcome, read, sheet, ticket


@pytest.mark.parametrize(
    ("written", "heading", "seconds"),
    [
        ("90", "First reply time in minutes", 5400),
        ("90", "First reply time in minutes within business hours", 5400),
        ("90", "metric_set.reply_time_in_minutes.calendar", 5400),
        ("90", "Time to close (seconds)", 90),
        ("90", "First response time (s)", 90),
        ("1.5", "First response time (in hrs)", 5400),
        ("1.5", "response_time_hours", 5400),
        ("1500", "Wait (ms)", 1.5),
        ("90", "Wait", 90),
        ("90", "Within business hours", 90),
        ("26:30:15", "First response time (in hrs)", 95415),
        ("0:05:09", "Time to close (HH:mm:ss)", 309),
        ("1:30", "Time tracked", 5400),
        ("1:30", "Talk (mm:ss)", 90),
        ("1:30", "Talk (sec)", 90),
        ("1:30", "Talk time in minutes", 90),
        ("1:30", "Resolution (in hrs)", 5400),
        ("1d 2h 3m 4s", "Open", 93784),
        ("2 hours 5 minutes", "Open", 7500),
        ("1 Day 9 Hours 46 Minutes", "Open", 121560),
        ("5 mins, 10 secs", "Open", 310),
        ("1 day 02:03:04", "Open", 93784),
        ("PT1H2M", "Open", 3720),
        ("P1DT2H3M4.5S", "Open", 93784.5),
        ("1970-01-02 09:46:18", "business_duration", 121578),
        ("1899-12-30 05:30:00", "Open", 19800),
        ("1899-12-31 05:30:00", "Open", 19800),
        ("1900-01-01 02:00:00", "Open", 93600),
        ("1904-01-02 02:00:00", "Open", 93600),
        ("1/0/1900 2:00", "Open", 7200),
        ("0/1/1900 12:05:00 AM", "Open", 300),
        ("5m", "Open", 300),
        ("5 min", "Open", 300),
        ("1 day", "Open", 86400),
        ("2 hrs", "First response time (in hrs)", 7200),
        ("1h30", "Open", 5400),
        ("12:20 hrs", "Open", 44400),
        ("4:30 min", "Open", 270),
        ("1 hr(s) 5 min(s)", "Open", 3900),
        ("1:02:03:04", "Open", 93784),
        ("PT1.5H", "Open", 5400),
        ("1,23,456", "Wait", 123456),
        ("1\u2009234", "Wait", 1234),
        ("2 uur 5 minuten", "Open", 7500),
        ("2 ore 5 minuti", "Open", 7500),
        ("2 godz. 5 min", "Open", 7500),
        ("2 ч 5 мин", "Open", 7500),
        ("2時間5分", "Open", 7500),
        ("90", "Minutes", 5400),
        ("90", "ResolutionTimeMinutes", 5400),
        ("90", "response_time_h", 324000),
        ("90", "Время (мин)", 5400),
        ("1,234", "Wait", 1234),
        ("0", "Wait", 0),
    ],
)
def test_every_way_of_writing_a_duration_reads_to_seconds(tmp_path, written, heading, seconds):
    found = read(tmp_path, "handle_seconds", Duration(heading), written, heading=heading)
    assert found.column("handle_seconds") == [pytest.approx(seconds)]
    assert found.rejects == []


def test_the_unit_of_the_cell_stands_where_the_heading_names_none(tmp_path):
    found = read(tmp_path, "handle_seconds", Duration("Value", unit="hours"), "2", "1:00")
    assert found.column("handle_seconds") == [7200, 3600]


def test_a_negative_duration_is_a_bad_cell(tmp_path):
    found = read(tmp_path, "handle_seconds", Duration("Value"), "-5", "-0:01", "5")
    assert found.column("handle_seconds") == [None, None, 5]
    assert [r["reason"] for r in found.rejects] == ['"-5" is negative', '"-0:01" is negative']


def test_zero_means_none_only_where_the_reader_says_so(tmp_path):
    cells = ("00:00:00", "0", "0:00:01")
    found = read(tmp_path, "handle_seconds", Duration("Value", zero_is_none=True), *cells)
    assert found.column("handle_seconds") == [None, None, 1]
    assert found.converted.cells_bad == 0


def test_the_least_value_tells_the_day_that_lengths_are_counted_from(tmp_path):
    cells = ("1899-12-30 05:30:00", "1899-12-31 01:00:00")
    found = read(tmp_path, "handle_seconds", Duration("Value"), *cells)
    assert found.column("handle_seconds") == [19800, 90000]


@pytest.mark.parametrize("written", ["3 k", "5 %", "$5", "12 abc"])
def test_an_amount_is_no_length_of_time(tmp_path, written):
    found = read(tmp_path, "handle_seconds", Duration("Value"), written, "5")
    assert found.column("handle_seconds") == [None, 5]
    assert [r["reason"] for r in found.rejects] == [f'"{written}" is not a length of time']


@pytest.mark.parametrize("nothing", ["Unknown", "Not selected", "n.a.", "—", "(blank)", "无"])
@pytest.mark.parametrize(
    ("column", "cell", "other"),
    [
        ("handle_seconds", Number("Value"), "5"),
        ("handle_seconds", Duration("Value"), "5"),
        ("solved_at", Moment("Value"), "2026-01-02 03:04:05"),
    ],
)
def test_what_says_that_nothing_is_known_is_no_bad_cell(tmp_path, nothing, column, cell, other):
    found = read(tmp_path, column, cell, nothing, other)
    assert found.column(column)[0] is None
    assert found.column(column)[1] is not None
    assert found.rejects == []


def test_a_text_is_no_length_of_time(tmp_path):
    found = read(tmp_path, "handle_seconds", Duration("Value"), "long", "5")
    assert [r["reason"] for r in found.rejects] == ['"long" is not a length of time']


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("1,234.50", "12"), [1234.5, 12]),
        (("1.234,50", "12"), [1234.5, 12]),
        (("1,234,567", "2,500"), [1234567, 2500]),
        (("1.234.567", "2.500"), [1234567, 2500]),
        (("12,5", "2.500"), [12.5, 2500]),
        (("12.5", "2,500"), [12.5, 2500]),
        (("1.234",), [1.234]),
        (("1 234,5", "0,5"), [1234.5, 0.5]),
        (("1,23,456", "₹12,34,567.50", "12"), [123456, 1234567.5, 12]),
        (("1\u2009234", "1\u2007234.5"), [1234, 1234.5]),
        (("1'234.50",), [1234.5]),
        (("$1,200", "€ 5", "12 EUR", "USD 7", "£3.50"), [1200, 5, 12, 7, 3.5]),
        (("(1,234)", "($5.50)", "5-"), [-1234, -5.5, -5]),
        (("12k", "1.5m", "$2.5M"), [12000, 1500000, 2500000]),
        (("94.01%", "5 %"), [0.9401, 0.05]),
        (("-3", "+4", "\u22125"), [-3, 4, -5]),
        (("1e3", "2.5E-1"), [1000, 0.25]),
        (("007", ".5"), [7, 0.5]),
    ],
)
def test_numbers_read_as_people_write_them(tmp_path, cells, numbers):
    found = read(tmp_path, "handle_seconds", Number("Value"), *cells)
    assert found.column("handle_seconds") == pytest.approx(numbers)
    assert found.rejects == []


@pytest.mark.parametrize(
    "written", ["inf", "-Infinity", "1.2.3", "12 34", "five", "0x10", "1,23,4"]
)
def test_what_is_no_number_is_a_bad_cell(tmp_path, written):
    found = read(tmp_path, "handle_seconds", Number("Value"), written, "1")
    assert found.column("handle_seconds") == [None, 1]
    assert found.rejects[0]["reason"] == f'"{written}" is not a number'


def test_a_whole_number_has_no_fraction(tmp_path):
    found = read(tmp_path, "reopens", Number("Value", minus=1), "3.0", "2", "1.5")
    assert found.column("reopens") == [2, 1, None]
    assert [r["reason"] for r in found.rejects] == ['"1.5" is not a whole number']


@settings(max_examples=8, deadline=None)
@given(numbers=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_integers_survive_with_thousands_written(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("numbers")
    found = read(folder, "handle_seconds", Number("Value"), *(f"{n:,}" for n in numbers))
    assert found.column("handle_seconds") == numbers


@pytest.mark.parametrize(
    "nothing", ["", " ", "-", "--", "?", "NA", "n/a", "#N/A", "NaN", "NULL", "None", "(null)",
                "\\N", "nil", "\u00a0"],
)  # fmt: skip
def test_words_for_nothing_are_null_and_not_bad(tmp_path, nothing):
    found = read(tmp_path, "team", Text("Value"), nothing, "North")
    assert found.column("team") == [None, "North"]
    assert found.converted.cells_bad == 0


def test_words_for_nothing_stay_where_the_reader_keeps_them(tmp_path):
    found = read(tmp_path, "team", Text("Value", keep_words=True), "None", "NA", "", " - ")
    assert found.column("team") == ["None", "NA", None, "-"]


def test_text_is_trimmed_and_freed_of_the_guard_against_formulas(tmp_path):
    cells = ("\ufeff North\u00a0", "'=1+1", "'@home", "'til noon", "two  blanks")
    found = read(tmp_path, "team", Text("Value"), *cells)
    assert found.column("team") == ["North", "=1+1", "@home", "'til noon", "two  blanks"]


def test_flags_know_the_usual_words_and_the_vendors(tmp_path):
    cells = ("TRUE", "no", "1", "0", "Escalated", "Calm", "perhaps", "")
    cell = Flag("Value", true=("Escalated",), false=("Calm",))
    found = read(tmp_path, "is_escalated", cell, *cells)
    expected = [True, False, True, False, True, False, None, None]
    assert found.column("is_escalated") == expected
    assert [r["reason"] for r in found.rejects] == ['"perhaps" is neither yes nor no']


def test_a_choice_is_compared_without_case_and_its_entries_beat_null_words(tmp_path):
    cell = Choice("Value", values={"Open": "open", "None": "new", "Spam": None})
    found = read(tmp_path, "status", cell, "OPEN", "none", "spam", "-", "odd")
    assert found.column("status") == ["open", "new", None, None, None]
    assert [r["value"] for r in found.rejects] == ["odd"]


def test_a_choice_without_entry_falls_to_the_vocabulary_then_to_otherwise(tmp_path):
    cell = Choice("Value", values={"web": "live_chat"}, vocabulary="channel")
    found = read(tmp_path, "channel", cell, "Web", "Web form", "carrier pigeon")
    assert found.column("channel") == ["live_chat", "web_form", "other"]
    cell = Choice("Value", values={"a": "open"}, otherwise="pending")
    assert read(tmp_path, "status", cell, "A", "b").column("status") == ["open", "pending"]


@pytest.mark.parametrize(
    ("vocabulary", "column", "meanings"),
    [
        (
            "channel",
            "channel",
            {
                "Phone call (incoming)": "phone", "E-Mail": "email", "WhatsApp": "messaging",
                "Facebook Messenger": "messaging", "SMS": "sms", "Text message": "sms",
                "Chatbot": "chatbot", "Live chat": "live_chat", "X": "social_media",
                "Instagram DM": "social_media", "Help Center": "self_service",
                "Portal": "self_service", "Community": "community", "Walk-in": "in_person",
                "Video call": "phone", "Zoom": "video", "Web": "web_form",
                "Mobile app": "mobile_app", "API": "other",
            },
        ),
        (
            "status",
            "status",
            {
                "New": "new", "To Do": "new", "In Progress": "open", "Reopened": "open",
                "Unresolved": "open", "Waiting on us": "open", "Waiting on contact": "pending",
                "Awaiting Vendor": "hold", "On Hold": "hold", "Snoozed": "pending",
                "Resolved": "solved", "Done": "solved", "Closed - No Action": "closed",
                "Canceled": "closed", "Closed - Unresolved": "closed", "Abandoned": "closed",
                "Not completed": "open", "Incomplete": "open", "In behandeling": "open",
                "Opgelost": "solved", "Chiuso": "closed", "Duplicate": "closed",
            },
        ),
        (
            "priority",
            "priority",
            {
                "1 - Critical": "urgent", "P1": "urgent", "Highest": "urgent", "2 - High": "high",
                "3 - Moderate": "normal", "Medium": "normal", "4 - Low": "low", "Lowest": "low",
            },
        ),
    ],
)  # fmt: skip
def test_free_text_finds_its_canonical_word(tmp_path, vocabulary, column, meanings):
    found = read(tmp_path, column, Choice("Value", vocabulary=vocabulary), *meanings)
    assert dict(zip(meanings, found.column(column), strict=True)) == meanings


def test_text_in_a_column_of_known_values_is_held_to_them(tmp_path):
    found = read(tmp_path, "direction", Text("Value"), "Inbound", "sideways")
    assert found.column("direction") == ["inbound", None]
    assert [r["reason"] for r in found.rejects] == ['"sideways" is not one of inbound, outbound']


def test_labels_are_split_or_gathered(tmp_path):
    cells = ("vip  refund ", '["vip","refund"]', "", "vip")
    found = read(tmp_path, "tags", Labels("Value", separator=" "), *cells)
    assert found.column("tags") == [["vip", "refund"], ["vip", "refund"], None, ["vip"]]
    table = sheet(tmp_path, ("Id", "Labels", "Labels"), ("1", "a, b", ""), ("2", "c", "d"))
    gathered = outcome(tmp_path, table, ticket(tags=Labels("Labels")))
    assert gathered.column("tags") == [["a, b"], ["c", "d"]]


def test_a_person_is_the_keyed_hash_of_the_first_filled_cell(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Email", "User"), ("1", " Ann@Example.com", "7"),
        ("2", "ann@example.com ", ""), ("3", "-", "7"), ("4", "", ""),
    )  # fmt: skip
    people = outcome(tmp_path, table, ticket(requester_id=Person("Email", "User"))).column(
        "requester_id"
    )
    ann = hmac.new(KEY, b"ann@example.com", hashlib.sha256).hexdigest()[:24]
    assert people[:2] == [ann, ann]
    assert people[2] == pseudonym(KEY, "7") != ann
    assert people[3] is None


def test_without_a_key_a_person_is_kept_in_lower_case():
    assert pseudonym(b"", " Ann@Example.com ") == "ann@example.com"
    with duckdb.connect() as connection:
        sql = f"select {pseudonym_sql(b'', 'x')} from (select ' Ann@Example.com ' as x)"
        assert connection.execute(sql).fetchone() == ("ann@example.com",)


def test_derived_columns_see_typed_ones_and_each_other(tmp_path):
    draft = ticket(
        reopens=Number("Value"),
        status=Derived("case when solved_at is null then 'open' else 'solved' end"),
        status_detail=Derived("status || ' ' || reopens"),
    )
    table = sheet(tmp_path, ("Id", "Value"), ("1", "2"))
    assert outcome(tmp_path, table, draft).column("status_detail") == ["open 2"]
