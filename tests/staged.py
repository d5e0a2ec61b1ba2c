"""Small staged exports, as ingest hands them to the store."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from support_kpi.ingest import Staged
from support_kpi.schema import SQL_TYPES, TABLES
from support_kpi.store import snapshots
from tests.engine import engine

Row = dict[str, object]


def without_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Snapshots without cubes, which take most of the time; the folder they would be read from."""
    model = folder / "model"
    model.mkdir()
    monkeypatch.setattr(snapshots, "MODEL", model)
    return model


def tickets(folder: Path, *rows: Row, name: str = "tickets.csv", **more: object) -> Staged:
    """A staged ticket export. A row needs only `ticket_id`; the rest has defaults."""
    filled = [{"created_at": "2026-01-01 09:00:00", "channel": "email"} | row for row in rows]
    return staged(folder, {"ticket": filled}, name=name, **more)


def staged(
    folder: Path,
    tables: dict[str, list[Row]],
    *,
    name: str = "export.csv",
    rejects: list[Row] | None = None,
    **more: object,
) -> Staged:
    """A staged export of one file; its first table is the main one."""
    main = next(iter(tables))
    place = folder / uuid4().hex
    place.mkdir(parents=True)
    rejected = rejects or []
    rejected_rows = len({row["source_row"] for row in rejected if row.get("is_row_rejected")})
    text = json.dumps([tables, rejected, name], default=str)
    paths = {table: _canonical(place, table, rows) for table, rows in tables.items()}
    made = Staged(
        name=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        size=len(text),
        sheet="",
        container="csv",
        encoding="utf-8",
        reader="zendesk_tickets",
        title="Zendesk tickets",
        source="zendesk",
        table=main,
        tables=paths,
        rejects=_rejects(place, rejected),
        rows_read=len(tables[main]) + rejected_rows,
        rows_kept=len(tables[main]),
        rows_rejected=rejected_rows,
        cells_bad=0,
        records=len(tables[main]),
        repeats=0,
        zone="UTC",
        date_order="ymd",
        columns=(("ticket_id", "Id", "as it is"),),
        head=(),
        warnings=(),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def _canonical(place: Path, table: str, rows: list[Row]) -> Path:
    known = {"source": "text", "source_row": "integer"} | {
        column.name: column.type for column in TABLES[table].columns
    }
    columns = {name: SQL_TYPES[kind] for name, kind in known.items()}
    filled = [
        {"source": "zendesk", "source_row": position} | row
        for position, row in enumerate(rows, start=2)
    ]
    return _parquet(place / f"{table}.parquet", columns, filled)


def _rejects(place: Path, rows: list[Row]) -> Path:
    columns = {
        "source_row": "bigint",
        "column_name": "varchar",
        "value": "varchar",
        "reason": "varchar",
        "is_row_rejected": "boolean",
    }
    return _parquet(place / "rejects.parquet", columns, rows)


def _parquet(path: Path, columns: dict[str, str], rows: list[Row]) -> Path:
    shape = {name: ["varchar"] if kind.endswith("[]") else kind for name, kind in columns.items()}
    with engine().cursor() as connection:
        connection.execute(
            f"create temp table t as select unnest(from_json($rows::json, '{json.dumps([shape])}'),"
            " max_depth := 2)",
            {"rows": json.dumps(rows, default=str)},
        )
        connection.execute(f"copy t to '{path}' (format parquet)")
    return path
