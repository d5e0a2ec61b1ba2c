"""The systems that the benchmark compares, each as it comes: a path in, rows of text out."""

import csv
import io
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import clevercsv
import duckdb
import pandas as pd

from support_kpi.errors import EmptyFile, UnreadableFile
from support_kpi.parsing import files
from tests import exports
from tests.pollock.measures import Rows

Load = Callable[[Path], Rows]

REFUSALS = (UnreadableFile, duckdb.Error, ValueError, LookupError, csv.Error, clevercsv.Error)


def ours(path: Path) -> Rows:
    """What parsing hands on, each row as long as it was; an empty file is a table of no rows."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            [sheet] = files.sheets(path, Path(folder))
        except EmptyFile:
            return []
        return [[cell for cell in row if cell is not None] for row in exports.cells(sheet)]


def duckdb_sniffer(path: Path) -> Rows:
    return _duckdb(path)


def duckdb_lenient(path: Path) -> Rows:
    """With the options under which it takes part in the benchmark itself."""
    return _duckdb(path, ", strict_mode = false, ignore_errors = true, null_padding = true")


def _duckdb(path: Path, options: str = "") -> Rows:
    with duckdb.connect() as connection:
        found = connection.execute(
            f"select columns(*)::varchar from read_csv($path{options})", {"path": str(path)}
        )
        names = [column[0] for column in found.description or ()]
        return [names, *([cell or "" for cell in row] for row in found.fetchall())]


def pandas_default(path: Path) -> Rows:
    return _rows(pd.read_csv(path))


def pandas_sniffer(path: Path) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.ParserWarning)
        return _rows(pd.read_csv(path, sep=None, engine="python"))


def _rows(frame: pd.DataFrame) -> Rows:
    """Rows with the values of the index in front where a heading was short of one."""
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    text = frame.astype(object).where(frame.notna(), "")
    return [[str(name) for name in frame.columns], *([str(c) for c in row] for row in text.values)]


def clever_csv(path: Path) -> Rows:
    text = path.read_text(encoding="utf-8-sig")
    dialect = clevercsv.Sniffer().sniff(text)
    return list(clevercsv.reader(io.StringIO(text, newline=""), dialect))


SYSTEMS: dict[str, Load] = {
    "support_kpi": ours,
    "DuckDB": duckdb_sniffer,
    "DuckDB, lenient": duckdb_lenient,
    "pandas": pandas_default,
    "pandas, sep=None": pandas_sniffer,
    "CleverCSV": clever_csv,
}
