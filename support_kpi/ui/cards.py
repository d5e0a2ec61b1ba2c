"""KPI cards: value, base, change against the compared period, sparkline, the tickets behind it."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import streamlit as st

from support_kpi import comparisons, explanation
from support_kpi.formats import changed, count, is_nothing, shown
from support_kpi.ui import goals, segments
from support_kpi.ui.frame import plain
from support_kpi.ui.links import behind, tickets_link, why_link
from support_kpi.ui.view import View

Colour = Literal["normal", "inverse", "off"]
COLOURS: dict[str, Colour] = {
    "higher": "normal",
    "lower": "inverse",
    "neither": "off",
}
Row = dict[str, Any]
AGAINST = {"previous": "vs before", "year": "vs year before"}


def changes(
    view: View, dimension: str = "all", names: tuple[str, ...] | None = None
) -> pd.DataFrame | None:
    """Every KPI now, or those named, against the compared period; None when there is none."""
    return view.kept(_changes, dimension, names)


def _changes(view: View, dimension: str, names: tuple[str, ...] | None) -> pd.DataFrame | None:
    if view.compared is None:
        return None
    return comparisons.changes(
        view.kpis(dimension=dimension, names=names),
        view.kpis(dimension=dimension, names=names, filters=view.compared),
        view.definitions(),
        view.filters,
        view.compared,
        is_covered=view.is_covered,
    )


@dataclass(frozen=True)
class Card:
    """What stands on one card; `tickets` is the list behind it, `why` the KPI to be explained."""

    label: str
    value: str
    delta: str | None
    colour: Colour
    help: str
    course: tuple[float, ...]
    caption: str
    tickets: str | None
    segment: str | None
    goal: goals.Goal | None
    why: str | None


def cards(view: View, names: list[str]) -> None:
    """One card a KPI, in a grid that wraps on a phone."""
    against = AGAINST.get(view.filters.compare)
    with st.grid("auto", min_column_width=230):
        for card in view.kept(_told, tuple(names)):
            with st.container(border=True, height="stretch"):
                _drawn(card, against)


def _drawn(card: Card, against: str | None) -> None:
    st.metric(
        card.label,
        card.value,
        delta=card.delta,
        delta_color=card.colour,
        delta_arrow="off" if card.delta and is_nothing(card.delta) else "auto",
        delta_description=against if card.delta else None,
        help=card.help,
        chart_data=card.course if len(card.course) > 1 else None,
        chart_type="line",
    )
    st.caption(card.caption)
    if card.tickets:
        tickets_link(card.tickets, segment=card.segment)
    if card.goal:
        goals.drawn(card.goal)
    if card.why:
        why_link(card.why)


def _told(view: View, names: tuple[str, ...]) -> tuple[Card, ...]:
    now = _by_kpi(view.kpis(names=names))
    trend = view.marked(view.kpis(every=view.every, names=names))
    trend = trend[(trend["is_complete"] & trend["value"].notna()).to_numpy()]
    # As exact as a line of a few pixels needs, in fewer bytes.
    short = trend.assign(value=trend["value"].astype("float32").astype("float64"))
    courses = {str(name): tuple(rows.tolist()) for name, rows in short.groupby("kpi")["value"]}
    described = view.meanings()
    explained = set(explanation.rates(view.definitions()).index)
    targets = view.kept(goals.judged)
    compared = changes(view, names=names)
    moved = {} if compared is None else _by_kpi(compared)
    return tuple(
        _card(
            now[name],
            described.loc[name],
            moved.get(name),
            courses.get(name, ()),
            goals.last(targets[targets["kpi"] == name], now[name]["unit"]),
            is_explained=name in explained,
        )
        for name in names
    )


def _by_kpi(rows: pd.DataFrame) -> dict[str, Row]:
    return {row["kpi"]: row for row in rows.to_dict("records")}


def _card(
    row: Row,
    meaning: pd.Series,
    change: Row | None,
    course: tuple[float, ...],
    goal: goals.Goal | None,
    *,
    is_explained: bool,
) -> Card:
    has_tickets = bool(row["n"]) and pd.notna(row["value"])
    is_phone = meaning["subject"] == "phone"
    has_change = change is not None and pd.notna(change["change"])
    return Card(
        label=meaning["label"],
        value=shown(row["value"], row["unit"]),
        delta=_delta(change, row["unit"]),
        colour=COLOURS[meaning["better"]] if _is_clear(change) else "off",
        help=_help(meaning),
        course=course,
        caption=_caption(row, meaning, change),
        tickets=behind(meaning) if has_tickets else None,
        segment=segments.name("channel", "phone") if is_phone else None,
        goal=goal,
        why=str(meaning.name) if is_explained and has_change else None,
    )


def _delta(change: Row | None, unit: str) -> str | None:
    if change is None or pd.isna(change["change"]):
        return None
    return changed(change["change"], change["change_rate"], unit)


def _is_clear(change: Row | None) -> bool:
    return change is not None and change["verdict"] in ("up", "down")


def _caption(row: Row, meaning: pd.Series, change: Row | None) -> str:
    parts = [f"n = {count(row['n'])} ({meaning['basis']})"]
    if pd.notna(row["low"]):
        low, high = (shown(row[side], row["unit"]) for side in ("low", "high"))
        parts.append(f"95 % interval {low} to {high}")
    if change is not None and change["verdict"]:
        is_clear = change["verdict"] in ("up", "down")
        parts.append("more than noise" if is_clear else change["verdict"])
    if row["note"]:
        parts.append(row["note"])
    # A number stays on one line with its sign and its unit.
    written = " · ".join(parts).replace("n = ", "n\u00a0=\u00a0").replace(" %", "\u00a0%")
    return plain(written.replace(" ·", "\u00a0·"))


def _help(meaning: pd.Series) -> str:
    about = f"Dated by: {meaning['anchor']}. Left out: {meaning['exclusions']}"
    return f"{plain(meaning['formula'])}\n\n{plain(about)}\n\nAfter: {plain(meaning['reference'])}."
