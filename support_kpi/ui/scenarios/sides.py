"""Results beside the baseline: cards of the whole, one measure by channel, all as a table."""

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.formats import DASH, changed, is_nothing, shown
from support_kpi.planning import costs, results
from support_kpi.planning.outcomes import Result
from support_kpi.ui.columns import labelled
from support_kpi.ui.figures import Figure, card, heading, table
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

CARDS = {
    "contacts": "Contacts",
    "handle_hours": "Hours of work",
    "cost": "Cost",
    "cost_per_contact": "Cost per contact",
    "csat": "CSAT",
    "agents": "Agents needed",
    "spare_agents": "Agents to spare",
}
LABELS = CARDS | {
    "busiest_hour_agents": "On duty in the busiest hour",
    "headcount": "Agents there are",
}
UNITS = {"contacts", "agents", "hours"}
BEFORE, AFTER = "Baseline", "Scenario"
MORE_IS_WORSE = {"handle_hours", "cost", "cost_per_contact", "agents"}
MORE_IS_BETTER = {"csat", "spare_agents"}


def cards(before: Result, after: Result, currency: str | None) -> None:
    """The whole under the scenario, with its change against the baseline."""
    frame = results.beside_baseline(before, after, currency)
    whole = frame[frame["channel"] == "all"].set_index("measure")
    with st.grid("auto", min_column_width=220):
        for measure, label in CARDS.items():
            _card(measure, label, whole.loc[measure])


def channels(view: View, before: Result, after: Result, currency: str | None) -> None:
    """One measure of every channel, both sides drawn; and every measure as a table."""
    frame = labelled(results.beside_baseline(before, after, currency))
    names = {name: label for name, label in CARDS.items() if name in results.MEASURES}
    measure = st.selectbox(
        "Measure", list(names), format_func=names.__getitem__, key="what_if measure", width=240
    )
    rows = frame[(frame["measure"] == measure) & (frame["channel"] != "all")]
    is_something = (rows["channel"] != results.SETTLED) | (rows["scenario"] > 0)
    drawn = _sides(rows[is_something])
    unit = str(rows["unit"].iloc[0])
    named = measured(measure, currency)
    low, high = ("low", "high") if measure == "csat" else (None, None)
    drawn_sides = Figure(
        f"{names[measure]} by channel",
        rows,
        lambda _: charts.dots(
            drawn,
            "value",
            "channel",
            pair="side",
            low=low,
            high=high,
            unit=named,
        ),
        query="what_if_channels",
        alt_text=charts.describe(drawn, "channel", "value", unit=named),
        note=_note(measure, unit),
    )
    card(view, drawn_sides)
    with st.container(border=True):
        heading(view, "Every result beside the baseline", frame, query="what_if_channels")
        table(_texts(frame), alt_text="Every measure of every channel, both sides")


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with units, and nothing that is not known."""
    known = frame.dropna(subset=["baseline", "scenario"], how="all")
    return pd.DataFrame(
        {
            "channel": known["channel"].replace({"all": "All channels"}),
            "measure": [LABELS[name] for name in known["measure"]],
            "baseline": [
                text(*pair) for pair in zip(known["baseline"], known["unit"], strict=True)
            ],
            "scenario": [
                text(*pair) for pair in zip(known["scenario"], known["unit"], strict=True)
            ],
            "change": [_moved(row) or DASH for _, row in known.iterrows()],
            "scenario_95_%_interval": [
                DASH
                if pd.isna(row["scenario_low"])
                else f"{text(row['scenario_low'], row['unit'])} to "
                f"{text(row['scenario_high'], row['unit'])}, n = {row['n']:,.0f}"
                for _, row in known.iterrows()
            ],
            "rule": known["rule"],
        }
    )


def text(value: float | None, unit: str) -> str:
    """A result with its unit; much money and contacts without digits."""
    if value is None or pd.isna(value):
        return DASH
    if unit == "agents":
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"
    if unit == "contacts":
        return f"{value:,.0f}"
    is_money = unit not in UNITS and unit != "share"
    return f"{value:,.0f} {unit}" if is_money and abs(value) >= 1000 else shown(value, unit)


def _card(measure: str, label: str, row: pd.Series) -> None:
    unit = str(row["unit"])
    is_money = measure in ("cost", "cost_per_contact") and unit != "money"
    value = text(row["scenario"], unit)
    worse, better = measure in MORE_IS_WORSE, measure in MORE_IS_BETTER
    moved = _moved(row)
    is_level = moved is not None and is_nothing(moved)
    tone = "inverse" if worse else "normal" if better else "off"
    with st.container(border=True, height="stretch"):
        st.metric(
            f"{label}, {unit}" if is_money else label,
            value.removesuffix(unit).strip() if is_money else value,
            delta=moved,
            delta_color="off" if is_level else tone,
            delta_arrow="off" if is_level else "auto",
        )
        told = f"baseline {text(row['baseline'], unit)}"
        if pd.notna(row["scenario_low"]):
            low, high = (text(row[f"scenario_{side}"], unit) for side in ("low", "high"))
            told += f" · 95 % interval {low} to {high}, n = {row['n']:,.0f}"
        st.caption(plain(told))


def _moved(row: pd.Series) -> str | None:
    """The change in words, None where there is none."""
    unit, change = str(row["unit"]), row["change"]
    if pd.isna(change) or abs(change) < 1e-9:
        return None
    if unit == "agents":
        return f"{change:+,.1f}" if abs(change) >= 10 else f"{change:+z,.2f}"
    rate = None if pd.isna(row["change_rate"]) else float(row["change_rate"])
    if rate is None:
        return f"{change:+,.0f}"
    return changed(change, rate, "tickets" if unit == "contacts" else unit)


def _sides(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each side of each channel."""
    parts = [
        pd.DataFrame(
            {
                "channel": rows["channel"],
                "side": side,
                "value": rows[name],
                "low": rows[f"{name}_low"],
                "high": rows[f"{name}_high"],
            }
        )
        for side, name in ((BEFORE, "baseline"), (AFTER, "scenario"))
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset=["value"])


def measured(measure: str, currency: str | None) -> str:
    """The column whose name tells axis and format."""
    if measure in ("cost", "cost_per_contact"):
        return costs.named(measure, currency)
    if measure in ("agents", "spare_agents"):
        return f"{measure}_ratio"
    return "csat_rate" if measure == "csat" else measure


def _note(measure: str, unit: str) -> str:
    notes = {
        "contacts": "Contacts that reach the channel, calls that nobody answers included.",
        "handle_hours": "Hours agents work on contacts.",
        "cost": f"Amounts in {unit}, indirect cost spread by the hours of work.",
        "cost_per_contact": f"Amounts in {unit}, over contacts of days that the budget covers.",
        "csat": "Each channel keeps its own CSAT; only the mix of the whole can move.",
        "agents": "Agents on the payroll that the work asks for: Erlang C hour by hour for phone, "
        "live chat, video and in person, hours of work by occupancy for the others.",
    }
    return notes[measure]
