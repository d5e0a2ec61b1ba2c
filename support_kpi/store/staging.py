"""Staging: a file read, converted and checked beside the store, for publishing or discarding."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from support_kpi import ingest
from support_kpi.drafts import Options
from support_kpi.errors import UnreadableFile
from support_kpi.ingest import Progress, Staged, Watch, unwatched
from support_kpi.store import creation, files

STAGING = "staging"


def stage(
    folder: Path,
    path: Path,
    options: Options,
    settings: Mapping[str, object],
    watch: Watch = unwatched,
) -> list[Staged]:
    """Stage a file, with a copy of it under its hash where originals are kept."""
    if not os.access(path, os.R_OK) or not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file, or it may not be read.")
    with files.plain_errors(folder):
        largest = max(files.sizes(folder / "snapshots"), default=0)
        files.require_space(folder, 3 * path.stat().st_size + largest)
        scratch = folder / STAGING / files.own_name()
        (scratch / "tables").mkdir(parents=True)
        is_wanted = False
        try:
            source, sha256 = path, None
            if settings["keep_originals"]:
                size = path.stat().st_size
                watch(Progress("copying", 0, size))
                source = files.taken(
                    path, scratch, lambda read: watch(Progress("copying", read, size))
                )
                sha256 = source.name
            named = replace(options, name=options.name or path.name)
            key = creation.read_key(folder) if settings["pseudonyms"] else b""
            staged = ingest.stage(
                source, scratch / "tables", named, key, watch=watch, sha256=sha256
            )
            is_wanted = any(one.files for one in staged)
            return [replace(one, folder=path.parent.name) for one in staged]
        finally:
            if not is_wanted:
                files.remove(scratch)


def join(
    folder: Path, staged: Sequence[Staged], options: Options, settings: Mapping[str, object]
) -> list[Staged | None]:
    """Join what belongs together of several files; what was staged before is to be discarded."""
    if not ingest.belong_together(staged):
        return list(staged)
    with files.plain_errors(folder):
        scratch = folder / STAGING / files.own_name()
        scratch.mkdir(parents=True)
        key = creation.read_key(folder) if settings["pseudonyms"] else b""
        try:
            return ingest.join(staged, scratch, options, key)
        finally:
            files.remove(scratch)


def discard(folder: Path, staged: Staged) -> None:
    """Remove a staged table, and with the last one of its file the copy of the file."""
    for path in staged.files:
        path.unlink(missing_ok=True)
        if folder / STAGING in path.parents:
            scratch = folder / STAGING / path.relative_to(folder / STAGING).parts[0]
            if not any(scratch.rglob("*.parquet")):
                files.remove(scratch)
