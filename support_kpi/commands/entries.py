"""targets, annotations: what people enter, listed, entered, removed and undone."""

import argparse
import getpass
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from support_kpi import annotations, queries, targets
from support_kpi.commands.console import as_json, say, table
from support_kpi.commands.selection import existing
from support_kpi.errors import UsageError
from support_kpi.store import Store
from support_kpi.store.entered import Value


def show_targets(arguments: argparse.Namespace) -> int:
    return _told(arguments, _rows(existing(arguments), "targets", {}), "targets")


def show_annotations(arguments: argparse.Namespace) -> int:
    everything = {"start_date": date.min, "end_date": date.max, "channels": None, "teams": None}
    rows = _rows(existing(arguments), "annotations", everything)
    return _told(arguments, rows, "annotations")


def set_target(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    low, high = arguments.band or (None, None)
    row = {
        "kpi": arguments.kpi,
        "channel": arguments.channel,
        "month": arguments.month,
        "target": arguments.value,
        "target_low": low,
        "target_high": high,
        "origin": arguments.origin,
    }
    (first,) = targets.of_rows([row], _described(store))
    until = row | {"month": arguments.until or arguments.month}
    (last,) = targets.of_rows([until], _described(store))
    wanted = targets.over_months(first, last.month)
    return _entered(arguments, store, "target", targets.entries(wanted))


def load_targets(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    path = Path(arguments.path)
    if not path.is_file():
        raise UsageError(f"{path} is no file; name a CSV of targets.")
    wanted = targets.of_csv(path.read_bytes(), _described(store))
    return _entered(arguments, store, "target", targets.entries(wanted))


def remove_target(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    row = {"kpi": arguments.kpi, "channel": arguments.channel, "month": arguments.month}
    (named,) = targets.of_rows([row | {"target": 0}], _described(store))
    change = store.entries.remove("target", [named.key], by=getpass.getuser())
    return _done(arguments, "target", change)


def add_annotation(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    names = ("first_day", "last_day", "text", "channel", "team")
    row = {name: getattr(arguments, name) for name in names}
    wanted = annotations.of_rows([row])
    return _entered(arguments, store, "annotation", annotations.replacing(wanted, []))


def remove_annotation(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    change = store.entries.remove("annotation", [arguments.annotation], by=getpass.getuser())
    return _done(arguments, "annotation", change)


def changes(arguments: argparse.Namespace) -> int:
    found = existing(arguments).entries.history(arguments.kind)
    if arguments.json:
        as_json(found)
    elif found:
        table(pd.DataFrame([vars(one) for one in found]).drop(columns="kind"))
    else:
        say(f"No {arguments.kind} was entered yet.")
    return 0


def undo(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    change = store.entries.undo(arguments.change, by=getpass.getuser())
    return _done(arguments, arguments.kind, change)


def _rows(store: Store, query: str, values: Mapping[str, object]) -> pd.DataFrame:
    _, connection = store.connect()
    with connection:
        return queries.run(connection, queries.load(query), values)


def _told(arguments: argparse.Namespace, rows: pd.DataFrame, what: str) -> int:
    if arguments.json:
        as_json(rows)
    elif rows.empty:
        say(f"There are no {what} yet.")
    else:
        table(rows)
    return 0


def _entered(
    arguments: argparse.Namespace,
    store: Store,
    kind: str,
    said: Mapping[str, Value | None],
) -> int:
    return _done(arguments, kind, store.entries.enter(kind, said, by=getpass.getuser()))


def _done(arguments: argparse.Namespace, kind: str, change: int | None) -> int:
    if arguments.json:
        as_json({"kind": kind, "change": change})
    elif change is None:
        say("Nothing was different.")
    else:
        say(f"Entered as change {change}; `{kind}s undo {change}` takes it back.")
    return 0


def _described(store: Store) -> pd.DataFrame:
    return _rows(store, "definitions", {})
