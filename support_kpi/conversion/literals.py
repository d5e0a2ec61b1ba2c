"""Values as SQL text, for statements that DuckDB takes no parameters in (views, copies, lists)."""

from collections.abc import Iterable
from pathlib import Path

BLANK_CHARACTERS = " \t\r\n\u00a0\u202f\u200b\ufeff"
BLANKS = f"'{BLANK_CHARACTERS}'"


def literal(value: str | float | bool | Path | None) -> str:
    """One value as a SQL literal."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def listed(values: Iterable[str]) -> str:
    """Literals for an `in (...)`; never empty, because SQL knows no empty list."""
    return ", ".join(literal(value) for value in values) or "null"


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def trimmed(cell: str) -> str:
    """A cell without the blanks around it, no-break spaces and byte order marks included."""
    # Most cells begin and end with a plain letter or digit, and telling that is quicker than trim.
    return (
        f"case when {cell} >= '!' and {cell} < '~' and right({cell}, 1) between '!' and '~'"
        f" then {cell} else trim({cell}, {BLANKS}) end"
    )
