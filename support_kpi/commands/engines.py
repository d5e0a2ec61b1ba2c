"""cubes, and queries on an engine that is named."""

import argparse
import time
from collections.abc import Mapping
from types import ModuleType

import pandas as pd
from duckdb import DuckDBPyConnection as Connection

from support_kpi.commands.console import as_json, progress, say
from support_kpi.commands.selection import existing
from support_kpi.errors import EngineError
from support_kpi.queries import Query

DUCKDB = "duckdb"


def cubes(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    begun = time.monotonic()
    with progress(arguments.json) as moved:
        if arguments.engine == DUCKDB:
            moved(0, 1, "building the snapshot")
            snapshot = store.rebuild()
        else:
            moved(0, 1, f"starting {arguments.engine}")
            beyond = _beyond(arguments.engine)
            to = beyond.address(arguments.engine)
            with beyond.opened(to, store.folder, arguments.shared) as engine:
                snapshot = store.rebuild(beyond.builder(engine, moved))
    seconds = round(time.monotonic() - begun, 1)
    if arguments.json:
        as_json({**vars(snapshot), "engine": arguments.engine, "seconds": seconds})
    else:
        say(f"Snapshot {snapshot.number} is built by {arguments.engine} in {seconds:,.1f} s.")
    return 0


def answer(
    arguments: argparse.Namespace,
    connection: Connection,
    query: Query,
    values: Mapping[str, object],
) -> pd.DataFrame:
    """The rows of a query, by the engine of the flags."""
    beyond = _beyond(arguments.engine)
    to = beyond.address(arguments.engine)
    store = existing(arguments)
    with beyond.opened(to, store.folder, arguments.shared) as engine:
        return beyond.answer(engine, store.snapshot(), connection, query, values)


def _beyond(name: str) -> ModuleType:
    """What runs on other engines, whose packages are not installed by default."""
    try:
        from support_kpi import scale
    except ModuleNotFoundError as error:
        raise EngineError(
            f"The engine {name} needs the packages of requirements-scale.txt, which `make scale` "
            f"installs ({error.name} is missing); `--engine duckdb` needs none."
        ) from None
    return scale
