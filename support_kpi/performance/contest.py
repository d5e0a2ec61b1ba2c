"""One run of the benchmark at one size: every measure, the contestants in turn."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from support_kpi.performance import browsing, cells, files, loading, memory, pages
from support_kpi.performance.measurement import Measurement

# Below, a day has no tickets and a week of one team no percentile.
LEAST_TICKETS = 10_000


def contest(
    folder: Path,
    rows: int,
    rounds: int,
    told: Callable[[str], None],
    scale: browsing.Scale | None = None,
    superset: Path | None = None,
    without: Collection[str] = (),
) -> Iterator[Measurement]:
    """Everything measured, in a folder of its own below `folder` that is removed afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="benchmark-") as own:
        too_large = memory.left_out(rows)
        for by in too_large:
            told(f"{rows:,} tickets: without {by}, which would not fit into memory")
        told(f"{rows:,} tickets: writing the export")
        made = files.written(Path(own), rows, [*too_large, *without])
        told(f"{rows:,} tickets: loading")
        yield from loading.rounds(made, rounds)
        told(f"{rows:,} tickets: reading bad cells")
        yield from cells.rounds(made, rounds)
        told(f"{rows:,} tickets: asking the questions of a page")
        files.put_beside(made)
        yield from pages.rounds(made, rounds, superset)
        told(f"{rows:,} tickets: visiting the dashboard")
        yield from browsing.rounds(made, rounds, scale or browsing.Scale())
