"""The widgets of *Survey tables*: survey, questions, filters, weights, tests and limits."""

import pandas as pd
import streamlit as st

from support_kpi.crosstabs import CORRECTIONS, LEVELS, OWN_WEIGHT, SHOWN, Margin
from support_kpi.ui import survey_choices, survey_results
from support_kpi.ui.survey_choices import LAYOUTS, LIMITS, NOTHING, SHARES, record
from support_kpi.ui.view import View

ASKED, ROWS, VERSION = "margins asked", "margins rows", "margins version"


def survey_choice(surveys: pd.DataFrame) -> None:
    """Which survey, and whether in a study's rows and columns."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Survey",
            list(surveys["survey"]),
            key="survey",
            on_change=record,
            args=survey_choices.OF_SURVEY,
        )
        st.radio(
            "Layout",
            list(LAYOUTS),
            format_func=LAYOUTS.__getitem__,
            key="layout",
            horizontal=True,
            on_change=record,
        )


def question_choice(items: pd.DataFrame) -> None:
    """Which question down and which across."""
    across = [name for name in items.index if items.loc[name, "kind"] != "open"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Rows",
            list(items.index),
            key="rows",
            format_func=lambda name: survey_choices.named(items, name),
            on_change=record,
            args=("net",),
        )
        st.selectbox(
            "Columns",
            [NOTHING, *across],
            key="columns",
            format_func=lambda name: survey_choices.named(items, name),
            on_change=record,
        )


def more_choices(view: View, surveys: pd.DataFrame, items: pd.DataFrame) -> None:
    """Filters, weights, tests and limits, each in its own fold."""
    state = st.session_state
    filters = sum(bool(state[key]) for key in ("only_is", "since", "until"))
    weighted = state["weight"] != NOTHING or bool(state["rake"])
    with st.expander(f"Filters of the survey{f' ({filters} in use)' if filters else ''}"):
        _filters(view, items)
    with st.expander(f"Weights{' (in use)' if weighted else ''}", expanded=weighted):
        _weights(view, surveys, items)
    with st.expander("Lines, tests and limits"):
        _settings(view, items)


def _filters(view: View, items: pd.DataFrame) -> None:
    state = st.session_state
    st.caption("The period and the filters at the side are of tickets; a survey has its own here.")
    across = [name for name in items.index if items.loc[name, "kind"] != "open"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Only those who answered",
            across,
            index=None,
            key="only",
            format_func=lambda name: survey_choices.named(items, name),
            placeholder="Everybody",
            on_change=record,
            args=("only_is",),
        )
        offered = (
            survey_choices.filter_options(view, state["survey"], state["only"])
            if state["only"]
            else []
        )
        st.multiselect(
            "with any of",
            offered,
            key="only_is",
            disabled=not offered,
            placeholder="All answers",
            on_change=record,
        )
    with st.container(horizontal=True):
        for label, key in (("Answered from", "since"), ("Answered to", "until")):
            st.date_input(
                label, value=None, key=key, format="YYYY-MM-DD", on_change=record, width=200
            )


def _weights(view: View, surveys: pd.DataFrame, items: pd.DataFrame) -> None:
    state = st.session_state
    names = {NOTHING: "Every respondent counts 1", OWN_WEIGHT: "The weight of the export"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Weight of a respondent",
            [NOTHING, *survey_choices.weights(surveys, items, state["survey"])],
            key="weight",
            format_func=lambda name: names.get(name) or survey_choices.named(items, name),
            on_change=record,
        )
        st.multiselect(
            "Rake to known shares of",
            survey_choices.margin_questions(items),
            key="rake",
            format_func=lambda name: survey_choices.named(items, name),
            placeholder="Nothing",
            on_change=record,
        )
        st.selectbox(
            "Limit of factors",
            list(LIMITS),
            key="limit",
            format_func=LIMITS.__getitem__,
            width=160,
            on_change=record,
            help="How much raking may multiply or divide a respondent. Large factors make the "
            "result hang on a few people.",
        )
    if state["rake"]:
        _margins(view, items)


def _margin_rows(view: View, items: pd.DataFrame) -> pd.DataFrame:
    """One row an option: its share now, and the share that is known, to be filled in."""
    state = st.session_state
    known = {(one.question_id, one.option): one.share for one in survey_choices.margins(items)}
    rows = []
    for question in state["rake"]:
        picked = survey_results.options(view.snapshot, state["survey"], question)
        whole = picked["picked"].sum()
        rows += [
            {
                "question_id": question,
                "Question": items.loc[question, "label"],
                "Option": option,
                "Share now, %": round(100 * n / whole, 1) if whole else None,
                "Known share, %": 100 * known[question, option]
                if (question, option) in known
                else None,
            }
            for option, n in zip(picked["option"], picked["picked"], strict=True)
            if pd.notna(option)
        ]
    return pd.DataFrame(rows).astype({"Known share, %": "float64"})


def _margins(view: View, items: pd.DataFrame) -> None:
    """The rows of the margins; drawn anew while they are edited they would lose every edit."""
    state = st.session_state
    asked = (state["survey"], *state["rake"])
    if state.get(ASKED) != asked or state["margin"] != state.get(survey_choices.WRITTEN):
        state[ASKED], state[ROWS] = asked, _margin_rows(view, items)
        state[VERSION] = state.get(VERSION, 0) + 1
    st.caption(
        "Fill in the shares that are known from elsewhere, of each question together 100 %; "
        "options left blank share what remains. “Share now” is of all respondents of the survey."
    )
    with st.form("margins", border=False):
        edited = st.data_editor(
            state[ROWS],
            hide_index=True,
            disabled=["Question", "Option", "Share now, %"],
            column_config={
                "question_id": None,
                "Known share, %": st.column_config.NumberColumn(
                    min_value=0, max_value=100, step=0.1
                ),
            },
            key=f"margins {state[VERSION]}",
            alt="Known shares of the margins, to be filled in",
        )
        st.form_submit_button("Weigh by these shares", icon=":material/balance:")
    given = edited[edited["Known share, %"].notna()]
    survey_choices.set_margins(
        [
            Margin(str(row["question_id"]), str(row["Option"]), float(row["Known share, %"]) / 100)
            for _, row in given.iterrows()
        ]
    )


def _settings(view: View, items: pd.DataFrame) -> None:
    state = st.session_state
    kind = items.loc[state["rows"], "kind"]
    own = survey_results.options(view.snapshot, state["survey"], state["rows"])["option"].dropna()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.multiselect(
            "Lines of each answer",
            list(SHOWN),
            key="lines",
            format_func=SHOWN.__getitem__,
            on_change=record,
        )
        st.multiselect(
            "Add up in a row of its own",
            [str(option) for option in own.head(survey_choices.MOST_FILTER_OPTIONS)],
            key="net",
            placeholder="No options",
            on_change=record,
            help="Who picked any of them; somebody who picked two counts once.",
        )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if kind == "multiple":
            st.selectbox(
                "Shares of",
                list(SHARES),
                key="share_of",
                format_func=SHARES.__getitem__,
                width=160,
                on_change=record,
            )
        if kind == "rank":
            st.selectbox(
                "Counts when ranked at most",
                ["1", "2", "3", "4", "5"],
                key="ranked",
                width=200,
                on_change=record,
            )
        st.selectbox(
            "Correction of letters",
            list(CORRECTIONS),
            key="correction",
            format_func=lambda name: CORRECTIONS[name],
            width=200,
            on_change=record,
            help="Over all comparisons of the table. Benjamini-Hochberg bounds the share of false "
            "letters, Holm the chance of any.",
        )
        st.selectbox(
            "Level, %",
            [f"{100 * level:.0f}" for level in LEVELS],
            key="level",
            width=100,
            on_change=record,
        )
        st.selectbox(
            "Withhold fewer than",
            survey_choices.least_choices(view),
            key="least",
            width=160,
            on_change=record,
            help="Cells and columns of fewer respondents are withheld, and never shown as 0. The "
            "least that can be chosen is the setting least_answers of the store.",
        )
