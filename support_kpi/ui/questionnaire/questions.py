"""The questions of a survey, each with what it is tied to and what is proposed."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi import ties
from support_kpi.store.questionnaires import Questionnaires
from support_kpi.store.ties import OptionTie, QuestionTie
from support_kpi.ties import Draft, Known
from support_kpi.ui.figures import definition
from support_kpi.ui.questionnaire.words import NOTHING, WORDED, done, is_left_out
from support_kpi.ui.view import View


def questions_editor(view: View, found: Known, made: Draft, kept: Questionnaires) -> None:
    questions = found.of(made.survey)
    names = _codes(found, made.study)
    given = {(one.question, one.part): one for one in kept.questions() if one.survey == made.survey}
    rows = []
    for name, row in questions.iterrows():
        is_tied = pd.notna(row["code"])
        if is_left_out(is_tied):
            continue
        one = made.questions.get(str(name))
        own = given.get(ties.wording(questions, str(name)))
        rows.append(
            {
                "question_id": name,
                "Question": _text(row),
                "Tied to": _said(own, names, made.study),
                "Take": bool(one and one.is_sure),
                "Proposal": names.get(one.meaning, one.meaning) if one else "",
                "Why": f"{'sure: ' if one.is_sure else 'perhaps: '}{one.reason}" if one else "",
                "Counts as": f"{row['study']}: {row['code']}" if is_tied else "",
                "How": row["origin"] if is_tied else "",
                "Kind": row["kind"],
                "n": row["respondents"],
            }
        )
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Questions", anchor=False, width="stretch")
            definition("questionnaire_questions")
        if not rows:
            st.caption("No question is of this kind.")
            return
        edited = st.data_editor(
            pd.DataFrame(rows),
            hide_index=True,
            disabled=["Question", "Kind", "n", "Counts as", "How", "Proposal", "Why"],
            column_config={
                "question_id": None,
                "Question": st.column_config.Column(width=280),
                "Tied to": st.column_config.SelectboxColumn(
                    options=[WORDED, NOTHING, *_offered(rows, names)], required=True, width=140
                ),
                "Take": st.column_config.CheckboxColumn(help="Take the proposal when saving"),
            },
            key=f"questions {view.snapshot.number} {made.survey} {made.study}",
            alt=f"Questions of {made.survey} and what they are tied to",
        )
        st.caption(
            "“Tied to” is what a person said; “as worded” leaves a question to its wording. A "
            "proposal counts only when it is taken and saved. Same wording is sure, likeness is "
            "only a suggestion."
        )
        with st.container(horizontal=True):
            if st.button("Save questions", icon=":material/save:"):
                _save(edited, questions, made, kept, names, given)
            if st.button(
                "Take every proposal",
                icon=":material/done_all:",
                disabled=not any(row["Proposal"] for row in rows),
                help="Saves the proposals of the questions listed here, the likely ones too",
            ):
                _save(edited.assign(Take=True), questions, made, kept, names, given)


def _save(
    edited: pd.DataFrame,
    questions: pd.DataFrame,
    made: Draft,
    kept: Questionnaires,
    names: Mapping[str, str],
    given: Mapping[tuple[str, str], QuestionTie],
) -> None:
    codes = {label: code for code, label in names.items()}
    told = dict(given)
    for _, row in edited.iterrows():
        name = str(row["question_id"])
        key = ties.wording(questions, name)
        proposal = made.questions.get(name)
        said = str(row["Tied to"])
        if bool(row["Take"]) and proposal and said == WORDED:
            told[key] = QuestionTie(made.survey, key[0], made.study, proposal.meaning, key[1])
        elif said == WORDED:
            told.pop(key, None)
        elif said == NOTHING:
            told[key] = QuestionTie(made.survey, key[0], made.study, "", key[1])
        elif said in codes:
            told[key] = QuestionTie(made.survey, key[0], made.study, codes[said], key[1])
    # What was sure of the options of a question comes with it.
    meant = {(one.code, one.option): one for one in kept.options() if one.survey == made.survey}
    for (name, option), one in made.options.items():
        tied = told.get(ties.wording(questions, name))
        proposal = made.questions.get(name)
        if one.is_sure and tied and proposal and tied.code == proposal.meaning:
            tie = OptionTie(made.survey, tied.code, option, one.meaning)
            meant.setdefault((tied.code, option), tie)
    kept.save([made.survey], list(told.values()), list(meant.values()))
    done(f"{len(told)} questions of {made.survey} are tied by hand.")


def _codes(found: Known, study: str) -> dict[str, str]:
    """The questions of a study by code, as the editor lists them."""
    asked = found.codes[found.codes["study"] == study].drop_duplicates("code")
    return {
        str(code): f"{code}: {question}"
        for code, question in zip(asked["code"], asked["question"], strict=True)
    }


def _offered(rows: list[dict[str, object]], names: Mapping[str, str]) -> list[str]:
    """The study's questions, and what is tied to another study already."""
    told = {str(row["Tied to"]) for row in rows} - {WORDED, NOTHING, *names.values()}
    return [*names.values(), *sorted(told)]


def _said(tie: QuestionTie | None, names: Mapping[str, str], study: str) -> str:
    if tie is None:
        return WORDED
    if not tie.code:
        return NOTHING
    return names.get(tie.code, tie.code) if tie.study == study else f"{tie.study}: {tie.code}"


def _text(row: pd.Series) -> str:
    return str(row["question"]) + ("" if pd.isna(row["part"]) else f" — {row['part']}")
