"""What a command writes: tables for people, JSON for programs, progress to standard error."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from support_kpi.formats import DASH

REFUSED = 2


def say(text: str) -> None:
    """A line for people, on standard output."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """A line for people, on standard error."""
    sys.stderr.write(f"{text}\n")


def as_json(value: object) -> None:
    """A value as JSON; null for no data, ISO 8601 for times."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def plain(value: Any) -> Any:
    """A value made of what JSON knows."""
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(one) for one in value]
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, Path):
        return str(value)
    if value is pd.NaT or (not hasattr(value, "__len__") and pd.isna(value)):
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    return value if isinstance(value, float) else str(value)


def table(rows: pd.DataFrame, *, title: str = "") -> None:
    """A frame as a table; wide ones wrap at the terminal's width, never in a pipe."""
    console = Console(width=None if sys.stdout.isatty() else 400, highlight=False, markup=False)
    drawn = Table(title=title or None, box=None, pad_edge=False, header_style="bold")
    for name in rows.columns:
        is_number = pd.api.types.is_numeric_dtype(rows[name])
        drawn.add_column(str(name), justify="right" if is_number else "left", overflow="fold")
    for row in rows.itertuples(index=False):
        drawn.add_row(*(_cell(value) for value in row))
    console.print(drawn)


def listed(values: Sequence[object], *, columns: Sequence[str]) -> pd.DataFrame:
    """Dataclasses as a frame of the named fields."""
    return pd.DataFrame([{name: getattr(one, name) for name in columns} for one in values])


@contextmanager
def progress(is_quiet: bool) -> Iterator[Any]:
    """A function (done, all, name) that moves a bar on standard error."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=is_quiet or not sys.stderr.isatty(),
        transient=True,
    ) as bars:
        task = bars.add_task("", total=None)

        def moved(done: int, whole: int, name: str) -> None:
            bars.update(task, completed=done, total=whole, description=name)

        yield moved


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return DASH
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return DASH
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.1f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    return str(value)
