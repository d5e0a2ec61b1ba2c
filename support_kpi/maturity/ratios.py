"""Champion teams over Starter teams, beside the ratios that the study prints."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from support_kpi import statistics
from support_kpi.benchmarks.sides import Band, Own
from support_kpi.benchmarks.verdicts import verdict

COLUMNS = (
    "measure",
    "basis",
    "champion_value",
    "champion_n",
    "starter_value",
    "starter_n",
    "n_unit",
    "value_unit",
    "ratio",
    "low",
    "high",
    "own_verdict",
    "published_ratio",
    "published_low",
    "published_high",
    "published_as",
    "verdict",
    "reason",
)
TICKETS = "Tickets per agent"
TRAINING = "Training days per agent"
EFFICIENCY = "Top performers"
TOOLS = "Tools rated 9 or 10"
OF_TEAMS = {TICKETS: "tickets_per_agent_month", TRAINING: "training_days_mean"}
TEAMS_TOLD = "each team counts as one"
LONE = "one team on a side says nothing of how teams differ, so there is no interval"


def ratios(teams: pd.DataFrame, kpis: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The four ratios with an interval, what the study prints, and the verdict in words.

    `teams` has team and tier, `kpis` are KPIs by team, `figures` the compared figures of the study.
    """
    printed = {str(row["figure_id"]).partition(".")[2]: row for _, row in figures.iterrows()}
    rows = [
        _of_teams(TICKETS, teams, kpis) | _more(printed, "tickets_resolved_per_agent.vs_starter"),
        _of_teams(TRAINING, teams, kpis) | _quotient(printed, "training_days", 0.05),
        _efficiency(printed) | _plain(printed, "agent_efficiency.ratio_vs_starter"),
        _tools(printed) | _quotient(printed, "tool_satisfaction.9_10", 0.5),
    ]
    return pd.DataFrame([_judged(row) for row in rows], columns=list(COLUMNS))


def _of_teams(measure: str, teams: pd.DataFrame, kpis: pd.DataFrame) -> dict[str, object]:
    """A rate over all teams of a tier: value times n is what was counted."""
    rows = kpis[(kpis["kpi"] == OF_TEAMS[measure]) & kpis["value"].notna() & (kpis["n"] > 0)]
    rows = rows.assign(team_key=rows["segment"].astype(str).str.lower())
    tiers = teams.assign(team_key=teams["team"].astype(str).str.lower())[["team_key", "tier"]]
    sides = dict(list(rows.merge(tiers, on="team_key").groupby("tier")))
    blank = rows.iloc[:0]
    high, low = (sides.get(tier, blank) for tier in ("Champion", "Starter"))
    ratio, least, most = statistics.clustered_ratio(
        high["value"] * high["n"], high["n"], low["value"] * low["n"], low["n"]
    )
    lacking = [name for name, side in (("Champion", high), ("Starter", low)) if side.empty]
    reason = f"no {' and no '.join(lacking)} team with staff months" if lacking else TEAMS_TOLD
    if not lacking and min(len(high), len(low)) < 2:
        reason = LONE
    return {
        "measure": measure,
        "basis": "own teams: tickets and staff months",
        "champion_value": _rate(high),
        "champion_n": len(high),
        "starter_value": _rate(low),
        "starter_n": len(low),
        "n_unit": "teams",
        "value_unit": "tickets" if measure == TICKETS else "days",
        "ratio": ratio,
        "low": least,
        "high": most,
        "reason": reason,
    }


def _efficiency(printed: Mapping[str, pd.Series]) -> dict[str, object]:
    row = printed.get("agent_efficiency.ratio_vs_starter.champion")
    has = row is not None and pd.notna(row["own_value"])
    return _of_survey(EFFICIENCY) | {
        "champion_n": row["own_n"] if has and row is not None else math.nan,
        "ratio": row["own_value"] if has and row is not None else math.nan,
        "low": row["own_low"] if has and row is not None else math.nan,
        "high": row["own_high"] if has and row is not None else math.nan,
        "reason": "respondents of own surveys, by the tier that they name" if has else _lack(row),
    }


