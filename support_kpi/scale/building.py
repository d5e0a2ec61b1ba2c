"""A snapshot whose rows an engine made: they stay Parquet beside it, the cubes are in it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from support_kpi.errors import EngineError
from support_kpi.scale import statements
from support_kpi.scale.engine import Engine
from support_kpi.scale.work import Work
from support_kpi.schema import TABLES
from support_kpi.store import engines, rejected, segments, snapshots
from support_kpi.store.files import remove, written
from support_kpi.store.ledger import REJECTS
from support_kpi.store.publication import Builder
from support_kpi.store.records import Load, Segment

Moved = Callable[[int, int, str], None]


def builder(engine: Engine, moved: Moved) -> Builder:
    """A way to build a snapshot, for `Store.rebuild`."""

    def build(
        target: Path,
        folder: Path,
        active: Sequence[Segment],
        loads: Sequence[Load],
        settings: Mapping[str, object],
        number: int,
    ) -> None:
        if "," in str(folder):
            raise EngineError(f"{folder}: the path of a store with an engine holds no comma.")
        rows = snapshots.rows_folder(target)
        remove(rows)
        rows.mkdir(parents=True)
        try:
            with written(target) as part, engines.database(folder, part) as home:
                engines.look_in(home, folder, rows)
                snapshots.set_variables(home, settings)
                work = Work(home, engine, rows, settings)
                _fill(work, list(active), folder, moved)
                snapshots.fill_loads(home, loads)
                rejected.fill(home, segments.paths(folder, list(active), REJECTS))
                snapshots.fill_origin(home, active, settings, number)
                snapshots.fill_reference(home)
                _run(work, moved)
                home.execute("checkpoint")
            work.tidy()
        except BaseException:
            remove(rows)
            raise

    return build


def _fill(work: Work, active: list[Segment], folder: Path, moved: Moved) -> None:
    for position, (name, table) in enumerate(TABLES.items()):
        moved(position, len(TABLES), f"current rows: {name}")
        work.fill(table, segments.paths(folder, active, name))


def _run(work: Work, moved: Moved) -> None:
    listed = list(statements.of_model())
    for position, statement in enumerate(listed):
        moved(position, len(listed), f"model: {statement.makes}")
        work.step(statement)
    moved(len(listed), len(listed), "publishing")
