"""Which characteristic goes with better numbers: teams that have it against teams without.

A team counts once, however many tickets it has. No cause is claimed.
"""

import numpy as np
import pandas as pd

from support_kpi import statistics

LEAST_TEAMS = 3
FALSE_ALARMS = 0.05
VOLUME = "count"
# What a characteristic is itself judged by says nothing of what goes with it.
OWN_MEASURE = {"training": "training_days_mean", "staffing": "backlog"}
COLUMNS = (
    "characteristic",
    "kpi",
    "label",
    "unit",
    "with_value",
    "with_teams",
    "with_n",
    "without_value",
    "without_teams",
    "without_n",
    "difference",
    "low",
    "high",
    "p",
    "p_corrected",
    "comparisons",
    "verdict",
    "is_better",
)
WAYS = ("higher", "lower")


def drivers(states: pd.DataFrame, kpis: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Each KPI of teams with a characteristic against those without, the clearest first.

    `states` has team, characteristic and state; `kpis` are KPIs by team. A team whose state is
    unknown is on neither side. P is corrected for all comparisons made (Benjamini-Hochberg).
    """
    known = described[described["kind"] != VOLUME].set_index("kpi")
    measured = kpis[kpis["value"].notna() & kpis["kpi"].isin(known.index)]
    measured = measured.assign(team_key=measured["segment"].astype(str).str.lower())
    sides = states[states["state"].isin(["met", "not_met"])]
    sides = sides.assign(team_key=sides["team"].astype(str).str.lower())
    both = measured.merge(sides[["team_key", "characteristic", "state"]], on="team_key")
    rows = [
        _compared(str(characteristic), known.loc[str(kpi)], group)
        for (characteristic, kpi), group in both.groupby(["characteristic", "kpi"], sort=False)
        if OWN_MEASURE.get(str(characteristic)) != kpi
    ]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    if found.empty:
        return found
    found["p_corrected"] = statistics.benjamini_hochberg(found["p"])
    found["comparisons"] = int(found["p"].notna().sum())
    found["verdict"] = [_verdict(row) for _, row in found.iterrows()]
    better = known["better"].reindex(found["kpi"]).to_numpy()
    found["is_better"] = pd.Series(
        [
            verdict == way if verdict in WAYS and way in WAYS else None
            for verdict, way in zip(found["verdict"], better, strict=True)
        ],
        index=found.index,
        dtype="object",
    )
    order = found.assign(
        raw=found["p"].fillna(2), few=-found[["with_teams", "without_teams"]].min(axis=1)
    )
    order = order.sort_values(["raw", "few", "characteristic", "kpi"], kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def _compared(characteristic: str, kpi: pd.Series, group: pd.DataFrame) -> dict[str, object]:
    has, lacks = (group[group["state"] == state] for state in ("met", "not_met"))
    row: dict[str, object] = {
        "characteristic": characteristic,
        "kpi": str(kpi.name),
        "label": kpi["label"],
        "unit": group["unit"].iloc[0],
    }
    for side, part in (("with", has), ("without", lacks)):
        row[f"{side}_value"] = part["value"].mean()
        row[f"{side}_teams"] = len(part)
        row[f"{side}_n"] = part["n"].sum()
    gap, low, high, p = statistics.welch(has["value"], lacks["value"])
    is_enough = min(len(has), len(lacks)) >= LEAST_TEAMS
    ends = (low, high, p) if is_enough else (np.nan, np.nan, np.nan)
    return row | {"difference": gap, **dict(zip(("low", "high", "p"), ends, strict=True))}


def _verdict(row: pd.Series) -> str:
    """A direction only where the corrected p allows one."""
    if pd.isna(row["p"]):
        fewest = min(row["with_teams"], row["without_teams"])
        return f"too few teams: {fewest} on one side, {LEAST_TEAMS} are needed"
    if row["p_corrected"] >= FALSE_ALARMS:
        return "no clear difference"
    return "higher" if row["difference"] > 0 else "lower"
