"""Checks: a lost row refuses the file, a doubtful one is said aloud."""

from dataclasses import replace
from datetime import datetime

import duckdb
import pytest

from support_kpi import checks
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Constant, Draft, Moment, Number, Options, Reading, Text
from support_kpi.errors import ExportError
from support_kpi.parsing.sheet import Sheet
from tests.sheets import KEY, sheet, ticket

AS_OF = datetime(2026, 6, 1)
HEADINGS = ("Id", "Created", "Solved", "Score")
DRAFTS = (
    ticket(created_at=Moment("Created"), solved_at=Moment("Solved")),
    Draft(
        "response",
        {
            "response_id": Text("Id"),
            "metric": Constant("csat"),
            "score": Number("Score"),
            "scale_low": Constant(1),
            "scale_high": Constant(5),
        },
        when="score is not null",
    ),
)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def converted(connection, folder, *rows: tuple[str, ...]) -> tuple[Sheet, Reading, Converted]:
    table, reading = sheet(folder, HEADINGS, *rows), Reading("test", DRAFTS)
    options = Options(zone="UTC")
    return table, reading, convert(connection, table, reading, options, KEY, folder / "out")


def test_plain_rows_raise_no_doubt(connection, tmp_path):
    made = converted(connection, tmp_path, ("1", "2026-01-01", "2026-01-02", "5"))
    assert checks.check(connection, *made, AS_OF) == ()


def test_what_cannot_be_true_is_counted_with_its_first_row(connection, tmp_path):
    made = converted(
        connection,
        tmp_path,
        ("1", "2026-01-02", "2026-01-01", "5"),
        ("2", "2026-07-01", "", "7"),
        ("3", "2026-01-02", "2026-01-01", ""),
    )
    assert checks.check(connection, *made, AS_OF) == (
        "ticket created in the future: 1, first in row 3",
        "ticket solved before being created: 2, first in row 2",
        "response scored outside the scale: 1, first in row 3",
    )


def test_rejected_and_blank_rows_still_balance(connection, tmp_path):
    made = converted(
        connection, tmp_path, ("1", "2026-01-02", "", ""), ("", " ", "", ""), ("2", "x", "", "")
    )
    checks.require_balance(connection, *made)


def test_a_row_that_parsing_counted_and_conversion_did_not_see_refuses_the_file(
    connection, tmp_path
):
    table, reading, made = converted(connection, tmp_path, ("1", "2026-01-02", "", ""))
    with pytest.raises(ExportError, match="2 rows, but 1 were kept, 0 rejected"):
        checks.check(connection, replace(table, records=3), reading, made, AS_OF)


def test_a_rejected_row_without_a_reason_refuses_the_file(connection, tmp_path):
    table, reading, made = converted(connection, tmp_path, ("1", "2026-01-02", "", ""))
    lossy = replace(made, rows_kept=0, rows_rejected=1)
    with pytest.raises(ExportError, match="1 rejected and 0 of those explained"):
        checks.check(connection, table, reading, lossy, AS_OF)
