"""Plain panels: a query as a table, and the glossary of KPIs."""

import pandas as pd
import streamlit as st

from support_kpi import kpis, queries
from support_kpi.ui.figures import formula, heading, sentence, table
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.view import View

TOLD = ("label", "formula", "anchor", "exclusions", "basis", "unit", "reference", "kpi")


def panel(view: View, title: str, query: str, empty: str) -> None:
    """A query as a table, with definition and download, or the sentence that nothing is there."""
    rows = view.result(query)
    with st.container(border=True):
        heading(view, title, rows, query=query)
        st.caption(sentence(queries.load(query).note))
        if rows.empty:
            st.markdown(empty)
        else:
            table(rows, alt_text=title)


@redrawn
def glossary(view: View) -> None:
    """The KPIs by subject, each with the SQL that computes it."""
    described = view.definitions()
    wanted = st.text_input("Search", key="definition", placeholder="reopen, CSAT, cost …")
    if wanted.strip():
        text = described["label"] + " " + described["kpi"] + " " + described["formula"]
        described = described[text.str.contains(wanted.strip(), case=False, regex=False)]
    if described.empty:
        st.caption("No definition holds that word.")
    for subject, group in described.groupby("subject", sort=False):
        st.subheader(str(subject).capitalize(), anchor=False)
        for _, kpi in group.iterrows():
            # Drawn when opened: the SQL of every KPI at once is slow to show.
            box = st.expander(
                f"{kpi['label']} · `{kpi['kpi']}`", key=f"about {kpi['kpi']}", on_change="rerun"
            )
            if box.open:
                with box:
                    _defined(kpi)
    with st.container(border=True):
        listed = described[list(TOLD)]
        heading(view, "All in one table", listed, query="definitions")
        table(listed, alt_text="Every KPI with its definition")
    with st.expander("Formulas in SQL, each written once: `queries/model/10_macros.sql`"):
        st.code((queries.FOLDER / "model" / "10_macros.sql").read_text(), language="sql")


def _defined(kpi: pd.Series) -> None:
    st.markdown(plain(kpi["formula"]))
    told = {
        "Dated by": kpi["anchor"],
        "Left out": kpi["exclusions"],
        "Base (n)": kpi["basis"],
        "Unit": kpi["unit"],
        "After": kpi["reference"],
    }
    st.markdown("\n".join(f"- {name}: {plain(text)}" for name, text in told.items()))
    name = kpis.source(kpi["kpi"])
    st.caption(f"`queries/{name}.sql`")
    formula(queries.load(name))
