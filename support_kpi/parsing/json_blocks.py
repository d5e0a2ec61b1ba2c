"""JSON objects as columns at once, where nobody could read them in another way."""

from collections.abc import Iterable

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from support_kpi.parsing.json_known import Known, Pointer, escaped
from support_kpi.parsing.json_leaves import list_cells

# Each piece has a thread of its own.
SETTINGS = {"memory_limit": "500MB", "threads": 1, "python_enable_replacements": False}
# Numbers that Python writes in a way of its own, and what only one of the two takes for JSON.
PECULIAR = (
    r"-?[0-9][0-9.]*[eE][-+]?[0-9]+",
    r"-0[.0]*",
    r"[0-9]{16,}\.[0-9]+",
    r"-?0\.000[0-9]*",
    r"-?(?i:nan|inf|infinity)",
)
ODD = rf"[:,\[]\s*(?:{'|'.join(PECULIAR)})\s*[,\]}}]|,\s*[\]}}]"
OBJECT, LIST = "OBJECT", "ARRAY"


def connected() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=SETTINGS)


def plain(
    connection: duckdb.DuckDBPyConnection, values: pa.Array, known: Known
) -> NDArray[np.bool_] | None:
    """Which values are objects that read alike everywhere; None where one has a key that is new,
    or twice. They are kept in the connection for `columns`."""
    is_odd = pc.match_substring_regex(values, ODD)
    connection.register("given", pa.table({"value": values, "is_odd": is_odd}))
    connection.execute(
        f"""
        create or replace temp table piece as
        select
            value,
            case
                when
                    not is_odd
                    and starts_with(value, '{{')
                    and ends_with(value, '}}')
                    and json_valid(value)
                then json_keys(value, {_listed(known.branches)})
            end as keys
        from given
        """
    )
    connection.unregister("given")
    different = connection.execute("select distinct keys from piece where keys is not null")
    if not all(known.covers(keys) for (keys,) in different.fetchall()):
        return None
    return connection.execute("select keys is not null as is_plain from piece").fetchnumpy()[
        "is_plain"
    ]


def columns(connection: duckdb.DuckDBPyConnection, known: Known) -> pa.RecordBatch | None:
    """The cells of the plain values; None where one leads further than is known."""
    if not known.leaves:
        return None
    texts = _parts(connection, "json_extract_string", known.leaves)
    open_ended = [pointer for pointer, text in texts.items() if _may_hold_more(text)]
    kinds = _parts(connection, "json_type", open_ended)
    for pointer, kind in kinds.items():
        text = _told(texts[pointer], kind, is_branch=pointer in known.branches)
        if text is None:
            return None
        texts[pointer] = text
    rows = len(next(iter(texts.values())))
    cells = dict.fromkeys(known.paths, pa.nulls(rows, pa.string()))
    cells |= {known.leaves[pointer]: text for pointer, text in texts.items()}
    names = [f"c{position}" for position in range(len(cells))]
    return pa.RecordBatch.from_arrays(list(cells.values()), names=names)


def _parts(
    connection: duckdb.DuckDBPyConnection, function: str, pointers: Iterable[Pointer]
) -> dict[Pointer, pa.Array]:
    pointers = list(pointers)
    if not pointers:
        return {}
    chosen = ", ".join(f"part[{place}] as c{place}" for place in range(1, len(pointers) + 1))
    table = connection.sql(
        f"""
        select {chosen}
        from (
            select {function}(value, {_listed(pointers)}) as part from piece where keys is not null
        )
        """
    ).to_arrow_table()
    arrays = [column.combine_chunks() for column in table.columns]
    return dict(zip(pointers, arrays, strict=True))


def _listed(pointers: Iterable[Pointer]) -> str:
    texts = (escaped(pointer).replace("'", "''") for pointer in pointers)
    return "[" + ", ".join(f"'{text}'" for text in texts) + "]"


def _may_hold_more(text: pa.Array) -> bool:
    return bool(pc.any(pc.or_(pc.starts_with(text, "["), pc.starts_with(text, "{"))).as_py())


def _told(text: pa.Array, kind: pa.Array, *, is_branch: bool) -> pa.Array | None:
    """The cells of lists as they are written, of empty objects as nothing; none of an object with
    keys of its own."""
    is_object = pc.fill_null(pc.equal(kind, OBJECT), False)
    is_empty = pc.and_(is_object, pc.equal(text, "{}"))
    is_full = pc.and_not(is_object, is_empty)
    if not is_branch and pc.any(is_full).as_py():
        return None
    text = pc.if_else(is_full, None, pc.if_else(is_empty, "", text))
    is_list = pc.fill_null(pc.equal(kind, LIST), False)
    written = text.filter(is_list).dictionary_encode()
    told = pa.array(list_cells(written.dictionary.to_pylist()), pa.string())
    return pc.replace_with_mask(text, is_list, told.take(written.indices))
