"""Doubts: what could be wrong with a column as it is assigned, each in one sentence."""

import re
from collections.abc import Mapping, Sequence

from support_kpi.drafts import DateOrder
from support_kpi.mappings.assignments import Assigned, needs_unit, unknown
from support_kpi.mappings.facts import PART, Facts
from support_kpi.mappings.kinds import FLAGS, is_date, kind
from support_kpi.mappings.synonyms import RATINGS
from support_kpi.parsing.sheet import normal
from support_kpi.schema import TABLES

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
CONSEQUENCE = {
    "channel": "they count as other",
    "channel_last": "they count as other",
    "status": "the state of their tickets is not known",
    "priority": "their tickets have no priority",
}
CALLED = {
    "channel": "channel",
    "channel_last": "channel",
    "status": "state",
    "priority": "priority",
}
SHOWN = 5


def doubts(table: str, facts: Facts, assigned: Assigned) -> tuple[str, ...]:
    """Every doubt of one column; what a choice has settled is none."""
    of = kind(table, assigned.name)
    found: list[str] = []
    if of in ("timestamp", "date"):
        found += _of_dates(facts, assigned.order)
    if of == "duration" and assigned.unit is None and needs_unit(table, facts, assigned.name):
        found.append(
            f"“{_bare(facts)}” may be seconds, minutes, hours or days: the heading does not say. "
            "Choose the unit; until then the column is not read."
        )
    if of == "boolean":
        found += _of_flags(facts, assigned)
    if strange := unknown(facts, assigned):
        rows = sum(count for _, count in strange)
        found.append(
            f"{_listed(strange)} ({rows:,} row{'s' * (rows != 1)}): no known "
            f"{CALLED[assigned.name]}. Until you say what they mean, "
            f"{CONSEQUENCE[assigned.name]}."
        )
    found += _of_required(table, facts, assigned.name)
    return tuple(found)


def missing(table: str, assigned: Sequence[Assigned], constants: Mapping[str, str]) -> list[str]:
    """Canonical columns that the table cannot do without and that nothing fills."""
    filled = {one.name for one in assigned} | constants.keys()
    wanted = [column.name for column in TABLES[table].columns if column.required]
    if table == "response":
        wanted.remove("response_id")
        if filled & RATINGS.keys():
            wanted.remove("metric")
        elif "metric" not in filled or "score" not in filled:
            wanted.append("score")
    return [name for name in wanted if name not in filled]


def _of_dates(facts: Facts, order: DateOrder | None) -> list[str]:
    found: list[str] = []
    if facts.is_undecided and order is None:
        found.append(
            f"“{facts.either}” may be {_read(facts.either)}: no value in the column decides. "
            "Choose the order."
        )
    if facts.day_first and facts.month_first:
        found.append(
            f"{facts.day_first:,} values only read day first and {facts.month_first:,} only month "
            f"first; the fewer become unreadable."
        )
    if facts.values and not any(is_date(value) for value, _ in facts.values):
        found.append(f"“{facts.values[0][0]}” does not look like a date.")
    return found


def _read(text: str) -> str:
    """`03/04/2026` as `3 April or 4 March`."""
    match = re.match(PART, text)
    if match is None:
        return "read two ways"
    first, second = int(match[1]), int(match[2])
    return f"{first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]}"


def _of_flags(facts: Facts, assigned: Assigned) -> list[str]:
    said = {normal(word) for word in assigned.values}
    strange = [(v, n) for v, n in facts.values if normal(v) not in FLAGS | said]
    return [f"{_listed(strange)}: neither yes nor no, so they are left blank."] if strange else []


def _of_required(table: str, facts: Facts, name: str) -> list[str]:
    """Blank cells of what a row cannot do without, and ids that several rows share."""
    found: list[str] = []
    column = next((one for one in TABLES[table].columns if one.name == name), None)
    blank = facts.rows - facts.filled
    if column and column.required and blank:
        found.append(
            f"{blank:,} row{'s have' if blank != 1 else ' has'} none and would be rejected."
        )
    is_id = table == "ticket" and name == "ticket_id"
    if is_id and facts.distinct < facts.filled:
        found.append(
            f"{facts.filled - facts.distinct:,} rows repeat an id that stands above or below: rows "
            "of the same id become one ticket, the newest."
        )
    return found


def _listed(values: Sequence[tuple[str, int]]) -> str:
    shown = ", ".join(f"“{value}”" for value, _ in values[:SHOWN])
    more = len(values) - SHOWN
    return shown + (f" and {more:,} more" if more > 0 else "")


def _bare(facts: Facts) -> str:
    bare = (value for value, _ in facts.values if value.replace(".", "").replace(",", "").isdigit())
    return next(bare, "")
