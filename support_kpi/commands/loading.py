"""load, check, loads, undo, redo, rejects."""

import argparse
import getpass
import glob
import json
from collections.abc import Sequence
from pathlib import Path

from support_kpi import outputs, queries, rejects
from support_kpi.commands.console import REFUSED, as_json, complain, listed, progress, say, table
from support_kpi.commands.selection import existing, opened
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import Load, LoadResult, Store

LISTED = (
    "load_id",
    "file",
    "reader",
    "table",
    "source",
    "who",
    "loaded_at",
    "rows_read",
    "rows_kept",
    "rows_rejected",
    "records_new",
    "records_updated",
    "records_unchanged",
    "zone",
    "date_order",
    "is_active",
    "is_synthetic",
)


def load(arguments: argparse.Namespace) -> int:
    paths = _paths(arguments.paths)
    names = [arguments.name] * len(paths) if arguments.name else None
    if arguments.name and len(paths) > 1:
        raise UsageError("--name names one file; load the files one by one.")
    with progress(arguments.json) as moved:
        results = opened(arguments).load_many(
            paths, _options(arguments), arguments.by or getpass.getuser(), moved, names=names
        )
    return _told(results, arguments.json)


def check(arguments: argparse.Namespace) -> int:
    store, options = opened(arguments), _options(arguments)
    paths = _paths(arguments.paths)
    results: list[LoadResult] = []
    with progress(arguments.json) as moved:
        for position, path in enumerate(paths):
            moved(position, len(paths), path.name)
            results += store.check(path, options, name=arguments.name)
    return _told(results, arguments.json, is_check=True)


def loads(arguments: argparse.Namespace) -> int:
    found = existing(arguments).loads()
    if arguments.json:
        as_json(found)
    elif found:
        table(listed(found, columns=LISTED))
    else:
        say("Nothing is loaded yet.")
    return 0


def undo(arguments: argparse.Namespace) -> int:
    return _flipped(arguments, is_active=False)


def redo(arguments: argparse.Namespace) -> int:
    return _flipped(arguments, is_active=True)


def rejected(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    path = store.rejects(arguments.load)
    load = next(load for load in store.loads() if load.load_id == arguments.load)
    mended = [] if arguments.all else _mended(store, load)
    lines = rejects.lines(path)
    lines = lines[~lines["row"].isin(mended)]
    if arguments.out:
        target = Path(arguments.out)
        suffix = target.suffix.removeprefix(".") or "csv"
        rows = rejects.mendable(path, load, mended) if suffix in ("csv", "xlsx") else None
        if rows:
            written = outputs.rows_to_bytes(
                (*rows.headings, *rows.rows), suffix, heading_rows=len(rows.headings)
            )
            said = f"{len(rows.rows):,} rows written to {target}: mend them there and load it."
        else:
            note = f"Rejects of load {arguments.load}"
            written = outputs.to_bytes(lines, suffix, title="Rejects", note=note)
            said = f"{len(lines):,} lines written to {target}."
        target.write_bytes(written)
        if not arguments.json:
            say(said)
    if arguments.json:
        as_json(lines)
    elif not arguments.out:
        if len(lines):
            table(lines)
        else:
            say("Nothing is left to mend." if mended else "Every row and every cell was read.")
    return 0


def _mended(store: Store, load: Load) -> list[int]:
    """Rows of a load that later loads have mended; those of an undone load are not looked at."""
    _, connection = store.connect()
    with connection:
        found = queries.run(connection, queries.load("reject_mended"), {"load_id": load.load_id})
    return found["source_row"].tolist()


def _flipped(arguments: argparse.Namespace, *, is_active: bool) -> int:
    store = existing(arguments)
    flipped = store.redo(arguments.load) if is_active else store.undo(arguments.load)
    if arguments.json:
        as_json(flipped)
    else:
        say(f"Load {flipped.load_id}, {flipped.file}, is {'active' if is_active else 'undone'}.")
    return 0


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        zone=arguments.zone,
        date_order=arguments.date_order,
        reader=arguments.reader,
        mapping=_mapping(arguments.mapping),
        name=arguments.name or "",
        encoding=arguments.encoding,
    )


def _mapping(path: str | None) -> dict[str, object] | None:
    if path is None:
        return None
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: the mapping file cannot be read.") from error
    except ValueError as error:
        raise UsageError(f"{path}: the mapping file is no JSON; see docs/mapping.md.") from error
    if not isinstance(found, dict):
        raise UsageError(f"{path}: the mapping is no JSON object; see docs/mapping.md.")
    return found


def _paths(given: Sequence[str]) -> list[Path]:
    """Files, the files of folders, and what globs match, each once, in order."""
    found: dict[Path, None] = {}
    for text in given:
        path = Path(text)
        if path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file())
            found |= dict.fromkeys(one for one in inside if not one.name.startswith("."))
        elif not path.exists() and any(mark in text for mark in "*?["):
            found |= dict.fromkeys(Path(one) for one in sorted(glob.glob(text, recursive=True)))
        else:
            found[path] = None
    if not found:
        raise UsageError(f"{' '.join(given)}: no file is there.")
    return list(found)


def _told(results: Sequence[LoadResult], is_json: bool, *, is_check: bool = False) -> int:
    if is_json:
        as_json(results)
    else:
        for result in results:
            _line(result, is_check)
    return REFUSED if any(result.status == "refused" for result in results) else 0


def _line(result: LoadResult, is_check: bool) -> None:
    if result.status == "refused":
        complain(f"refused    {result.error}")
        return
    status = "would load" if is_check and result.status == "loaded" else result.status
    say(
        f"{status:<10} {result.file}: {result.reader}, {result.rows_read:,} rows read, "
        f"{result.rows_kept:,} kept, {result.rows_rejected:,} rejected; "
        f"{result.records:,} records: {result.records_new:,} new, "
        f"{result.records_updated:,} updated, {result.records_unchanged:,} unchanged"
        + (f" (load {result.load_id})" if result.load_id is not None else "")
    )
    for warning in result.warnings:
        say(f"           {warning}")
