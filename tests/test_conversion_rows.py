"""Rows: what is kept, rejected, folded and left out, and that the counts add up."""

import re
from datetime import datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.conversion import convert
from support_kpi.drafts import (
    Choice,
    Constant,
    Day,
    Derived,
    Draft,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Question,
    Reading,
    Serial,
    Text,
)
from support_kpi.errors import MappingError, UndecidedColumn
from support_kpi.schema import SQL_TYPES, TABLES
from tests.sheets import KEY, outcome, sheet, ticket

UTC = Options(zone="UTC")
RATING = Draft(
    "response",
    {
        "response_id": Text("Id"),
        "ticket_id": Text("Id"),
        "metric": Constant("csat"),
        "score": Number("Score"),
    },
    when="score is not null",
)


def test_a_row_without_key_or_readable_creation_is_rejected_with_its_cells(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Created"), ("1", "2026-01-01"), ("", "2026-01-01"), ("3", "soon"),
        ("4", ""),
    )  # fmt: skip
    found = outcome(tmp_path, table, ticket(created_at=Moment("Created")), options=UTC)
    assert found.column("ticket_id") == ["1"]
    assert [(r["source_row"], r["heading"], r["reason"]) for r in found.rejects] == [
        (3, "Id", "empty, but every ticket needs one"),
        (4, "Created", '"soon" is not a date and time'),
        (5, "Created", "empty, but every ticket needs one"),
    ]
    assert all(r["is_row_rejected"] for r in found.rejects)
    assert found.rejects[1]["cells"] == ["3", "soon"]
    counts = found.converted
    assert (counts.rows_read, counts.rows_kept, counts.rows_rejected) == (4, 1, 3)
    assert counts.cells_bad == 0


def test_a_bad_cell_of_an_optional_column_keeps_its_row(tmp_path):
    table = sheet(tmp_path, ("Id", "Created", "Reopens"), ("1", "2026-01-01", "many"))
    draft = ticket(created_at=Moment("Created"), reopens=Number("Reopens"))
    found = outcome(tmp_path, table, draft, options=UTC)
    assert found.column("reopens") == [None]
    assert [(r["column_name"], r["is_row_rejected"]) for r in found.rejects] == [("reopens", False)]
    assert (found.converted.rows_kept, found.converted.cells_bad) == (1, 1)


def test_a_file_without_creation_times_is_kept_with_a_warning(tmp_path):
    found = outcome(tmp_path, sheet(tmp_path, ("Id",), ("1",)), ticket(created_at=Moment("When")))
    assert found.column("created_at") == [None]
    assert [w for w in found.converted.warnings if w.startswith("no creation time: ")]


def test_a_file_without_its_key_is_refused(tmp_path):
    with pytest.raises(MappingError, match=r'ticket_id.*"Name"'):
        outcome(tmp_path, sheet(tmp_path, ("Name",), ("1",)), ticket())


def test_blank_records_are_no_rows(tmp_path):
    table = sheet(tmp_path, ("Id", "A"), ("1", "a"), ("", " \u00a0"), (None, None), ("2", ""))
    found = outcome(tmp_path, table, ticket())
    assert found.column("ticket_id") == ["1", "2"]
    assert found.converted.rows_read == 2


def test_rows_below_several_heading_rows_keep_their_numbers(tmp_path):
    table = sheet(tmp_path, ("Id",), ("an explanation",), ("7",))
    found = outcome(tmp_path, table, ticket(), heading_rows=2)
    assert [(r["source_row"], r["ticket_id"]) for r in found.rows["ticket"]] == [(3, "7")]


def test_the_first_heading_that_is_there_wins(tmp_path):
    table = sheet(tmp_path, ("Id", "Team", "Group"), ("1", "", "G"))
    draft = ticket(team=Text("Squad", "Group", "Team"), agent=Text(1))
    row = outcome(tmp_path, table, draft).rows["ticket"][0]
    assert (row["team"], row["agent"]) == ("G", None)


def test_the_newest_version_of_a_ticket_stands(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Updated", "Team"), ("1", "2026-01-03", "new"), ("1", "2026-01-01", "old"),
        ("2", "", "first"), ("2", "", "last"), ("3", "2026-01-01", "dated"), ("3", "", "undated"),
    )  # fmt: skip
    draft = ticket(updated_at=Moment("Updated"), team=Text("Team"))
    found = outcome(tmp_path, table, draft, options=UTC)
    assert found.column("team") == ["new", "last", "dated"]
    assert (found.converted.records, found.converted.repeats) == (3, 3)
    assert found.converted.rows_kept == 6
    assert (
        "rows that repeat a ticket of this file: 3; the newest stands, by updated at, then by row"
        in found.converted.warnings
    )


