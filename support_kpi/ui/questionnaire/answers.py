"""The answers to the tied questions, each with the option of the study that it means."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi.store.questionnaires import Questionnaires
from support_kpi.store.ties import OptionTie
from support_kpi.ties import Draft, Known
from support_kpi.ui.figures import definition
from support_kpi.ui.frame import plain
from support_kpi.ui.questionnaire.words import NOTHING, WORDED, done, is_left_out
from support_kpi.ui.view import View


def answers_editor(view: View, found: Known, made: Draft, kept: Questionnaires) -> None:
    questions = found.of(made.survey)
    tied = questions[(questions["study"] == made.study) & ~questions["kind"].isin(["open"])]
    rows = []
    given = {(one.code, one.option): one for one in kept.options() if one.survey == made.survey}
    for name, row in tied.iterrows():
        for _, told in found.answers(made.survey, str(name)).iterrows():
            own = given.get((str(row["code"]), str(told["answered"])))
            one = made.options.get((str(name), str(told["answered"])))
            is_meant = pd.notna(told["meaning"])
            if is_left_out(bool(is_meant)):
                continue
            rows.append(
                {
                    "code": row["code"],
                    "Question": row["code"],
                    "Answer": told["answered"],
                    "n": told["picked"],
                    "Means": WORDED if own is None else own.meaning or NOTHING,
                    "Take": bool(one and one.is_sure),
                    "Proposal": one.meaning if one else "",
                    "Why": f"{'sure: ' if one.is_sure else 'perhaps: '}{one.reason}" if one else "",
                    "Counts as": told["meaning"] if is_meant else "",
                }
            )
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("Answers", anchor=False, width="stretch")
            definition("questionnaire_options")
        if not rows:
            st.caption("No answer is of this kind: tie questions first.")
            return
        meanings = found.codes[found.codes["study"] == made.study]["option"].dropna()
        edited = st.data_editor(
            pd.DataFrame(rows),
            hide_index=True,
            disabled=["Question", "Answer", "n", "Counts as", "Proposal", "Why"],
            column_config={
                "code": None,
                "Answer": st.column_config.Column(width="medium"),
                "Means": st.column_config.SelectboxColumn(
                    options=[WORDED, NOTHING, *sorted(set(meanings))], required=True
                ),
                "Take": st.column_config.CheckboxColumn(help="Take the proposal when saving"),
            },
            key=f"options {view.snapshot.number} {made.survey} {made.study}",
            alt=f"Answers of {made.survey} and what they mean in {made.study}",
        )
        st.caption(
            "An answer that counts as nothing stays in the base of its question and in no row. "
            "Numbers fall into the study's bands by themselves."
        )
        if st.button("Save answers", icon=":material/save:"):
            _save(edited, found, made, kept, given)


def _save(
    edited: pd.DataFrame,
    found: Known,
    made: Draft,
    kept: Questionnaires,
    given: Mapping[tuple[str, str], OptionTie],
) -> None:
    told = dict(given)
    codes = found.codes[found.codes["study"] == made.study]
    for _, row in edited.iterrows():
        key = (str(row["code"]), str(row["Answer"]))
        said = str(row["Means"])
        if bool(row["Take"]) and row["Proposal"] and said == WORDED:
            said = str(row["Proposal"])
        known = set(codes.loc[codes["code"] == key[0], "option"])
        if said == WORDED:
            told.pop(key, None)
        elif said == NOTHING:
            told[key] = OptionTie(made.survey, *key, "")
        elif said in known:
            told[key] = OptionTie(made.survey, *key, said)
        else:
            st.error(plain(f"“{said}” is no option of {key[0]}: {', '.join(sorted(known))}."))
            return
    mine = [one for one in kept.questions() if one.survey == made.survey]
    kept.save([made.survey], mine, list(told.values()))
    done(f"{len(told)} answers of {made.survey} are given a meaning by hand.")
