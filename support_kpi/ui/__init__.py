"""Everything that touches Streamlit, for dashboard.py and the pages."""

import re
from pathlib import Path
from typing import Literal

import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.ui.annotating import annotation_board
from support_kpi.ui.assessing import assessing
from support_kpi.ui.beside import beside
from support_kpi.ui.budgets import (
    budget_by_month,
    budget_by_segment,
    cost_groups,
    has_budget,
    outlook,
    year_on_year,
)
from support_kpi.ui.cards import cards
from support_kpi.ui.explained import why
from support_kpi.ui.figures import Figure, each_figure, figure, tall
from support_kpi.ui.frame import answers, guarded, is_empty, page, plain, subject
from support_kpi.ui.history import history
from support_kpi.ui.maturity import (
    characteristics,
    edition_choice,
    has_teams,
    tier_board,
    tier_kpis,
)
from support_kpi.ui.meanings import meanings
from support_kpi.ui.movers import movers
from support_kpi.ui.panels import glossary, panel
from support_kpi.ui.questionnaire import questionnaire_map
from support_kpi.ui.rejected import rejected_rows
from support_kpi.ui.remembered import remembered
from support_kpi.ui.scenarios import what_if
from support_kpi.ui.sidebar import drawn
from support_kpi.ui.silence import bounds
from support_kpi.ui.spending import costs_by_channel
from support_kpi.ui.splits import kpi_split, kpi_trend, week
from support_kpi.ui.steps import steps
from support_kpi.ui.studies import studies
from support_kpi.ui.survey_tables import survey_tables
from support_kpi.ui.target_board import target_board
from support_kpi.ui.tickets import ticket_list
from support_kpi.ui.tiers import tier_drivers, tier_history, tier_ratios
from support_kpi.ui.trends import overlaid, told, trend
from support_kpi.ui.uploads import uploads
from support_kpi.ui.view import View

__all__ = [
    "Figure",
    "View",
    "annotation_board",
    "answers",
    "assessing",
    "beside",
    "bounds",
    "budget_by_month",
    "budget_by_segment",
    "cards",
    "characteristics",
    "cost_groups",
    "costs_by_channel",
    "dashboard",
    "each_figure",
    "edition_choice",
    "figure",
    "glossary",
    "has_budget",
    "has_teams",
    "history",
    "is_empty",
    "kpi_split",
    "kpi_trend",
    "meanings",
    "movers",
    "outlook",
    "overlaid",
    "page",
    "panel",
    "questionnaire_map",
    "rejected_rows",
    "remembered",
    "steps",
    "studies",
    "subject",
    "survey_tables",
    "tall",
    "target_board",
    "ticket_list",
    "tier_board",
    "tier_drivers",
    "tier_history",
    "tier_kpis",
    "tier_ratios",
    "told",
    "trend",
    "uploads",
    "week",
    "what_if",
    "why",
    "year_on_year",
]

SECTIONS = ("explore", "compare", "plan", "data")


def dashboard(folder: Path) -> None:
    """The whole app: page configuration, navigation from the folder of pages, frame, page."""
    st.set_page_config(
        page_title="Support KPIs",
        page_icon=str(folder.parent / "docs" / "icon.png"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    st.logo(folder.parent / "docs" / "icon.png", size="large")
    chosen = st.navigation(_pages(folder), position="top", expanded=6)
    try:
        st.session_state["view"] = drawn(chosen.url_path)
    except SupportKpiError as error:
        st.error(plain(str(error)), icon=":material/error:")
        st.stop()
    guarded(chosen.run)


def _pages(folder: Path) -> dict[str, list[st.Page]]:
    """`pages/<section>/<n>_<page>.py` as the menu: the folder is the section, the number orders.

    The first page is at `/`; a page of the same script answers at its own name.
    """
    menu: dict[str, list[st.Page]] = {}
    for section in SECTIONS:
        for file in sorted((folder / section).glob("*.py"), key=_number):
            is_first = not menu
            pages = menu.setdefault(section.capitalize(), [])
            pages.append(_page(file, default=is_first))
            if is_first:
                pages.append(_page(file, visibility="hidden"))
    return menu


def _page(
    file: Path, *, default: bool = False, visibility: Literal["visible", "hidden"] = "visible"
) -> st.Page:
    # The page at `/` reserves a name besides, which nobody sees.
    address = "start" if default else _title(file).lower().replace(" ", "_")
    return st.Page(
        file, title=_title(file), url_path=address, default=default, visibility=visibility
    )


def _number(file: Path) -> int:
    match = re.match(r"\d+", file.name)
    return int(match[0]) if match else 0


def _title(file: Path) -> str:
    words = re.sub(r"^\d+_", "", file.stem).split("_")
    acronyms = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}
    return " ".join(
        acronyms.get(word, word.capitalize() if position == 0 else word)
        for position, word in enumerate(words)
    )
