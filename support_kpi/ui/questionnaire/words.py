"""Words that the editors of the questionnaire map share, and what they say when they saved."""

import streamlit as st

SAID = "questionnaire said"
WORDED, NOTHING = "as worded", "nothing"
SHOWN = {"all": "All questions", "open": "Not tied", "tied": "Tied"}


def is_left_out(is_tied: bool) -> bool:
    """Whether the choice above passes over what is tied, or over what is not."""
    return st.session_state["mapped_show"] == ("open" if is_tied else "tied")


def done(said: str) -> None:
    """Say it on the next run, which reads the new snapshot."""
    st.session_state[SAID] = said
    st.rerun()
