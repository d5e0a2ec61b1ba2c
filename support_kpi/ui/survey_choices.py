"""The controls of *Survey tables*: what the address says, checked against what is loaded."""

import json
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, get_args

import pandas as pd
import streamlit as st

from support_kpi.crosstabs import CORRECTIONS, LEVELS, OWN_WEIGHT, SHOWN, Margin, Request
from support_kpi.crosstabs.request import Correction
from support_kpi.ui import addresses, survey_results
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["survey_tables"]
OF_SURVEY = ("rows", "columns", "only", "only_is", "weight", "rake", "margin", "net")
NOTHING = "none"
WRITTEN = "margins written"
LAYOUTS = {"table": "Any two questions", "study": "As a study prints it"}
SHARES = {"respondents": "Respondents", "mentions": "Mentions"}
LIMITS = {"3": "1/3 to 3", "5": "1/5 to 5", "10": "1/10 to 10", NOTHING: "No limit"}
LEAST_CHOICES = (1, 3, 5, 10, 20, 30)
MOST_FILTER_OPTIONS = 200


def recall(view: View, surveys: pd.DataFrame) -> str:
    """Set every control to what the address says, or to its default; the survey chosen."""
    state = st.session_state
    survey = _one("survey", list(surveys["survey"])) or _first(surveys)
    state["survey"] = survey
    items = survey_results.items(view.snapshot, survey)
    asked = [name for name in items.index if items.loc[name, "kind"] != "profile"]
    across = _columns(items)
    state["layout"] = _one("layout", LAYOUTS) or "table"
    state["rows"] = _one("rows", list(items.index)) or _opening(items, asked)
    told = _one("columns", [*across, NOTHING])
    state["columns"] = told or (_banner(items, state["rows"]) or NOTHING)
    state["only"] = _one("only", across)
    state["only_is"] = []
    if state["only"]:
        known = filter_options(view, survey, state["only"])
        state["only_is"] = [one for one in addresses.recalled("only_is") if one in known]
    for key in ("since", "until"):
        state[key] = _day(key)
    state["weight"] = _one("weight", [*weights(surveys, items, survey), NOTHING]) or NOTHING
    state["rake"] = [one for one in addresses.recalled("rake") if one in margin_questions(items)]
    state["margin"] = [text for text in addresses.recalled("margin") if _margin(text)]
    state["limit"] = _one("limit", LIMITS) or "5"
    own = set(survey_results.options(view.snapshot, survey, state["rows"])["option"].dropna())
    state["net"] = [one for one in addresses.recalled("net") if one in own]
    state["share_of"] = _one("share_of", SHARES) or "respondents"
    state["ranked"] = _one("ranked", ("1", "2", "3", "4", "5")) or "3"
    state["correction"] = _one("correction", CORRECTIONS) or "bh"
    state["level"] = _one("level", [f"{100 * level:.0f}" for level in LEVELS]) or "95"
    offered = least_choices(view)
    state["least"] = _one("least", offered) or offered[0]
    lines = [one for one in addresses.recalled("lines") if one in SHOWN]
    state["lines"] = lines or list(SHOWN)
    return survey


def least_choices(view: View) -> list[str]:
    """The fewest respondents that the store shows, and more."""
    floor = int(view.definitions()["least_answers"].max())
    return [str(least) for least in (floor, *(one for one in LEAST_CHOICES if one > floor))]


def request(items: pd.DataFrame) -> Request:
    """What the controls ask for."""
    state = st.session_state
    until: date | None = state["until"]
    correction = next(one for one in get_args(Correction) if one == state["correction"])
    return Request(
        survey=state["survey"],
        row=state["rows"],
        column=None if state["columns"] == NOTHING else state["columns"],
        start=state["since"],
        end=None if until is None else until + timedelta(1),
        filter_question=state["only"] if state["only_is"] else None,
        filter_options=tuple(state["only_is"]),
        weight=None if state["weight"] == NOTHING else state["weight"],
        margins=margins(items),
        limit=None if state["limit"] == NOTHING else float(state["limit"]),
        net=tuple(state["net"]),
        of_mentions=state["share_of"] == "mentions",
        correction=correction,
        level=float(state["level"]) / 100,
        least=int(state["least"]),
        rank_most=int(state["ranked"]),
    )


