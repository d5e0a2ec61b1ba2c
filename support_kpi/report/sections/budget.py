"""Budget: plan and actual, and what a ticket costs on each channel."""

import pandas as pd

from support_kpi import charts
from support_kpi.planning import costs as planned
from support_kpi.report.contents import Column, Plot, Section, Table
from support_kpi.report.sections.outlook import outlook
from support_kpi.report.subject import Subject, definition
from support_kpi.report.tables import period
from support_kpi.schema import CHANNELS

COSTS = {
    "cost_per_ticket": "Cost per ticket",
    "cost_per_contact": "Cost per contact",
    "cost_per_minute": "Cost per handle minute",
}
SIDES = {"plan_amount": "Plan", "actual_amount": "Actual"}


def sections(subject: Subject) -> list[Section]:
    """Nothing without a budget in the period."""
    months = subject.result("budget_by_month")
    if months.empty:
        return []
    categories, channels = (
        subject.result("budget_by_segment", dimension=name) for name in ("category", "channel")
    )
    channels["segment"] = channels["segment"].map(lambda name: CHANNELS.get(name, name))
    found = [
        _sides(months, "month", "Month", "month", subject.notes),
        _sides(categories, "segment", "Category"),
        _sides(channels, "segment", "Channel"),
        outlook(subject),
        _costs(subject),
    ]
    return [section for section in found if section is not None]


def _sides(
    rows: pd.DataFrame,
    by: str,
    heading: str,
    step: str = "",
    notes: pd.DataFrame | None = None,
) -> Section:
    rows = rows.assign(unit=rows["currency"])
    first = Column(heading, "period", (by,), unit=step) if step else Column(heading, "text", (by,))
    columns = [
        first,
        *(Column(label, "value", (name,)) for name, label in SIDES.items()),
        Column("Actual less plan", "value", ("variance_amount",)),
        Column("Relative to plan", "value", ("variance_rate",), unit="rate"),
    ]
    if "allocation_share" in rows:
        columns.append(Column("Share of actual", "value", ("allocation_share",), unit="share"))
    chart, plot, alt_text = None, None, ""
    if rows["currency"].nunique() == 1:
        unit = planned.in_currency("amount", rows)
        chart = charts.plan_and_actual(
            rows, by, "plan_amount", "actual_amount", unit=unit, annotations=notes
        )
        alt_text = charts.describe(rows, by, "actual_amount", unit=unit)
        drawn = rows.set_index(by)[list(SIDES)].rename(columns=SIDES)
        drawn.index = [period(place, step) if step else str(place) for place in drawn.index]
        plot = Plot("columns", drawn, str(rows["currency"].iloc[0]))
    return Section(
        f"Budget by {heading.lower()}",
        planned.currencies(rows),
        Table(tuple(columns), rows),
        chart,
        alt_text,
        definition=definition(f"budget_by_{by}"),
        plot=plot,
    )


def _costs(subject: Subject) -> Section | None:
    costs = subject.result("cost_by_segment", dimension="channel")
    known = costs[costs["cost_per_ticket"].notna()]
    if known.empty:
        return Section("Cost per ticket by channel", "No spend falls on solved tickets.")
    rows = known.assign(
        unit=known["currency"],
        label=known["segment"].map(lambda name: CHANNELS.get(name, name)),
    ).sort_values("cost_per_ticket", ascending=False, kind="stable")
    for name in planned.BASES:
        ends = planned.measured(rows, name)
        rows = rows.assign(**{f"{name}_{end}": ends[end] for end in ("low", "high")})
    columns = (
        Column("Channel", "text", ("label",)),
        *(
            Column(heading, "estimate", (name, planned.BASES[name], f"{name}_low", f"{name}_high"))
            for name, heading in COSTS.items()
        ),
        Column("Spend", "value", ("spent_amount",)),
    )
    is_one = rows["currency"].nunique() == 1
    rule = rows["allocation_rule"].iloc[0]
    return Section(
        "Cost per ticket by channel",
        f"{planned.currencies(rows)} Spend that names no channel is spread {rule}.",
        Table(columns, rows),
        charts.ranked_bars(
            rows,
            "cost_per_ticket",
            "segment",
            low="cost_per_ticket_low",
            high="cost_per_ticket_high",
            n="tickets_solved",
            unit=planned.in_currency("cost_per_ticket", rows),
        )
        if is_one
        else None,
        charts.describe(rows, "segment", "cost_per_ticket", n="tickets_solved") if is_one else "",
        note="n: tickets solved, tickets created, handle minutes. Intervals: the spread of the "
        "months, three or more.",
        definition=definition("cost_by_segment"),
        plot=Plot(
            "bars",
            rows.set_index("label")[["cost_per_ticket"]].rename(
                columns={"cost_per_ticket": "Cost per ticket"}
            ),
            str(rows["currency"].iloc[0]),
        )
        if is_one
        else None,
    )
