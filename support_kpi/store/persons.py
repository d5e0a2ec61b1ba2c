"""SQL that finds a requester in canonical rows, and blots an address out of the others."""

import re

from support_kpi.schema import Table
from support_kpi.store.traces import Traces

ERASED = "[erased]"
# Before the id of a response stands the name of its survey, behind one of several answers its time.
OWN_ID = """
    case
        when starts_with("response_id", "survey" || ' ')
        then substr("response_id", length("survey") + 2)
        else "response_id"
    end
"""


def is_theirs(table: Table, traces: Traces) -> tuple[str, dict[str, object]]:
    conditions = []
    values: dict[str, object] = {"person": traces.person}
    if "requester_id" in table.column_names:
        conditions.append("lower(trim(requester_id)) in ($pseudonym, $person)")
        values["pseudonym"] = traces.pseudonym
    source = "coalesce(ticket_source, source)" if table.name == "response" else "source"
    if "ticket_id" in table.column_names:
        conditions.append(f"({source}, ticket_id) in (select * from their_ticket)")
    people = ("respondent_id", "response_id")
    names = table.key if traces.is_address else [name for name in table.key if name in people]
    for name in names:
        if table.column(name).type == "text":
            own = OWN_ID if name == "response_id" else f'"{name}"'
            conditions.append(
                f"contains(lower({own}), $person)"
                if traces.is_address
                else f"starts_with(lower({own}) || ' ', $person || ' ')"
            )
    if not any("$person" in condition for condition in conditions):
        del values["person"]
    return " or ".join(f"coalesce({one}, false)" for one in conditions) or "false", values


def mentions(table: Table, traces: Traces) -> tuple[str, dict[str, object]]:
    """SQL for the number of cells of a row that mention the address."""
    columns = _cleanable(table) if traces.is_address else []
    counted = [
        f'cast(contains(lower(cast("{name}" as varchar)), $person) as int)' for name in columns
    ]
    values: dict[str, object] = {"person": traces.person} if columns else {}
    return " + ".join(f"coalesce({one}, 0)" for one in counted) or "0", values


def cleaned(table: Table, traces: Traces) -> tuple[str, dict[str, object]]:
    columns = _cleanable(table) if traces.is_address else []
    if not columns:
        return "*", {}
    replacements = ", ".join(
        f'list_filter("{name}", lambda one: not contains(lower(one), $person)) as "{name}"'
        if table.column(name).type == "list"
        else f"regexp_replace(\"{name}\", $address, '{ERASED}', 'gi') as \"{name}\""
        for name in columns
    )
    values: dict[str, object] = {"address": re.escape(traces.person)}
    if any(table.column(name).type == "list" for name in columns):
        values["person"] = traces.person
    return f"* replace ({replacements})", values


def _cleanable(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if column.type in ("text", "list") and column.name not in table.key
    ]
