"""Named scenarios: saved as entries of the store with their history, to and from JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from support_kpi.errors import UsageError
from support_kpi.planning.scenarios import NAME_LENGTH, Scenario, from_data, to_data
from support_kpi.store import Store

KIND = "scenario"
MOST_COMPARED = 4
MOST_IMPORTED = 200


@dataclass(frozen=True)
class Saved:
    """A scenario by its name; `scenario` is None where the name was removed."""

    name: str
    scenario: Scenario | None
    who: str
    made_at: datetime


def scenarios(store: Store) -> dict[str, Saved]:
    """The scenarios that are saved now, by name."""
    return {
        one.key: _saved(one.key, one.value, one.who, one.made_at)
        for one in store.entries.list(KIND)
    }


def scenario(store: Store, name: str) -> Scenario:
    """A saved scenario; raises UsageError with the names there are."""
    found = scenarios(store)
    if name not in found or found[name].scenario is None:
        raise UsageError(
            f'There is no scenario "{name}"; saved are: {", ".join(found) or "none yet"}.'
        )
    return found[name].scenario or Scenario()


def history(store: Store, name: str) -> list[Saved]:
    """Every state that a name had, the newest first."""
    lines = store.entries.history(KIND, name)
    return [_saved(one.key, one.value, one.who, one.made_at) for one in lines]


def save(store: Store, name: str, scenario: Scenario, by: str = "") -> str:
    """Save under a name, replacing what it held; the name as it is kept."""
    name = clean(name)
    store.entries.enter(KIND, {name: to_data(scenario)}, by)
    return name


def rename(store: Store, name: str, to: str, by: str = "") -> str:
    """Give a scenario another name that is free."""
    to, found = clean(to), scenario(store, name)
    if to == name:
        return to
    if to in scenarios(store):
        raise UsageError(f'There is a scenario "{to}" already; delete it first, or name another.')
    store.entries.enter(KIND, {name: None, to: to_data(found)}, by)
    return to


def delete(store: Store, name: str, by: str = "") -> None:
    """Remove a scenario; its history stays."""
    scenario(store, name)
    store.entries.remove(KIND, [name], by)


def as_json(found: Iterable[Saved]) -> str:
    """Scenarios as a file that `read_json` takes back."""
    rows = [{"name": one.name, "scenario": to_data(one.scenario)} for one in found if one.scenario]
    return json.dumps({"scenarios": rows}, ensure_ascii=False, indent=2, allow_nan=False)


def read_json(content: bytes | str) -> dict[str, Scenario]:
    """The scenarios of such a file, or the one that `what-if --json` wrote, by name."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            'The file is no JSON; it is to be {"scenarios": [{"name": …, "scenario": {…}}]}.'
        ) from error
    rows = data.get("scenarios") if isinstance(data, Mapping) else None
    if isinstance(data, Mapping) and rows is None and "scenario" in data:
        rows = [{"name": "scenario", **data}]
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise UsageError('The file has no list "scenarios" of objects with name and scenario.')
    if len(rows) > MOST_IMPORTED:
        raise UsageError(f"The file has {len(rows)} scenarios; at most {MOST_IMPORTED} are read.")
    return {clean(str(row.get("name") or "")): from_data(row.get("scenario")) for row in rows}


def save_all(store: Store, found: Mapping[str, Scenario], by: str = "") -> None:
    """Save several as one change."""
    store.entries.enter(KIND, {name: to_data(one) for name, one in found.items()}, by)


def clean(text: str) -> str:
    """A name without blanks at its ends."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH:
        raise UsageError(f"A scenario needs a name of 1 to {NAME_LENGTH} characters.")
    if name.lower() == "baseline":
        raise UsageError("The baseline is what scenarios stand beside; choose another name.")
    return name


def _saved(name: str, value: object, who: str, made_at: datetime) -> Saved:
    return Saved(name, None if value is None else from_data(value), who, made_at)