def _tools(printed: Mapping[str, pd.Series]) -> dict[str, object]:
    rows = [printed.get(f"tool_satisfaction.9_10.{tier}") for tier in ("champion", "starter")]
    lacking = next((row for row in rows if row is None or pd.isna(row["own_value"])), False)
    if lacking is not False:
        return _of_survey(TOOLS) | {"reason": _lack(lacking)}
    (share, n), (other, m) = ((row["own_value"], row["own_n"]) for row in rows if row is not None)
    low, high = statistics.share_ratio(share * n, n, other * m, m)
    return _of_survey(TOOLS) | {
        "champion_value": share,
        "champion_n": n,
        "starter_value": other,
        "starter_n": m,
        "ratio": share / other if other else math.nan,
        "low": float(np.asarray(low)),
        "high": float(np.asarray(high)),
        "reason": "respondents of own surveys, by the tier that they name",
    }


def _of_survey(measure: str) -> dict[str, object]:
    return {
        "measure": measure,
        "basis": "own surveys",
        "n_unit": "respondents",
        "value_unit": "share",
    }


def _lack(row: pd.Series | None) -> str:
    return "the study is not loaded" if row is None else str(row["reason"])


def _more(printed: Mapping[str, pd.Series], name: str) -> dict[str, object]:
    """So much percent more, as a ratio."""
    row = printed.get(f"{name}.champion")
    if row is None or pd.isna(row["published_value"]):
        return {}
    scale = 100 if str(row["unit"]) == "percent" else 1
    more = float(row["published_value"]) / scale
    return _band(1 + more, 0.005, f"{100 * more:.0f} % more than Starters")


def _plain(printed: Mapping[str, pd.Series], name: str) -> dict[str, object]:
    row = printed.get(f"{name}.champion")
    if row is None or pd.isna(row["published_value"]):
        return {}
    value = float(row["published_value"])
    return _band(value, 0.05, f"{value:g} times Starters")


def _quotient(printed: Mapping[str, pd.Series], name: str, rounding: float) -> dict[str, object]:
    """One printed figure over another, each as far as it may have been rounded."""
    rows = [printed.get(f"{name}.{tier}") for tier in ("champion", "starter")]
    values = [math.nan if row is None else float(row["published_value"]) for row in rows]
    if any(math.isnan(value) for value in values):
        return {}
    is_share = rows[0] is not None and rows[0]["unit"] == "share"
    scale = 100 if is_share else 1
    high, low = (value * scale for value in values)
    sign = " %" if scale == 100 or name.startswith("tool") else ""
    return {
        "published_ratio": high / low,
        "published_low": (high - rounding) / (low + rounding),
        "published_high": (high + rounding) / (low - rounding),
        "published_as": f"{high:g}{sign} against {low:g}{sign}; the ratio as far as rounding tells",
    }


def _band(value: float, rounding: float, told: str) -> dict[str, object]:
    return {
        "published_ratio": value,
        "published_low": value - rounding,
        "published_high": value + rounding,
        "published_as": told,
    }


def _judged(row: dict[str, object]) -> dict[str, object]:
    """Own tiers against one another, then own ratio against the printed one."""
    whole = dict.fromkeys(COLUMNS, math.nan) | row
    ratio, low, high = (float(str(whole[name])) for name in ("ratio", "low", "high"))
    words = {
        "up": "Champions clearly more",
        "down": "Champions clearly less",
        "no clear change": "no clear difference",
    }
    found = statistics.verdict(low - 1, high - 1)
    whole["own_verdict"] = words[found] if found else None
    if "published_as" not in row:
        whole |= {"published_as": None, "verdict": "not comparable"}
        return whole
    if math.isnan(ratio):
        return whole | {"verdict": "not comparable"}
    if math.isnan(low):
        return whole | {"verdict": "not comparable"}
    printed, least, most = (
        float(str(whole[f"published_{name}"])) for name in ("ratio", "low", "high")
    )
    own = Own(ratio, "ratio", low=low, high=high)
    found = verdict(own, Band("ratio", printed, least, most), "neither")
    is_apart = found.position in ("above", "below")
    return whole | {"verdict": found.position if is_apart else found.word}


def _rate(side: pd.DataFrame) -> float:
    base = float(side["n"].sum())
    return float((side["value"] * side["n"]).sum()) / base if base else math.nan
