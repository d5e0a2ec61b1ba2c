"""Maturity: the list of seven, teams by tier, the characteristics with their evidence."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from support_kpi.formats import DASH, count, shown
from support_kpi.schema import CHARACTERISTICS, EDITIONS, TIERS
from support_kpi.ui import addresses
from support_kpi.ui.figures import heading, table, tabs
from support_kpi.ui.frame import plain, redrawn
from support_kpi.ui.splits import kpi_split
from support_kpi.ui.view import View

CONTROLS = addresses.PAGE_KEYS["maturity_tiers"]
STATES = {"met": "✓ met", "not_met": "✗ not met", "unknown": "? unknown"}
DERIVED = " · derived"
DISPUTED = " · data disagree"
SAID = ("said_state", "evidence", "assessed_on", "source", "load_id", "source_row")
TOLD = ("derived_state", "derived_evidence", "measure", "n", "n_unit", "first_day", "last_day")


def edition_choice(view: View) -> str:
    """The list of seven that the page counts by, kept in the address."""
    told = (one for one in addresses.recalled("edition") if one in EDITIONS)
    st.session_state["edition"] = next(told, EDITIONS[0])
    titles = {one: title(view, one) for one in EDITIONS}
    picked = st.radio(
        "List of seven",
        EDITIONS,
        key="edition",
        format_func=lambda one: titles[one],
        horizontal=True,
        on_change=addresses.record,
        args=(CONTROLS,),
        help="The published lists disagree in one of seven. Filters by tier, reports and the other "
        f"pages follow the {titles[EDITIONS[0]]}.",
    )
    chosen = str(picked)
    rules = view.result("maturity_rules", edition=chosen)
    st.caption(f"{plain(titles[chosen])}: {plain(rules['told_by'].iloc[0])}")
    return chosen


def title(view: View, edition: str) -> str:
    return str(view.result("maturity_rules", edition=edition)["edition_title"].iloc[0])


def has_teams(teams: pd.DataFrame) -> bool:
    """Whether any team is assessed; says what to do when none is."""
    if len(teams):
        return True
    st.info(
        "Assess a team below, or load a maturity assessment (one row per team and date, a column "
        "per characteristic) on Upload exports, or loosen the filters of teams and tiers.",
        title="No team is assessed in this selection",
        icon=":material/stairs:",
    )
    return False


def tier_board(view: View, teams: pd.DataFrame, edition: str) -> None:
    """The teams under their tier; a team whose tier is a range stands apart."""
    named = title(view, edition)
    with st.container(border=True):
        heading(view, f"Teams by tier, {named}", teams, query="maturity_teams")
        with st.grid("auto", min_column_width=200):
            for tier in (*TIERS, None):
                inside = teams[teams["tier"] == tier] if tier else teams[teams["tier"].isna()]
                if tier or len(inside):
                    with st.container():
                        _column(tier or "Undecided", inside)
        st.caption(
            "A tier given by an export counts until somebody assesses the team anew. Unknown "
            "characteristics give a range: from none of them in place to all of them."
        )


def characteristics(view: View, states: pd.DataFrame, edition: str) -> None:
    """Teams down, characteristics across; what people said, what the data say, the cut-offs."""
    rules = view.result("maturity_rules", edition=edition)
    with st.container(border=True):
        heading(
            view,
            f"The seven characteristics, {title(view, edition)}",
            states,
            query="maturity_characteristics",
        )
        _evidence(states, rules)


@redrawn
def _evidence(states: pd.DataFrame, rules: pd.DataFrame) -> None:
    """The states as a grid, what they follow from, and the rules: what is open of these."""
    names = ("By team", "What people said", "What the data say", "Cut-offs")
    drawn = (
        lambda: _by_team(states),
        lambda: _said(states),
        lambda: _measured(states),
        lambda: _cut_offs(rules),
    )
    for tab, draw in zip(tabs("evidence", *names), drawn, strict=True):
        if tab.open:
            with tab:
                draw()


def _by_team(states: pd.DataFrame) -> None:
    st.dataframe(
        _grid(states),
        hide_index=True,
        alt="Characteristics by team: met, not met or unknown",
        column_config={"Team": st.column_config.Column(pinned=True)},
    )
    st.caption(_disputes(states))


def _said(states: pd.DataFrame) -> None:
    said = states[states["said_state"].notna()]
    table(_told(said, SAID), alt_text="What people said of each characteristic")


def _measured(states: pd.DataFrame) -> None:
    measured = states[states["derived_evidence"].notna()]
    found = _told(measured, TOLD)
    found.insert(3, "measured", [measured_words(row) for _, row in measured.iterrows()])
    table(
        found.assign(derived_state=found["derived_state"].str.replace("_", " ")),
        alt_text="What the data say of each characteristic",
    )
    st.caption(
        "Derived from what is loaded, never from what is not: too few are unknown. Dates of loads "
        "are those of loads that are no samples."
    )


def _cut_offs(rules: pd.DataFrame) -> None:
    cut = rules.assign(characteristic=rules["characteristic"].map(CHARACTERISTICS))
    names = ["characteristic", "wording", "measure", "better", "threshold", "unit"]
    table(
        cut[[*names, "least_n", "n_unit", "reason"]],
        alt_text="Wording of the list and cut-offs",
    )


def tier_kpis(view: View, teams: pd.DataFrame, edition: str) -> None:
    """KPIs by tier: tickets carry the tier of the default list, another list pools its teams."""
    named = f"KPIs by tier, {title(view, edition)}"
    if edition == EDITIONS[0]:
        kpi_split(view, named, "tier")
        return
    parts = [
        view.kpis(filters=replace(view.filters, teams=tuple(inside["team"]), tiers=())).assign(
            segment=tier
        )
        for tier in TIERS
        if len(inside := teams[teams["tier"] == tier])
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else view.kpis(dimension="tier").iloc[:0]
    kpi_split(view, named, "tier of this list", rows=rows)


def state_words(row: pd.Series) -> str:
    """A state with how it is known."""
    source = DERIVED if row["state_source"] == "derived" else ""
    return f"{STATES[row['state']]}{source}{DISPUTED if row['is_disputed'] else ''}"


def measured_words(row: pd.Series) -> str:
    """`3.5 days (n 12 staff months), cut-off 3.7 days`; a dash where nothing was measured."""
    if pd.isna(row["value"]):
        return DASH
    value, cut = (shown(row[name], row["unit"]) for name in ("value", "threshold"))
    return f"{value} (n {count(row['n'])} {row['n_unit']}), cut-off {cut}"


def _grid(states: pd.DataFrame) -> pd.DataFrame:
    grid = states.assign(
        characteristic=states["characteristic"].map(CHARACTERISTICS),
        state=[state_words(row) for _, row in states.iterrows()],
    ).pivot_table(
        index="team", columns="characteristic", values="state", aggfunc="first", sort=False
    )
    return grid.reset_index().rename(columns={"team": "Team"})


def _disputes(states: pd.DataFrame) -> str:
    found = states[states["is_disputed"]]
    if found.empty:
        return "What people said counts; derived marks what nobody judged and the data tell."
    told = [
        f"{row['team']}, {CHARACTERISTICS[row['characteristic']].lower()}: people say "
        f"{row['said_state'].replace('_', ' ')}, the data {row['derived_state'].replace('_', ' ')} "
        f"— {row['measure'].lower()} {measured_words(row)}"
        for _, row in found.iterrows()
    ]
    return f"What people said counts. The data disagree: {plain('; '.join(told))}."


def _told(states: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    named = states.assign(characteristic=states["characteristic"].map(CHARACTERISTICS))
    return named[["team", "characteristic", *names]]


def _column(name: str, teams: pd.DataFrame) -> None:
    st.markdown(f"**{name}** · {len(teams)}")
    for _, team in teams.iterrows():
        st.markdown(f"{plain(team['team'])}  \n:small[{plain(_reason(team))}]")


def _reason(team: pd.Series) -> str:
    if pd.isna(team["met"]):
        given = team["tier_source"] == "given"
        return "given by the export, edition not stated" if given else "not assessed"
    known = f"{team['met']:.0f} met, {team['not_met']:.0f} not met, {team['unknown']:.0f} unknown"
    more = [f"{team['derived']:.0f} derived from data"] if team["derived"] else []
    more += [f"{team['disputed']:.0f} where data disagree"] if team["disputed"] else []
    if team["tier_source"] == "given":
        scored = team["tier_low"]
        if scored != team["tier_high"]:
            scored = f"{scored} to {team['tier_high']}"
        return "; ".join([f"given by the export; scored it is {scored}: {known}", *more])
    if team["tier_source"] == "range":
        told = f"{team['tier_low']} to {team['tier_high']}, {100 * team['known_share']:.0f} % known"
        return "; ".join([f"{told}: {known}", *more])
    return "; ".join([known, *more])
