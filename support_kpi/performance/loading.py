"""What loading costs, beside others that read the same file, check nothing and keep no history."""

import os
import shutil
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from support_kpi.performance.files import PROJECT, Files
from support_kpi.performance.measurement import OWN, Measurement
from support_kpi.performance.process import Cost, measured
from support_kpi.store.ledger import LEDGER

PANDAS = "import pandas, sys; print(len(pandas.read_csv(sys.argv[1])))"
DUCKDB = (
    "import sys; from pathlib import Path; from support_kpi.performance.asking import duckdb_rows;"
    " duckdb_rows.read(Path(sys.argv[2]), Path(sys.argv[1]))"
)
CHUNK_BYTES = 1 << 24


def rounds(files: Files, count: int) -> Iterator[Measurement]:
    """Load the export with each in turn, then a day more; the last results stay for the pages."""
    for number in range(count):
        files.database.unlink(missing_ok=True)
        shutil.rmtree(files.store, ignore_errors=True)
        words = (sys.executable, "-m", "support_kpi", "load", "--store", str(files.store))
        turns = {
            OWN: (*words, str(files.export)),
            "DuckDB read_csv": (
                sys.executable,
                "-c",
                DUCKDB,
                str(files.export),
                str(files.database),
            ),
            "pandas read_csv": (sys.executable, "-c", PANDAS, str(files.export)),
        }
        order = [by for by in turns if by not in files.left_out]
        for by in (*order[number % len(order) :], *order[: number % len(order)]):
            yield from costs(files.rows, "load", by, number, measured(turns[by], PROJECT))
        if number == 0:
            yield from _sizes(files)
        kept = files.store.with_name("store-before")
        shutil.copytree(files.store, kept, copy_function=_kept)
        yield from costs(
            files.rows, "add a day", OWN, number, measured((*words, str(files.day)), PROJECT)
        )
        shutil.rmtree(files.store)
        kept.rename(files.store)


def _kept(source: str, target: str) -> None:
    """A copy of the ledger, which is written in place; all other files only come and go."""
    if Path(source).name == LEDGER:
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def costs(rows: int, measure: str, by: str, number: int, cost: Cost) -> Iterator[Measurement]:
    yield Measurement(rows, measure, by, number, "s", cost.seconds)
    yield Measurement(rows, measure, by, number, "processor s", cost.processor_seconds)
    if cost.memory:
        yield Measurement(rows, measure, by, number, "MB", cost.memory / 1e6)


def _sizes(files: Files) -> Iterator[Measurement]:
    weights = {
        OWN: sum(path.stat().st_size for path in files.store.rglob("*") if path.is_file()),
        "gzip": _zipped(files.export),
        "CSV": files.export.stat().st_size,
    }
    if files.database.exists():
        weights["DuckDB read_csv"] = files.database.stat().st_size
    for by, size in weights.items():
        yield Measurement(files.rows, "on disk", by, 0, "MB", size / 1e6)


def _zipped(path: Path) -> int:
    packer, size = zlib.compressobj(6, wbits=31), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            size += len(packer.compress(chunk))
    return size + len(packer.flush())
