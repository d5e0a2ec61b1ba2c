"""Budgets: the forecast to year end, what stands under their figures, and the empty state."""

import calendar

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.formats import DASH
from support_kpi.planning import forecast
from support_kpi.ui.columns import LABELS
from support_kpi.ui.figures import figure
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

PER = {
    "cost_per_contact": "Spend by tickets created (n).",
    "cost_per_ticket": "Spend by tickets solved (n): what a resolution costs.",
    "cost_per_minute": "Spend of what has a handle time by its handle minutes (n).",
}
SPREAD = "Lines are 95 % intervals by the spread of the months, three or more."


def has_budget(months: pd.DataFrame) -> bool:
    """Whether the period has a budget; says what to load when it has none."""
    if len(months):
        return True
    st.info(
        "Load a budget sheet (month, category, amount) on Upload exports, widen the dates, or "
        "take away filters: a line that names no channel or team is in none of them.",
        title="No budget line falls in this selection",
        icon=":material/payments:",
    )
    return False


def currencies(rows: pd.DataFrame) -> str:
    found = sorted(set(rows["currency"]))
    if len(found) > 1:
        return f"Amounts are in {', '.join(found)} and are not converted."
    return f"Amounts in {found[0]}." if found else ""


def allocation(costs: pd.DataFrame) -> str:
    """The rule that spread the spend which names no channel."""
    rules = sorted(set(costs["allocation_rule"]))
    rule = rules[0] if rules else "by tickets"
    return f"{currencies(costs)} Spend that names no channel is spread {rule}."


def per_what(column: str) -> str:
    """What a cost is divided by, and what its interval is."""
    return f"{PER[column]} {SPREAD}"


def known(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows[rows[column].notna()]


def variance(view: View, title: str, rows: pd.DataFrame, by: str, query: str) -> None:
    """Actual less plan, with what it means in words beside each bar."""
    read = known(rows, "variance_amount")
    read = read.assign(**{by: read[by] + ": " + read["reading"].str.partition(",")[0]})
    figure(
        view,
        title,
        rows,
        lambda _: charts.ranked_bars(read, "variance_amount", by),
        query=query,
        alt_text=charts.describe(read, by, "variance_amount"),
        note=f"{currencies(rows)} Right of zero more was spent than planned (unfavourable), left "
        "of it less (favourable). The plan is counted up to where the actual lines end.",
    )


def outlook(view: View) -> None:
    """What the financial year will have cost at its end, by category or by channel."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        split = st.selectbox(
            "Forecast by",
            ["category", "channel"],
            format_func=str.capitalize,
            key="forecast_by",
            width=180,
        )
        first = st.selectbox(
            "Financial year begins in",
            range(1, 13),
            format_func=lambda month: calendar.month_name[month],
            key="year_start",
            width=220,
        )
    months = view.result("budget_months", dimension=split)
    if split == "channel":
        months = months.assign(segment=months["segment"].map(lambda name: LABELS.get(name, name)))
    year = forecast.year_of(months, view.data_end, first)
    if year is None:
        st.caption(f"{DASH} No actual line yet, so there is nothing to forecast from.")
        return
    rows = forecast.to_year_end(months, year)
    whole, parts = rows[rows["segment"] == "all"], rows[rows["segment"] != "all"]
    if whole["currency"].nunique() > 1:
        parts = parts.assign(segment=parts["segment"] + ", " + parts["currency"])
    for row in whole.to_dict("records"):
        _headline(row, year)
    figure(
        view,
        "Forecast to year end",
        rows,
        lambda _: charts.ranked_bars(
            known(parts, "forecast_amount"), "forecast_amount", "segment", low="low", high="high"
        ),
        query="budget_months",
        alt_text=charts.describe(parts, "segment", "forecast_amount"),
        note=f"{currencies(rows)} {forecast.RULES}",
    )


def _headline(row: dict[str, object], year: forecast.Year) -> None:
    """Spent, forecast, plan and variance of the year as cards."""

    def money(name: str) -> str:
        value = row[name]
        return DASH if pd.isna(value) else f"{float(str(value)):,.0f}"

    with st.grid("auto", min_column_width=230):
        cards = {
            "Spent in closed months": (
                money("spent_amount"),
                f"{row['months_closed']} of 12 months from {year.start:%b %Y}, "
                f"{money('open_amount')} more booked in open ones",
            ),
            "Forecast to year end": (
                money("forecast_amount"),
                f"95 % interval {money('low')} to {money('high')} · {row['method']}",
            ),
            "Plan of the year": (
                money("plan_amount"),
                f"plan lines of {row['plan_months']} of 12 months",
            ),
            "Forecast less plan": (
                money("variance_amount"),
                str(row["reading"] or "no plan to compare with"),
            ),
        }
        for label, (value, told) in cards.items():
            with st.container(border=True, height="stretch"):
                st.metric(f"{label}, {row['currency']}", value)
                st.caption(plain(told))
