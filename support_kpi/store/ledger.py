"""The ledger: an SQLite file that says which loads, files and snapshot make up the store."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from support_kpi.errors import StoreError, UnknownLoad
from support_kpi.store.files import damaged_ledger
from support_kpi.store.records import Load, Note, Segment

VERSION = 3
LEDGER = "ledger.sqlite"
WRITER_WAIT_SECONDS = 600.0
REJECTS = "rejects"

SCHEMA = """
create table load (
    load_id integer primary key autoincrement,
    file text not null,
    sha256 text not null,
    size integer not null,
    sheet text not null,
    container text not null,
    encoding text not null,
    reader text not null,
    title text not null,
    source text not null,
    table_name text not null,
    reading text not null,
    who text not null,
    loaded_at text not null,
    zone text,
    date_order text,
    rows_read integer not null,
    rows_kept integer not null,
    rows_rejected integer not null,
    cells_bad integer not null,
    records integer not null,
    records_new integer not null,
    records_updated integer not null,
    records_unchanged integer not null,
    warnings text not null,
    is_active integer not null,
    has_original integer not null,
    unique (sha256, sheet, reader, reading),
    check (rows_read = rows_kept + rows_rejected)
) strict;

create table segment (
    load_id integer not null references load (load_id),
    table_name text not null,
    file text not null unique,
    rows integer not null,
    size integer not null,
    sha256 text not null,
    primary key (load_id, table_name)
) strict;

create table snapshot (
    number integer primary key,
    published_at text not null,
    reason text not null,
    model text not null
) strict;

create table setting (name text primary key, value text not null) strict;

create table note (
    note_id integer primary key autoincrement,
    noted_at text not null,
    who text not null,
    action text not null,
    detail text not null
) strict;
"""

# What later versions of the project added.
GROWN = """
create table if not exists mapping (
    mapping_id integer primary key autoincrement,
    fingerprint text not null,
    file text not null,
    headings text not null,
    mapping text not null,
    who text not null,
    made_at text not null,
    is_active integer not null
) strict;

create table if not exists load_shape (
    load_id integer primary key references load (load_id),
    fingerprint text not null,
    mapping text not null
) strict;

create table if not exists value_rule (
    rule_id integer primary key autoincrement,
    change integer not null,
    source text not null,
    field text not null,
    value text not null,
    meaning text,
    is_rule integer not null,
    who text not null,
    made_at text not null,
    is_active integer not null
) strict;

create table if not exists snapshot_base (
    number integer primary key,
    base integer not null
) strict;

create table if not exists entry (
    entry_id integer primary key autoincrement,
    change integer not null,
    kind text not null,
    key text not null,
    value text,
    who text not null,
    made_at text not null
) strict;
"""


def now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")


@contextmanager
def reading(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the ledger from its first to its last query."""
    with _connection(folder, timeout=30) as connection:
        connection.execute("begin")
        try:
            yield connection
        finally:
            connection.execute("rollback")


@contextmanager
def writing(folder: Path, wait: float = WRITER_WAIT_SECONDS) -> Iterator[sqlite3.Connection]:
    """The one transaction that may write to the store; everybody else's waits for its end."""
    with _connection(folder, timeout=wait) as connection:
        connection.execute("begin immediate")
        is_done = False
        try:
            yield connection
            connection.execute("commit")
            is_done = True
        finally:
            if not is_done and connection.in_transaction:
                connection.execute("rollback")


@contextmanager
def _connection(folder: Path, timeout: float) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / LEDGER, timeout=timeout, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
            connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")
        yield connection
    finally:
        connection.close()


def version(connection: sqlite3.Connection) -> int:
    return connection.execute("pragma user_version").fetchone()[0]


def create(connection: sqlite3.Connection) -> None:
    for statement in SCHEMA.split(";\n"):
        connection.execute(statement)
    grow(connection)


def grow(connection: sqlite3.Connection) -> None:
    """Bring a ledger of an earlier version up to this one."""
    for statement in GROWN.split(";\n"):
        connection.execute(statement)
    connection.execute(f"pragma user_version = {VERSION}")


def verify(folder: Path, connection: sqlite3.Connection) -> None:
    found = version(connection)
    if found > VERSION:
        raise StoreError(
            f"{folder} was written by a newer version of this project (store {found}, this one "
            f"reads up to {VERSION}); update the project."
        )
    if connection.execute("pragma quick_check(1)").fetchone()[0] != "ok":
        raise damaged_ledger(folder)


