"""Why a rate moved: KPI, split and periods from the address, parts as bars, table and sentences."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from support_kpi import charts, explanation
from support_kpi.explanation import DIMENSIONS, Explanation, Part
from support_kpi.filters import Filters, period
from support_kpi.formats import changed, shown
from support_kpi.ui import addresses
from support_kpi.ui.figures import Figure, card
from support_kpi.ui.frame import is_empty, plain, subject
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["why_it_moved"]
FIRST = "csat_rate"
LONGEST_LABEL = 40
NOTE = (
    "Bars are what each segment adds: by its own change (rate effect) and by its changed share of "
    "the base (mix effect). Dots are both together with 95 % intervals; all of them add up to the "
    "change of the whole."
)
PIECES = {"rate_effect": "Own change", "mix_effect": "Share shift"}


def why(view: View) -> None:
    """Controls, the whole and its parts, what misleads, the segments as chart and table."""
    rates = explanation.rates(view.definitions())
    kpi, dimension, before = _chosen(view, rates)
    meaning = rates.loc[kpi]
    seen = view if before is None else view.under(replace(view.filters, compare="none"))
    compared = before or view.compared

    def count(one: View) -> float:
        rows = one.result(
            "why_it_moved", **explanation.values(one.filters, one.filters, kpi, "team")
        )
        return float(rows["n"].sum())

    n = count(view)
    subject(seen, n, meaning["basis"])
    if is_empty(view, n, meaning["basis"], count):
        return
    if compared is None:
        st.info(
            "Choose dates to compare with above, or in the sidebar the period or the year before.",
            title="Nothing to compare with",
            icon=":material/date_range:",
        )
        return
    rows = view.result("why_it_moved", **explanation.values(view.filters, compared, kpi, dimension))
    found = explanation.explained(rows, meaning, dimension)
    if found is None:
        st.info(
            f"{period(compared)} has no {meaning['basis']} under these filters. Choose other "
            "dates to compare with.",
            title="Nothing to compare with",
            icon=":material/date_range:",
        )
        return
    _shown(view, found, meaning, compared)


def _chosen(view: View, rates: pd.DataFrame) -> tuple[str, str, Filters | None]:
    """What the controls select; the address holds them."""
    _recall(rates)
    written = {"on_change": addresses.record, "args": (CONTROLS,)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kpi = st.selectbox(
            "KPI",
            list(rates["kpi"]),
            format_func=lambda name: rates.loc[name, "label"],
            key="kpi",
            width=280,
            **written,
        )
        dimension = st.selectbox(
            "Split by", DIMENSIONS, key="split", format_func=str.capitalize, width=160, **written
        )
        first = st.date_input(
            "Compared from", key="before_from", format="YYYY-MM-DD", width=170, **written
        )
        last = st.date_input(
            "Compared to",
            key="before_to",
            format="YYYY-MM-DD",
            width=170,
            help="Leave both blank for the period that the sidebar compares with.",
            **written,
        )
    if not (isinstance(first, date) and isinstance(last, date)):
        return kpi, dimension, None
    if first > last:
        first, last = last, first
    before = replace(view.filters, start=first, end=last + timedelta(1), compare="none")
    return kpi, dimension, before


def _recall(rates: pd.DataFrame) -> None:
    """Set the controls to what the address says."""
    state, told = st.session_state, addresses.recalled
    state["kpi"] = next((name for name in told("kpi") if name in rates.index), FIRST)
    state["split"] = next((name for name in told("split") if name in DIMENSIONS), DIMENSIONS[0])
    for key in ("before_from", "before_to"):
        state[key] = next((day for text in told(key) if (day := addresses.day(text))), None)


def _shown(view: View, found: Explanation, meaning: pd.Series, compared: Filters) -> None:
    unit, label = str(meaning["unit"]), str(meaning["label"])
    with st.grid("auto", min_column_width=200):
        _card(
            label,
            shown(found.value, unit),
            f"before {shown(found.compared_value, unit)}, "
            f"n = {found.n:,.0f} against {found.compared_n:,.0f}",
        )
        for name, part in (
            ("Change", found.change),
            (f"Within the {found.dimension}s", found.rate),
            (f"By shares of the {found.dimension}s", found.mix),
        ):
            _card(name, points(part.value, meaning), _interval(part, meaning))
    for text in found.warnings:
        st.warning(plain(text), icon=":material/warning:")
    if found.telling:
        st.markdown(_telling(found, meaning))
    title = f"{label}: what each {found.dimension} adds"
    drawn = Figure(
        title,
        found.rows,
        lambda rows: charts.contributions(
            rows.assign(segment=rows["segment"].str.slice(0, LONGEST_LABEL)),
            "segment",
            PIECES,
            "effect",
            low="effect_low",
            high="effect_high",
            unit=found.kpi,
        ),
        query="why_it_moved",
        alt_text=_told(found, meaning, compared),
        note=f"{NOTE} {meaning['formula']}",
    )
    card(view, drawn)


def points(value: float, meaning: pd.Series) -> str:
    """An amount of change in the unit of the KPI, with its sign."""
    unit = str(meaning["unit"])
    if unit in ("share", "points", "nps points"):
        return changed(value, None, unit)
    return f"{'+' if value > 0 else ''}{shown(value, unit)}"


def _card(label: str, value: str, about: str) -> None:
    with st.container(border=True, height="stretch"):
        st.metric(label, value)
        st.caption(plain(about))


def _interval(part: Part, meaning: pd.Series) -> str:
    verdict = "more than noise" if part.is_clear else "no clear change"
    low, high = (points(end, meaning) for end in (part.low, part.high))
    return f"95 % interval {low} to {high} · {verdict}"


def _telling(found: Explanation, meaning: pd.Series) -> str:
    rows = found.rows.set_index("segment").loc[list(found.telling)]
    listed = ", ".join(
        f"**{plain(str(name))}** ({plain(points(row['effect'], meaning))})"
        for name, row in rows.iterrows()
    )
    share = rows["effect_share"].sum()
    few = "explains" if len(rows) == 1 else "explain"
    return f"{listed} {few} {100 * share:.0f} % of all that moved, up or down."


def _told(found: Explanation, meaning: pd.Series, compared: Filters) -> str:
    """The chart in sentences."""
    parts = [
        f"{row['segment']} {points(row['effect'], meaning)} (rate "
        f"{points(row['rate_effect'], meaning)}, mix {points(row['mix_effect'], meaning)})"
        for _, row in found.rows.head(6).iterrows()
    ]
    return (
        f"{meaning['label']} moved by {points(found.change.value, meaning)} against "
        f"{period(compared)}: {points(found.rate.value, meaning)} within the {found.dimension}s, "
        f"{points(found.mix.value, meaning)} by their shares. {'; '.join(parts)}."
    )
