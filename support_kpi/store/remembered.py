"""Remembered mappings: by the fingerprint of the headings, so that the next file needs no question.

Of one fingerprint one mapping counts at a time; the former ones stay, and can be taken up again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from sqlite3 import Connection, Row

from support_kpi.errors import UsageError
from support_kpi.ingest import Staged
from support_kpi.store import ledger


@dataclass(frozen=True)
class Remembered:
    """One mapping and since when it is used. `loads` are the active loads that were read with it,
    `former` those of the same headings that were read otherwise and whose file is kept."""

    mapping_id: int
    fingerprint: str
    file: str
    headings: tuple[str, ...]
    mapping: Mapping[str, object]
    who: str
    made_at: datetime
    is_active: bool
    loads: tuple[int, ...] = ()
    former: tuple[int, ...] = ()

    @property
    def table(self) -> str:
        return str(self.mapping.get("table", ""))

    @property
    def source(self) -> str:
        return str(self.mapping.get("source") or "generic")

    def line(self) -> str:
        """How a file that is read with it is told so."""
        return (
            f"read with the mapping that is remembered for these headings since "
            f"{self.made_at:%-d %b %Y} (mapping {self.mapping_id}, made for {self.file})"
        )

    def promise(self) -> str:
        """What a load says that was the first to be read with it."""
        return (
            f"its mapping is remembered: the next file with these headings is read with it "
            f"(mapping {self.mapping_id}; `mapping forget {self.mapping_id}` stops that)"
        )


def every(connection: Connection) -> list[Remembered]:
    """Every mapping that was ever remembered, the newest first."""
    rows = connection.execute("select * from mapping order by mapping_id desc").fetchall()
    shapes = connection.execute(
        """
        select load_id, fingerprint, mapping, has_original
        from load_shape
        join load using (load_id)
        where is_active
        order by load_id
        """
    ).fetchall()
    return [_of(row, shapes) for row in rows]


def active(connection: Connection) -> dict[str, Remembered]:
    """The mapping of each fingerprint that has one."""
    return {one.fingerprint: one for one in every(connection) if one.is_active}


def one(connection: Connection, mapping_id: int) -> Remembered:
    found = every(connection)
    for remembered in found:
        if remembered.mapping_id == mapping_id:
            return remembered
    known = ", ".join(str(remembered.mapping_id) for remembered in found[:5]) or "none"
    raise UsageError(f"There is no mapping {mapping_id}; the latest are: {known}.")


def remember(connection: Connection, staged: Staged, who: str) -> Remembered | None:
    """Keep the mapping that a table was read with; None when there is nothing new to keep."""
    if staged.mapping is None or staged.is_once or not staged.fingerprint:
        return None
    known = active(connection).get(staged.fingerprint)
    if known and _text(known.mapping) == _text(staged.mapping):
        return None
    forget(connection, staged.fingerprint)
    mapping_id = ledger.insert(
        connection,
        "mapping",
        {
            "fingerprint": staged.fingerprint,
            "file": staged.name,
            "headings": json.dumps(staged.headings, ensure_ascii=False),
            "mapping": _text(staged.mapping),
            "who": who,
            "made_at": ledger.now(),
            "is_active": 1,
        },
    )
    return one(connection, mapping_id)


def forget(connection: Connection, fingerprint: str) -> None:
    connection.execute("update mapping set is_active = 0 where fingerprint = ?", (fingerprint,))


def take_up(connection: Connection, remembered: Remembered) -> None:
    """Make a mapping the one that counts for its headings."""
    forget(connection, remembered.fingerprint)
    connection.execute(
        "update mapping set is_active = 1 where mapping_id = ?", (remembered.mapping_id,)
    )


def note_shape(connection: Connection, load_id: int, staged: Staged) -> None:
    """Note with which headings and which mapping a load was read."""
    if staged.fingerprint:
        ledger.insert(
            connection,
            "load_shape",
            {
                "load_id": load_id,
                "fingerprint": staged.fingerprint,
                "mapping": "" if staged.mapping is None else _text(staged.mapping),
            },
        )


def told(staged: Staged, known: Mapping[str, Remembered]) -> Staged:
    """With a line that says so, when it was read with a remembered mapping."""
    remembered = known.get(staged.fingerprint)
    if remembered is None or staged.error is not None or staged.mapping != remembered.mapping:
        return staged
    return replace(staged, warnings=(remembered.line(), *staged.warnings))


def _of(row: Row, shapes: Sequence[Row]) -> Remembered:
    same = [shape for shape in shapes if shape["fingerprint"] == row["fingerprint"]]
    return Remembered(
        mapping_id=row["mapping_id"],
        fingerprint=row["fingerprint"],
        file=row["file"],
        headings=tuple(json.loads(row["headings"])),
        mapping=json.loads(row["mapping"]),
        who=row["who"],
        made_at=datetime.fromisoformat(row["made_at"]),
        is_active=bool(row["is_active"]),
        loads=tuple(shape["load_id"] for shape in same if shape["mapping"] == row["mapping"]),
        former=tuple(
            shape["load_id"]
            for shape in same
            if shape["mapping"] != row["mapping"] and shape["has_original"]
        ),
    )


def _text(mapping: Mapping[str, object]) -> str:
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True)
