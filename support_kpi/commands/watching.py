"""load --watch: looks into folders again and again, and loads every new file once."""

import json
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from support_kpi import joins
from support_kpi.commands import outcomes, paths
from support_kpi.commands.console import complain, plain, say
from support_kpi.drafts import Options
from support_kpi.errors import StoreError
from support_kpi.store import LoadResult, Store

State = tuple[int, int]


@dataclass
class Memory:
    """What was seen at the last look, what was tried in which state, and what may be joined."""

    seen: dict[Path, State] = field(default_factory=dict)
    tried: dict[Path, State] = field(default_factory=dict)
    parts: set[Path] = field(default_factory=set)
    trouble: str = ""


def watch(
    store: Store,
    given: Sequence[str],
    options: Options,
    by: str,
    interval: float,
    *,
    is_json: bool,
) -> int:
    """Load what is there and what comes, until a signal to stop."""
    memory = Memory()
    with _stopping() as stop:
        if not is_json:
            say(f"Watching {', '.join(given)} for {store.folder}; Ctrl-C ends it.")
            sys.stdout.flush()
        while not stop.is_set():
            new = finished(memory, _states(paths.found(given)))
            if new:
                _load(store, new, options, by, memory, is_json)
            stop.wait(interval)
    return 0


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that a signal sets; a second signal does not wait for what is being loaded."""
    stop = Event()

    def heard(number: int, frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {one: signal.signal(one, heard) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _states(files: Sequence[Path]) -> dict[Path, State]:
    found: dict[Path, State] = {}
    for path in files:
        try:
            about = path.stat()
        except OSError:
            # Gone since the folder was listed, or not there yet.
            continue
        found[path] = about.st_size, about.st_mtime_ns
    return found


def finished(memory: Memory, states: Mapping[Path, State]) -> list[Path]:
    """Files that were the same at two looks and were not tried as they are."""
    steady = [path for path, state in states.items() if memory.seen.get(path) == state]
    memory.seen = dict(states)
    return [path for path in steady if memory.tried.get(path) != states[path]]


def tried(memory: Memory, files: Sequence[Path]) -> None:
    """Note what is not to be tried again as it is; a file that went away meanwhile, with its folder
    perhaps, is tried when it comes back."""
    memory.tried |= {path: memory.seen[path] for path in files if path.is_file()}


def _load(
    store: Store, new: Sequence[Path], options: Options, by: str, memory: Memory, is_json: bool
) -> None:
    try:
        known, unknown = store.known(new, options)
        also = [path for path in sorted(memory.parts) if _is_near(path, unknown)]
        results = store.load_many(unknown, options, by, also=also, is_redo=False)
    except StoreError as error:
        # Not the fault of a file: all are tried again at the next look.
        if str(error) != memory.trouble:
            complain(str(error))
        memory.trouble = str(error)
        return
    memory.trouble = ""
    tried(memory, new)
    parts = {result.file for result in results if _may_be_joined(result)}
    memory.parts |= {path for path in unknown if path.name in parts}
    named = {path.name for path in new}
    for result in (*known, *results):
        if result.file in named or result.status == "loaded":
            _tell(result, is_json)


def _is_near(path: Path, others: Sequence[Path]) -> bool:
    """Whether a file still lies in the folder of another, or beside or above that folder."""
    around = {folder for other in others for folder in (other.parent, other.parent.parent)}
    is_around = path.parent in around or path.parent.parent in around
    return is_around and path not in others and path.is_file()


def _may_be_joined(result: LoadResult) -> bool:
    return result.status == "refused" or result.reader in joins.readers()


def _tell(result: LoadResult, is_json: bool) -> None:
    if is_json:
        say(json.dumps(plain(result), ensure_ascii=False))
    else:
        outcomes.line(result, is_brief=True)
    sys.stdout.flush()
