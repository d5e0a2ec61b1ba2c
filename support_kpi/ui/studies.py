"""Published figures beside own ones: search, verdicts, and one card a study."""

import math

import pandas as pd
import streamlit as st

from support_kpi import charts
from support_kpi.formats import DASH, count, shown
from support_kpi.ui import session
from support_kpi.ui.figures import figure, table
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

MOST_DRAWN = 30
SIDES = ("Published", "Own")
SHOWN = {
    "question": "Question",
    "segment": "Of whom",
    "answer": "Answer",
    "published": "Published",
    "own": "Own",
    "verdict": "Verdict",
    "reason": "To bear in mind",
    "note": "Note on the figure",
    "source": "Where it is printed",
    "figure_id": "Figure",
}


def studies(view: View) -> None:
    """The figures that pass the choices, study by study."""
    rows = session.comparison(view.snapshot, view.filters)
    if rows.empty:
        st.info("No published figure is loaded. Load `sample_data/studies/benchmarks.csv`.")
        return
    chosen = _chosen(rows)
    beside = int(chosen["own_value"].notna().sum())
    st.markdown(
        f"**{len(chosen):,}** of {len(rows):,} published figures; **{beside:,}** have an own "
        "number."
    )
    if chosen.empty:
        st.caption("No figure passes: loosen a choice above.")
    for name, own in chosen.groupby("study", sort=False):
        _study(view, str(name), own)


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = st.multiselect("Study", list(dict.fromkeys(rows["study"])), placeholder="All")
        topics = st.multiselect("Topic", sorted(set(rows["topic"])), placeholder="All")
        verdicts = st.multiselect("Verdict", sorted(set(rows["verdict"])), placeholder="All")
        words = st.text_input("Search", placeholder="Words of question, answer or note")
    for name, kept in (("study", names), ("topic", topics), ("verdict", verdicts)):
        if kept:
            rows = rows[rows[name].isin(kept)]
    if words.strip():
        texts = rows[["figure_id", "question", "answer", "segment", "note", "reason"]]
        text = texts.fillna("").agg(" ".join, axis=1).str.casefold()
        for word in words.casefold().split():
            rows = rows[text.reindex(rows.index).str.contains(word, regex=False)]
    return rows


def _study(view: View, name: str, rows: pd.DataFrame) -> None:
    drawn = rows[(rows["unit"] == "share") & rows["own_value"].notna()].head(MOST_DRAWN)
    title = f"{plain(name)}: shares of respondents and of tickets"
    figure(
        view,
        title,
        _sides(drawn),
        lambda sides: charts.dots(
            sides, "share", "figure", pair="side", low="low", high="high", n="n", unit="rate"
        ),
        query="published_figures",
        alt_text=f"{len(drawn)} figures of {name}, published and own, with their intervals.",
        note=(
            f"The first {MOST_DRAWN} shares with an own number. Bars are what each side leaves "
            "open: a margin of error, or the range of “more than”. Shares of people are no shares "
            "of money."
        ),
    )
    table(_readable(rows), alt_text=f"All chosen figures of {name}")


def _sides(rows: pd.DataFrame) -> pd.DataFrame:
    """Two rows a figure: the published one, then the own one."""
    parts = []
    for side, prefix in zip(SIDES, ("published", "own"), strict=True):
        names = {f"{prefix}_{end}": end for end in ("value", "low", "high", "n")}
        part = rows[["figure_id", *names]].rename(columns={**names, "figure_id": "figure"})
        parts.append(part.assign(side=side, order=range(len(part))))
    both = pd.concat(parts).sort_values(["order", "side"], ascending=[True, False])
    both["figure"] = both["figure"].str.split(".", n=1).str[1].str.replace("_", " ")
    both["low"] = both["low"].fillna(both["value"])
    both["high"] = both["high"].fillna(both["value"])
    named = both.rename(columns={"value": "share"})
    named["share"] = named["share"].fillna((named["low"] + named["high"]) / 2)
    return named[["figure", "side", "share", "low", "high", "n"]].reset_index(drop=True)


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    source = rows["document"].fillna("") + ", line " + rows["document_line"].astype("string")
    shown = rows.assign(published=_said(rows, "published"), own=_said(rows, "own"), source=source)
    return shown[list(SHOWN)].rename(columns=SHOWN)


def _said(rows: pd.DataFrame, side: str) -> list[str]:
    """Value, interval and n of one side in words."""
    names = [f"{side}_{end}" for end in ("value", "low", "high", "n")]
    return [_in_words(str(unit), *ends) for unit, *ends in rows[["unit", *names]].to_numpy()]


def _in_words(unit: str, value: float, low: float, high: float, n: float) -> str:
    unit = {"share difference": "share", "relative change": "rate"}.get(unit, unit)
    ends = [None if pd.isna(end) or math.isinf(end) else shown(end, unit) for end in (low, high)]
    said = DASH if pd.isna(value) else shown(value, unit)
    if ends[0] and ends[1]:
        reach = f" ({ends[0]} to {ends[1]})"
    elif ends[0]:
        reach = f" (from {ends[0]})"
    else:
        reach = f" (up to {ends[1]})" if ends[1] else ""
    base = "" if pd.isna(n) else f", n {count(n)}"
    return DASH if said == DASH and not reach else f"{said}{reach}{base}"
