"""The flags of what-if, and the scenario that they say."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from support_kpi.errors import UsageError
from support_kpi.planning import saved
from support_kpi.planning.scenarios import Assumptions, Change, Move, Scenario, from_data
from support_kpi.schema import CHANNELS
from support_kpi.store import Store


def add(one: argparse.ArgumentParser) -> None:
    """Levers and assumptions; shares and rates as 0.1 or 10%."""
    start = one.add_mutually_exclusive_group()
    start.add_argument("--scenario", metavar="NAME", help="start from a saved one")
    start.add_argument("--file", metavar="FILE", help="start from the JSON of one")
    one.add_argument("--volume", metavar="RATE", help="more or fewer contacts, such as 10%%")
    one.add_argument("--handle-time", metavar="RATE", help="more or fewer minutes a contact")
    one.add_argument(
        "--self-service", metavar="SHARE", help="contacts that it settles beyond today"
    )
    one.add_argument("--headcount", type=float, help="agents on the payroll")
    one.add_argument(
        "--move",
        action="append",
        default=[],
        metavar="FROM:TO:SHARE",
        help="a share of a channel's contacts that comes on another, such as phone:live_chat:20%%",
    )
    one.add_argument(
        "--change",
        action="append",
        default=[],
        metavar="CHANNEL:VOLUME:HANDLE_TIME",
        help="what is different on one channel alone, such as email:5%%:-10%%",
    )
    one.add_argument(
        "--assume", action="append", default=[], metavar="NAME=VALUE", help="such as shrinkage=35%%"
    )
    one.add_argument("--save", metavar="NAME", help="save the scenario under a name")


def scenario(arguments: argparse.Namespace, store: Store) -> Scenario:
    """What the flags say, on top of what they start from."""
    found = Scenario()
    if arguments.scenario:
        found = saved.scenario(store, arguments.scenario)
    if arguments.file:
        found = _of_file(Path(arguments.file))
    given = {
        "volume_change": arguments.volume,
        "handle_time_change": arguments.handle_time,
        "self_service_rate": arguments.self_service,
    }
    found = replace(
        found, **{name: _number(text) for name, text in given.items() if text is not None}
    )
    if arguments.headcount is not None:
        found = replace(found, headcount=arguments.headcount)
    if arguments.move:
        parts = [_parts("--move", text, 3) for text in arguments.move]
        moves = [Move(_channel(a), _channel(b), _number(share)) for a, b, share in parts]
        found = replace(found, moves=tuple(moves))
    if arguments.change:
        parts = [_parts("--change", text, 3) for text in arguments.change]
        changes = [Change(_channel(name), _number(a), _number(b)) for name, a, b in parts]
        found = replace(found, changes=tuple(changes))
    return replace(found, assumptions=_assumed(found.assumptions, arguments.assume))


def _assumed(assumptions: Assumptions, texts: Sequence[str]) -> Assumptions:
    said = {
        name.strip().replace("-", "_"): _number(value)
        for name, _, value in (text.partition("=") for text in texts)
    }
    return from_data({"assumptions": {**asdict(assumptions), **said}}).assumptions


def _of_file(path: Path) -> Scenario:
    if not path.is_file():
        raise UsageError(f"{path} is no file; name the JSON of a scenario.")
    found = saved.read_json(path.read_bytes())
    if len(found) != 1:
        raise UsageError(
            f"{path} holds {len(found)} scenarios; `scenarios import` saves them, then name one."
        )
    return next(iter(found.values()))


def _parts(flag: str, text: str, count: int) -> list[str]:
    parts = text.split(":")
    if len(parts) != count:
        raise UsageError(f'{flag} "{text}" has {len(parts)} parts; it takes {count} with colons.')
    return parts


def _channel(text: str) -> str:
    code = text.strip().lower().replace(" ", "_").replace("-", "_")
    labels = {
        label.lower().replace(" ", "_").replace("-", "_"): code for code, label in CHANNELS.items()
    }
    return labels.get(code, code)


def _number(text: str) -> float:
    bare = text.strip()
    try:
        return float(bare[:-1]) / 100 if bare.endswith("%") else float(bare)
    except ValueError as error:
        raise UsageError(f'"{text}" is no number; write 0.1 or 10%.') from error
