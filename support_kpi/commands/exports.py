"""load and check: files into the store, or what would become of them."""

import argparse
import getpass
import json
from collections.abc import Sequence
from pathlib import Path

from support_kpi.commands import outcomes, paths
from support_kpi.commands.bars import reading
from support_kpi.commands.console import as_json
from support_kpi.commands.selection import opened
from support_kpi.commands.watching import watch
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import LoadResult


def load(arguments: argparse.Namespace) -> int:
    options, by = _options(arguments), arguments.by or getpass.getuser()
    if arguments.watch:
        if arguments.name:
            raise UsageError("--name names one file, and --watch waits for many.")
        seconds, is_json = arguments.interval, arguments.json
        return watch(opened(arguments), arguments.paths, options, by, seconds, is_json=is_json)
    files = paths.some(arguments.paths)
    names = _names(arguments, files)
    # Of files that were found rather than named, none brings back what somebody has undone.
    is_found = any(Path(path).is_dir() for path in arguments.paths)
    store = opened(arguments)
    known, new = store.known(files, options) if is_found else ([], files)
    with reading(is_quiet=arguments.json or arguments.quiet) as moved:
        results = store.load_many(new, options, by, moved, names=names, is_redo=not is_found)
    return _told([*known, *results], arguments.json)


def check(arguments: argparse.Namespace) -> int:
    files = paths.some(arguments.paths)
    with reading(is_quiet=arguments.json or arguments.quiet) as moved:
        results = opened(arguments).check_many(
            files, _options(arguments), moved, names=_names(arguments, files)
        )
    return _told(results, arguments.json, is_check=True)


def _told(results: Sequence[LoadResult], is_json: bool, *, is_check: bool = False) -> int:
    if is_json:
        as_json(results)
    else:
        for result in results:
            outcomes.line(result, is_check=is_check)
        outcomes.total(results, is_check=is_check)
    return outcomes.code(results)


def _names(arguments: argparse.Namespace, files: Sequence[Path]) -> list[str] | None:
    if arguments.name and len(files) > 1:
        raise UsageError("--name names one file; load the files one by one.")
    return [arguments.name] * len(files) if arguments.name else None


def _options(arguments: argparse.Namespace) -> Options:
    return Options(
        zone=arguments.zone,
        date_order=arguments.date_order,
        encoding=arguments.encoding,
        reader=arguments.reader,
        mapping=_mapping(arguments.mapping),
        name=arguments.name or "",
        is_once=arguments.once,
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