def record(*forgotten: str) -> None:
    """Write the controls into the address; what another survey does not have is forgotten."""
    for key in forgotten:
        st.session_state[key] = None
    addresses.record(CONTROLS)


def margins(items: pd.DataFrame) -> tuple[Margin, ...]:
    """The margins of the questions that are raked to."""
    found = (_margin(text) for text in st.session_state["margin"])
    chosen = set(st.session_state["rake"]) & set(items.index)
    return tuple(one for one in found if one and one.question_id in chosen)


def set_margins(known: Sequence[Margin]) -> None:
    """Keep the margins in the address, one parameter each."""
    texts = [json.dumps([one.question_id, one.option, one.share]) for one in known]
    st.session_state[WRITTEN] = texts
    if texts != st.session_state["margin"]:
        st.session_state["margin"] = texts
        st.query_params["margin"] = texts


def weights(surveys: pd.DataFrame, items: pd.DataFrame, survey: str) -> list[str]:
    """What may be a weight: that of the export, and any question answered in numbers above 0."""
    own = [OWN_WEIGHT] if surveys.loc[survey, "weighted"] else []
    is_number = (items["kind"] == "numeric") & (items["least"] >= 0)
    return [*own, *items.index[is_number]]


def margin_questions(items: pd.DataFrame) -> list[str]:
    """Questions with one answer a respondent and no more options than somebody can fill in."""
    is_one = items["kind"].isin(["single", "scale", "profile"]) & (items["options"] <= 25)
    return list(items.index[is_one & (items["options"] > 1)])


def filter_options(view: View, survey: str, question: str) -> list[str]:
    found = survey_results.options(view.snapshot, survey, question)["option"].dropna()
    return [str(option) for option in found.head(MOST_FILTER_OPTIONS)]


def named(items: pd.DataFrame, question: str) -> str:
    """A question with its place and kind, as a control lists it."""
    if question == NOTHING:
        return "Nothing: the total only"
    if question not in items.index:
        return question
    item = items.loc[question]
    if item["kind"] == "profile":
        return f"Profile: {item['label']}"
    place = "" if pd.isna(item["position"]) else f"{int(item['position'])}. "
    return f"{place}{item['label']} ({item['kind']})"


def _columns(items: pd.DataFrame) -> list[str]:
    return [name for name in items.index if items.loc[name, "kind"] != "open"]


def _first(surveys: pd.DataFrame) -> str:
    """The survey with the most questions tied to a study, else with the most questions."""
    return str(surveys.sort_values(["tied", "questions"], ascending=False)["survey"].iloc[0])


def _opening(items: pd.DataFrame, asked: list[str]) -> str:
    """A question with several answers, else with one, shows most of what a table can do."""
    for kind in ("multiple", "single", "scale"):
        found = [name for name in asked if items.loc[name, "kind"] == kind]
        if found:
            return found[-1] if kind == "multiple" else found[0]
    return asked[0]


def _banner(items: pd.DataFrame, row: str) -> str | None:
    """A first column question: a subgroup of the studies, else one with few options."""
    few = items[(items["options"] >= 2) & (items["options"] <= 8) & (items.index != row)]
    of_study = few[(few["kind"] == "profile") & few.index.str.contains(".", regex=False)]
    single = few[few["kind"] == "single"]
    found = of_study if len(of_study) else single
    return str(found.index[0]) if len(found) else None


def _one(key: str, allowed: Collection[str]) -> str | None:
    return next((one for one in addresses.recalled(key) if one in allowed), None)


def _day(key: str) -> date | None:
    for text in addresses.recalled(key):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None


def _margin(text: str) -> Margin | None:
    try:
        told: Any = json.loads(text)
    except ValueError:
        return None
    if isinstance(told, list) and len(told) == 3:
        question, option, share = told
        is_text = isinstance(question, str) and isinstance(option, str)
        if is_text and isinstance(share, int | float) and 0 <= share <= 1:
            return Margin(question, option, float(share))
    return None