def test_events_are_folded_only_where_they_are_the_same(tmp_path):
    table = sheet(
        tmp_path, ("Id", "At", "Type"), ("1", "2026-01-01", "reply"), ("1", "2026-01-01", "reply"),
        ("1", "2026-01-02", "reply"), ("1", "2026-01-01", "close"),
    )  # fmt: skip
    events = Draft(
        "ticket_event",
        {
            "ticket_id": Text("Id"),
            "event_at": Moment("At"),
            "event_type": Text("Type"),
            "position": Constant(1),
        },
    )
    found = outcome(tmp_path, table, ticket(), events, options=UTC)
    assert [r["source_row"] for r in found.rows["ticket_event"]] == [2, 4, 5]


def test_ratings_inside_tickets_come_from_kept_rows_that_have_one(tmp_path):
    table = sheet(
        tmp_path, ("Id", "Created", "Score"), ("1", "2026-01-01", "5"), ("2", "2026-01-01", ""),
        ("3", "never", "4"), ("4", "2026-01-01", "fine"),
    )  # fmt: skip
    found = outcome(tmp_path, table, ticket(created_at=Moment("Created")), RATING, options=UTC)
    assert [(r["response_id"], r["score"]) for r in found.rows["response"]] == [("1", 5)]
    bad = [r for r in found.rejects if not r["is_row_rejected"]]
    assert [(r["column_name"], r["value"]) for r in bad] == [("score", "fine")]
    assert found.converted.rows_kept == 3


def test_several_drafts_of_the_main_table_share_the_rows(tmp_path):
    table = sheet(
        tmp_path, ("Cost", "Jan", "Feb"), ("Wages", "10", "12"), ("Phones", "", "3"),
        ("Nothing", "", ""), ("Rent", "many", "4"),
    )  # fmt: skip

    def month(heading: str, start: str, end: str) -> Draft:
        return Draft(
            "budget_line",
            {
                "scenario": Constant("plan"),
                "category": Text("Cost"),
                "amount": Number(heading),
                "period_start": Constant(start),
                "period_end": Constant(end),
            },
        )

    found = outcome(
        tmp_path,
        table,
        month("Jan", "2026-01-01", "2026-02-01"),
        month("Feb", "2026-02-01", "2026-03-01"),
    )
    lines = [(r["source_row"], r["period_start"].month, r["amount"])
             for r in found.rows["budget_line"]]  # fmt: skip
    assert sorted(lines) == [(2, 1, 10), (2, 2, 12), (3, 2, 3), (5, 2, 4)]
    assert (found.converted.rows_kept, found.converted.rows_rejected) == (3, 1)
    assert [(r["source_row"], r["value"], r["is_row_rejected"]) for r in found.rejects] == [
        (4, "", True),
        (5, "many", False),
    ]


def test_rows_that_a_draft_leaves_out_are_kept_and_told(tmp_path):
    table = sheet(tmp_path, ("Id", "Kind"), ("1", "ticket"), ("2", "note"))
    draft = Draft("ticket", {"ticket_id": Text("Id"), "_kind": Text("Kind")}, "_kind = 'ticket'")
    found = outcome(tmp_path, table, draft)
    assert found.column("ticket_id") == ["1"]
    assert found.converted.rows_kept == 2
    assert [w for w in found.converted.warnings if w.startswith("rows that give no ticket")]


def test_serial_identifiers_agree_between_drafts_whatever_is_rejected(tmp_path):
    table = sheet(
        tmp_path, ("Who", "Created", "Score"), ("ann", "never", "1"), ("ann", "2026-01-01", "2"),
        ("bob", "2026-01-01", "3"),
    )  # fmt: skip
    main = Draft("ticket", {"ticket_id": Serial("Who"), "created_at": Moment("Created")})
    rating = Draft(
        "response",
        {"response_id": Serial("Who"), "metric": Constant("csat"), "score": Number("Score")},
    )
    found = outcome(tmp_path, table, main, rating, options=UTC)
    assert found.column("ticket_id") == ["ann #2", "bob"]
    assert [r["response_id"] for r in found.rows["response"]] == ["ann #2", "bob"]


