"""Arriving files, one or a few at once, staged with what is remembered of their headings."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from support_kpi.drafts import Options
from support_kpi.errors import ExportError
from support_kpi.ingest import Staged
from support_kpi.store import files, ledger, remembered, settings, staging

Progress = Callable[[int, int, str], None]
READ_AT_ONCE = 2


def stage(folder: Path, path: Path, options: Options) -> list[Staged]:
    """Stage a file; a table whose headings have a remembered mapping is read with it."""
    with files.plain_errors(folder), ledger.reading(folder) as connection:
        said, known = settings.of(connection), remembered.active(connection)
    mappings = {key: one.mapping for key, one in known.items()} | dict(options.mappings)
    staged = staging.stage(folder, path, replace(options, mappings=mappings), said)
    return [remembered.told(one, known) for one in staged]


def read(
    folder: Path,
    paths: Sequence[Path],
    options: Options,
    names: Sequence[str],
    progress: Progress | None,
) -> Iterator[tuple[Path, Staged]]:
    """Every table of the files and the folder of each, a few files being read at once."""
    with ThreadPoolExecutor(READ_AT_ONCE) as pool:
        reading = [
            pool.submit(_staged_or_refused, folder, Path(path), replace(options, name=name))
            for path, name in zip(paths, names, strict=True)
        ]
        taken = 0
        try:
            for position, (path, one) in enumerate(zip(paths, reading, strict=True)):
                if progress:
                    progress(position, len(paths), names[position])
                found = one.result()
                taken += 1
                yield from ((Path(path).absolute().parent, staged) for staged in found)
        finally:
            for one in reading[taken:]:
                if not one.cancel() and one.exception() is None:
                    for staged in one.result():
                        staging.discard(folder, staged)
    if progress:
        progress(len(paths), len(paths), "")


def _staged_or_refused(folder: Path, path: Path, options: Options) -> list[Staged]:
    try:
        return stage(folder, path, options)
    except ExportError as error:
        sha256 = files.digest(path) if path.is_file() else ""
        return [Staged(options.name, sha256, 0, error=str(error))]
