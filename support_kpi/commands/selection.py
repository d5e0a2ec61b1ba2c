"""Where commands read: the store of `--store`, its snapshot, the filters of the flags."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, from_options, sentence
from support_kpi.store import Store

ROOT = Path(__file__).parents[2]
NOTHING = date(2025, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True)
class Selection:
    """A snapshot open for reading, and what of it is asked for."""

    connection: duckdb.DuckDBPyConnection
    filters: Filters
    data_start: date | None
    data_end: date | None

    def about(self) -> str:
        until = f", data to {self.data_end:%-d %b %Y}" if self.data_end else ", nothing loaded"
        return f"{sentence(self.filters)}{until}"


def store_folder(given: str | None) -> Path:
    """`--store`, else SUPPORT_KPI_STORE, else `store/` beside dashboard.py."""
    return Path(given or os.environ.get("SUPPORT_KPI_STORE") or ROOT / "store")


def opened(arguments: argparse.Namespace) -> Store:
    return Store.open(store_folder(arguments.store))


def existing(arguments: argparse.Namespace) -> Store:
    """The store, which must be there: reading makes none."""
    folder = store_folder(arguments.store)
    if not (folder / "ledger.sqlite").exists():
        raise UsageError(
            f"{folder} holds no store yet; load a file first, or name another with --store."
        )
    return Store.open(folder)


@contextmanager
def selected(arguments: argparse.Namespace) -> Iterator[Selection]:
    """The published snapshot under the filters of the flags."""
    snapshot, connection = existing(arguments).connect()
    del snapshot
    with connection:
        extent = queries.run(connection, queries.load("data_extent"), {}).iloc[0]
        start, end = (
            None if pd.isna(extent[name]) else pd.Timestamp(extent[name]).date()
            for name in ("first_day", "last_day")
        )
        values = queries.run(connection, queries.load("filter_values"), {})
        known = {
            f"{dimension}s": rows["value"].tolist()
            for dimension, rows in values.groupby("dimension")
        }
        filters = from_options(
            data_start=start or NOTHING[0],
            data_end=end or NOTHING[1],
            known=known,
            start=getattr(arguments, "from"),
            end=arguments.to,
            compare=getattr(arguments, "compare", "none"),
            channels=tuple(arguments.channel),
            teams=tuple(arguments.team),
            tiers=tuple(arguments.tier),
            sources=tuple(arguments.source),
        )
        yield Selection(connection, filters, start, end)
