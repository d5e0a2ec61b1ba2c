"""Plain panels: a query as a table, and the glossary of KPIs."""

import streamlit as st

from support_kpi import queries
from support_kpi.kpis import SOURCES
from support_kpi.ui.figures import definition, downloads, table
from support_kpi.ui.frame import View


def panel(view: View, title: str, query: str, empty: str) -> None:
    """A query as a table, with definition and download, or the sentence that nothing is there."""
    rows = view.result(query)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(title, anchor=False, width="stretch")
            definition(query)
            downloads(view, title, rows)
        st.caption(queries.load(query).note)
        if rows.empty:
            st.markdown(empty)
        else:
            table(rows, alt_text=title)


def glossary(view: View) -> None:
    """The KPIs by subject, each with the SQL that computes it."""
    described = view.definitions()
    wanted = st.text_input("Search", key="definition", placeholder="reopen, CSAT, cost …")
    if wanted.strip():
        text = described["label"] + " " + described["kpi"] + " " + described["formula"]
        described = described[text.str.contains(wanted.strip(), case=False, regex=False)]
    with st.container(horizontal=True):
        downloads(view, "Definitions", described)
    if described.empty:
        st.caption("No definition holds that word.")
    for subject, group in described.groupby("subject", sort=False):
        st.subheader(str(subject).capitalize(), anchor=False)
        for _, kpi in group.iterrows():
            with st.expander(f"{kpi['label']} · `{kpi['kpi']}`"):
                st.markdown(kpi["formula"])
                st.markdown(
                    f"- Dated by: {kpi['anchor']}\n- Left out: {kpi['exclusions']}\n"
                    f"- Base (n): {kpi['basis']}\n- Unit: {kpi['unit']}\n"
                    f"- After: {kpi['reference']}"
                )
                name = _source(kpi["kpi"])
                st.caption(f"queries/{name}.sql")
                st.code(queries.load(name).sql, language="sql")
    with st.expander("Formulas in SQL, each written once: queries/model/10_macros.sql"):
        st.code((queries.FOLDER / "model" / "10_macros.sql").read_text(), language="sql")


def _source(kpi: str) -> str:
    """The query file that computes a KPI."""
    for name in SOURCES:
        if f"'{kpi}'" in queries.load(name).sql:
            return name
    return "kpi_percentiles"
