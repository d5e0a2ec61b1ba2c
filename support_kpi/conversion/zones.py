"""Time zones: which one a column's clock times are in, and the SQL that turns them into UTC."""

import re
from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from support_kpi.conversion.literals import literal
from support_kpi.errors import UsageError
from support_kpi.parsing.sheet import without_bracket

OFFSET_HOURS: dict[str, float] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2,
    "eet": 2, "eest": 3, "msk": 3, "gst": 4, "ist": 5.5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9,
    "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "nst": -3.5, "brt": -3, "ast": -4,
    "adt": -3, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7,
    "pst": -8, "akdt": -8, "akst": -9, "hst": -10,
}  # fmt: skip
FIXED = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?(\d{2}))?", flags=re.IGNORECASE)
UTC_WORD = re.compile(r"(?:^|[\s_(\[.])utc(?:$|[\s_)\].])", flags=re.IGNORECASE)


def canonical(connection: DuckDBPyConnection, name: str) -> str | None:
    """The zone as DuckDB knows it, a fixed offset as `+02:00`, or None when it is no zone."""
    if name.strip().casefold() in {"utc", "gmt", "z", "etc/utc", "etc/gmt", "utc+0", "gmt+0"}:
        return "UTC"
    if match := FIXED.fullmatch(name.strip()):
        return f"{match[1]}{int(match[2]):02d}:{match[3] or '00'}"
    found = connection.execute(
        "select name from pg_timezone_names() where lower(name) = lower($name) order by name",
        {"name": name.strip()},
    ).fetchone()
    return found[0] if found else None


def chosen(connection: DuckDBPyConnection, name: str) -> str:
    """The zone that the user or a reader names."""
    zone = canonical(connection, name)
    if zone is None:
        raise UsageError(f'"{name}" is not a time zone; name one such as Europe/Berlin or UTC.')
    return zone


def in_heading(connection: DuckDBPyConnection, heading: str) -> str | None:
    """The zone that a heading names: `Created at (Europe/Berlin)`, `created_at_utc`."""
    _, bracket = without_bracket(heading)
    if bracket and (zone := canonical(connection, bracket)):
        return zone
    return "UTC" if UTC_WORD.search(heading) else None


def to_utc(moment: str, zone: str) -> str:
    """SQL that moves a clock time of `zone` to UTC."""
    if zone == "UTC":
        return moment
    if match := FIXED.fullmatch(zone):
        seconds = (int(match[2]) * 3600 + int(match[3]) * 60) * (1 if match[1] == "+" else -1)
        return f"({moment} - to_seconds({seconds}))"
    return f"timezone('UTC', timezone({literal(zone)}, {moment}))"


def to_utc_by_row(moment: str, column: str, zones: Sequence[tuple[str, str]], other: str) -> str:
    """The same where `column` names the zone of each row; `zones` pairs its texts with zones."""
    branches = " ".join(f"when {literal(text)} then {to_utc(moment, zone)}" for text, zone in zones)
    return (
        f"case {column} {branches} else {to_utc(moment, other)} end"
        if branches
        else to_utc(moment, other)
    )
