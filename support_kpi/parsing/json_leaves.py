"""One record of JSON as dotted paths and the text of what they lead to."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from support_kpi.parsing import json_lines, limits
from support_kpi.parsing.json_streams import Json

DEEPEST = 20
SCALAR = "value"
LONG = re.compile(rf"\d{{{limits.INTEGER_DIGITS}}}")
DELETE = "\x7f"


def leaves(record: Json) -> dict[str, Json]:
    """A record as dotted paths and what they lead to; lists are leaves."""
    found: dict[str, Json] = {}
    if isinstance(record, dict):
        _collect(record, "", found, 0)
    elif isinstance(record, json_lines.Damaged):
        found[json_lines.HEADING] = str(record)
    else:
        found[SCALAR] = record
    return found


def _collect(record: dict[str, Json], prefix: str, found: dict[str, Json], depth: int) -> None:
    for key, value in record.items():
        if is_branch(value, depth):
            _collect(value, f"{prefix}{key}.", found, depth + 1)
        else:
            found[prefix + key] = value


def is_branch(value: Json, depth: int) -> TypeGuard[dict[str, Json]]:
    """Whether the keys of a value lead further."""
    return isinstance(value, dict) and bool(value) and depth < DEEPEST


def row(record: Json, paths: Mapping[str, int]) -> list[str | None]:
    """The cells of a record in the columns of these paths."""
    cells: list[str | None] = [None] * len(paths)
    for path, value in leaves(record).items():
        cells[paths[path]] = value if type(value) is str else cell(value)
    return cells


def cell(value: Json) -> str | None:
    match value:
        case str() | None:
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False) if value else ""


def list_cells(written: Sequence[str]) -> list[str]:
    """The cells of lists, given as JSON that escapes nothing but what it must."""
    joined = f"[{','.join(written)}]"
    whole = json_lines.whole if LONG.search(joined) else None
    lists = json.loads(joined, parse_int=whole)
    return [
        # Twice as fast, and the same of such a text.
        json.dumps(one) if one and text.isascii() and DELETE not in text else cell(one) or ""
        for one, text in zip(lists, written, strict=True)
    ]
