"""Rejected rows that come back mended: the columns that say which they were and how they were read.

The file that is offered for mending has the columns of the export and, at the end, these. On the
way back they are taken off before any reader sees the table.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from support_kpi.parsing.sheet import Sheet, normal

MARKS = (
    "Rejected row",
    "Rejected in load",
    "Rejected file",
    "Rejected because",
    "How to mend it",
    "Read as",
)
ROW, LOAD, FILE, BECAUSE, READ_AS = 0, 1, 2, 3, 5
PART = re.compile(r"(reader|zone|dates)=([\w/+.-]+)")
MAPPING = "; mapping="


@dataclass(frozen=True)
class Recalled:
    """What the marks say of the first reading: the file's name, its reader, zone and date order."""

    file: str
    reader: str | None
    zone: str | None
    date_order: str | None
    mapping: Mapping[str, object] | None = None


def read_as(
    *, reader: str, zone: str | None, date_order: str | None, mapping: object = None
) -> str:
    """The mark that lets a few rows be read as the whole file was."""
    parts = {"reader": reader, "zone": zone, "dates": date_order}
    words = "; ".join(f"{name}={value}" for name, value in parts.items() if value)
    return words + (f"{MAPPING}{json.dumps(mapping, ensure_ascii=False)}" if mapping else "")


def unmarked(sheet: Sheet) -> tuple[Sheet, Recalled | None]:
    """The sheet without the marks, which stay in its file, and what they say; None without any."""
    headings = [normal(heading) for heading in sheet.headings]
    wanted = [normal(mark) for mark in MARKS]
    for place in range(1, len(headings) - len(MARKS) + 1):
        if headings[place : place + len(MARKS)] == wanted:
            cut = tuple(row[:place] for row in sheet.head)
            return replace(sheet, width=place, head=cut, marks=place), _recalled(sheet, place)
    return sheet, None


def _recalled(sheet: Sheet, place: int) -> Recalled:
    """Of the first row that still has its marks; a person may have added rows."""
    rows = [row[place : place + len(MARKS)] for row in sheet.head[1:]]
    first = next((row for row in rows if row[READ_AS].strip()), ("",) * len(MARKS))
    words, _, written = first[READ_AS].partition(MAPPING)
    said: Mapping[str, str] = dict(PART.findall(words))
    return Recalled(
        file=first[FILE].strip(),
        reader=said.get("reader"),
        zone=said.get("zone"),
        date_order=said.get("dates"),
        mapping=_mapping(written),
    )


def _mapping(written: str) -> Mapping[str, object] | None:
    try:
        found = json.loads(written)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
