"""From a file to staged tables, in a child process that may fail without harm."""

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from support_kpi import checks, readers
from support_kpi.conversion import Converted, convert
from support_kpi.drafts import Options
from support_kpi.errors import ExportError, UnknownFormat, UsageError
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet

PROJECT = Path(__file__).parents[1]
HEAD_ROWS = 20
MEMORY_ERRORS = ("MemoryError", "OutOfMemoryException", "bad_alloc")
ERROR_NAME = re.compile(rb"^(?:[a-z_]+\.)*([A-Z]\w*(?:Error|Exception|Interrupt|Exit))\b", re.M)


@dataclass(frozen=True)
class Limits:
    """What the reading of one file may take."""

    memory_bytes: int = 6 << 30
    duckdb_memory: str = "2GB"
    file_bytes: int = 16 << 30
    cpu_seconds: int = 3600
    wall_seconds: int = 3600
    niceness: int = 5


DEFAULT = Limits()


@dataclass(frozen=True)
class Staged:
    """One table of a file, converted and checked but not stored; `error` says why it is refused."""

    name: str
    sha256: str
    size: int
    sheet: str = ""
    container: str = ""
    encoding: str = ""
    reader: str = ""
    title: str = ""
    source: str = ""
    table: str = ""
    tables: Mapping[str, Path] = field(default_factory=dict)
    rejects: Path | None = None
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    cells_bad: int = 0
    records: int = 0
    repeats: int = 0
    zone: str | None = None
    date_order: str | None = None
    columns: tuple[tuple[str, str, str], ...] = ()
    head: tuple[Mapping[str, str | None], ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, for another process or a page."""
        paths = {table: str(path) for table, path in self.tables.items()}
        rejects = None if self.rejects is None else str(self.rejects)
        return asdict(replace(self, tables={}, rejects=None)) | {
            "tables": paths,
            "rejects": rejects,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Staged":
        return cls(
            **dict(values)
            | {
                "tables": {table: Path(path) for table, path in values["tables"].items()},
                "rejects": None if values["rejects"] is None else Path(values["rejects"]),
                "columns": tuple((a, b, c) for a, b, c in values["columns"]),
                "head": tuple(values["head"]),
                "warnings": tuple(values["warnings"]),
            }
        )


def stage(
    path: Path, folder: Path, options: Options, key: bytes, limits: Limits = DEFAULT
) -> list[Staged]:
    """Read, convert and check every table of a file; what cannot be loaded has an `error`."""
    path, folder = path.absolute(), folder.absolute()
    name = options.name or path.name
    if not path.is_file():
        return [Staged(name, "", 0, error=f"{name}: there is no such file.")]
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    refused = Staged(name, sha256, path.stat().st_size)
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    try:
        request = {
            "path": str(path),
            "folder": str(folder),
            "options": asdict(options),
            "key": key.hex(),
            "limits": asdict(limits),
        }
        trouble = _run(json.dumps(request, default=str).encode(), limits)
        manifest = work / "staged.json"
        if trouble or not manifest.exists():
            return [replace(refused, error=f"{name}: {trouble or 'reading it came to nothing'}.")]
        answer = json.loads(manifest.read_text(encoding="utf-8"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if usage := answer.get("usage"):
        raise UsageError(usage)
    return [
        Staged.from_json(values | {"name": name, "sha256": sha256, "size": refused.size})
        for values in answer["staged"]
    ]


def _run(request: bytes, limits: Limits) -> str | None:
    """Run the child; what went wrong, in words, or None."""
    with subprocess.Popen(
        [sys.executable, "-m", "support_kpi.ingest"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        start_new_session=True,
    ) as child:
        try:
            _, said = child.communicate(request, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            return f"reading it took longer than {_spoken(limits.wall_seconds)} and was stopped"
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode == 0:
        return None
    if child.returncode == -signal.SIGXCPU:
        return f"reading it took more than {_spoken(limits.cpu_seconds)} of work and was stopped"
    if b"No space left on device" in said:
        return "the disk is full; nothing was loaded"
    names = ERROR_NAME.findall(said)
    error = names[-1].decode() if names else ""
    if child.returncode == -signal.SIGKILL or any(word.encode() in said for word in MEMORY_ERRORS):
        return "reading it needs more memory than is allowed; load it in parts"
    # Only the name of an error: its text may quote a customer's row.
    return f"reading it stopped unexpectedly{f' ({error})' if error else ''}"


def _spoken(seconds: int) -> str:
    return f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"


def main() -> None:
    """The child: a request on standard input, the answer in the work folder."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    _restrict(limits)
    folder, options = Path(request["folder"]), Options(**request["options"])
    work = folder / "work"
    answer: dict[str, Any]
    try:
        staged = read(
            Path(request["path"]), folder, work, options, bytes.fromhex(request["key"]), limits
        )
        answer = {"staged": [one.as_json() for one in staged]}
    except UsageError as error:
        answer = {"usage": str(error)}
    (work / "staged.json").write_text(json.dumps(answer), encoding="utf-8")


def _restrict(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    os.nice(limits.niceness)
    # Should the parent die, the child ends by itself.
    signal.alarm(limits.wall_seconds + 5)


def read(
    path: Path, folder: Path, work: Path, options: Options, key: bytes, limits: Limits
) -> list[Staged]:
    """Every table of a file, in this process."""
    blank = Staged(options.name or path.name, "", 0)
    try:
        sheets = files.sheets(path, work / "sheets", name=blank.name)
    except ExportError as error:
        return [replace(blank, error=str(error))]
    with _connected(work, limits) as connection:
        staged = [
            _staged(connection, sheet, folder / f"{number}", options, key, blank)
            for number, sheet in enumerate(sheets)
        ]
    return settled(staged)


def _connected(work: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "memory_limit": limits.duckdb_memory,
            "temp_directory": str(work / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "python_enable_replacements": False,
        }
    )


def _staged(
    connection: duckdb.DuckDBPyConnection,
    sheet: Sheet,
    folder: Path,
    options: Options,
    key: bytes,
    blank: Staged,
) -> tuple[Staged, bool]:
    """One table and whether a reader claimed it."""
    found = replace(blank, sheet=sheet.name, container=sheet.container, encoding=sheet.encoding)
    try:
        reader, module = readers.claim(sheet, options)
    except UnknownFormat as error:
        return replace(found, error=str(error)), False
    except ExportError as error:
        return replace(found, error=str(error)), True
    found = replace(found, reader=reader, title=module.TITLE)
    try:
        reading = module.read(sheet, options)
        converted = convert(connection, sheet, reading, options, key, folder)
        doubts = checks.check(
            connection, sheet, reading, converted, datetime.now(UTC).replace(tzinfo=None)
        )
    except ExportError as error:
        return replace(found, error=str(error)), True
    table = reading.drafts[0].table
    return replace(
        _filled(found, converted),
        table=table,
        head=_head(connection, converted.tables[table]),
        warnings=(*sheet.notes, *converted.warnings, *doubts),
    ), True


def _filled(found: Staged, converted: Converted) -> Staged:
    return replace(
        found,
        source=converted.source,
        tables=dict(converted.tables),
        rejects=converted.rejects,
        rows_read=converted.rows_read,
        rows_kept=converted.rows_kept,
        rows_rejected=converted.rows_rejected,
        cells_bad=converted.cells_bad,
        records=converted.records,
        repeats=converted.repeats,
        zone=converted.zone,
        date_order=converted.date_order,
        columns=converted.columns,
    )


def _head(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, str | None], ...]:
    """The first canonical rows as text, columns without any value left out."""
    cursor = connection.execute(
        "select columns(*)::varchar from read_parquet($path) order by source_row limit $rows",
        {"path": str(path), "rows": HEAD_ROWS},
    )
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall()
    filled = [i for i in range(len(names)) if any(row[i] is not None for row in rows)]
    return tuple({names[i]: row[i] for i in filled} for row in rows)


def settled(staged: Sequence[tuple[Staged, bool]]) -> list[Staged]:
    """Tables that no reader knows are only a remark where the file has others that one does."""
    claimed = [one for one, is_claimed in staged if is_claimed]
    if not claimed:
        return [one for one, _ in staged]
    left_out = tuple(str(one.error) for one, is_claimed in staged if not is_claimed)
    return [replace(one, warnings=(*one.warnings, *left_out)) for one in claimed]


if __name__ == "__main__":
    main()