def loads(connection: sqlite3.Connection) -> list[Load]:
    tables: dict[int, list[str]] = {}
    for segment in segments(connection):
        if segment.table != REJECTS:
            tables.setdefault(segment.load_id, []).append(segment.table)
    rows = connection.execute("select * from load order by load_id").fetchall()
    return [_load(row, tuple(tables.get(row["load_id"], ()))) for row in rows]


def load(connection: sqlite3.Connection, load_id: int) -> Load:
    found = loads(connection)
    for one in found:
        if one.load_id == load_id:
            return one
    known = ", ".join(str(one.load_id) for one in found[-5:]) or "none"
    raise UnknownLoad(f"There is no load {load_id}; the latest loads are: {known}.")


def find(
    connection: sqlite3.Connection, sha256: str, sheet: str, reader: str, reading: str
) -> Load | None:
    """The load of the same bytes, read the same way."""
    row = connection.execute(
        """
        select load_id from load
        where sha256 = ? and sheet = ? and reader = ? and reading = ?
        """,
        (sha256, sheet, reader, reading),
    ).fetchone()
    return load(connection, row["load_id"]) if row else None


def siblings(connection: sqlite3.Connection, of: Load) -> list[Load]:
    """Other active readings of the same sheet into the same table."""
    return [
        other
        for other in loads(connection)
        if other.is_active
        and other.load_id != of.load_id
        and (other.sha256, other.sheet, other.table) == (of.sha256, of.sheet, of.table)
    ]


def insert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    columns = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    cursor = connection.execute(f"insert into {table} ({columns}) values ({places})", values)
    return cursor.lastrowid or 0


def set_active(connection: sqlite3.Connection, load_id: int, is_active: bool) -> None:
    connection.execute("update load set is_active = ? where load_id = ?", (int(is_active), load_id))


def release_original(connection: sqlite3.Connection, sha256: str) -> None:
    connection.execute("update load set has_original = 0 where sha256 = ?", (sha256,))


def segments(connection: sqlite3.Connection, only_active: bool = False) -> list[Segment]:
    rows = connection.execute(
        """
        select segment.load_id, segment.table_name, segment.file, segment.rows, segment.size,
            segment.sha256
        from segment
        join load using (load_id)
        where load.is_active or not ?
        order by segment.load_id, segment.table_name
        """,
        (only_active,),
    ).fetchall()
    return [Segment(*row) for row in rows]


def add_segments(connection: sqlite3.Connection, new: Sequence[Segment]) -> None:
    connection.executemany(
        """
        insert or replace into segment (load_id, table_name, file, rows, size, sha256)
        values (?, ?, ?, ?, ?, ?)
        """,
        [(s.load_id, s.table, s.file, s.rows, s.size, s.sha256) for s in new],
    )


def snapshots(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """Newest first."""
    return connection.execute("select * from snapshot order by number desc").fetchall()


def bases(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[int]:
    """The whole snapshots that some read."""
    rows = connection.execute("select number, base from snapshot_base").fetchall()
    return [row["base"] for row in rows if row["number"] in numbers]


def forget_old_snapshots(connection: sqlite3.Connection) -> None:
    connection.execute(
        "delete from snapshot_base where number < (select max(number) from snapshot)"
    )
    connection.execute("delete from snapshot where number < (select max(number) from snapshot)")


def settings(connection: sqlite3.Connection) -> dict[str, object]:
    rows = connection.execute("select name, value from setting order by name").fetchall()
    return {row["name"]: json.loads(row["value"]) for row in rows}


def set_setting(connection: sqlite3.Connection, name: str, value: object) -> None:
    connection.execute(
        "insert or replace into setting (name, value) values (?, ?)", (name, json.dumps(value))
    )


def add_note(connection: sqlite3.Connection, who: str, action: str, detail: str) -> None:
    insert(
        connection,
        "note",
        {"noted_at": now(), "who": who, "action": action, "detail": detail},
    )


def notes(connection: sqlite3.Connection) -> list[Note]:
    rows = connection.execute(
        "select noted_at, who, action, detail from note order by note_id"
    ).fetchall()
    return [Note(datetime.fromisoformat(row[0]), *row[1:]) for row in rows]


def _load(row: sqlite3.Row, tables: tuple[str, ...]) -> Load:
    values = dict(row)
    del values["reading"]
    values["table"] = values.pop("table_name")
    values["loaded_at"] = datetime.fromisoformat(values["loaded_at"])
    values["warnings"] = tuple(json.loads(values["warnings"]))
    values["is_active"] = bool(values["is_active"])
    values["has_original"] = bool(values["has_original"])
    return Load(tables=tables, **values)
