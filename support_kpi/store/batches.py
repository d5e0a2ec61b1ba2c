"""Files read together: those that belong together are joined before they are published."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from support_kpi import joins
from support_kpi.drafts import Options
from support_kpi.ingest import Staged
from support_kpi.store.files import digest
from support_kpi.store.records import Load
from support_kpi.store.results import LoadResult, left_undone, of_beside, of_load

Joining = Callable[[Sequence[Staged]], list[Staged | None]]


def known(
    loads: Sequence[Load], paths: Sequence[Path], options: Options
) -> tuple[list[LoadResult], list[Path]]:
    """Files of one table that are loaded as they are, and those that have to be read.

    A file that is joined with others has to be: they may have changed. So has one that is read
    with options.
    """
    if replace(options, name="") != Options():
        return [], list(paths)
    found: list[LoadResult] = []
    rest: list[Path] = []
    for path in paths:
        same = _of_same_bytes(loads, path)
        if not same or any(load.sheet or load.reader in joins.readers() for load in same):
            rest.append(path)
            continue
        active = [load for load in same if load.is_active]
        one = of_load(active[0], "unchanged") if active else left_undone(same[-1])
        found.append(replace(one, file=path.name))
    return found, rest


def _of_same_bytes(loads: Sequence[Load], path: Path) -> list[Load]:
    """None for a file that cannot be read: reading it says why."""
    try:
        size = path.stat().st_size
        alike = [load for load in loads if load.size == size]
        sha256 = digest(path) if alike else ""
    except OSError:
        return []
    return [load for load in alike if load.sha256 == sha256]


def combined(staged: Sequence[Staged], folders: Sequence[Path], join: Joining) -> list[Staged]:
    """The tables of one folder joined first, then what is left with what is left around it.

    So two accounts in two folders stay apart, and an export of a folder for each table is one.
    """
    result: list[Staged | None] = list(staged)
    waiting: dict[Path, list[int]] = {}
    for place, (one, folder) in enumerate(zip(staged, folders, strict=True)):
        if one.held:
            waiting.setdefault(folder, []).append(place)
    top = Path(os.path.commonpath(waiting)) if waiting else Path()
    while waiting:
        folder = max(waiting, key=lambda one: len(one.parts))
        places = waiting.pop(folder)
        for place, one in zip(places, join([staged[place] for place in places]), strict=True):
            result[place] = one
        left = [place for place in places if (one := result[place]) and one.held]
        if left and folder != top:
            waiting.setdefault(folder.parent, []).extend(left)
    return [one for one in result if one]


def told(batch: Sequence[Staged], results: Sequence[LoadResult]) -> list[LoadResult]:
    """The results of a batch with those of the tables that were only joined, each once."""
    found: list[LoadResult] = []
    known = {(one.name, one.sha256, one.sheet) for one in batch}
    for staged, result in zip(batch, results, strict=True):
        found.append(result)
        for one in staged.beside:
            if (one.name, one.sha256, one.sheet) not in known:
                known.add((one.name, one.sha256, one.sheet))
                found.append(of_beside(one, staged.name, result))
    return found
