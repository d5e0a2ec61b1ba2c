"""Erasing a requester: rows, rejects, originals, old snapshots, and a search that proves it."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from support_kpi.conversion.people import pseudonym
from support_kpi.errors import UsageError
from support_kpi.schema import TABLES
from support_kpi.store import engines, ledger, persons, rejected, segments
from support_kpi.store.creation import read_key
from support_kpi.store.files import literal, quoted, remove, written
from support_kpi.store.ledger import REJECTS
from support_kpi.store.publication import SCRATCH, Publication, publication, sweep
from support_kpi.store.records import Segment
from support_kpi.store.traces import Traces, holds, matches


@dataclass(frozen=True)
class Erasure:
    """What was removed. `remains` names the files in which a search still finds the requester,
    `backups` the backups made before."""

    rows: int
    cells: int
    rejects: int
    originals: int
    remains: tuple[str, ...]
    backups: tuple[str, ...]


def erase(folder: Path, requester: str, by: str) -> Erasure:
    """Remove every row of a requester and every mention of an address, in one publication."""
    person = requester.strip().lower()
    if not person:
        raise UsageError("Name the requester to erase: an e-mail address or an id.")
    traces = Traces(pseudonym(read_key(folder), person), person)
    with publication(folder) as published:
        known = ledger.segments(published.ledger)
        rows, cells, touched = _rewrite_segments(published, known, traces)
        rejects, touched_rejects = _rewrite_rejects(published, known, traces)
        originals = _release_originals(published, touched | touched_rejects, traces)
        _clean_ledger(published.ledger, traces)
        ledger.add_note(
            published.ledger,
            by,
            "erase",
            f"{rows} rows, {cells} cells, {rejects} rejects, {originals} originals",
        )
        published.publish("erase", is_whole=True)
    _forget(folder, traces)
    with ledger.reading(folder) as connection:
        backups = tuple(n.detail for n in ledger.notes(connection) if n.action == "backup")
    return Erasure(rows, cells, rejects, originals, _remains(folder, traces), backups)


def _rewrite_segments(
    published: Publication, known: list[Segment], traces: Traces
) -> tuple[int, int, set[int]]:
    rows, cells, touched = 0, 0, set[int]()
    with engines.scratch(published.folder) as connection:
        _find_tickets(connection, published.folder, known, traces)
        for segment in known:
            if segment.table == REJECTS:
                continue
            table = TABLES[segment.table]
            file = quoted(Path(literal(published.folder / segment.file)))
            source = segments.whole(table, file)
            is_theirs, is_theirs_values = persons.is_theirs(table, traces)
            mentions, mentions_values = persons.mentions(table, traces)
            gone, cleaned = connection.execute(
                f"""
                select
                    count(*) filter (where {is_theirs}),
                    coalesce(sum({mentions}) filter (where not ({is_theirs})), 0)
                from {source}
                """,
                is_theirs_values | mentions_values,
            ).fetchall()[0]
            if not gone and not cleaned:
                continue
            select, values = persons.cleaned(table, traces)
            _rewrite(
                published,
                segment,
                connection,
                f"select {select} from {source} where not ({is_theirs})",
                is_theirs_values | values,
            )
            rows, cells = rows + gone, cells + int(cleaned)
            touched.add(segment.load_id)
    return rows, cells, touched


def _find_tickets(
    connection: DuckDBPyConnection, folder: Path, known: list[Segment], traces: Traces
) -> None:
    """The requester's tickets, whichever version of them names the requester."""
    connection.execute("create table their_ticket (source varchar, ticket_id varchar)")
    paths = segments.paths(folder, known, "ticket")
    if paths:
        connection.execute(
            """
            insert into their_ticket
            select distinct source, ticket_id
            from read_parquet($files)
            where lower(trim(requester_id)) in ($pseudonym, $person)
            """,
            {"files": [literal(path) for path in paths]}
            | {"pseudonym": traces.pseudonym, "person": traces.person},
        )


