"""Where each statement of the model runs: on the engine where it reads rows, else in DuckDB.

What the engine makes lands as Parquet on the shared disk: rows stay there, and DuckDB has a view
of them; what is counted over rows becomes a table of the snapshot.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import sqlglot
from duckdb import DuckDBPyConnection as Connection
from sqlglot import exp

from support_kpi.scale import statements, translation, versions
from support_kpi.scale.engine import Engine
from support_kpi.scale.statements import ROWS, Statement
from support_kpi.schema import Table
from support_kpi.store import current, segments
from support_kpi.store.files import quoted, remove

CREATE = re.compile(r"create (or replace )?table \w+ as", re.IGNORECASE)
Columns = Mapping[str, str]


class Work:
    """A snapshot in the making: DuckDB at `home`, an engine, a folder that both see."""

    def __init__(
        self, home: Connection, engine: Engine, rows: Path, settings: Mapping[str, object]
    ) -> None:
        self.home = home
        self.engine = engine
        self.rows = rows
        self.settings = settings
        self.macros = statements.macros()
        self.views: set[str] = set()
        self.lent: set[str] = set()
        self.places: dict[str, Path] = {}
        self.ruled: dict[str, int] = {}

    def fill(self, table: Table, files: Sequence[Path]) -> None:
        """The current rows of a canonical table: of all stored versions the one that counts."""
        if table.name not in ROWS or not files:
            current.fill(self.home, table, files)
            return
        columns = versions.columns(table)
        version = versions.define(self.engine, self.home, table, files, self.rows)
        sql = f"""
            select {", ".join(f'"{name}"' for name in columns)}
            from (
                select
                    *,
                    row_number() over (
                        partition by {", ".join(segments.key(table))}
                        order by {segments.newest(table)}
                    ) as place_of_version
                from {version}
            ) as version
            where place_of_version = 1
        """
        schema = {version: {**columns, "file_row_number": "bigint"}}
        self._write(table.name, self._said(_query(sql), schema), columns)

    def step(self, statement: Statement) -> None:
        """One statement, in the order of the model."""
        made = statement.makes
        if not statement.reads & (ROWS | self.views):
            self.home.execute(statement.text)
            self.lent.discard(made)
        elif isinstance(statement.tree, exp.Drop):
            self.home.execute(statement.text)
            self.views.discard(made)
        elif isinstance(statement.tree, exp.Update):
            self._rule(statement.tree)
        elif statement.query is None:
            self.home.execute(statement.text)
        else:
            schema = {name: self._lent(name) for name in sorted(statement.reads)}
            sql = self._said(statement.query, schema)
            if statement.is_view:
                self.home.execute(statement.text)
                self.engine.define(made, sql)
                self.views.add(made)
            else:
                self._write(made, sql, self._shape(statement))

    def tidy(self) -> None:
        """Leave nothing in the folder but the rows that the snapshot reads."""
        kept = set(self.places.values())
        for found in self.rows.iterdir():
            if found not in kept:
                remove(found)

    def _said(self, query: exp.Query, schema: Mapping[str, Columns]) -> str:
        return translation.spark(query, schema, self.macros, self.settings)

    def _write(self, name: str, sql: str, columns: Columns, folder: str = "") -> None:
        """Let the engine make a table, and DuckDB know it under its name."""
        place = self.rows / (folder or name)
        self.engine.write(sql, place)
        cast = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in columns.items())
        if not any(place.glob("*.parquet")):
            # An engine may write no file where there is no row.
            nothing = ", ".join(f'null::{kind} as "{c}"' for c, kind in columns.items())
            place.mkdir(exist_ok=True)
            self.home.execute(
                f"copy (select {nothing} where false) to {quoted(place / 'none.parquet')}"
            )
        files = quoted(Path("snapshots") / self.rows.name / place.name / "*.parquet")
        if name in ROWS:
            self.home.execute(
                f"create or replace view {name} as select {cast} from read_parquet({files})"
            )
            self.engine.view(name, place)
            self.lent.add(name)
            self.places[name] = place
        else:
            self.home.execute(
                f"create table {name} as select {cast} from read_parquet({files}) order by all"
            )

    def _lent(self, name: str) -> Columns:
        """The columns of a table that the engine is to read, which it knows from here on."""
        columns = {row[0]: row[1] for row in self._described(name)}
        if name in self.ruled:
            place = f"{name}.{self.ruled[name]}"
            self._write(
                name, f"select * from {_before(name, self.ruled.pop(name))}", columns, place
            )
        if name not in self.lent | self.views:
            file = self.rows / f"{name}.lent" / f"{len(list(self.rows.iterdir()))}.parquet"
            file.parent.mkdir(exist_ok=True)
            self.home.execute(f"copy {name} to {quoted(file)} (format parquet)")
            self.engine.view(name, file)
            self.lent.add(name)
        return columns

    def _rule(self, change: exp.Update) -> None:
        """An update of rows is another table; several in a row are written as one."""
        rule = change.args["from_"].this.name
        name = change.this.name
        if not self.home.execute(f"select 1 from {rule} limit 1").fetchall():
            return
        done = self.ruled.get(name, 0)
        read = name if done == 0 else _before(name, done)
        schema = {rule: self._lent(rule)}
        schema[read] = {row[0]: row[1] for row in self._described(name)}
        if done == 0:
            self._lent(name)
        query = translation.updated(change, read, list(schema[read]))
        self.engine.define(_before(name, done + 1), self._said(query, schema))
        self.ruled[name] = done + 1

    def _shape(self, statement: Statement) -> Columns:
        """The columns that a statement gives in DuckDB, which is asked without running it."""
        self.home.execute(CREATE.sub("create view shape as", statement.text, count=1))
        columns = {row[0]: row[1] for row in self._described("shape")}
        self.home.execute("drop view shape")
        return columns

    def _described(self, name: str) -> list[tuple[str, str]]:
        return self.home.execute(f"describe {name}").fetchall()


def _before(name: str, step: int) -> str:
    return f"{name}_ruled_{step}"


def _query(sql: str) -> exp.Query:
    tree = sqlglot.parse_one(sql, read="duckdb")
    assert isinstance(tree, exp.Query)
    return tree
