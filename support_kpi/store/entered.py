"""What people entered, in the ledger: every change that was ever said, and what of it counts.

Nothing is overwritten: a change adds lines, the latest line of a key counts, and one without a
value says that it was removed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from support_kpi.errors import UsageError
from support_kpi.store import ledger

Value = Mapping[str, object]

SAMPLE = "sample"


@dataclass(frozen=True)
class Entry:
    """One value of a key, and when it counted: `until` is None where it still does.

    A value of None says that the key was removed.
    """

    kind: str
    key: str
    value: Value | None
    who: str
    made_at: datetime
    until: datetime | None
    change: int


def history(connection: Connection) -> list[Entry]:
    """Every line, the newest first."""
    rows = connection.execute(
        """
        select
            kind,
            key,
            value,
            who,
            made_at,
            lead(made_at) over (partition by kind, key order by entry_id) as until,
            change
        from entry
        order by entry_id desc
        """
    ).fetchall()
    return [
        Entry(
            kind=row["kind"],
            key=row["key"],
            value=row["value"] and json.loads(row["value"]),
            who=row["who"],
            made_at=datetime.fromisoformat(row["made_at"]),
            until=row["until"] and datetime.fromisoformat(row["until"]),
            change=row["change"],
        )
        for row in rows
    ]


def current(connection: Connection) -> list[Entry]:
    """What counts now, by kind and key.

    What was entered with the sample organisation counts as long as one of its loads does.
    """
    has_sample = any(load.is_active and load.is_synthetic for load in ledger.loads(connection))
    standing = [
        one
        for one in history(connection)
        if one.until is None and one.value is not None and (has_sample or one.who != SAMPLE)
    ]
    return sorted(standing, key=lambda one: (one.kind, one.key))


def as_json(connection: Connection) -> str:
    """What counts now, as the model reads it."""
    rows = [
        {"kind": one.kind, "key": one.key, "value": one.value}
        | {"who": one.who, "made_at": str(one.made_at)}
        for one in current(connection)
    ]
    return json.dumps(rows, ensure_ascii=False)


def add(
    connection: Connection, said: Mapping[tuple[str, str], Value | None], who: str
) -> int | None:
    """Note a change of keys, by kind and key; None where all of it is so already."""
    known = {(one.kind, one.key): one.value for one in current(connection)}
    different = {key: value for key, value in said.items() if value != known.get(key)}
    if not different:
        return None
    last = connection.execute("select coalesce(max(change), 0) from entry").fetchone()[0]
    made_at = ledger.now()
    for (kind, key), value in different.items():
        ledger.insert(
            connection,
            "entry",
            {
                "change": last + 1,
                "kind": kind,
                "key": key,
                "value": value if value is None else _text(value),
                "who": who,
                "made_at": made_at,
            },
        )
    return last + 1


def before(connection: Connection, change: int) -> dict[tuple[str, str], Value | None]:
    """The keys that a change touched, with what counted before it."""
    lines = history(connection)
    touched = {(one.kind, one.key) for one in lines if one.change == change}
    if not touched:
        raise UsageError(f"There is no change {change} of entries.")
    former = {key: None for key in touched} | {
        (one.kind, one.key): one.value
        for one in reversed(lines)
        if one.change < change and (one.kind, one.key) in touched
    }
    later = {(one.kind, one.key) for one in lines if one.change > change} & touched
    if later:
        _, key = min(later)
        raise UsageError(f'Change {change} cannot be undone: "{key}" was changed again since.')
    return former


def _text(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
