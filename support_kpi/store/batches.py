"""Files read together: those that belong together are joined before they are published."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from support_kpi.ingest import Staged
from support_kpi.store.results import LoadResult, of_beside

Joining = Callable[[Sequence[Staged]], list[Staged | None]]


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
    known: set[tuple[str, str, str]] = set()
    for staged, result in zip(batch, results, strict=True):
        found.append(result)
        for one in staged.beside:
            if (one.name, one.sha256, one.sheet) not in known:
                known.add((one.name, one.sha256, one.sheet))
                found.append(of_beside(one, staged.name, result))
    return found
