"""Commands that look after the store, and those that write samples or serve."""

import argparse
from pathlib import Path

import pandas as pd

from support_kpi import queries, readers
from support_kpi.commands.console import REFUSED, as_json, listed, progress, say, table
from support_kpi.commands.selection import existing, opened, store_folder
from support_kpi.store import Store


def backup(arguments: argparse.Namespace) -> int:
    folder = existing(arguments).backup(Path(arguments.folder))
    return _answered(arguments, {"backup": folder}, f"Backup written to {folder}.")


def restore(arguments: argparse.Namespace) -> int:
    store = Store.restore(Path(arguments.folder), store_folder(arguments.store))
    loads = len(store.loads())
    answer = {"store": store.folder, "loads": loads}
    return _answered(arguments, answer, f"{loads} loads restored into {store.folder}.")


def erase(arguments: argparse.Namespace) -> int:
    erased = existing(arguments).erase(arguments.requester)
    if arguments.json:
        as_json(erased)
    else:
        table(pd.DataFrame({"what": list(vars(erased)), "count": list(vars(erased).values())}))
    return 0


def rebuild(arguments: argparse.Namespace) -> int:
    with progress(arguments.json) as moved:
        moved(0, 1, "building the snapshot")
        snapshot = existing(arguments).rebuild()
    return _answered(arguments, snapshot, f"Snapshot {snapshot.number} is built.")


def doctor(arguments: argparse.Namespace) -> int:
    findings = opened(arguments).doctor()
    if arguments.json:
        as_json(findings)
    else:
        table(listed(findings, columns=("subject", "state", "detail")))
    return REFUSED if any(one.state == "bad" for one in findings) else 0


def setting(arguments: argparse.Namespace) -> int:
    store = opened(arguments)
    if arguments.value is not None:
        store.set_setting(arguments.name, _value(arguments.value))
    value = store.setting(arguments.name)
    return _answered(arguments, {arguments.name: value}, f"{arguments.name} = {value}")


def _value(text: str) -> object:
    words = {"true": True, "false": False}
    return int(text) if text.isdecimal() else words.get(text, text)


def show_readers(arguments: argparse.Namespace) -> int:
    rows = pd.DataFrame(
        [{"reader": name, "title": readers.reader(name).TITLE} for name in readers.names()]
    )
    if arguments.json:
        as_json(rows)
    else:
        table(rows)
    return 0


def show_queries(arguments: argparse.Namespace) -> int:
    found = [queries.load(name) for name in queries.names()]
    if arguments.json:
        as_json([{**vars(query)} for query in found])
    else:
        table(listed(found, columns=("name", "title", "params")))
    return 0


def sample(arguments: argparse.Namespace) -> int:
    from support_kpi import sample as organisation

    paths = organisation.write(Path(arguments.out), arguments.tickets, arguments.seed)
    return _answered(
        arguments, [str(path) for path in paths], f"{len(paths)} files written to {arguments.out}."
    )


def reproduce(arguments: argparse.Namespace) -> int:
    """Respondents of a study, and which of its figures hold among them."""
    from support_kpi.sample import studies

    answer = {}
    for name in [arguments.study] if arguments.study else studies.names():
        path = Path(arguments.out) / f"synthetic_{name}_survey.csv.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        outcomes = studies.write(path, name, arguments.seed)
        away = {one.figure_id: one.reason for one in outcomes if not one.holds}
        held = len(outcomes) - len(away)
        answer[name] = {"out": path, "figures": len(outcomes), "held": held, "exceptions": away}
        if not arguments.json:
            say(f"{name}: {held} of {len(outcomes)} figures of respondents hold in {path}.")
            for figure, reason in away.items():
                say(f"  {figure}: {reason}")
    if arguments.json:
        as_json(answer)
    return 0


def dashboard(arguments: argparse.Namespace) -> int:
    from support_kpi.serve import serve

    return serve(store_folder(arguments.store), arguments.port)


def _answered(arguments: argparse.Namespace, answer: object, sentence: str) -> int:
    if arguments.json:
        as_json(answer)
    else:
        say(sentence)
    return 0
