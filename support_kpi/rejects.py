"""Rejected rows and unreadable cells of a load: as lines to read, and as rows to mend."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi.parsing.mending import MARKS, read_as
from support_kpi.schema import TABLES, Column
from support_kpi.store import Load
from support_kpi.store.files import literal
from support_kpi.store.rejected import about

NAMES = {
    "source_row": "row",
    "heading": "heading",
    "column_name": "column",
    "value": "value",
    "reason": "reason",
    "how_to_mend": "how to mend it",
    "is_row_rejected": "row rejected",
    "cells": "original cells",
}
WRITE = {
    "timestamp": "Write a date and time such as 2026-03-31 14:05",
    "date": "Write a date such as 2026-03-31",
    "integer": "Write a whole number such as 12",
    "number": "Write a number such as 12.5",
    "boolean": "Write yes or no",
}
DURATION = "Write a length of time such as 01:30:00"


@dataclass(frozen=True)
class Mendable:
    """Rejected rows in the columns of their export, with the marks that tell what they were."""

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


def lines(path: Path) -> pd.DataFrame:
    """One line a finding: row of the file, heading, value, reason, and the row's original cells."""
    rows = pd.read_parquet(path)
    cells = rows["cells"].map(lambda cells: json.dumps(list(cells), ensure_ascii=False))
    return rows.assign(cells=cells, how_to_mend=_advice(rows))[list(NAMES)].rename(columns=NAMES)


def mendable(path: Path, load: Load, settled: Collection[int] = ()) -> Mendable | None:
    """The rows of a load to mend and load again, without those `settled` since.

    None for a load of an earlier version, which did not keep the headings.
    """
    with duckdb.connect() as engine:
        said = about(engine, path)
    headings = said.get("headings")
    if not isinstance(headings, list):
        return None
    found = pd.read_parquet(path)
    found = found.assign(how_to_mend=_advice(found))
    reading = read_as(
        reader=load.reader,
        zone=load.zone,
        date_order=load.date_order,
        mapping=said.get("mapping"),
    )
    rows: list[tuple[str, ...]] = []
    for number, row in found[~found["source_row"].isin(settled)].groupby("source_row"):
        marks = (
            str(number),
            str(load.load_id),
            load.file,
            "; ".join(map(_complaint, row["heading"], row["column_name"], row["reason"])),
            " ".join(dict.fromkeys(row["how_to_mend"])),
            reading,
        )
        rows.append((*_texts(row["cells"].iloc[0]), *marks))
    blank = ("",) * len(MARKS)
    named = [(*_texts(one), *(blank if place else MARKS)) for place, one in enumerate(headings)]
    return Mendable(tuple(named), tuple(rows))


def told(findings: pd.DataFrame, paths: Mapping[int, Path]) -> pd.DataFrame:
    """Findings of a snapshot with what stood in the cells, how to mend it, and the whole row."""
    held = [
        _cells(path, findings.loc[findings["load_id"] == load_id, "source_row"].tolist()).assign(
            load_id=load_id
        )
        for load_id, path in paths.items()
    ]
    if not held:
        return findings
    keys = ["load_id", "source_row", "heading", "column_name", "reason"]
    cells = pd.concat(held, ignore_index=True).drop_duplicates(keys)
    merged = findings.merge(cells, on=keys, how="left")
    merged = merged.assign(how_to_mend=_advice(merged))
    first = ["load_id", "file", "source_row", "heading", "value", "reason", "how_to_mend"]
    return merged[[*first, "is_row_rejected", "state", "mended_by", "original_cells"]]


def _cells(path: Path, rows: Collection[int]) -> pd.DataFrame:
    with duckdb.connect() as engine:
        return engine.execute(
            """
            select
                source_row, heading, column_name, reason, value,
                to_json(cells)::varchar as original_cells
            from read_parquet($file)
            where source_row in (select unnest($rows::bigint[]))
            """,
            {"file": literal(path), "rows": list(rows)},
        ).df()


def how_to_mend(column: str, reason: str, *, is_row_rejected: bool) -> str:
    """What to write instead, going by what the column holds."""
    if not column:
        return "Leave this line out: it is no record."
    known = _known(column)
    if "needs one" in reason:
        named = (known.description if known else column).lower()
        return f"Fill it in ({named}): a row without it cannot be kept."
    words = _write(known)
    return f"{words}." if is_row_rejected else f"{words}, or leave the cell empty."


def _advice(found: pd.DataFrame) -> pd.Series:
    advice = [
        how_to_mend(column, reason, is_row_rejected=is_row_rejected)
        for column, reason, is_row_rejected in zip(
            found["column_name"], found["reason"], found["is_row_rejected"], strict=True
        )
    ]
    return pd.Series(advice, index=found.index, dtype="object")


def _write(column: Column | None) -> str:
    if column is None:
        return "Write a value that can be read"
    if column.name.endswith("_seconds"):
        return DURATION
    if column.allowed:
        return f"Write one of {', '.join(column.allowed)}, or map the word to one in a mapping"
    return WRITE.get(column.type, "Write a value that can be read")


def _known(name: str) -> Column | None:
    found: Mapping[str, Column] = {
        column.name: column for table in reversed(TABLES.values()) for column in table.columns
    }
    return found.get(name)


def _complaint(heading: str, column: str, reason: str) -> str:
    name = heading or column
    return f"{name}: {reason}" if name else reason


def _texts(cells: Collection[str | None]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell) for cell in cells)
