"""From staged tables to loads: what is new, what is known already, what it changes."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection

import duckdb

from support_kpi.errors import StoreError
from support_kpi.ingest import Staged
from support_kpi.store import (
    building,
    changes,
    engines,
    ledger,
    remembered,
    segments,
    settings,
    snapshots,
)
from support_kpi.store.changes import Changes
from support_kpi.store.files import sync
from support_kpi.store.identity import Identity, identified
from support_kpi.store.ledger import REJECTS
from support_kpi.store.publication import Publication, publication
from support_kpi.store.records import Load, Segment
from support_kpi.store.results import LoadResult, left_undone, of_load, refused_table
from support_kpi.store.snapshots import Snapshot
from support_kpi.store.succession import Succession, succession


def publish(
    folder: Path,
    batch: Sequence[Staged],
    by: str,
    *,
    is_redo: bool = True,
    replacing: Sequence[int] = (),
) -> list[LoadResult]:
    """Store every staged table that is not stored yet, and publish them all as one snapshot.

    What is stored and was undone comes back if `is_redo`. The loads that are replaced go.
    """
    with publication(folder) as published, engines.scratch(folder) as engine:
        present = folder / snapshots.file_name(ledger.snapshots(published.ledger)[0]["number"])
        earlier: list[Segment] = []
        results = [
            _undone(published, staged, is_redo=is_redo)
            or _add(published, engine, staged, by, present, earlier)
            for staged in batch
        ]
        for number in set(replacing) - {result.load_id for result in results}:
            ledger.set_active(published.ledger, number, False)
        loaded = [str(result.load_id) for result in results if result.status == "loaded"]
        if loaded or replacing:
            published.publish(f"load {', '.join(loaded)}")
    return results


def assess(folder: Path, staged: Staged) -> LoadResult:
    """What `publish` would answer, storing nothing."""
    if staged.error is not None:
        return refused_table(staged)
    with ledger.reading(folder) as connection:
        known = _known(connection, staged)
        present = folder / snapshots.file_name(ledger.snapshots(connection)[0]["number"])
        if known:
            return of_load(known, "unchanged" if known.is_active else "loaded")
        rivals = ledger.siblings(connection, _as_load(staged, 0, ""))
        loads, held = ledger.loads(connection), ledger.segments(connection)
    with engines.scratch(folder) as engine:
        identity = identified(engine, folder, loads, held, staged)
        changed, replaced = identity.columns(staged.table), [rival.load_id for rival in rivals]
        following = succession(engine, present, staged, changed, replaced=replaced)
        counted = changes.count(
            engine,
            present,
            staged.table,
            staged.tables[staged.table],
            replaced=replaced,
            changed=following.columns(staged.table, changed),
        )
    load = replace(
        _as_load(staged, 0, "", counted), warnings=_warnings(staged, identity, rivals, following)
    )
    return replace(of_load(load, "loaded"), load_id=None)


def rehearse(folder: Path, batch: Sequence[Staged], scratch: Path, target: Path) -> None:
    """Build the snapshot that publishing the batch would give, without publishing it."""
    with ledger.reading(folder) as connection, engines.scratch(folder) as engine:
        loads = {load.load_id: load for load in ledger.loads(connection)}
        active = ledger.segments(connection)
        newest = ledger.snapshots(connection)[0]["number"]
        present = Snapshot(newest, folder / snapshots.file_name(newest))
        earlier: list[Path] = []
        known_settings = settings.of(connection)
        for staged in batch:
            if staged.error is not None:
                continue
            known = _known(connection, staged)
            load = known or _as_load(staged, max(loads, default=0) + 1, "")
            rivals = ledger.siblings(connection, load)
            for rival in rivals:
                loads[rival.load_id] = replace(rival, is_active=False)
            loads[load.load_id] = replace(load, is_active=True)
            if not known:
                identity = identified(engine, folder, list(loads.values()), active, staged)
                loads[load.load_id] = replace(load, source=identity.source, is_active=True)
                following = succession(
                    engine,
                    present.path,
                    staged,
                    identity.columns("ticket"),
                    earlier=earlier,
                    replaced=[rival.load_id for rival in rivals],
                )
                for table, path in staged.tables.items():
                    changed = following.columns(table, identity.columns(table))
                    segment = segments.write(engine, scratch, load.load_id, table, path, changed)
                    active.append(replace(segment, file=str(scratch / segment.file)))
                    earlier += [scratch / segment.file] if table == "ticket" else []
        chosen = [segment for segment in active if loads[segment.load_id].is_active]
        building.build(
            target, folder, chosen, list(loads.values()), known_settings, present=present
        )


def _add(
    published: Publication,
    engine: duckdb.DuckDBPyConnection,
    staged: Staged,
    by: str,
    present: Path,
    earlier: list[Segment],
) -> LoadResult:
    if staged.error is not None:
        return refused_table(staged)
    if staged.rows_read != staged.rows_kept + staged.rows_rejected:
        raise StoreError(
            f"{staged.name}: of {staged.rows_read} rows {staged.rows_kept} were kept and "
            f"{staged.rows_rejected} rejected, which does not add up; nothing was loaded."
        )
    known = _known(published.ledger, staged)
    kept = remembered.remember(published.ledger, staged, by)
    if known and known.is_active:
        return of_load(known, "unchanged")
    if known:
        published.set_active(known, True)
        earlier += [s for s in ledger.segments(published.ledger) if s.load_id == known.load_id]
        return of_load(known, "loaded")
    rivals = published.replace_siblings(_as_load(staged, 0, by))
    identity = identified(
        engine,
        published.folder,
        ledger.loads(published.ledger),
        ledger.segments(published.ledger),
        staged,
    )
    replaced = [rival.load_id for rival in rivals]
    following = succession(
        engine,
        present,
        staged,
        identity.columns("ticket"),
        earlier=segments.paths(published.folder, earlier, "ticket"),
        replaced=replaced,
    )
    counted = changes.count(
        engine,
        present,
        staged.table,
        staged.tables[staged.table],
        earlier=segments.paths(published.folder, earlier, staged.table),
        replaced=replaced,
        changed=following.columns(staged.table, identity.columns(staged.table)),
    )
    load = replace(
        _as_load(staged, 0, by, counted),
        source=identity.source,
        warnings=(
            *_warnings(staged, identity, rivals, following),
            *([kept.promise()] if kept else []),
        ),
        has_original=_keep_original(published.folder, staged.sha256),
    )
    load_id = ledger.insert(published.ledger, "load", _values(load, _reading(staged)))
    remembered.note_shape(published.ledger, load_id, staged)
    if staged.rejects is not None:
        published.add_segment(engine, load_id, REJECTS, staged.rejects)
    earlier += [
        published.add_segment(
            engine, load_id, table, path, following.columns(table, identity.columns(table))
        )
        for table, path in staged.tables.items()
    ]
    return of_load(replace(load, load_id=load_id), "loaded")


def _undone(published: Publication, staged: Staged, *, is_redo: bool) -> LoadResult | None:
    """The answer for what somebody has undone and nobody asks for; a reading that another one has
    replaced is not undone."""
    known = None if is_redo or staged.error else _known(published.ledger, staged)
    if known is None or known.is_active or ledger.siblings(published.ledger, known):
        return None
    return left_undone(known)


def _known(connection: Connection, staged: Staged) -> Load | None:
    """The load of the same bytes, read the same way; older ledgers keep the encoding beside."""
    of = (staged.sha256, staged.sheet, staged.reader)
    if known := ledger.find(connection, *of, _reading(staged)):
        return known
    older = ledger.find(connection, *of, _reading(staged, has_encoding=False))
    return older if older and older.encoding == staged.encoding else None


def _reading(staged: Staged, *, has_encoding: bool = True) -> str:
    """How the bytes were read: the same bytes read another way are another load."""
    joined = sorted((one.sha256, one.sheet) for one in staged.beside if one.is_used)
    parts = [staged.zone, staged.date_order, staged.columns, *([joined] if joined else [])]
    parts += [staged.mapping] if staged.mapping is not None else []
    parts += [{"encoding": staged.encoding}] if has_encoding and staged.encoding else []
    return json.dumps(parts, sort_keys=True, default=str)


def _warnings(
    staged: Staged, identity: Identity, rivals: list[Load], following: Succession
) -> tuple[str, ...]:
    replaced = tuple(
        f"Replaces load {rival.load_id}, which read the same sheet with other "
        f"{'tables beside it' if staged.beside else 'options'}."
        for rival in rivals
    )
    undated = (
        f"{following.tickets:,} of its tickets are known from a load that tells when each was last "
        f"changed. This file has no such time for them, so it counts as the later state: undo it "
        f"if it is the older one, or export it with that column.",
    )
    said = (*staged.warnings, *identity.remarks, *replaced)
    return (*said, *undated) if following.tickets else said


def _as_load(staged: Staged, load_id: int, by: str, counted: Changes | None = None) -> Load:
    counted = counted or Changes(0, 0, 0, 0)
    return Load(
        load_id=load_id,
        file=staged.name,
        sha256=staged.sha256,
        size=staged.size,
        sheet=staged.sheet,
        container=staged.container,
        encoding=staged.encoding,
        reader=staged.reader,
        title=staged.title,
        source=staged.source,
        table=staged.table,
        tables=tuple(sorted(staged.tables)),
        who=by,
        loaded_at=datetime.fromisoformat(ledger.now()),
        zone=staged.zone,
        date_order=staged.date_order,
        rows_read=staged.rows_read,
        rows_kept=staged.rows_kept,
        rows_rejected=staged.rows_rejected,
        cells_bad=staged.cells_bad,
        records=counted.records,
        records_new=counted.new,
        records_updated=counted.updated,
        records_unchanged=counted.unchanged,
        warnings=tuple(staged.warnings),
        is_active=True,
        has_original=False,
    )


def _values(load: Load, reading: str) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(load, name) for name in load.__dataclass_fields__}
    del values["load_id"], values["tables"]
    values["table_name"] = values.pop("table")
    values["loaded_at"] = str(load.loaded_at)
    values["warnings"] = json.dumps(load.warnings)
    values["is_active"] = int(load.is_active)
    values["has_original"] = int(load.has_original)
    return values | {"reading": reading}


def _keep_original(folder: Path, sha256: str) -> bool:
    """Move the copy that staging made under its hash; whether the store has it afterwards."""
    target = folder / "originals" / sha256
    for copied in (folder / "staging").glob(f"*/{sha256}"):
        sync(copied)
        os.replace(copied, target)
        sync(target.parent)
        break
    return target.exists()
