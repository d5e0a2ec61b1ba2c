"""Survey tables: any question by any other, as seen on the page and in the files."""

import pandas as pd
import streamlit as st

from support_kpi import charts, crosstabs
from support_kpi.crosstabs import Sheet, Table
from support_kpi.ui import survey_choices, survey_controls, survey_results
from support_kpi.ui.figures import chart, definition, table
from support_kpi.ui.frame import plain
from support_kpi.ui.survey_sheets import downloads, said, seen
from support_kpi.ui.survey_studies import beside_study
from support_kpi.ui.view import View


def survey_tables(view: View) -> None:
    """The whole page below its heading."""
    surveys = survey_results.surveys(view.snapshot)
    if surveys.empty:
        st.info(
            "Load a survey export (SurveyMonkey, Qualtrics, Google Forms, Microsoft Forms, "
            "Typeform, LimeSurvey or any table with a question a column) on Upload exports.",
            title="No survey is loaded",
            icon=":material/ballot:",
        )
        return
    survey = survey_choices.recall(view, surveys)
    survey_controls.survey_choice(surveys)
    if st.session_state["layout"] == "study":
        beside_study(view, surveys.loc[survey])
        return
    items = survey_results.items(view.snapshot, survey)
    survey_controls.question_choice(items)
    survey_controls.more_choices(view, surveys, items)
    found = survey_results.table(view.snapshot, survey_choices.request(items))
    _card(found, items, surveys.loc[survey])


def _card(found: Table, items: pd.DataFrame, survey: pd.Series) -> None:
    sheet = crosstabs.sheet(
        found,
        crosstabs.notes(found, items),
        crosstabs.source(found, survey),
        st.session_state["lines"],
    )
    cells = crosstabs.cells(found)
    frames = {"Cells": cells}
    if found.weighting:
        frames["Margins"] = found.weighting.margins
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(sheet.title), anchor=False, width="stretch")
            with st.container(
                horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
            ):
                definition("survey_cells")
                downloads(sheet, frames, "survey table")
        if sheet.subtitle:
            st.markdown(plain(sheet.subtitle))
        if not found.columns[0].n:
            st.info("No respondent passes: loosen the filters of the survey above.")
            return
        table_tab, chart_tab, cells_tab = st.tabs(["Table", "Chart", "One row a cell"])
        with table_tab:
            seen(sheet)
        with chart_tab:
            _drawn(sheet, cells, found)
        with cells_tab:
            table(cells, alt_text=f"{sheet.title}, one row a cell")
        said(sheet)
    if found.weighting:
        with st.container(border=True):
            st.subheader("What raking did", anchor=False)
            table(found.weighting.margins, alt_text="Shares before, wanted and after raking")


def _drawn(sheet: Sheet, cells: pd.DataFrame, found: Table) -> None:
    shares = cells[(cells["unit"] == "share") & cells["value"].notna()]
    ready = shares.rename(columns={"value": "share"})
    is_split = len(found.columns) > 1
    alt_text = f"{sheet.title} {sheet.subtitle}: {len(shares)} shares."
    if shares.empty:
        st.caption("Every share is withheld.")
        return
    if is_split:
        chart(
            sheet.title,
            charts.matrix(ready, "share", x="column", y="answer", n="n", as_given=True),
            alt_text=alt_text,
        )
    else:
        chart(
            sheet.title,
            charts.dots(ready, "share", "answer", low="low", high="high", n="n"),
            alt_text=alt_text,
        )
    hidden = int(cells["is_withheld"].sum())
    if hidden:
        st.caption(f"{hidden:,} withheld cells are not drawn.")
