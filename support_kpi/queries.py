"""Query files: one question each, with a header that says grain, parameters and columns."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi.errors import QueryError
from support_kpi.filters import cut, spans

FOLDER = Path(__file__).parent.parent / "queries"
# Which cells of a cube are read.
CELLS = ("cut", "span", "whole_start", "whole_end")
CURSORS = 2


@dataclass(frozen=True)
class Query:
    """One question: `sql` is the whole file, header included; `keeps` are the dimensions that it
    splits by itself, `kpis` those that it computes."""

    name: str
    title: str
    grain: tuple[str, ...]
    params: tuple[str, ...]
    returns: tuple[str, ...]
    note: str
    sql: str
    keeps: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()


def names() -> tuple[str, ...]:
    """Every query of the folder, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.sql")))


@cache
def load(name: str) -> Query:
    """The query file `name`; raises QueryError when there is none or its header is incomplete."""
    path = FOLDER / f"{name}.sql"
    if not path.is_file():
        raise QueryError(f'There is no query "{name}". There are: {", ".join(names())}.')
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, sql: str) -> Query:
    """The header of a query file, read from its leading comment lines."""
    title: list[str] = []
    fields: dict[str, str] = {}
    key = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        head, colon, rest = text.partition(":")
        if colon and head in ("grain", "params", "keeps", "kpis", "returns", "note"):
            key = head
            fields[key] = rest.strip()
        elif key:
            fields[key] += f" {text}"
        else:
            title.append(text)
    missing = [key for key in ("grain", "params", "returns") if key not in fields]
    if missing or not title:
        raise QueryError(f"queries/{name}.sql: the header lacks {', '.join(missing) or 'a title'}.")
    return Query(
        name=name,
        title=" ".join(title),
        grain=_listed(fields["grain"]),
        params=_listed(fields["params"]),
        returns=_listed(fields["returns"]),
        note=fields.get("note", ""),
        sql=sql,
        keeps=_listed(fields.get("keeps", "")),
        kpis=_listed(fields.get("kpis", "")),
    )


def given(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters that the query names; those of `CELLS` follow from the others."""
    missing = [name for name in query.params if name not in values and name not in CELLS]
    if missing:
        raise QueryError(f'The query "{query.name}" needs {", ".join(missing)}.')
    known = {**_cells(query, values), **values}
    return {name: known[name] for name in query.params}


def run(
    connection: duckdb.DuckDBPyConnection, query: Query, values: Mapping[str, object]
) -> pd.DataFrame:
    """The rows of a query, on a cursor of its own; only the parameters it names are passed."""
    chosen = {name: _listable(value) for name, value in given(query, values).items()}
    try:
        return connection.cursor().execute(query.sql, chosen).df()
    except duckdb.InterruptException as error:
        raise QueryError(f'The query "{query.name}" took too long and was stopped.') from error
    except duckdb.ConversionException as error:
        raise _unusable(query) from error


def _cells(query: Query, values: Mapping[str, object]) -> dict[str, object]:
    if "cut" not in query.params:
        return {}
    split = [str(values[name]) for name in ("dimension",) if name in query.params]
    chosen = cut(values, (*query.keeps, *split))
    if "span" not in query.params:
        return {"cut": chosen}
    days = (str(values[name])[:10] for name in ("start_date", "end_date"))
    try:
        start, end = map(date.fromisoformat, days)
    except ValueError as error:
        raise _unusable(query) from error
    return {"cut": chosen, **spans(start, end, str(values.get("every", "all")), chosen)}


def _unusable(query: Query) -> QueryError:
    return QueryError(f'The query "{query.name}" cannot use a value it was given.')


def run_all(
    connection: duckdb.DuckDBPyConnection, asked: Sequence[tuple[Query, Mapping[str, object]]]
) -> list[pd.DataFrame]:
    """The rows of each query under its values."""
    # Most of a query on cubes is its plan, which one thread makes: two make two at a time.
    with ThreadPoolExecutor(CURSORS) as pool:
        return list(pool.map(lambda one: run(connection, *one), asked))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in text.split(",") if part.strip() and part.strip() != "none"
    )


def _listable(value: object) -> object:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
