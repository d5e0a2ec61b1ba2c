"""Building a snapshot: whole from all segments, or from the one before and what changed since."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from support_kpi.schema import TABLES
from support_kpi.store import current, engines, increments, layers, rejected, segments, snapshots
from support_kpi.store.files import written
from support_kpi.store.ledger import REJECTS
from support_kpi.store.records import Load, Segment
from support_kpi.store.snapshots import Snapshot


def build(
    target: Path,
    folder: Path,
    active: Sequence[Segment],
    loads: Sequence[Load],
    settings: Mapping[str, object],
    number: int | None = None,
    present: Snapshot | None = None,
) -> int | None:
    """Write a snapshot of the active segments to `target`, whole or not at all.

    Where `present` is of the same model and little has changed since, only that is written; the
    answer is then the number of the snapshot that the rest is read from.
    """
    way = increments.step(folder, present, active, settings) if present else None
    with written(target) as part:
        if way and _grow(part, way, loads, settings, number):
            return way.base
        part.unlink(missing_ok=True)
        with engines.database(folder, part) as connection:
            rows = sum(segment.rows for segment in active)
            engines.allow(connection, engines.memory_for(rows))
            snapshots.set_variables(connection, settings)
            # Each statement on its own would be synced to the disk.
            connection.begin()
            for table in TABLES.values():
                current.fill(connection, table, segments.paths(folder, list(active), table.name))
            snapshots.fill_loads(connection, loads)
            rejected.fill(connection, segments.paths(folder, list(active), REJECTS))
            snapshots.fill_origin(connection, active, settings, number)
            snapshots.fill_reference(connection)
            for file in snapshots.model_files():
                snapshots.run_file(connection, file)
            connection.commit()
            connection.execute("checkpoint")
    return None


def is_large(active: Sequence[Segment]) -> bool:
    """Whether a copy of the snapshot costs more than an increment."""
    return sum(segment.rows for segment in active) >= increments.LEAST_ROWS


def amend(
    present: Path, target: Path, folder: Path, settings: Mapping[str, object], number: int
) -> int | None:
    """Write a copy of a snapshot with what people entered since, whole or not at all; the number
    of the snapshot that it reads, if any."""
    with written(target) as part:
        shutil.copyfile(present, part)
        with engines.database(folder, part) as connection:
            connection.execute("set variable entries = $value", {"value": settings["entries"]})
            connection.begin()
            snapshots.run_script(connection, "entries")
            connection.execute("update snapshot set number = $number", {"number": number})
            connection.commit()
            connection.execute("checkpoint")
            return connection.execute("select base from snapshot").fetchall()[0][0]


def _grow(
    part: Path,
    way: increments.Step,
    loads: Sequence[Load],
    settings: Mapping[str, object],
    number: int | None,
) -> bool:
    with engines.scratch(way.folder) as engine:
        increments.prepare(engine, way, part)
        snapshots.set_variables(engine, settings)
        snapshots.fill_loads(engine, loads)
        layers.replace_all(engine)
        if not increments.apply(engine, way):
            return False
        rejected.fill(engine, segments.paths(way.folder, list(way.active), REJECTS))
        snapshots.fill_origin(
            engine,
            way.active,
            settings,
            number,
            base=way.base,
            base_rows=way.origin.base_rows,
            changed_rows=way.weight,
        )
        snapshots.run_script(engine, "entries")
        layers.replace_all(engine)
        engine.execute("checkpoint home")
        engine.execute("use memory")
        engine.execute("detach home")
    return True
