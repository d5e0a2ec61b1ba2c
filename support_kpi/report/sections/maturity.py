"""Maturity: the tier of each team with its seven characteristics, and KPIs by tier."""

import pandas as pd

from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.sections.splits import crossed
from support_kpi.report.subject import Subject, definition
from support_kpi.schema import CHARACTERISTICS, TIERS

STATES = {"met": "met", "not_met": "not met", "unknown": "unknown"}


def sections(subject: Subject) -> list[Section]:
    """Nothing where no team is assessed."""
    teams = subject.result("maturity_teams")
    if teams.empty:
        return []
    found = [_tiers(teams)]
    states = subject.result("maturity_characteristics")
    if len(states):
        found.append(_characteristics(states))
    if teams["tier"].notna().any():
        found.append(crossed(subject, "tier", subject.split("tier"), "KPIs by maturity tier"))
    return found


def _tiers(teams: pd.DataFrame) -> Section:
    counts = teams["tier"].value_counts()
    told = [f"{counts[tier]} {tier}" for tier in TIERS if tier in counts]
    undecided = int(teams["tier"].isna().sum())
    told += [f"{undecided} undecided"] if undecided else []
    ranges = teams["tier_low"].fillna("") + " to " + teams["tier_high"].fillna("")
    frame = teams.assign(
        written=teams["tier"].fillna(ranges.where(teams["tier_source"] == "range", "undecided")),
        because=teams["tier_source"].map(
            {"given": "given by the export", "scored": "scored", "range": "unknowns leave a range"}
        ),
    )
    columns = (
        Column("Team", "text", ("team",)),
        Column("Tier", "text", ("written",)),
        Column("Met", "count", ("met",)),
        Column("Not met", "count", ("not_met",)),
        Column("Unknown", "count", ("unknown",)),
        Column("How", "text", ("because",)),
        Column("Assessed", "period", ("assessed_on",), unit="day"),
    )
    return Section(
        "Maturity tiers",
        f"{len(teams)} teams by the list of {teams['edition'].iloc[0]}: {', '.join(told)}.",
        Table(columns, frame),
        definition=definition("maturity_teams"),
    )


def _characteristics(states: pd.DataFrame) -> Section:
    names = [name for name in CHARACTERISTICS if name in set(states["characteristic"])]
    derived = states["state_source"].eq("derived").map({True: " (derived)", False: ""})
    frame = (
        states.assign(state=states["state"].map(STATES) + derived)
        .pivot_table(
            index="team", columns="characteristic", values="state", aggfunc="first", sort=False
        )
        .reset_index()
    )
    met = int((states["state"] == "met").sum())
    columns = (
        Column("Team", "text", ("team",)),
        *(Column(CHARACTERISTICS[name], "text", (name,)) for name in names),
    )
    return Section(
        "The characteristics of each team",
        f"{met} of {len(states)} are met.",
        Table(columns, frame),
        definition=definition("maturity_characteristics"),
    )
