"""assess: what people say of the characteristics of a team, loaded like any export."""

import argparse
import getpass
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from support_kpi import maturity, outputs, queries
from support_kpi.commands.console import REFUSED, as_json, complain, say
from support_kpi.commands.selection import opened
from support_kpi.errors import UsageError
from support_kpi.maturity import Assessment
from support_kpi.schema import EDITIONS
from support_kpi.store import Store

EVERYTHING = {"edition": EDITIONS[0], "teams": None, "tiers": None}


def assess(arguments: argparse.Namespace) -> int:
    if arguments.template:
        target = Path(arguments.template)
        rows = maturity.template([arguments.team] if arguments.team else [], date.today())
        target.write_bytes(outputs.rows_to_bytes(rows, "csv"))
        say(f"Template written to {target}: fill it in and load it.")
        return 0
    if not arguments.team:
        raise UsageError("Name a team: assess TEAM CHARACTERISTIC=met|not_met|unknown ...")
    store = opened(arguments)
    team, channels = _known(store, arguments.team)
    said = Assessment(
        team,
        _day(arguments.on),
        _pairs(arguments.states),
        _pairs(arguments.note),
        arguments.edition,
        channels,
    )
    result = maturity.save(store, said, by=arguments.by or getpass.getuser(), at=datetime.now(UTC))
    if arguments.json:
        as_json(asdict(result))
    elif result.status == "refused":
        complain(result.error or "refused")
    else:
        say(f"Load {result.load_id}: {team} assessed on {said.assessed_on}.")
    return REFUSED if result.status == "refused" else 0


def _known(store: Store, team: str) -> tuple[str, tuple[str, ...]]:
    _, connection = store.connect()
    with connection:
        teams = queries.run(connection, queries.load("maturity_teams"), EVERYTHING)
    return maturity.scope(teams, team)


def _day(text: str | None) -> date:
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'--on "{text}" is not a day; write it as 2026-10-31.') from None


def _pairs(texts: list[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f'"{text}" says nothing; write it as CHARACTERISTIC=VALUE.')
        found[name.strip()] = value.strip()
    return found
