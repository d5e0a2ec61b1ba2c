"""What would move a team up: what is not in place, least effort first."""

import pandas as pd
import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.formats import DASH, shown
from support_kpi.schema import CHARACTERISTICS
from support_kpi.store import efforts
from support_kpi.ui import session
from support_kpi.ui.figures import heading, table
from support_kpi.ui.frame import plain
from support_kpi.ui.maturity import measured_words, title
from support_kpi.ui.view import View

ACTIONS = {"not_met": "put in place", "unknown": "find out, then put in place if it is not"}


def steps(view: View, edition: str) -> None:
    """One team at a time: how many more the next tier needs, and the cheapest of them."""
    written = str(session.store().setting(efforts.SETTING))
    rows = view.result("maturity_steps", edition=edition, efforts=written)
    with st.container(border=True):
        heading(
            view, f"What would move a team up, {title(view, edition)}", rows, query="maturity_steps"
        )
        if rows.empty:
            st.caption(f"{DASH} Every team of this selection has all seven, or none is assessed.")
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            team = st.selectbox(
                "Team", list(dict.fromkeys(rows["team"])), key="team to move up", width=320
            )
            _efforts(view, edition, written)
        own = rows[rows["team"] == team]
        st.markdown(_sentence(own))
        table(_readable(own), alt_text=f"What is not in place at {team}, least effort first")
        st.caption(
            "● marks the cheapest that are enough for the next tier. Effort is a number of your "
            "own, in days, money or anything that adds up; until you write it, an order that is "
            "thought plausible, 1 the least. It says nothing of what the step brings. An unknown "
            "may be in place already: then it costs a question."
        )


def _sentence(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    team = plain(first["team"])
    if pd.isna(first["missing"]):
        return f"**{team}** is a Champion; {len(rows)} of seven are still open."
    enough = rows[rows["is_enough"]]
    named = [CHARACTERISTICS[name].lower() for name in enough["characteristic"]]
    unknown = int((rows["state"] == "unknown").sum())
    together = f"{enough['effort_sum'].iloc[-1]:g}"
    asked = f" {unknown} of the open ones are unknown: find out first." if unknown else ""
    return (
        f"**{team}** needs {first['missing']:.0f} more in place to be a {first['next_tier']}; the "
        f"least effort is {plain(', '.join(named))} (together {plain(together)}).{asked}"
    )


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Enough": ["●" if one else "" for one in rows["is_enough"]],
            "Characteristic": rows["characteristic"].map(CHARACTERISTICS),
            "To do": rows["state"].map(ACTIONS),
            "Effort": rows["effort"],
            "Effort so far": rows["effort_sum"],
            "Still to go": [
                f"{shown(row['gap'], row['unit'])}" if pd.notna(row["gap"]) else DASH
                for _, row in rows.iterrows()
            ],
            "Measured": [
                f"{row['measure']}: {measured_words(row)}" if pd.notna(row["value"]) else DASH
                for _, row in rows.iterrows()
            ],
        }
    )


def _efforts(view: View, edition: str, written: str) -> None:
    """The effort of each characteristic, to be written by people."""
    rules = view.result("maturity_rules", edition=edition, efforts=written)
    with st.popover("Efforts", icon=":material/tune:"), st.form("efforts", border=False):
        st.caption("One unit for all, such as days of work. They are kept for everybody.")
        given = {
            rule["characteristic"]: st.number_input(
                CHARACTERISTICS[rule["characteristic"]],
                min_value=0.0,
                value=float(rule["effort"]),
                help=plain(rule["effort_reason"]),
                key=f"effort {rule['characteristic']} {written}",
            )
            for _, rule in rules.iterrows()
        }
        with st.container(horizontal=True):
            is_kept = st.form_submit_button("Keep", type="primary")
            is_reset = st.form_submit_button("Back to the default order")
    if is_kept:
        _keep(efforts.written(efforts.read(written) | given))
    if is_reset:
        _keep("{}")


def _keep(text: str) -> None:
    try:
        session.store().set_setting(efforts.SETTING, text)
    except SupportKpiError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.rerun()
