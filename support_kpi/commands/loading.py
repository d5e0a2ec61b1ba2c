"""loads, undo, redo, rejects: the history of loads."""

import argparse
from pathlib import Path

from support_kpi import outputs, queries, rejects
from support_kpi.commands.console import as_json, listed, say, table
from support_kpi.commands.selection import existing
from support_kpi.store import Load, Store

LISTED = (
    "load_id",
    "file",
    "reader",
    "table",
    "source",
    "who",
    "loaded_at",
    "rows_read",
    "rows_kept",
    "rows_rejected",
    "records_new",
    "records_updated",
    "records_unchanged",
    "zone",
    "date_order",
    "is_active",
    "is_synthetic",
)


def loads(arguments: argparse.Namespace) -> int:
    found = existing(arguments).loads()
    if arguments.json:
        as_json(found)
    elif found:
        table(listed(found, columns=LISTED))
    else:
        say("Nothing is loaded yet.")
    return 0


def undo(arguments: argparse.Namespace) -> int:
    return _flipped(arguments, is_active=False)


def redo(arguments: argparse.Namespace) -> int:
    return _flipped(arguments, is_active=True)


def rejected(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    path = store.rejects(arguments.load)
    load = next(load for load in store.loads() if load.load_id == arguments.load)
    mended = [] if arguments.all else _mended(store, load)
    lines = rejects.lines(path)
    lines = lines[~lines["row"].isin(mended)]
    if arguments.out:
        target = Path(arguments.out)
        suffix = target.suffix.removeprefix(".") or "csv"
        rows = rejects.mendable(path, load, mended) if suffix in ("csv", "xlsx") else None
        if rows:
            written = outputs.rows_to_bytes(
                (*rows.headings, *rows.rows), suffix, heading_rows=len(rows.headings)
            )
            said = f"{len(rows.rows):,} rows written to {target}: mend them there and load it."
        else:
            note = f"Rejects of load {arguments.load}"
            written = outputs.to_bytes(lines, suffix, title="Rejects", note=note)
            said = f"{len(lines):,} lines written to {target}."
        target.write_bytes(written)
        if not arguments.json:
            say(said)
    if arguments.json:
        as_json(lines)
    elif not arguments.out:
        if len(lines):
            table(lines)
        else:
            say("Nothing is left to mend." if mended else "Every row and every cell was read.")
    return 0


def history(arguments: argparse.Namespace) -> int:
    rows = existing(arguments).history(arguments.ticket, arguments.source)
    if arguments.json:
        as_json(rows)
    elif rows.empty:
        say(f"No load holds a ticket {arguments.ticket}.")
    else:
        table(rows.dropna(axis="columns", how="all"))
    return 0


def _mended(store: Store, load: Load) -> list[int]:
    """Rows of a load that later loads have mended; those of an undone load are not looked at."""
    _, connection = store.connect()
    with connection:
        found = queries.run(connection, queries.load("reject_mended"), {"load_id": load.load_id})
    return found["source_row"].tolist()


def _flipped(arguments: argparse.Namespace, *, is_active: bool) -> int:
    store = existing(arguments)
    flipped = store.redo(arguments.load) if is_active else store.undo(arguments.load)
    if arguments.json:
        as_json(flipped)
    else:
        say(f"Load {flipped.load_id}, {flipped.file}, is {'active' if is_active else 'undone'}.")
    return 0
