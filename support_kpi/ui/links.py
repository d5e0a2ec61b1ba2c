"""From a number to the tickets behind it."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from support_kpi.filters import DIMENSIONS, Filters
from support_kpi.schema import CHANNELS
from support_kpi.ui import session
from support_kpi.ui.addresses import TICKET_VIEWS
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

TICKETS = session.ROOT / "pages" / "explore" / "5_tickets.py"
ICON = ":material/list_alt:"
BY_ANCHOR = {"created": "created", "solved": "solved", "end of period": "backlog"}
BY_KPI = {"unanswered_rate": "unanswered", "reopen_rate": "reopened"}
CODES = {label: code for code, label in CHANNELS.items()}


def behind(kpi: pd.Series) -> str | None:
    """The list of tickets that a KPI counts; None where it counts something else."""
    return BY_KPI.get(str(kpi.name)) or BY_ANCHOR.get(kpi["anchor"])


def tickets_link(
    view: View,
    which: str,
    *,
    key: str,
    label: str = "Show the tickets",
    filters: Filters | None = None,
) -> None:
    """A way to one list of tickets under the filters of the page, or under others.

    No link: Streamlit adds the parameters of the present page to those of a link.
    """
    if st.button(
        label,
        key=f"tickets of {key}",
        icon=ICON,
        type="tertiary",
        on_click=_choose,
        args=(which, filters or view.filters),
    ):
        st.switch_page(TICKETS, query_params={"view_name": TICKET_VIEWS[which]})


def tickets_links(
    view: View, which: str, dimension: str, segments: Sequence[str], *, key: str
) -> None:
    """Ways to the tickets of each segment."""
    with st.popover("Tickets", icon=ICON, type="tertiary", help="The tickets behind each of these"):
        tickets_link(view, which, key=key, label="All of them")
        for segment in segments:
            code = CODES.get(segment, segment) if dimension == "channel" else segment
            kept = _kept(view.filters, dimension, code)
            tickets_link(view, which, key=f"{key} {segment}", label=plain(segment), filters=kept)


def _choose(which: str, filters: Filters) -> None:
    st.session_state["view_name"] = which
    for name, key in DIMENSIONS.items():
        st.session_state[key] = list(filters.kept(name))


def can_link(dimension: str) -> bool:
    return dimension in DIMENSIONS.values()


def _kept(filters: Filters, dimension: str, value: str) -> Filters:
    names = {key: name for name, key in DIMENSIONS.items()}
    return replace(filters, **{names[dimension]: (value,)})
