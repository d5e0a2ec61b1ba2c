"""values: what the values of channel, status, priority and team mean, said later and undone."""

import argparse
import getpass

import pandas as pd

from support_kpi import queries
from support_kpi.commands.console import as_json, say, table
from support_kpi.commands.selection import existing
from support_kpi.errors import UsageError
from support_kpi.store import Change, Rule, Store

NOTHING = "none"


def show_all(arguments: argparse.Namespace) -> int:
    rows = _seen(existing(arguments))
    if arguments.field:
        rows = rows[rows["field"] == arguments.field]
    if arguments.source:
        rows = rows[rows["source"].isin(arguments.source)]
    if arguments.unknown:
        rows = rows[rows["is_unknown"]]
    if arguments.json:
        as_json(rows)
    elif rows.empty:
        say("Every value is known." if arguments.unknown else "No value is loaded yet.")
    else:
        table(rows.drop(columns="word"))
    return 0


def say_meaning(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    said: list[Rule] = []
    for text in arguments.meanings:
        value, equals, meaning = text.rpartition("=")
        if not equals:
            raise UsageError(f'"{text}" has no meaning; write it as VALUE=MEANING.')
        said += [
            Rule(source, arguments.field, value, None if meaning == NOTHING else meaning)
            for source in _sources(store, arguments, value)
        ]
    return _told(arguments, store.meanings.say(said, by=getpass.getuser()))


def forget(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    said = [
        Rule(source, arguments.field, value, None)
        for value in arguments.values
        for source in _sources(store, arguments, value)
    ]
    return _told(arguments, store.meanings.forget(said, by=getpass.getuser()))


def changes(arguments: argparse.Namespace) -> int:
    found = existing(arguments).meanings.changes()
    if arguments.json:
        as_json(found)
    elif found:
        rows = [
            {
                "change": one.change,
                "said": _words(one),
                "by": one.who,
                "at (UTC)": one.made_at,
                "state": "active" if one.is_active else "undone",
            }
            for one in found
        ]
        table(pd.DataFrame(rows))
    else:
        say("Nothing is said of any value yet.")
    return 0


def undo(arguments: argparse.Namespace) -> int:
    return _told(arguments, existing(arguments).meanings.undo(arguments.change))


def redo(arguments: argparse.Namespace) -> int:
    return _told(arguments, existing(arguments).meanings.redo(arguments.change))


def _seen(store: Store) -> pd.DataFrame:
    _, connection = store.connect()
    with connection:
        return queries.run(connection, queries.load("value_meanings"), {})


def _sources(store: Store, arguments: argparse.Namespace, value: str) -> list[str]:
    """The sources that are named, else every one that has the value."""
    if arguments.source:
        return list(arguments.source)
    rows = _seen(store)
    same = rows[(rows["field"] == arguments.field) & (rows["word"] == value.strip().lower())]
    if same.empty:
        raise UsageError(
            f'No source has the {arguments.field} "{value}"; `values list --field '
            f"{arguments.field}` shows what there is. --source names one that is to come."
        )
    return list(dict.fromkeys(same["source"]))


def _told(arguments: argparse.Namespace, change: Change) -> int:
    if arguments.json:
        as_json(change)
    else:
        state = "" if change.is_active else " (undone)"
        say(f"Change {change.change}{state}: {_words(change)}.")
    return 0


def _words(change: Change) -> str:
    return "; ".join(
        f"{rule.field} “{rule.value}” of {rule.source} "
        + ("as it was read" if change.is_forgotten else f"means {rule.meaning or NOTHING}")
        for rule in change.rules
    )
