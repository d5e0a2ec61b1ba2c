"""The statements of the model, and which of them read rows that one machine may not hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from support_kpi.store import layers, snapshots

# Tables with a row for each ticket, event or answer. Every other one is bounded by days and
# dimensions, or is a plan or a survey of people.
ROWS = frozenset(layers.KEYS) - frozenset(layers.CUBES)
MACRO = re.compile(r"^create (or replace )?macro\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """One statement of a model file, as written and as a tree."""

    text: str
    tree: exp.Expr

    @property
    def makes(self) -> str:
        """The table that it creates, changes or drops."""
        named = self.tree.find(exp.Table)
        return named.name if named else ""

    @property
    def query(self) -> exp.Query | None:
        """What a table or view is made of."""
        if not isinstance(self.tree, exp.Create) or self.tree.kind not in ("TABLE", "VIEW"):
            return None
        made = self.tree.args.get("expression")
        return made if isinstance(made, exp.Query) else None

    @property
    def is_view(self) -> bool:
        return isinstance(self.tree, exp.Create) and self.tree.kind == "VIEW"

    @property
    def reads(self) -> set[str]:
        """Tables that are read, or changed, and are not made by the statement itself."""
        return read_by(self.tree) - ({self.makes} if self.query else set())


@dataclass(frozen=True)
class Macro:
    """A formula with names for what it is given."""

    parameters: tuple[str, ...]
    body: exp.Expr


def of_file(file: Path) -> list[Statement]:
    text = file.read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        parts = [part.query for part in connection.extract_statements(text)]
    return [Statement(part, parsed(part)) for part in parts]


def of_model() -> Iterator[Statement]:
    for file in snapshots.model_files():
        yield from of_file(file)


def read_by(tree: exp.Expr) -> set[str]:
    """Every table that is named, but for those that a `with` makes."""
    named = {table.name for table in tree.find_all(exp.Table)}
    return named - {cte.alias for cte in tree.find_all(exp.CTE)}


@cache
def macros() -> Mapping[str, Macro]:
    """The macros of the model by name, of values and of tables."""
    found: dict[str, Macro] = {}
    for statement in of_model():
        tree = statement.tree
        if not isinstance(tree, exp.Create) or not isinstance(tree.this, exp.UserDefinedFunction):
            continue
        names = tuple(given.name for given in tree.this.expressions)
        found[tree.this.this.name.lower()] = Macro(names, tree.expression)
    return found


def parsed(text: str) -> exp.Expr:
    """A statement as a tree; a macro that only DuckDB can read is a word of its own."""
    # A comment that follows the statement makes a second, empty part.
    try:
        tree = next(part for part in sqlglot.parse(text, read="duckdb") if part)
    except ParseError:
        if not MACRO.search(text):
            raise
        return exp.Command(this="create macro")
    return tree.expressions[0] if isinstance(tree, exp.Block) else tree
