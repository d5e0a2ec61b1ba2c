"""Everything that the results of a what-if rest on, as one table."""

import pandas as pd

from support_kpi.planning.baselines import Baseline
from support_kpi.planning.scenarios import ASSUMPTIONS, LEVERS, Assumptions, Scenario
from support_kpi.schema import CHANNELS

RULES = (
    (
        "Moved contacts",
        "They take the minutes, the unit cost and the CSAT of the channel they move to.",
    ),
    (
        "CSAT",
        "Each channel keeps its own CSAT and its answers a contact; only the mix changes. "
        "This is arithmetic on the past, it does not say that a change would cause it.",
    ),
    (
        "Contacts settled by self-service",
        "They leave every channel with agents alike, need no work, and count in no CSAT.",
    ),
    (
        "Headcount",
        "Empty: direct people cost follows the hours of work. Given: it follows the "
        "headcount as a multiple of today's; the agents needed stay what the work asks for.",
    ),
    (
        "Handle time that no export tells",
        "The mean of its channel, with fewer than 30 known ones "
        "the mean of all; calls nobody answered take none, and as many stay unanswered.",
    ),
    (
        "Staffing of phone, live chat, video and in person",
        "Erlang C in each opening hour, for the "
        "mean contacts of that hour of the week: nobody hangs up, hours do not lean on each other. "
        "Agents on the payroll are the hours on duty by paid hours on duty, shift patterns aside.",
    ),
    (
        "Staffing of the other channels",
        "Hours of work by most occupancy, shrinkage and paid hours: "
        "contacts wait for a free agent.",
    ),
    ("Agents in all", "The sum of the channels: nobody works on two."),
)


def table(scenario: Scenario, baseline: Baseline) -> pd.DataFrame:
    """Levers, numbers that are supposed, rules, and what the data lack: a row each."""
    told = [("rule", name, text) for name, text in RULES]
    told += [("data", name, text) for name, text in _of_data(baseline)]
    rows = [
        *_levers(scenario),
        *_supposed(scenario.assumptions),
        *(_line(kind, name, None, "", about=text) for kind, name, text in told),
    ]
    frame = pd.DataFrame(rows)
    return frame.assign(value=frame["value"].astype("float64"))


def _levers(scenario: Scenario) -> list[dict[str, object]]:
    rows = [
        _line("lever", name, getattr(scenario, name), range_.unit, about=range_.about)
        for name, range_ in LEVERS.items()
    ]
    rows += [
        _line(
            "lever",
            f"move {_label(move.origin)} to {_label(move.target)}",
            move.share,
            "share",
            about="Share of the contacts of the first channel.",
        )
        for move in scenario.moves
    ]
    rows += [
        _line(
            "lever",
            f"{name} of {_label(change.channel)}",
            getattr(change, name),
            "rate",
            about=LEVERS[name].about,
        )
        for change in scenario.changes
        for name in ("volume_change", "handle_time_change")
        if getattr(change, name)
    ]
    return [row | {"is_default": not row["value"]} for row in rows]


def _supposed(assumed: Assumptions) -> list[dict[str, object]]:
    usual = Assumptions()
    return [
        _line("assumption", name, getattr(assumed, name), range_.unit, about=range_.about)
        | {"is_default": getattr(assumed, name) == getattr(usual, name)}
        for name, range_ in ASSUMPTIONS.items()
    ]


def _line(kind: str, name: str, value: float | None, unit: str, *, about: str) -> dict[str, object]:
    return {
        "kind": kind,
        "name": name.replace("_", " "),
        "value": value,
        "unit": unit,
        "is_default": True,
        "about": about,
    }


def _of_data(baseline: Baseline) -> list[tuple[str, str]]:
    """What of the baseline is not known, in sentences."""
    told: list[tuple[str, str]] = []
    estimated = [
        one.channel for one in baseline.channels if one.contacts and not one.has_own_handle_time
    ]
    if estimated:
        told.append(("Without handle time of their own", _listed(estimated)))
    silent = [one.channel for one in baseline.channels if one.contacts and not one.answers]
    if silent:
        told.append(("Without CSAT answers, left out of CSAT", _listed(silent)))
    if baseline.currency is None:
        told.append(("Cost", "No spend of one currency in the selection: cost stays blank."))
    covered = sum(one.covered_contacts for one in baseline.channels)
    contacts = sum(one.contacts for one in baseline.channels)
    if baseline.currency is not None and covered < contacts:
        told.append(
            (
                "Budget",
                f"It covers {covered:,.0f} of {contacts:,.0f} contacts; the cost is of those.",
            )
        )
    if baseline.headcount is None:
        told.append(("Agents there are", "No staff months for this selection."))
    return told


def _label(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def _listed(channels: list[str]) -> str:
    return ", ".join(_label(channel) for channel in channels)
