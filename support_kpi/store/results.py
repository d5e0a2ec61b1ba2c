"""What became of a file: the answer of a load, for people, pages and other tools."""

from dataclasses import dataclass, replace
from typing import Literal

from support_kpi.ingest import Beside, Staged
from support_kpi.store.records import Load


@dataclass(frozen=True)
class LoadResult:
    """What became of one sheet of one file. Always `rows_read = rows_kept + rows_rejected`."""

    file: str
    sha256: str
    status: Literal["loaded", "unchanged", "refused"]
    reader: str | None
    table: str | None
    load_id: int | None
    rows_read: int
    rows_kept: int
    rows_rejected: int
    records: int
    records_new: int
    records_updated: int
    records_unchanged: int
    zone: str | None
    date_order: str | None
    encoding: str | None
    warnings: tuple[str, ...]
    error: str | None


def refused(file: str, sha256: str, error: str) -> LoadResult:
    """The result for a file of which nothing was stored."""
    return LoadResult(
        file=file,
        sha256=sha256,
        status="refused",
        reader=None,
        table=None,
        load_id=None,
        rows_read=0,
        rows_kept=0,
        rows_rejected=0,
        records=0,
        records_new=0,
        records_updated=0,
        records_unchanged=0,
        zone=None,
        date_order=None,
        encoding=None,
        warnings=(),
        error=error,
    )


def refused_table(staged: Staged) -> LoadResult:
    """The same for one table of a file, whose reader may be known."""
    return replace(
        refused(staged.name, staged.sha256, staged.error or ""),
        reader=staged.reader or None,
        encoding=staged.encoding or None,
        warnings=staged.warnings,
    )


def of_load(load: Load, status: Literal["loaded", "unchanged"]) -> LoadResult:
    is_same = status == "unchanged"
    return LoadResult(
        file=load.file,
        sha256=load.sha256,
        status=status,
        reader=load.reader,
        table=load.table,
        load_id=load.load_id,
        rows_read=load.rows_read,
        rows_kept=load.rows_kept,
        rows_rejected=load.rows_rejected,
        records=load.records,
        records_new=0 if is_same else load.records_new,
        records_updated=0 if is_same else load.records_updated,
        records_unchanged=load.records if is_same else load.records_unchanged,
        zone=load.zone,
        date_order=load.date_order,
        encoding=load.encoding,
        warnings=load.warnings,
        error=None,
    )


def left_undone(load: Load) -> LoadResult:
    """The result for a file whose load was undone and stays so."""
    remark = f"load {load.load_id} was undone; `redo {load.load_id}` brings it back"
    return of_load(replace(load, warnings=(remark,)), "unchanged")


def of_beside(one: Beside, main: str, result: LoadResult) -> LoadResult:
    """The result for a table that was read for the sake of another: used whole, or not needed."""
    told = replace(
        refused(one.name, one.sha256, f"{main}, which it is part of, was refused"),
        reader=one.reader,
        encoding=one.encoding,
    )
    if result.status == "refused":
        return told
    return replace(
        told,
        status=result.status,
        load_id=result.load_id,
        rows_read=one.rows,
        rows_kept=one.rows if one.is_used else 0,
        rows_rejected=0 if one.is_used else one.rows,
        warnings=(f"used with {main}: {one.use}" if one.is_used else one.use,),
        error=None,
    )
