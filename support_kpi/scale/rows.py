"""Questions to the rows, answered by an engine: one query of `queries/`, as DuckDB would."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as parquet
from duckdb import DuckDBPyConnection as Connection
from sqlglot.errors import SqlglotError

from support_kpi.errors import EngineError, QueryError
from support_kpi.queries import Query, given
from support_kpi.scale import statements, translation
from support_kpi.scale.engine import Engine
from support_kpi.scale.statements import ROWS
from support_kpi.store import Snapshot, layers, snapshots
from support_kpi.store.files import own_name, remove


def answer(
    engine: Engine,
    snapshot: Snapshot,
    connection: Connection,
    query: Query,
    values: Mapping[str, object],
) -> pd.DataFrame:
    """The rows of a query; what it reads besides rows is lent to the engine from the snapshot."""
    tree = translation.written_out(statements.parsed(query.sql), statements.macros())
    chosen = given(query, values)
    read = sorted(statements.read_by(tree))
    with _lending(engine, snapshot, connection) as lend:
        schema = {name: lend.table(name) for name in read}
        try:
            sql = translation.spark(tree, schema, statements.macros(), chosen, is_ordered=True)
        except SqlglotError:
            raise QueryError(
                f'The query "{query.name}" has no translation for an engine; ask it without '
                "--engine."
            ) from None
        found = engine.ask(sql)
    columns = connection.cursor().execute(f"describe {query.sql}", chosen).fetchall()
    cast = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind, *_ in columns)
    with duckdb.connect() as scratch:
        scratch.register("found", found)
        return scratch.execute(f"select {cast} from found").df()


class Lent:
    """What an engine knows of a snapshot: rows that lie beside it, and copies of the rest."""

    def __init__(self, engine: Engine, connection: Connection, rows: Path, scratch: Path) -> None:
        self.engine = engine
        self.connection = connection
        self.rows = rows
        self.scratch = scratch

    def table(self, name: str) -> dict[str, str]:
        """Let the engine know a table or view, and say what its columns are."""
        described = self.connection.cursor().execute(f'describe "{name}"').fetchall()
        columns = {row[0]: row[1] for row in described}
        if name not in ROWS:
            self._copy(name, name)
        elif self._is_layered(name):
            self._layer(name, list(columns))
        else:
            self.engine.view(name, self._place(name))
        return columns

    def _is_layered(self, name: str) -> bool:
        found = self.connection.cursor().execute(
            "select 1 from duckdb_tables() where schema_name = 'gone' and table_name = $name",
            {"name": name},
        )
        return bool(found.fetchall())

    def _layer(self, name: str, columns: list[str]) -> None:
        """Rows of the whole snapshot without those that are gone, and those since."""
        whole, gone, since = (f"{name}_{part}" for part in ("whole", "gone", "since"))
        self.engine.view(whole, self._place(name))
        self._copy(f"gone.{name}", gone)
        self._copy(f"since.{name}", since)
        shown = ", ".join(f"`{column}`" for column in columns)
        same = " and ".join(f"{whole}.{key} <=> {gone}.{key}" for key in layers.KEYS[name])
        self.engine.define(
            name,
            f"select {shown} from {whole} left anti join {gone} on {same}"
            f" union all select {shown} from {since}",
        )

    def _place(self, name: str) -> Path:
        """The newest folder of a table: one that rules have changed has a number."""
        found = sorted(self.rows.glob(f"{name}.[0-9]")) or [self.rows / name]
        return found[-1]

    def _copy(self, name: str, known_as: str) -> None:
        file = self.scratch / f"{known_as}.parquet"
        found = self.connection.cursor().sql(f"select * from {name}").to_arrow_table()
        parquet.write_table(found, file)
        self.engine.view(known_as, file)


@contextmanager
def _lending(engine: Engine, snapshot: Snapshot, connection: Connection) -> Iterator[Lent]:
    base = connection.cursor().execute("select base from snapshot").fetchall()[0][0]
    number = snapshot.number if base is None else base
    rows = snapshots.rows_folder(engine.here / snapshots.file_name(number))
    if not rows.is_dir():
        raise EngineError(
            f"The rows of snapshot {number} are in DuckDB, where no engine sees them; run "
            "`cubes --engine` first, or ask without --engine."
        )
    scratch = engine.here / "temporary" / own_name("lent")
    scratch.mkdir(parents=True)
    try:
        yield Lent(engine, connection, rows, scratch)
    finally:
        remove(scratch)
