"""The questionnaire map on a page: a survey's questions and options, tied to a study's."""

import streamlit as st

from support_kpi import ties
from support_kpi.store.questionnaires import Questionnaires
from support_kpi.ties import Draft, Known
from support_kpi.ui import addresses, session
from support_kpi.ui.frame import plain
from support_kpi.ui.questionnaire.answers import answers_editor
from support_kpi.ui.questionnaire.exchange import map_file
from support_kpi.ui.questionnaire.questions import questions_editor
from support_kpi.ui.questionnaire.words import SAID, SHOWN
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["questionnaire_map"]


def questionnaire_map(view: View) -> None:
    """Choice of survey and study, the two editors, the map as a file."""
    if said := st.session_state.pop(SAID, None):
        st.success(plain(said), icon=":material/check:")
    session.connection(view.snapshot)
    path = str(view.snapshot.path)
    found = _known(path)
    if found.questions.empty:
        st.info(
            "Load a survey export on Upload exports; its questions are listed here.",
            title="No survey is loaded",
            icon=":material/ballot:",
        )
        return
    survey, study = _choice(path, found)
    made = _draft(path, survey, study)
    kept = Questionnaires(session.store().folder)
    _summary(found, made)
    questions_editor(view, found, made, kept)
    answers_editor(view, found, made, kept)
    map_file(found, made, kept)


@st.cache_resource(show_spinner=False, max_entries=4)
def _known(path: str) -> Known:
    return ties.known(session.cached_connection(path))


@st.cache_resource(show_spinner=False, max_entries=50)
def _draft(path: str, survey: str, study: str) -> Draft:
    return ties.draft(_known(path), survey, study)


@st.cache_resource(show_spinner=False, max_entries=50)
def _best_study(path: str, survey: str) -> str:
    return ties.best_study(_known(path), survey)


def _choice(path: str, found: Known) -> tuple[str, str]:
    state = st.session_state
    surveys = list(dict.fromkeys(found.questions["survey"]))
    told = next((one for one in addresses.recalled("mapped_survey") if one in surveys), None)
    state["mapped_survey"] = told or _first(found, surveys)
    study = next((one for one in addresses.recalled("mapped_study") if one in found.studies), None)
    state["mapped_study"] = study or _best_study(path, state["mapped_survey"])
    shown = next((one for one in addresses.recalled("mapped_show") if one in SHOWN), None)
    state["mapped_show"] = shown or "all"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Survey", surveys, key="mapped_survey", on_change=_other_survey)
        st.selectbox("Study", found.studies, key="mapped_study", on_change=_record)
        st.selectbox(
            "Show",
            list(SHOWN),
            key="mapped_show",
            format_func=SHOWN.__getitem__,
            width=220,
            on_change=_record,
        )
    return state["mapped_survey"], state["mapped_study"]


def _first(found: Known, surveys: list[str]) -> str:
    """The survey that most waits for a person: of several questions, most not tied."""
    counted = found.questions.groupby("survey", sort=False).agg(
        tied=("code", "count"), questions=("question_id", "size")
    )
    waiting = counted[counted["questions"] > 4]
    is_open = waiting["tied"] < waiting["questions"] / 2
    if is_open.any():
        return str(waiting.loc[is_open, "questions"].idxmax())
    return str(counted["tied"].idxmax()) if len(counted) else surveys[0]


def _other_survey() -> None:
    st.session_state["mapped_study"] = None
    _record()


def _record() -> None:
    addresses.record(CONTROLS)


def _summary(found: Known, made: Draft) -> None:
    questions = found.of(made.survey)
    tied = int(questions["code"].notna().sum())
    certain = sum(one.is_sure for one in made.questions.values())
    likely = len(made.questions) - certain
    st.markdown(
        f"**{tied} of {len(questions)}** questions are tied to a study; of the others "
        f"**{certain}** are worded as in {plain(made.study)} and **{likely}** are like one of its "
        "questions."
    )
