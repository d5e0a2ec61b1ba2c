"""The questionnaire map as a file: written with its proposals, taken in when filled in."""

import streamlit as st

from support_kpi import outputs, ties
from support_kpi.errors import SupportKpiError
from support_kpi.store.questionnaires import Questionnaires
from support_kpi.ties import Draft, Known
from support_kpi.ui.frame import plain
from support_kpi.ui.questionnaire.words import done


def map_file(found: Known, made: Draft, kept: Questionnaires) -> None:
    """The map as a file, to fill in elsewhere and to take in again."""
    with st.container(border=True):
        st.subheader("As a file", anchor=False)
        draft = ties.to_csv(ties.lines(found, made))
        questions = [one for one in kept.questions() if one.survey == made.survey]
        options = [one for one in kept.options() if one.survey == made.survey]
        saved = ties.to_json(questions, options)
        with st.container(horizontal=True):
            st.download_button(
                "Map with proposals, CSV",
                draft,
                file_name=outputs.file_name(f"map {made.survey}", draft, "csv"),
                key="download map csv",
                on_click="ignore",
                icon=":material/download:",
            )
            st.download_button(
                "Saved ties, JSON",
                saved,
                file_name=outputs.file_name(f"map {made.survey}", saved, "json"),
                key="download map json",
                on_click="ignore",
                icon=":material/download:",
            )
            if st.button("Forget saved ties", disabled=not (questions or options)):
                kept.save([made.survey], [], [])
                done(f"{made.survey} is tied by its wording only.")
        sent = st.file_uploader("Take in a map", type=["csv", "json"], key="map file")
        if sent is not None and st.button("Take in", icon=":material/upload:"):
            try:
                told = ties.read(sent.getvalue(), sent.name, found)
                surveys = sorted({one.survey for one in (*told[0], *told[1])})
                kept.save(surveys, *told)
            except SupportKpiError as error:
                st.error(plain(str(error)), icon=":material/error:")
                return
            done(f"{len(told[0])} questions and {len(told[1])} answers are tied.")
