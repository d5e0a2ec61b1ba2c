"""Published figures beside own ones: search, verdicts, and one table a study."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi.ui import addresses, session, sides
from support_kpi.ui.beside import doubts
from support_kpi.ui.figures import heading, table, tabs
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["studies"]
SEARCHED = ["figure_id", "publisher", "question", "answer", "segment", "note", "reason"]
PAGES = {"csat_trends": "CSAT trends"}
BOTH_SIDES = ["Answer", "Of whom", "Published", "Own", "Verdict", "Question"]
HEIGHT, ROWS_IN_FULL = 320, 8


def studies(view: View) -> None:
    """The figures that pass the choices, study by study."""
    rows = session.comparison(view.snapshot, view.filters)
    if rows.empty:
        st.info("No published figure is loaded. Load `sample_data/studies/benchmarks.csv`.")
        return
    chosen = _chosen(rows)
    own = int(chosen["own_value"].notna().sum())
    st.markdown(
        f"**{len(chosen):,}** of {len(rows):,} published figures; **{own:,}** have an own number."
    )
    if chosen.empty:
        st.caption("No figure passes: loosen a choice above.")
    for _, part in chosen.groupby("study", sort=False):
        _study(view, part)
    doubts(chosen)


def _chosen(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures that the controls select; the address holds them."""
    offered = {
        "study": list(dict.fromkeys(rows["study"])),
        "topic": sorted(set(rows["topic"])),
        "verdict": sorted(set(rows["verdict"])),
        "drawn_on": sorted({page for pages in rows["pages"] for page in pages}),
    }
    _recall(offered)
    written = {"on_change": addresses.record, "args": (CONTROLS,)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names, topics, verdicts, drawn = (
            st.multiselect(
                key.replace("_", " ").capitalize(),
                known,
                format_func=_page if key == "drawn_on" else str,
                key=key,
                placeholder="Any page" if key == "drawn_on" else "All",
                **written,
            )
            for key, known in offered.items()
        )
        doubted = st.checkbox(
            "Doubted only",
            key="doubted",
            help="Figures that a document contradicts or blurs.",
            **written,
        )
        words = st.text_input(
            "Search", key="words", placeholder="Words of question, answer or note", **written
        )
    for name, kept in (("study", names), ("topic", topics), ("verdict", verdicts)):
        if kept:
            rows = rows[rows[name].isin(kept)]
    if drawn:
        rows = rows[[bool(set(pages) & set(drawn)) for pages in rows["pages"]]]
    if doubted:
        rows = rows[[bool(doubts) for doubts in rows["doubts"]]]
    if words and words.strip():
        told = rows[SEARCHED].assign(doubts=rows["doubts"].str.join(" "))
        text = told.fillna("").astype(str).agg(" ".join, axis=1).str.casefold()
        for word in words.casefold().split():
            rows = rows[text.reindex(rows.index).str.contains(word, regex=False)]
    return rows


def _recall(offered: Mapping[str, list[str]]) -> None:
    """Set the controls to what the address says."""
    state, told = st.session_state, addresses.recalled
    for key, known in offered.items():
        state[key] = [one for one in told(key) if one in known]
    state["doubted"] = bool(told("doubted"))
    state["words"] = " ".join(told("words"))


def _page(name: str) -> str:
    return PAGES.get(name, name.replace("_", " ").capitalize())


@redrawn
def _study(view: View, rows: pd.DataFrame) -> None:
    name = sides.study_name(rows)
    shown = sides.readable(rows)
    with st.container(border=True):
        heading(view, f"{plain(name)}: {len(rows)} figures", shown, query="published_figures")
        height = HEIGHT if len(rows) > ROWS_IN_FULL else None
        short_tab, whole_tab = tabs(name, "Both sides", "Table with notes and sources")
        with short_tab:
            table(shown[BOTH_SIDES], alt_text=f"All chosen figures of {name}", height=height)
        if whole_tab.open:
            with whole_tab:
                table(shown, alt_text=f"The same with notes and sources, {name}", height=height)
