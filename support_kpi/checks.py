"""Checks on converted rows: the counts must add up, and what cannot be true is said aloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from support_kpi.conversion import Converted
from support_kpi.conversion.literals import BLANKS
from support_kpi.drafts import Reading
from support_kpi.errors import ExportError
from support_kpi.parsing.sheet import Sheet


@dataclass(frozen=True)
class Rule:
    """What cannot be true of a row: an SQL condition over its columns, and the words for it."""

    condition: str
    complaint: str


RULES: Mapping[str, tuple[Rule, ...]] = {
    "ticket": (
        Rule("created_at > $as_of", "created in the future"),
        Rule("first_reply_at < created_at", "first replied to before being created"),
        Rule("solved_at < created_at", "solved before being created"),
        Rule("closed_at < created_at", "closed before being created"),
        Rule("solved_at < first_solved_at", "last solved before being first solved"),
    ),
    "response": (
        Rule("responded_at > $as_of", "answered in the future"),
        Rule("responded_at < offered_at", "answered before being sent"),
        Rule("score < scale_low or score > scale_high", "scored outside the scale"),
        Rule(
            "metric = 'csat' and is_answered and label is not null"
            " and score is null and is_satisfied is null",
            "rated in words of no known scale, which no CSAT counts",
        ),
    ),
    "respondent": (Rule("completed_at < started_at", "completed before being started"),),
    "budget_line": (Rule("period_end <= period_start", "of a period that ends before it starts"),),
    "staff_month": (Rule("leavers < 0 or headcount < 0 or joiners < 0", "below zero"),),
}


def check(
    connection: DuckDBPyConnection,
    sheet: Sheet,
    reading: Reading,
    converted: Converted,
    as_of: datetime,
) -> tuple[str, ...]:
    """Refuse a conversion that lost a row; return what is doubtful in the rows that were kept."""
    require_balance(connection, sheet, reading, converted)
    return tuple(
        warning
        for table, path in converted.tables.items()
        for warning in _doubts(connection, table, path, as_of)
    )


def require_balance(
    connection: DuckDBPyConnection, sheet: Sheet, reading: Reading, converted: Converted
) -> None:
    """Compare the counts of the conversion with counts made apart from it."""
    rows = sheet.records - reading.heading_rows
    if rows != converted.rows_read:
        rows -= _blank_rows(connection, sheet)
    explained = _one(
        connection,
        "select count(distinct source_row) filter (is_row_rejected) from read_parquet($file)",
        converted.rejects,
    )
    main = converted.tables[reading.drafts[0].table]
    used = _one(connection, "select count(distinct source_row) from read_parquet($file)", main)
    is_balanced = (
        rows == converted.rows_read == converted.rows_kept + converted.rows_rejected
        and explained == converted.rows_rejected
        and used <= converted.rows_kept
    )
    if not is_balanced:
        raise ExportError(
            f"The file has {rows:,} rows, but {converted.rows_kept:,} were kept, "
            f"{converted.rows_rejected:,} rejected and {explained:,} of those explained. "
            "Nothing was loaded."
        )


def _blank_rows(connection: DuckDBPyConnection, sheet: Sheet) -> int:
    cells = ", ".join(f"c{number}" for number in range(sheet.width))
    return _one(
        connection,
        f"select count(*) from read_parquet($file) where trim(concat({cells}), {BLANKS}) = ''",
        sheet.path,
    )


def _doubts(connection: DuckDBPyConnection, table: str, path: Path, as_of: datetime) -> list[str]:
    rules = RULES.get(table, ())
    if not rules:
        return []
    counts = ", ".join(
        f"count(*) filter ({rule.condition}), min(source_row) filter ({rule.condition})"
        for rule in rules
    )
    has_time = any("$as_of" in rule.condition for rule in rules)
    values = {"file": str(path)} | ({"as_of": as_of} if has_time else {})
    row = connection.execute(f"select {counts} from read_parquet($file)", values).fetchone() or ()
    words = table.replace("_", " ")
    return [
        f"{words} {rule.complaint}: {count:,}, first in row {first}"
        for rule, count, first in zip(rules, row[::2], row[1::2], strict=True)
        if count
    ]


def _one(connection: DuckDBPyConnection, sql: str, path: Path) -> int:
    row = connection.execute(sql, {"file": str(path)}).fetchone()
    return row[0] if row else 0
