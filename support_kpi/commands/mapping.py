"""mapping: what is remembered of the headings of tables, and a mapping to start from."""

import argparse
import getpass
import json
from pathlib import Path

import pandas as pd

from support_kpi.commands.console import as_json, complain, say, table
from support_kpi.commands.selection import existing, opened
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.mappings.assignments import mapping, proposed
from support_kpi.mappings.doubts import doubts, missing
from support_kpi.mappings.hints import hints
from support_kpi.mappings.proposals import constants, table_of
from support_kpi.store import Remembered


def show_all(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    found = store.mappings.every() if arguments.all else store.mappings.active()
    if arguments.json:
        as_json(found)
    elif found:
        table(pd.DataFrame([_row(one) for one in found]))
    else:
        say("No mapping is remembered.")
    return 0


def show(arguments: argparse.Namespace) -> int:
    known = existing(arguments).mappings.one(arguments.mapping)
    _written(arguments.out, dict(known.mapping), f"Mapping {known.mapping_id}")
    return 0


def forget(arguments: argparse.Namespace) -> int:
    known = existing(arguments).mappings.forget(arguments.mapping)
    return _told(
        arguments,
        known,
        f"Mapping {known.mapping_id} is used for no further file; what was loaded stays.",
    )


def take_up(arguments: argparse.Namespace) -> int:
    known = existing(arguments).mappings.take_up(arguments.mapping)
    return _told(arguments, known, f"Mapping {known.mapping_id} is used for the next files.")


def read_again(arguments: argparse.Namespace) -> int:
    done = existing(arguments).mappings.read_again(arguments.mapping, by=getpass.getuser())
    if arguments.json:
        as_json(done)
    elif done.results:
        new = ", ".join(str(result.load_id) for result in done.results)
        old = ", ".join(map(str, done.replaced))
        say(f"Loads {old} are read again as {new}; `redo` of an old one brings it back.")
    else:
        say("Every load of these headings was read with this mapping already.")
    return 0


def propose(arguments: argparse.Namespace) -> int:
    """Write what is known for certain, and say what a person has to decide."""
    store, path = opened(arguments), Path(arguments.path)
    staged = store.stage(path, Options(can_ask=True, reader="generic_table"), path.name)
    store.discard(*staged)
    asked = [one for one in staged if one.sample]
    if not asked:
        raise UsageError(f"{path.name}: {staged[0].error if staged else 'there is no table'}.")
    one = asked[0]
    assert one.sample is not None
    name = table_of(one.sample)
    found = hints(one.sample, name)
    sure = proposed(one.facts, found)
    same = constants(one.sample, name, {known.name: known.position for known in sure})
    written = mapping(name, "generic", one.facts, sure, same)
    if arguments.json:
        as_json(written)
        return 0
    _written(arguments.out, written, f"A mapping of {path.name}")
    # Beside the mapping itself, which may go into a file.
    for hint in found:
        perhaps = "perhaps: " if hint.is_guess else ""
        heading = one.facts[hint.position].heading
        complain(f"{perhaps}{heading} as {hint.name}: {hint.reason}")
    for known in sure:
        facts = one.facts[known.position]
        for doubt in doubts(name, facts, known):
            complain(f"doubt: {facts.heading} as {known.name}: {doubt}")
    for value in same.values():
        complain(f"doubt: every score is taken as {value}, going by how high they reach.")
    if lacking := missing(name, sure, same):
        complain(f"doubt: nothing fills {', '.join(lacking)}.")
    return 0


def _written(out: str | None, found: dict[str, object], what: str) -> None:
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if out:
        Path(out).write_text(f"{text}\n", encoding="utf-8")
        say(f"{what} is written to {out}; load with --mapping {out}.")
    else:
        say(text)


def _told(arguments: argparse.Namespace, known: Remembered, sentence: str) -> int:
    if arguments.json:
        as_json(known)
    else:
        say(sentence)
    return 0


def _row(known: Remembered) -> dict[str, object]:
    return {
        "mapping": known.mapping_id,
        "made for": known.file,
        "table": known.table,
        "source": known.source,
        "since": known.made_at,
        "by": known.who,
        "in use": known.is_active,
        "loads": len(known.loads),
        "loads read otherwise": len(known.former),
        "headings": ", ".join(known.headings)[:80],
    }
