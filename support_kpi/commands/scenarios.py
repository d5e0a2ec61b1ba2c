"""what-if and scenarios: what a scenario leads to, and the ones that are saved."""

import argparse
import getpass
from pathlib import Path

import pandas as pd

from support_kpi.commands import levers
from support_kpi.commands.console import as_json, say, table
from support_kpi.commands.selection import Selection, existing, selected
from support_kpi.errors import UsageError
from support_kpi.filters import sentence
from support_kpi.planning import assumptions, baselines, outcomes, results, saved
from support_kpi.planning.scenarios import Scenario, to_data


def what_if(arguments: argparse.Namespace) -> int:
    store = existing(arguments)
    scenario = levers.scenario(arguments, store)
    with selected(arguments) as chosen:
        baseline = baselines.of_period(chosen.connection, chosen.filters)
        before, after = outcomes.of(baseline, Scenario()), outcomes.of(baseline, scenario)
    if arguments.save:
        saved.save(store, arguments.save, scenario, by=getpass.getuser())
    rows = results.beside_baseline(before, after, baseline.currency)
    told = assumptions.table(scenario, baseline)
    if arguments.json:
        as_json(
            {
                "baseline": sentence(chosen.filters),
                "scenario": to_data(scenario),
                "results": rows,
                "assumptions": told,
            }
        )
        return 0
    say(f"Baseline: {chosen.about()}")
    table(rows.drop(columns=["baseline_low", "baseline_high"]), title="Beside the baseline")
    table(told, title="Every assumption")
    return 0


def show_all(arguments: argparse.Namespace) -> int:
    found = saved.scenarios(existing(arguments))
    if arguments.json:
        as_json([_plain(one) for one in found.values()])
    elif not found:
        say("No scenario is saved; `what-if --save NAME` saves one.")
    else:
        table(pd.DataFrame([_plain(one) for one in found.values()]))
    return 0


def history(arguments: argparse.Namespace) -> int:
    lines = saved.history(existing(arguments), arguments.name)
    if not lines:
        raise UsageError(f'There never was a scenario "{arguments.name}".')
    if arguments.json:
        as_json([_plain(one) for one in lines])
    else:
        table(pd.DataFrame([_plain(one) for one in lines]))
    return 0


def compare(arguments: argparse.Namespace) -> int:
    """Saved scenarios side by side, on the baseline of the filters."""
    store = existing(arguments)
    if len(arguments.names) > saved.MOST_COMPARED:
        raise UsageError(
            f"{len(arguments.names)} scenarios are named; at most {saved.MOST_COMPARED} stand side "
            "by side."
        )
    found = {name: saved.scenario(store, name) for name in arguments.names}
    with selected(arguments) as chosen:
        rows = _side_by_side(chosen, found)
    if arguments.json:
        as_json(rows)
    else:
        say(f"Baseline: {chosen.about()}")
        table(rows)
    return 0


def rename(arguments: argparse.Namespace) -> int:
    to = saved.rename(existing(arguments), arguments.name, arguments.to, by=getpass.getuser())
    return _done(arguments, to, f'"{arguments.name}" is now "{to}".')


def delete(arguments: argparse.Namespace) -> int:
    saved.delete(existing(arguments), arguments.name, by=getpass.getuser())
    return _done(arguments, arguments.name, f'"{arguments.name}" is deleted; its history stays.')


def export(arguments: argparse.Namespace) -> int:
    found = saved.scenarios(existing(arguments))
    Path(arguments.file).write_text(saved.as_json(found.values()), encoding="utf-8")
    return _done(arguments, list(found), f"{len(found)} scenarios written to {arguments.file}.")


def take_in(arguments: argparse.Namespace) -> int:
    path = Path(arguments.file)
    if not path.is_file():
        raise UsageError(f"{path} is no file; name the JSON that `scenarios export` wrote.")
    found = saved.read_json(path.read_bytes())
    saved.save_all(existing(arguments), found, by=getpass.getuser())
    return _done(arguments, list(found), f"Saved: {', '.join(found) or 'none'}.")


def _side_by_side(chosen: Selection, found: dict[str, Scenario]) -> pd.DataFrame:
    baseline = baselines.of_period(chosen.connection, chosen.filters)
    sides = [("baseline", Scenario()), *found.items()]
    return results.side_by_side(
        [(name, outcomes.of(baseline, one)) for name, one in sides], baseline.currency
    )


def _plain(one: saved.Saved) -> dict[str, object]:
    scenario = None if one.scenario is None else to_data(one.scenario)
    return {"name": one.name, "scenario": scenario, "who": one.who, "made_at": one.made_at}


def _done(arguments: argparse.Namespace, names: object, told: str) -> int:
    if arguments.json:
        as_json({"scenarios": [names] if isinstance(names, str) else names})
    else:
        say(told)
    return 0
