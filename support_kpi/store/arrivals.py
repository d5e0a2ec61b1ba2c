"""Arriving files, one or a few at once, staged with what is remembered of their headings."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from support_kpi.drafts import Options
from support_kpi.errors import ExportError, StoreError
from support_kpi.ingest import Progress, Staged, Watch, unwatched
from support_kpi.store import files, ledger, remembered, settings, staging

READ_AT_ONCE = 2
TICK_SECONDS = 0.2


@dataclass(frozen=True)
class Step:
    """Files done of so many, the name of the one in hand, and how far that is."""

    done: int
    whole: int
    name: str
    within: Progress = field(default_factory=Progress)


Moved = Callable[[Step], None]


def unmoved(step: Step) -> None:
    """For callers who only want the end."""


def stage(folder: Path, path: Path, options: Options, watch: Watch = unwatched) -> list[Staged]:
    """Stage a file; a table whose headings have a remembered mapping is read with it."""
    with files.plain_errors(folder), ledger.reading(folder) as connection:
        said, known = settings.of(connection), remembered.active(connection)
    mappings = {key: one.mapping for key, one in known.items()} | dict(options.mappings)
    staged = staging.stage(folder, path, replace(options, mappings=mappings), said, watch)
    return [remembered.told(one, known) for one in staged]


def read(
    folder: Path, paths: Sequence[Path], options: Options, names: Sequence[str], moved: Moved
) -> Iterator[tuple[Path, Staged]]:
    """Every table of the files and the folder of each, a few files being read at once.

    What stops the caller stops the reading of all.
    """
    stop = Event()
    latest = [Progress()] * len(paths)

    def watched(position: int) -> Watch:
        def watch(progress: Progress) -> None:
            if stop.is_set():
                raise StoreError(f"{names[position]}: stopped while it was read.")
            latest[position] = progress

        return watch

    with ThreadPoolExecutor(READ_AT_ONCE) as pool:
        reading = [
            pool.submit(
                _staged_or_refused, folder, Path(path), replace(options, name=name), watched(place)
            )
            for place, (path, name) in enumerate(zip(paths, names, strict=True))
        ]
        taken = 0
        try:
            for place, (path, one) in enumerate(zip(paths, reading, strict=True)):
                while not one.done():
                    moved(Step(place, len(paths), names[place], latest[place]))
                    wait([one], TICK_SECONDS)
                found = one.result()
                taken += 1
                yield from ((Path(path).absolute().parent, staged) for staged in found)
        finally:
            stop.set()
            for one in reading[taken:]:
                if not one.cancel() and one.exception() is None:
                    for staged in one.result():
                        staging.discard(folder, staged)
    moved(Step(len(paths), len(paths), "", Progress("storing")))


def _staged_or_refused(folder: Path, path: Path, options: Options, watch: Watch) -> list[Staged]:
    try:
        return stage(folder, path, options, watch)
    except ExportError as error:
        sha256 = files.digest(path) if path.is_file() else ""
        return [Staged(options.name, sha256, 0, error=str(error))]
