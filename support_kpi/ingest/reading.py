"""Every table of a file read, converted and checked in this process."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from support_kpi.bundles import is_part
from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest.gathering import gathered
from support_kpi.ingest.glimpses import asked
from support_kpi.ingest.headings import headed
from support_kpi.ingest.joining import joined, part
from support_kpi.ingest.limits import Limits
from support_kpi.ingest.mended import recalled
from support_kpi.ingest.staged import Staged
from support_kpi.ingest.tables import claimed
from support_kpi.ingest.unfolding import unfolded
from support_kpi.parsing import files
from support_kpi.parsing.progress import tell
from support_kpi.parsing.sheet import Sheet


def read(
    path: Path, folder: Path, work: Path, options: Options, key: bytes, limits: Limits
) -> list[Staged]:
    """Every table of a file, those that belong together joined."""
    blank = Staged(options.name or path.name, "", 0)
    try:
        sheets = files.sheets(path, work / "sheets", name=blank.name, chosen=options.encoding)
    except ExportError as error:
        return [replace(blank, error=str(error))]
    known = [
        (unfolded(gathered(headed(sheet, said), work, said), work), said)
        for sheet, said in (recalled(sheet, options) for sheet in sheets)
    ]
    pa.default_memory_pool().release_unused()
    tell(doing="converting")
    is_little = limits.are_little([sheet for sheet, _ in known])
    with connected(work, limits, is_little=is_little) as connection:
        read = [
            claimed(connection, sheet, folder / f"{number}", said, key, blank)
            for number, (sheet, said) in enumerate(known)
        ]
        if options.can_ask:
            read = [
                (asked(connection, sheet, folder / f"{number}", one), is_claimed)
                for number, ((sheet, _), (one, is_claimed)) in enumerate(
                    zip(known, read, strict=True)
                )
            ]
        staged = [
            _holding(one, sheet, folder / f"{number}.parquet", options)
            for number, ((one, _), (sheet, _)) in enumerate(zip(read, known, strict=True))
        ]
        together = joined(connection, staged, options, key)
    claims = [is_claimed for _, is_claimed in read]
    kept = settled([(one, is_one) for one, is_one in zip(together, claims, strict=True) if one])
    wanted = {file for one in kept for file in one.files}
    for file in {file for one in staged for file in one.files} - wanted:
        file.unlink(missing_ok=True)
    return kept


def connected(work: Path, limits: Limits, *, is_little: bool = False) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": limits.duckdb_little if is_little else limits.duckdb_memory,
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )


def settled(staged: Sequence[tuple[Staged, bool]]) -> list[Staged]:
    """Tables that no reader knows are only a remark where the file has others that one does."""
    claimed = [one for one, is_claimed in staged if is_claimed]
    if not claimed:
        return [one for one, _ in staged]
    left_out = tuple(str(one.error) for one, is_claimed in staged if not is_claimed)
    return [replace(one, warnings=(*one.warnings, *left_out)) for one in claimed]


def _holding(staged: Staged, sheet: Sheet, target: Path, options: Options) -> Staged:
    """With its sheet kept, where other tables may have something to say of it."""
    if options.mapping is not None or not is_part(part(staged, sheet)):
        return staged
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(sheet.path, target)
    return replace(staged, held=replace(sheet, path=target))
