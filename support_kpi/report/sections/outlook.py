"""What the financial year will have cost at its end, by category and in all."""

import pandas as pd

from support_kpi import charts
from support_kpi.formats import shown
from support_kpi.planning import costs, forecast
from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject, definition

TITLE = "Forecast to year end"


def outlook(subject: Subject) -> Section:
    """The calendar year of the last month with an actual line, whatever the period."""
    months = subject.result("budget_months", dimension="category")
    year = forecast.year_of(months, subject.data_end)
    if year is None:
        return Section(TITLE, "No actual line yet, so there is nothing to forecast from.")
    rows = forecast.to_year_end(months, year)
    is_whole = rows["segment"] == "all"
    parts = rows[~is_whole & rows["forecast_amount"].notna()]
    frame = pd.concat([rows[is_whole], rows[~is_whole]], ignore_index=True)
    frame = frame.assign(
        unit=frame["currency"],
        label=frame["segment"].replace("all", "All categories"),
        said=frame["reading"].fillna(""),
    )
    columns = (
        Column("Category", "text", ("label",)),
        Column("Spent in closed months", "value", ("spent_amount",)),
        Column("Months closed", "count", ("months_closed",)),
        Column("Forecast", "value", ("forecast_amount",)),
        Column("95 % interval", "interval", ("low", "high")),
        Column("Plan of the year", "value", ("plan_amount",)),
        Column("Forecast less plan", "value", ("variance_amount",)),
        Column("Reading", "text", ("said",)),
        Column("Method", "text", ("method",)),
    )
    is_one = rows["currency"].nunique() == 1 and len(parts) > 0
    return Section(
        TITLE,
        f"Of the twelve months from {year.start:%b %Y}, {len(year.closed)} are closed. "
        + " ".join(_told(row) for row in rows[is_whole].to_dict("records")),
        Table(columns, frame),
        charts.ranked_bars(
            parts,
            "forecast_amount",
            "segment",
            low="low",
            high="high",
            unit=costs.in_currency("forecast_amount", parts),
        )
        if is_one
        else None,
        charts.describe(parts, "segment", "forecast_amount") if is_one else "",
        note=forecast.RULES,
        definition=definition("budget_months"),
    )


def _told(row: dict[str, object]) -> str:
    def money(name: str) -> str:
        value = row[name]
        return shown(float(str(value)), str(row["currency"]))

    if pd.isna(row["forecast_amount"]):
        return f"{row['currency']}: no month is closed."
    ends = "" if pd.isna(row["low"]) else f" (95 % interval {money('low')} to {money('high')})"
    reading = "" if pd.isna(row["reading"]) else f", {row['reading']}"
    return f"Forecast {money('forecast_amount')}{ends}{reading}."