def test_the_canonical_file_has_every_column_in_order_and_type(tmp_path):
    table = sheet(tmp_path, ("Id", "Score"), ("1", "5"))
    with duckdb.connect() as connection:
        reading = Reading("test", (ticket(), RATING))
        made = convert(connection, table, reading, UTC, KEY, tmp_path / "out")
        for name, path in made.tables.items():
            described = connection.execute(f"describe from '{path}'").fetchall()
            expected = [("source", "VARCHAR"), ("source_row", "BIGINT")] + [
                (column.name, SQL_TYPES[column.type].upper()) for column in TABLES[name].columns
            ]
            assert [(row[0], row[1]) for row in described] == expected


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "-", "'", "'=1", '"', "1", "-1", "1,5", "1.5e400", "9" * 25, "2026-01-01",
         "31/12/2025", "12/31/25 1:00 PM", "2026-01-01T00:00:00+99:99", "10000-01-01", "1:99:99",
         "PT", "yes", "[", '["a"]', "%", "$", "()", "\\", "\x00", "\ufeff", "1700000000", "nan",
         "infinity", "1e999", "46078.5", "99999", "0/0/0000", "24:00:00", "12:00 ZM"]
    ),
)  # fmt: skip
EVERYTHING = (
    Draft(
        "ticket",
        {
            "ticket_id": Text(0),
            "created_at": Moment(1, and_time=2),
            "updated_at": Moment(2, zone="Europe/Berlin", zone_column=3),
            "channel": Choice(3, values={"x": None}, vocabulary="channel"),
            "status": Choice(4, vocabulary="status"),
            "priority": Choice(4, vocabulary="priority", otherwise="low"),
            "direction": Text(3),
            "requester_id": Person(0, 1),
            "tags": Labels(1, 2, separator=","),
            "reopens": Number(4, minus=1),
            "handle_seconds": Duration(4),
            "on_hold_seconds": Duration(3, unit="days", zero_is_none=True),
            "is_spam": Flag(4),
            "status_detail": Derived("status || channel"),
        },
    ),
    Draft(
        "staff_month", {"team": Text(0), "month": Day(1), "headcount": Number(2)}, "headcount > 0"
    ),
    Draft(
        "answer",
        {"survey": Constant("s'"), "respondent_id": Serial(0, 1)},
        questions=(
            Question("q'1", "a", "multiple", ((2, None),), separator=",", options=("1,5",)),
            Question("q2", "b", "rank", ((3, "o"), (4, "p'"))),
        ),
    ),
)


@settings(max_examples=5, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=40))
def test_any_table_of_text_is_counted_to_the_last_row(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("any")
    table = sheet(folder, ("A", "B (UTC)", "C", "D", "E in minutes"), *rows)
    try:
        found = outcome(folder, table, *EVERYTHING)
    except UndecidedColumn:
        return
    counts = found.converted
    blank = " \t\r\n\u00a0\u202f\u200b\ufeff"
    filled = [row for row in rows if any((cell or "").strip(blank) for cell in row)]
    assert counts.rows_read == len(filled) == counts.rows_kept + counts.rows_rejected
    rejected = {r["source_row"] for r in found.rejects if r["is_row_rejected"]}
    assert len(rejected) == counts.rows_rejected
    assert all(r["reason"] for r in found.rejects)
    kept = {r["source_row"] for name in found.rows for r in found.rows[name]}
    assert not kept & rejected
    assert counts.records == len(found.rows["ticket"]) <= counts.rows_kept


@settings(max_examples=6, deadline=None)
@given(
    moments=st.lists(
        st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)), min_size=1, max_size=20
    ),
    written=st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%d/%b/%y %I:%M:%S %p", "%B %d, %Y %H:%M:%S", "%Y/%m/%dT%H:%M:%SZ"]
    ),
)
def test_a_column_of_moments_reads_back_to_the_second(tmp_path_factory, moments, written):
    if "%y" in written:
        moments = [moment for moment in moments if 1990 <= moment.year <= 2060] or [
            datetime(2026, 1, 1)
        ]
    rows = [(str(n), moment.strftime(written)) for n, moment in enumerate(moments)]
    folder = tmp_path_factory.mktemp("moments")
    table = sheet(folder, ("Id", "At"), *rows)
    found = outcome(folder, table, ticket(created_at=Moment("At")), options=UTC)
    assert found.column("created_at") == [moment.replace(microsecond=0) for moment in moments]


def test_reasons_quote_no_more_than_a_line_of_the_cell(tmp_path):
    table = sheet(tmp_path, ("Id", "Reopens"), ("1", "x" * 500))
    found = outcome(tmp_path, table, ticket(reopens=Number("Reopens")))
    assert re.fullmatch(r'"x{60}…" is not a whole number', found.rejects[0]["reason"])
