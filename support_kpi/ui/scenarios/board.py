"""The what-if page from its baseline to its saved scenarios."""

import pandas as pd
import streamlit as st

from support_kpi.errors import UsageError
from support_kpi.planning import assumptions, outcomes
from support_kpi.planning.scenarios import Scenario
from support_kpi.ui import session
from support_kpi.ui.figures import heading, table
from support_kpi.ui.frame import is_empty, plain, subject
from support_kpi.ui.scenarios import levers, shelf, sides
from support_kpi.ui.view import View

CAUTION = (
    "What would follow if the numbers below were different and everything else stayed as it was in "
    "the period of the filters. It is arithmetic on your own past, not a forecast: nothing here "
    "says that a change would cause a result."
)


def what_if(view: View) -> None:
    """Levers, results beside the baseline, assumptions, and what is saved."""
    baseline = session.baseline(view.snapshot, view.filters)
    contacts = sum(one.contacts for one in baseline.channels)
    subject(view, contacts, "contacts in the baseline")
    if is_empty(view, contacts):
        return
    st.caption(CAUTION)
    levers.apply_opened()
    try:
        scenario = levers.drawn(baseline)
        before, after = outcomes.of(baseline, Scenario()), outcomes.of(baseline, scenario)
    except UsageError as error:
        st.error(plain(str(error)), icon=":material/error:")
        shelf.shelf(view, baseline, None)
        return
    sides.cards(before, after, baseline.currency)
    sides.channels(view, before, after, baseline.currency)
    with st.container(border=True):
        rows = assumptions.table(scenario, baseline)
        heading(view, "Every assumption", rows, query="what_if_channels")
        st.caption(
            "Levers and assumptions as they are set above, the rules between them, and what the "
            "data do not tell. The mark says whether a number is the usual one."
        )
        table(
            _texts(rows, baseline.currency),
            alt_text="Levers, assumptions and rules of this scenario",
        )
    shelf.shelf(view, baseline, scenario)


def _texts(rows: pd.DataFrame, currency: str | None) -> pd.DataFrame:
    """The rows with values as people write them."""
    units = rows["unit"].replace({"money": currency or "", "rate": "share", "chats": ""})
    values = [sides.text(*pair) for pair in zip(rows["value"], units, strict=True)]
    return rows.assign(value=values).drop(columns="unit")
