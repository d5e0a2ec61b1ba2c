"""What the cubes cost on an engine: `python -m tests.scale.cost FOLDER MILLIONS ENGINE`.

ENGINE is duckdb, sail, or spark, for which a cluster of one master and two workers is started.
Seconds of processor time are of everything that was started, which other work on the machine
lengthens little.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support_kpi import scale
from support_kpi.store import building, cubes, snapshots
from support_kpi.store.settings import DEFAULTS
from tests import growth
from tests.scale import clusters

SETTINGS = {**DEFAULTS, "value_rules": "[]", "entries": "[]"}
WORKER_MEGABYTES = 2_000


def main(folder: Path, millions: float, name: str) -> None:
    rows = int(millions * 1_000_000)
    (folder / "temporary").mkdir(parents=True, exist_ok=True)
    held = growth.segments(folder, 1, rows, 0, rows)
    target = folder / "snapshots" / "1.duckdb"
    with _opened(name, folder) as engine:
        begun, spent = time.monotonic(), _spent()
        if engine is None:
            building.build(target, folder, held, [], SETTINGS, 1)
        else:
            scale.builder(engine, lambda *_: None)(target, folder, held, [], SETTINGS, 1)
        wall, spent = time.monotonic() - begun, _spent() - spent
    beside = snapshots.rows_folder(target)
    segments = sum(segment.size for segment in held)
    stored = sum(file.stat().st_size for file in beside.rglob("*.parquet"))
    print(
        f"{name}, {rows:,} tickets: {wall:,.1f} s, {spent:,.1f} s of processors; "
        f"segments {segments / rows:,.0f}, rows beside the snapshot {stored / rows:,.0f}, "
        f"snapshot {target.stat().st_size / rows:,.0f} bytes a ticket"
    )
    with snapshots.connect(target) as connection:
        print(f"cubes: {cubes.described(connection)}")


@contextmanager
def _opened(name: str, folder: Path) -> Iterator[scale.Engine | None]:
    if name == "spark":
        with (
            clusters.started(folder, WORKER_MEGABYTES) as cluster,
            scale.opened(scale.address(cluster.remote), folder) as engine,
        ):
            yield engine
    elif name == "duckdb":
        yield None
    else:
        with scale.opened(scale.address(name), folder) as engine:
            yield engine


def _spent() -> float:
    """Seconds of processor time of this process and all below it."""
    ticks = os.sysconf("SC_CLK_TCK")
    found: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        found[int(path.parent.name)] = int(fields[1]), sum(map(int, fields[11:15])) / ticks
    below = {os.getpid()}
    for _ in found:
        more = {one for one, (parent, _) in found.items() if parent in below} - below
        if not more:
            break
        below |= more
    return sum(found[one][1] for one in below if one in found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3])
