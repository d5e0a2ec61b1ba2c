"""Maturity: teams by tier, the seven characteristics with their evidence."""

import pandas as pd
import streamlit as st

from support_kpi.schema import CHARACTERISTICS, TIERS
from support_kpi.ui.figures import heading, table
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

STATES = {"met": "✓ met", "not_met": "✗ not met", "unknown": "? unknown"}


def has_teams(teams: pd.DataFrame) -> bool:
    """Whether any team is assessed; says what to load when none is."""
    if len(teams):
        return True
    st.info(
        "Load a maturity assessment (one row per team and date, a column per characteristic) on "
        "Upload exports, or loosen the filters of teams and tiers.",
        title="No team is assessed in this selection",
        icon=":material/stairs:",
    )
    return False


def tier_board(view: View, teams: pd.DataFrame) -> None:
    """The teams under their tier; a team whose tier is a range stands apart."""
    with st.container(border=True):
        heading(view, "Teams by tier", teams, query="maturity_teams")
        with st.grid("auto", min_column_width=200):
            for tier in (*TIERS, None):
                inside = teams[teams["tier"] == tier] if tier else teams[teams["tier"].isna()]
                if tier or len(inside):
                    with st.container():
                        _column(tier or "Undecided", inside)
        st.caption(
            "A tier given by an export wins over one scored here. Unknown characteristics give a "
            "range of tiers."
        )


def characteristics(view: View, states: pd.DataFrame) -> None:
    """Teams down, characteristics across: met, not met or unknown, with the evidence."""
    with st.container(border=True):
        heading(view, "The seven characteristics", states, query="maturity_characteristics")
        grid_tab, evidence_tab = st.tabs(["By team", "Evidence"])
        with grid_tab:
            grid = states.assign(
                characteristic=states["characteristic"].map(CHARACTERISTICS),
                state=states["state"].map(STATES),
            ).pivot_table(
                index="team", columns="characteristic", values="state", aggfunc="first", sort=False
            )
            st.dataframe(
                grid.reset_index().rename(columns={"team": "Team"}),
                hide_index=True,
                alt="Characteristics by team: met, not met or unknown",
                column_config={"Team": st.column_config.Column(pinned=True)},
            )
        with evidence_tab:
            table(states, alt_text="Evidence of each characteristic")


def _column(name: str, teams: pd.DataFrame) -> None:
    st.markdown(f"**{name}** · {len(teams)}")
    for _, team in teams.iterrows():
        st.markdown(f"{plain(team['team'])}  \n:small[{_reason(team)}]")


def _reason(team: pd.Series) -> str:
    if team["tier_source"] == "given":
        return "given by the export"
    if pd.isna(team["met"]):
        return "not assessed"
    known = f"{team['met']:.0f} met, {team['not_met']:.0f} not met, {team['unknown']:.0f} unknown"
    if team["tier_source"] == "range":
        return f"{known}: {team['tier_low']} to {team['tier_high']}"
    return known
