"""Own answers in the rows and columns of a study, with the published shares beside them."""

import pandas as pd
import streamlit as st

from support_kpi.crosstabs import Sheet, study
from support_kpi.ui import addresses, session, survey_choices
from support_kpi.ui.figures import definition, table
from support_kpi.ui.frame import plain
from support_kpi.ui.survey_sheets import downloads, said, seen
from support_kpi.ui.view import View

TOLD = (
    "question",
    "answer",
    "segment",
    "base",
    "picked",
    "own_share",
    "own_low",
    "own_high",
    "published",
    "published_share",
    "published_low",
    "published_high",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
    "reason",
    "figure_id",
)
NOTES = (
    "Rows and columns are the study's; n of a subgroup are its members who answered the question. "
    "An answer that the study does not know counts in the base only.",
    "Difference: own less published share, in points, with its 95 % interval (Wilson, Newcombe). "
    "The studies print no sizes of subgroups, so there the published side is taken as exact; “more "
    "than” and ranges are bands without a difference.",
    "Ahead or behind only where the two sides do not touch and one side is better; else above or "
    "below. Shares of respondents, not weighted, whatever the period at the side.",
)


def beside_study(view: View, survey: pd.Series) -> None:
    """Choice of the question, the table, and the study's other figures of that question."""
    if pd.isna(survey["studies"]):
        st.info(
            "None of its questions is tied to a study's. Tie them on the page Questionnaire map; "
            "questions in a study's own words are tied by themselves.",
            title="This survey asks no study's questions yet",
            icon=":material/link_off:",
        )
        return
    names = str(survey["studies"]).split(", ")
    name = names[0] if len(names) == 1 else st.selectbox("Study", names, key="of study")
    least = int(st.session_state["least"])
    rows = _rows(view, str(survey["survey"]), name, least)
    if rows.empty:
        st.info("No respondent of this survey answered a question of the study in its words.")
        return
    asked = dict(zip(rows["code"], rows["question"], strict=True))
    code = _question(rows, asked)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            f"Question of {name}",
            list(asked),
            key="study_question",
            format_func=lambda one: _named(rows, one, asked),
            on_change=survey_choices.record,
        )
        is_whole = st.toggle(
            "Every subgroup", value=True, key="every subgroup", help="Else those that are printed"
        )
    own = _shown(rows[rows["code"] == code], is_whole)
    sheet = study.sheet(own, asked[code], _notes(least), _source(survey, name))
    _card(sheet, own)
    _printed(rows)
    _others(view, name, code)


@st.cache_data(show_spinner=False, max_entries=50)
def _beside(path: str, survey: str, name: str, least: int, sql: str) -> pd.DataFrame:
    del sql  # part of the key: an edited query is another result
    return study.of_survey(session.cached_connection(path), survey, name, least)


def _rows(view: View, survey: str, name: str, least: int) -> pd.DataFrame:
    session.connection(view.snapshot)
    return _beside(str(view.snapshot.path), survey, name, least, study.sql())


def _question(rows: pd.DataFrame, asked: dict[str, str]) -> str:
    """What the address says, else the question with most printed shares."""
    told = next((one for one in addresses.recalled("study_question") if one in asked), None)
    if told is None:
        counted = rows[rows["published"] != ""].groupby("code", sort=False).size()
        told = str(counted.idxmax()) if len(counted) else next(iter(asked))
    st.session_state["study_question"] = told
    return told


def _named(rows: pd.DataFrame, code: str, asked: dict[str, str]) -> str:
    printed = int((rows.loc[rows["code"] == code, "published"] != "").sum())
    return f"{asked[code]} ({printed} printed)" if printed else asked[code]


def _shown(rows: pd.DataFrame, is_whole: bool) -> pd.DataFrame:
    """Simple subgroups, or printed ones only; combined ones always only where printed."""
    printed = set(rows.loc[rows["published"] != "", "segment"])
    simple = ~rows["segment"].str.contains(";") if is_whole else rows["segment"] == "all"
    return rows[simple | rows["segment"].isin(printed)]


def _card(sheet: Sheet, own: pd.DataFrame) -> None:
    tidy = own[list(TOLD)].assign(segment=own["segment"].map(study.named))
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(plain(sheet.title), anchor=False, width="stretch")
            with st.container(
                horizontal=True, vertical_alignment="center", width="content", gap="xsmall"
            ):
                definition("study_rows")
                downloads(sheet, {"Cells": tidy}, "study table")
        table_tab, cells_tab = st.tabs(["Table", "One row a cell"])
        with table_tab:
            seen(sheet)
        with cells_tab:
            table(tidy, alt_text=f"{sheet.title}, one row a cell")
        said(sheet)


def _printed(rows: pd.DataFrame) -> None:
    """Every share that the study prints and this survey asks, in one list."""
    printed = rows[rows["published"] != ""]
    with st.expander(f"All {len(printed):,} printed shares that this survey asks"):
        tidy = printed[list(TOLD)].assign(segment=printed["segment"].map(study.named))
        verdicts = tidy["verdict"].value_counts()
        st.caption(plain(", ".join(f"{n:,} {word}" for word, n in verdicts.items()) + "."))
        table(tidy, alt_text="Every printed share beside the own one")


def _others(view: View, name: str, code: str) -> None:
    """Ranks, differences and counts of the same question, from the comparison of all surveys."""
    compared = session.comparison(view.snapshot, view.filters)
    others = compared[
        (compared["study"] == name)
        & (compared["own_measure"] == code)
        & (compared["unit"] != "share")
    ]
    if others.empty:
        return
    with st.container(border=True):
        st.subheader("Its ranks, counts and differences", anchor=False)
        told = ["answer", "segment", "unit", "published_value", "own_value", "own_low", "own_high"]
        table(
            others[[*told, "own_n", "verdict", "reason", "figure_id"]].assign(
                answer=others["answer"].fillna("")
            ),
            alt_text="Other published figures of this question, beside own ones",
        )
        st.caption("Over all loaded surveys that ask this study's questions.")


def _notes(least: int) -> list[str]:
    if least <= 1:
        return list(NOTES)
    return [*NOTES, f"Cells and subgroups of fewer than {least} respondents are withheld."]


def _source(survey: pd.Series, name: str) -> str:
    return (
        f"Source: survey “{survey['survey']}”, {int(survey['respondents']):,} respondents; "
        f"published figures of {name}."
    )
