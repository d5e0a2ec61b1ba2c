"""From a number to the tickets behind it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from support_kpi.filters import DIMENSIONS
from support_kpi.ui import segments
from support_kpi.ui.addresses import TICKET_VIEWS
from support_kpi.ui.frame import plain

TICKETS, WHY = "tickets", "why_it_moved"
ICON = ":material/list_alt:"
BY_ANCHOR = {"created": "created", "solved": "solved", "end of period": "backlog"}
BY_KPI = {"unanswered_rate": "unanswered", "reopen_rate": "reopened"}


def behind(kpi: pd.Series) -> str | None:
    """The list of tickets that a KPI counts; None where it counts something else."""
    return BY_KPI.get(str(kpi.name)) or BY_ANCHOR.get(kpi["anchor"])


def tickets_link(
    which: str, *, label: str = "Show the tickets", segment: str | None = None
) -> None:
    """A link to one list of tickets under the filters of the page, or to a segment of it.

    It adds one entry to the history of the browser: a script that sets filters adds one for each.
    """
    narrowed = {"segment": segment} if segment else {}
    st.page_link(
        _page(TICKETS),
        label=label,
        icon=ICON,
        query_params={"view_name": TICKET_VIEWS[which]} | narrowed,
    )


def tickets_links(which: str, dimension: str, values: Sequence[str], *, of: str) -> None:
    """Links to the tickets of each segment, in a part that redraws itself."""
    box = st.popover(
        "Tickets",
        icon=ICON,
        type="tertiary",
        help="The tickets behind each of these",
        key=f"tickets of {of}",
        on_change="rerun",
    )
    if box.open:
        with box:
            tickets_link(which, label="All of them")
            for value in values:
                tickets_link(which, label=plain(value), segment=segments.name(dimension, value))


def why_link(kpi: str, *, label: str = "Why it moved", split: str = "channel") -> None:
    """A link to the explanation of a KPI under the filters of the page."""
    st.page_link(
        _page(WHY),
        label=label,
        icon=":material/call_split:",
        query_params={"kpi": kpi, "split": split},
    )


def _page(address: str) -> st.Page:
    """A page of the menu: Streamlit would look for its file at every link."""
    menu: dict[str, list[st.Page]] = st.session_state["menu"]
    return next(page for pages in menu.values() for page in pages if page.url_path == address)


def can_link(dimension: str) -> bool:
    return dimension in DIMENSIONS.values()
