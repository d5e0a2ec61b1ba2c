"""Budgets: plan and actual, the forecast to year end, a year before, and the empty state."""

import calendar
from collections.abc import Iterator

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.annotations import told
from support_kpi.formats import DASH
from support_kpi.planning import costs, forecast
from support_kpi.ui.columns import LABELS
from support_kpi.ui.figures import Figure, each_figure
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.view import View

MONTHS = "budget_by_month"
DIRECTIONS = (
    "Right of zero more was spent than planned (unfavourable), left of it less (favourable). The "
    "plan is counted up to where the actual lines end."
)


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


def budget_by_month(view: View) -> Iterator[Figure]:
    """Plan and actual, month by month."""
    notes = view.annotations()
    for title, rows in costs.by_currency("Plan and actual by month", view.result(MONTHS)):
        unit = costs.in_currency("amount", rows)
        yield Figure(
            title,
            rows,
            lambda rows, unit=unit: charts.plan_and_actual(
                rows, "month", "plan_amount", "actual_amount", unit=unit, annotations=notes
            ),
            query=MONTHS,
            alt_text=charts.describe(rows, "month", "actual_amount", unit=unit) + told(notes),
            note=costs.currencies(rows),
        )


def budget_by_segment(view: View, dimension: str, note: str = "") -> Iterator[Figure]:
    """Plan and actual of each category or channel, and the one less the other."""
    found = view.result("budget_by_segment", dimension=dimension)
    for title, rows in costs.by_currency(f"Plan and actual by {dimension}", found):
        unit = costs.in_currency("amount", rows)
        yield Figure(
            title,
            rows,
            lambda rows, unit=unit: charts.plan_and_actual(
                rows, "segment", "plan_amount", "actual_amount", unit=unit
            ),
            query="budget_by_segment",
            alt_text=charts.describe(rows, "segment", "actual_amount", unit=unit),
            note=f"{costs.currencies(rows)} {note}".strip(),
        )
    for title, rows in costs.by_currency(f"Actual less plan by {dimension}", found):
        unit = costs.in_currency("variance_amount", rows)
        read = known(rows, "variance_amount")
        yield Figure(
            title,
            rows,
            lambda _, read=read, unit=unit: charts.ranked_bars(
                read, "variance_amount", "segment", unit=unit
            ),
            query="budget_by_segment",
            alt_text=charts.describe(read, "segment", "variance_amount", unit=unit),
            note=f"{costs.currencies(rows)} {DIRECTIONS}",
        )


def year_on_year(view: View) -> Iterator[Figure]:
    """The change of each category on the same dates a year before."""
    years = view.result("budget_year_on_year")
    for title, rows in costs.by_currency("Change on a year before", years):
        yield Figure(
            title,
            rows,
            lambda rows: charts.ranked_bars(rows, "budget_change_rate", "category"),
            query="budget_year_on_year",
            alt_text=charts.describe(rows, "category", "budget_change_rate"),
        )


def cost_groups(view: View) -> Iterator[Figure]:
    """People against technology, month by month."""
    groups, notes = view.result("budget_groups"), view.annotations()
    groups = groups.assign(cost_group=groups["cost_group"].str.capitalize())
    for title, rows in costs.by_currency("People against technology", groups):
        yield Figure(
            title,
            rows,
            lambda rows: charts.share_over_time(
                rows, "month", "allocation_share", "cost_group", annotations=notes
            ),
            query="budget_groups",
            alt_text=charts.describe(rows, "month", "allocation_share", by="cost_group")
            + told(notes),
            note="Shares of money. Published shares count respondents and stand nowhere on this "
            "axis.",
        )


def known(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows[rows[column].notna()]


@redrawn
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
    year, rows = view.kept(_forecast, split, first)
    if year is None:
        st.caption(f"{DASH} No actual line yet, so there is nothing to forecast from.")
        return
    for row in rows[rows["segment"] == "all"].to_dict("records"):
        _headline(row, year)
    each_figure(view, _outlook, split, first)


def _forecast(view: View, split: str, first: int) -> tuple[forecast.Year | None, pd.DataFrame]:
    months = view.result("budget_months", dimension=split)
    if split == "channel":
        months = months.assign(segment=months["segment"].map(lambda name: LABELS.get(name, name)))
    year = forecast.year_of(months, view.data_end, first)
    return year, forecast.to_year_end(months, year) if year else months


def _outlook(view: View, split: str, first: int) -> Iterator[Figure]:
    _, rows = view.kept(_forecast, split, first)
    for title, part in costs.by_currency("Forecast to year end", rows):
        drawn = known(part[part["segment"] != "all"], "forecast_amount")
        unit = costs.in_currency("forecast_amount", part)
        yield Figure(
            title,
            part,
            lambda _, drawn=drawn, unit=unit: charts.ranked_bars(
                drawn, "forecast_amount", "segment", low="low", high="high", unit=unit
            ),
            query="budget_months",
            alt_text=charts.describe(drawn, "segment", "forecast_amount", unit=unit),
            note=f"{costs.currencies(part)} {forecast.RULES}",
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
