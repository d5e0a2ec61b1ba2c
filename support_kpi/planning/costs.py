"""Amounts and costs: their currency, their intervals, direct and allocated spend as rows."""

import re
from collections.abc import Iterator

import pandas as pd

from support_kpi import statistics

BASES = {
    "cost_per_contact": "tickets_created",
    "cost_per_ticket": "tickets_solved",
    "cost_per_minute": "handle_minutes",
}
OF_ANSWERS = ("satisfied_answers", "csat_answers", "cost_per_satisfied_ticket")
PARTS = {"direct_amount": "Direct", "allocated_amount": "Allocated"}


def currencies(rows: pd.DataFrame) -> str:
    """What the amounts are in, as a sentence."""
    found = sorted(set(rows["currency"]))
    if len(found) > 1:
        return f"Amounts are in {', '.join(found)} and are not converted."
    return f"Amounts in {found[0]}." if found else ""


def by_currency(title: str, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each currency with a title of their own: several share no axis."""
    found = sorted(set(rows["currency"]))
    if len(found) < 2:
        yield title, rows
        return
    for currency in found:
        yield f"{title}, {currency}", rows[rows["currency"] == currency]


def in_currency(name: str, rows: pd.DataFrame) -> str:
    """The name by which a chart knows an amount and its currency: `spent_amount_EUR`."""
    found = set(rows["currency"])
    return named(name, found.pop() if len(found) == 1 else None)


def named(name: str, currency: str | None) -> str:
    """An amount and its currency, where that is a code."""
    return f"{name}_{currency}" if currency and re.fullmatch("[A-Z]{3}", currency) else name


def measured(costs: pd.DataFrame, name: str) -> pd.DataFrame:
    """One cost of each segment with its base and the interval that its months leave."""
    low, high = statistics.ratio_interval(costs[name], costs[f"{name}_error"], costs["months"])
    kept = costs[["segment", "currency", "spent_amount", BASES[name], "months", name]]
    ends = pd.DataFrame({"low": low, "high": high}, index=costs.index).clip(lower=0)
    return kept.assign(low=ends["low"], high=ends["high"])[costs[name].notna()]


def satisfied(costs: pd.DataFrame) -> pd.DataFrame:
    """Cost per satisfied ticket with `low` and `high`: those of CSAT, cost as it is."""
    low, high = statistics.wilson(costs["satisfied_answers"], costs["csat_answers"])
    cost = costs["cost_per_ticket"].where(costs["cost_per_satisfied_ticket"].notna())
    ends = pd.DataFrame({"low": low, "high": high}, index=costs.index)
    ends = ends.where(ends > 0)
    kept = costs[["segment", "currency", "cost_per_ticket", *OF_ANSWERS]]
    found = kept.assign(low=cost / ends["high"], high=cost / ends["low"])
    return found[costs["cost_per_satisfied_ticket"].notna()]


def in_parts(costs: pd.DataFrame) -> pd.DataFrame:
    """A row for the direct and one for the allocated spend of each segment."""
    kept = costs[["segment", "currency", *PARTS]]
    rows = kept.melt(["segment", "currency"], var_name="part", value_name="spent_amount")
    return rows.assign(part=rows["part"].map(PARTS))