def _rewrite_rejects(
    published: Publication, known: list[Segment], traces: Traces
) -> tuple[int, set[int]]:
    removed, touched = 0, set[int]()
    with engines.scratch(published.folder) as connection:
        for segment in known:
            if segment.table != REJECTS:
                continue
            source = f"read_parquet({quoted(Path(literal(published.folder / segment.file)))})"
            is_theirs, values = matches(connection, source, traces)
            (found,) = connection.execute(
                f"select count(*) from {source} where {is_theirs}", values
            ).fetchall()[0]
            if found:
                rows = f"select * from {source} where not {is_theirs}"
                said = rejected.about(connection, published.folder / segment.file)
                _rewrite(published, segment, connection, rows, values, rejected.told(said))
                removed += found
                touched.add(segment.load_id)
    return removed, touched


def _rewrite(
    published: Publication,
    segment: Segment,
    connection: DuckDBPyConnection,
    rows: str,
    values: dict[str, object],
    more: str = "",
) -> None:
    """Write the next edition of a segment; the sweep removes the one before."""
    file = segments.next_edition(segment)
    with written(published.folder / file) as part:
        connection.execute(f"create or replace temp table edition as {rows}", values)
        connection.execute(
            f"copy edition to {quoted(part)} (format parquet, compression zstd{more})"
        )
    described = segments.described(
        connection, published.folder, segment.load_id, segment.table, file
    )
    ledger.add_segments(published.ledger, [described])


def _release_originals(published: Publication, touched: set[int], traces: Traces) -> int:
    """Give up the originals that hold the requester; the sweep removes them.

    An id is a number among others, so only the loads that had it as a requester lose theirs.
    """
    hashes = {load.sha256 for load in ledger.loads(published.ledger) if load.load_id in touched}
    originals = published.folder / "originals"
    released = [
        path.name
        for path in sorted(originals.glob("*"))
        if path.name in hashes or (traces.is_address and holds(path, traces))
    ]
    for sha256 in released:
        ledger.release_original(published.ledger, sha256)
    return len(released)


def _clean_ledger(connection: sqlite3.Connection, traces: Traces) -> None:
    """A file may be named after the customer it is about."""
    if not traces.is_address:
        return
    address = re.compile(re.escape(traces.person), re.IGNORECASE)
    for table, key, columns in (
        ("load", "load_id", ("file", "sheet", "who", "reading", "warnings", "source")),
        ("note", "note_id", ("who", "detail")),
        ("mapping", "mapping_id", ("file", "headings", "mapping", "who")),
        ("load_shape", "load_id", ("mapping",)),
        ("value_rule", "rule_id", ("value", "meaning", "who")),
        ("entry", "entry_id", ("key", "value", "who")),
    ):
        for row in connection.execute(f"select * from {table}").fetchall():
            for column in columns:
                cleaned = row[column] and address.sub(persons.ERASED, row[column])
                if cleaned != row[column]:
                    connection.execute(
                        f"update {table} set {column} = ? where {key} = ?", (cleaned, row[key])
                    )


def _forget(folder: Path, traces: Traces) -> None:
    """Remove what the publication left behind: older snapshots, scratch, pages of the ledger."""
    with ledger.writing(folder) as connection:
        ledger.forget_old_snapshots(connection)
    for name in SCRATCH:
        for path in (folder / name).rglob("*"):
            if path.is_file() and holds(path, traces):
                remove(path)
    sweep(folder, wait=ledger.WRITER_WAIT_SECONDS)
    # Deleted text is overwritten by then; what is left are older pages beside the ledger.
    with closing(sqlite3.connect(folder / ledger.LEDGER, timeout=30)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")


def _remains(folder: Path, traces: Traces) -> tuple[str, ...]:
    """Files in which a search finds the requester: an address as such, an id as its pseudonym."""
    sought = traces if traces.is_address else Traces(traces.pseudonym, traces.pseudonym)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(str(path.relative_to(folder)) for path in files if holds(path, sought))
