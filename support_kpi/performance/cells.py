"""What bad cells cost: reading that keeps the others of their rows, beside a strict reader."""

import json
import shutil
import sys
from collections.abc import Iterator

from support_kpi.errors import StoreError
from support_kpi.performance import tickets
from support_kpi.performance.files import PROJECT, Files
from support_kpi.performance.goals import MILLION, STRICT
from support_kpi.performance.loading import costs
from support_kpi.performance.measurement import OWN, Measurement
from support_kpi.performance.process import measured

BAD_EVERY = 1_000
READ = """
import json, sys
from pathlib import Path
from support_kpi.drafts import Options
from support_kpi.ingest import stage
[one] = stage(Path(sys.argv[1]), Path(sys.argv[2]), Options(), bytes(32))
print(json.dumps([one.rows_kept, one.cells_bad]))
"""
READ_STRICTLY = """
import json, sys
from pathlib import Path
from support_kpi.performance.asking import duckdb_rows
print(json.dumps(duckdb_rows.read_strictly(Path(sys.argv[2]) / "rows.duckdb", Path(sys.argv[1]))))
"""


def rounds(files: Files, count: int) -> Iterator[Measurement]:
    """Read, converted and checked, but not stored: the export, and one with a bad cell in one row
    of a thousand. Not of larger sizes, where it tells nothing more."""
    if files.rows > MILLION:
        return
    dirty = tickets.write(files.folder / "dirty.csv", files.rows, bad_every=BAD_EVERY)
    bad = -(-files.rows // BAD_EVERY)
    turns = [
        ("read, no bad cell", OWN, READ, files.export, [files.rows, 0]),
        ("read, no bad cell", STRICT, READ_STRICTLY, files.export, [files.rows, 0]),
        ("read, 1 bad cell in 1,000 rows", OWN, READ, dirty, [files.rows, bad]),
        ("read, 1 bad cell in 1,000 rows", STRICT, READ_STRICTLY, dirty, [files.rows - bad, bad]),
    ]
    for number in range(count):
        for measure, by, script, file, expected in turns if number % 2 else reversed(turns):
            folder = files.folder / "read"
            folder.mkdir()
            cost = measured((sys.executable, "-c", script, str(file), str(folder)), PROJECT)
            shutil.rmtree(folder)
            require(json.loads(cost.said), expected, measure, by)
            yield from costs(files.rows, measure, by, number, cost)
    dirty.unlink()


def require(found: list[int], expected: list[int], measure: str, by: str) -> None:
    """A reader that loses something is not compared."""
    if found != expected:
        raise StoreError(
            f"{by} ({measure}) kept {found[0]:,} rows and recorded {found[1]:,} bad cells; "
            f"{expected[0]:,} and {expected[1]:,} were expected."
        )
