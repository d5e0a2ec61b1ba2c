"""What the work of each channel costs, by contact, ticket, handle minute, satisfied ticket."""

from collections.abc import Iterator

import pandas as pd

from support_kpi import charts
from support_kpi.planning import costs
from support_kpi.ui.figures import Figure
from support_kpi.ui.view import View

SPREAD = "Lines are 95 % intervals by the spread of the months, three or more."
PER = {
    "cost_per_contact": ("Cost per contact", "Spend by tickets created (n)."),
    "cost_per_ticket": (
        "Cost per ticket",
        "Spend by tickets solved (n): what a resolution costs.",
    ),
    "cost_per_minute": (
        "Cost per handle minute",
        "Spend of what has a handle time by its handle minutes (n).",
    ),
}


def costs_by_channel(view: View) -> Iterator[Figure]:
    """Direct and allocated spend, and what it comes to for each thing done."""
    found = view.result("cost_by_segment", dimension="channel")
    rule = _allocation(found)
    for title, rows in costs.by_currency("Direct and allocated spend by channel", found):
        unit = costs.in_currency("spent_amount", rows)
        yield Figure(
            title,
            costs.in_parts(rows),
            lambda parts, unit=unit: charts.distribution(
                parts, "segment", "spent_amount", by="part", unit=unit
            ),
            query="cost_by_segment",
            alt_text=charts.describe(rows, "segment", "spent_amount", unit=unit),
            note=f"{rule} What nothing could be spread over stands as not given; all together is "
            "what was spent.",
        )
    for column, (name, told) in PER.items():
        rows = costs.measured(found, column)
        note = f"{told} {SPREAD} {rule}"
        yield from _cost(f"{name} by channel", rows, column, costs.BASES[column], note)
    yield from _cost(
        "Cost per satisfied ticket by channel",
        costs.satisfied(found),
        "cost_per_satisfied_ticket",
        "csat_answers",
        "Cost per ticket divided by CSAT, as if the silent were as satisfied as those who "
        f"answered; the interval is that of CSAT. {rule}",
    )


def _cost(name: str, measured: pd.DataFrame, column: str, n: str, note: str) -> Iterator[Figure]:
    for title, rows in costs.by_currency(name, measured):
        unit = costs.in_currency(column, rows)
        yield Figure(
            title,
            rows,
            lambda rows, unit=unit: charts.ranked_bars(
                rows, column, "segment", low="low", high="high", n=n, unit=unit
            ),
            query="cost_by_segment",
            alt_text=charts.describe(rows, "segment", column, n=n, unit=unit),
            note=note,
        )


def _allocation(found: pd.DataFrame) -> str:
    """The rule that spread the spend which names no channel."""
    rules = sorted(set(found["allocation_rule"]))
    rule = rules[0] if rules else "by tickets"
    return f"{costs.currencies(found)} Spend that names no channel is spread {rule}."
