"""Costs of a split: the interval of cost per satisfied ticket, direct and allocated as rows."""

import pandas as pd

from support_kpi import statistics

PARTS = {"direct_amount": "Direct", "allocated_amount": "Allocated"}


def with_satisfaction(costs: pd.DataFrame) -> pd.DataFrame:
    """The rows with `low` and `high` of cost per satisfied ticket: those of CSAT, cost as it is."""
    low, high = statistics.wilson(costs["satisfied_answers"], costs["csat_answers"])
    cost = costs["cost_per_ticket"].where(costs["cost_per_satisfied_ticket"].notna())
    ends = pd.DataFrame({"low": low, "high": high}, index=costs.index)
    ends = ends.where(ends > 0)
    return costs.assign(low=cost / ends["high"], high=cost / ends["low"])


def in_parts(costs: pd.DataFrame) -> pd.DataFrame:
    """A row for the direct and one for the allocated spend of each segment."""
    kept = costs[["segment", "currency", *PARTS]]
    rows = kept.melt(["segment", "currency"], var_name="part", value_name="spent_amount")
    return rows.assign(part=rows["part"].map(PARTS))
