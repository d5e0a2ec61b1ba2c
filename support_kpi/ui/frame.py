"""What every page begins with: its lead, what the numbers are about, the empty state."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import ParamSpec

import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.filters import DIMENSIONS, Filters
from support_kpi.ui import session
from support_kpi.ui.view import View

P = ParamSpec("P")
UPLOADS = session.ROOT / "pages" / "data" / "1_upload_exports.py"
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&/])")
# Escapes do not stop addresses from becoming links, nor dashes arrows: an invisible joiner does.
JOINER = "\u2060"
JOINTS = re.compile(r"(?<=:)(?=//)|(?<=@)|(?<=www)(?=\.)|(?<=-)(?=[->])|(?<=<)(?=-)", re.IGNORECASE)


def page(lead: str) -> View:
    """What stands below the title of a page: what it answers."""
    st.markdown(lead)
    view: View = st.session_state["view"]
    return view


def synthetic() -> None:
    """The mark beside the title of what is not true."""
    st.badge(
        "Synthetic sample data",
        icon=":material/science:",
        color="orange",
        help="Some loads are the made-up sample organisation. Undo them on Upload exports.",
    )


def subject(view: View, n: float | None = None, of: str = "tickets") -> None:
    """The line that says n, period, filters, data date and compared period."""
    if view.data_start is None:
        st.caption("No data yet: there is neither a period nor anything to filter.")
        return
    counted = f"**{n:,.0f} {of}** · " if n is not None else ""
    against = f" · {view.against}" if view.against else ""
    st.caption(f"{counted}{plain(view.about())}{against}")


def is_empty(
    view: View,
    n: float,
    of: str = "tickets",
    count: Callable[[View], float] | None = None,
    hint: str = "",
) -> bool:
    """Say so when the selection holds nothing, and which filter to loosen; True when it does."""
    if view.data_start is None:
        st.info(
            "Load what your help desk, telephony or survey tool exported, or start with "
            "`make dashboard`, which loads a sample organisation into an empty store.",
            title="Nothing is loaded yet",
            icon=":material/upload_file:",
        )
        st.page_link(UPLOADS, icon=":material/upload_file:")
        return True
    if n:
        return False
    st.info(
        "\n".join([*_looser(view, of, count or _tickets), "", hint]),
        title=f"No {of} match these filters",
        icon=":material/filter_alt:",
    )
    return True


def plain(text: str) -> str:
    """Text of users inside markdown: nothing in it may act as markup, link or icon."""
    return MARKS.sub(r"\\\1", JOINTS.sub(JOINER, text))


def guarded(run: Callable[[], None]) -> None:
    """Run a page; an error raised on purpose is shown as its one sentence."""
    try:
        run()
    except SupportKpiError as error:
        st.error(plain(str(error)), icon=":material/error:")


def redrawn(draw: Callable[P, None]) -> Callable[P, None]:
    """A part of a page whose own controls draw it anew and leave the rest alone."""

    @st.fragment
    @wraps(draw)
    def part(*told: P.args, **named: P.kwargs) -> None:
        guarded(lambda: draw(*told, **named))

    return part


def _looser(view: View, of: str, count: Callable[[View], float]) -> list[str]:
    """How many there would be without each filter."""
    wider: dict[str, Filters] = {
        f"Without the {key} filter": replace(view.filters, **{name: ()})
        for name, key in DIMENSIONS.items()
        if view.filters.kept(name)
    }
    if len(wider) > 1:
        nothing = {name: () for name in DIMENSIONS}
        wider["Without any of these filters"] = replace(view.filters, **nothing)
    if view.data_start and view.data_end:
        days = f"{view.data_start:%-d %b %Y} to {view.data_end:%-d %b %Y}"
        wider[f"Over all data, {days}"] = replace(
            view.filters, start=view.data_start, end=view.data_end + timedelta(1)
        )
    return [f"- {name}: {count(view.under(filters)):,.0f} {of}." for name, filters in wider.items()]


def answers(view: View) -> float:
    return float(view.result("satisfaction_scores")["answers"].sum())


def _tickets(view: View) -> float:
    found = view.result("ticket_count", view="created", priorities=None, ticket_id=None)
    return float(found["tickets"].iloc[0])
