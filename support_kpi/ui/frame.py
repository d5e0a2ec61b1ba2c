"""The frame that every page shares: filters in the sidebar and in the URL, heading, empty state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.filters import (
    DIMENSIONS,
    PRESETS,
    Every,
    Filters,
    compared,
    complete_periods,
    from_query,
    parameters,
    period,
    sentence,
    to_query,
)
from support_kpi.schema import CHANNELS
from support_kpi.store import Snapshot
from support_kpi.ui import session

KEYS = ("from", "to", "compare", "step", *DIMENSIONS.values())
STEPS = ("day", "week", "month")
EARLIEST = date(1990, 1, 1)
COMPARISONS = {
    "previous": "period before",
    "year": "a year before",
    "none": "nothing",
}
LABELS = {
    "channels": "Channels",
    "teams": "Teams",
    "tiers": "Maturity tiers",
    "sources": "Sources",
}


@dataclass(frozen=True)
class View:
    """What a page shows: a snapshot through filters; `data_start` is None with nothing loaded."""

    snapshot: Snapshot
    filters: Filters
    every: Every
    data_start: date | None
    data_end: date | None
    is_synthetic: bool

    @property
    def compared(self) -> Filters | None:
        """The compared period, or None when the data do not reach back to it."""
        other = compared(self.filters)
        if other is None or self.data_start is None or other.end <= self.data_start:
            return None
        return other

    def values(self, **more: object) -> dict[str, object]:
        """Parameters of a query under these filters."""
        return parameters(self.filters) | {"every": self.every, "dimension": "all"} | more

    def result(self, name: str, **more: object) -> pd.DataFrame:
        """The rows of a query under these filters."""
        return session.result(self.snapshot, name, self.values(**more))

    def kpis(
        self, *, dimension: str = "all", every: str = "all", filters: Filters | None = None
    ) -> pd.DataFrame:
        """Every KPI by segment and period; `filters` replaces those of the page."""
        return session.kpi_frame(self.snapshot, filters or self.filters, dimension, every)

    def definitions(self) -> pd.DataFrame:
        return session.result(self.snapshot, "definitions", {})

    def marked(self, frame: pd.DataFrame, column: str = "period") -> pd.DataFrame:
        """The frame with `is_complete`: whether its period lies whole within filter and data."""
        if self.data_end is None:
            return frame.assign(is_complete=True)
        whole = complete_periods(
            self.filters.start, self.filters.end, self.every, self.data_end, self.data_start
        )
        days = pd.to_datetime(frame[column]).dt.date
        return frame.assign(is_complete=[whole.get(day, True) for day in days])

    def about(self) -> str:
        """Period, filters and data date, for captions and exports."""
        until = f", data to {self.data_end:%-d %b %Y}" if self.data_end else ""
        return f"{sentence(self.filters)}{until}"


def drawn() -> View:
    """Draw the sidebar and return what it selects."""
    snapshot = session.store().snapshot()
    extent = session.result(snapshot, "data_extent", {})
    start, end = (_day(extent[name]) for name in ("first_day", "last_day"))
    known = _known(session.result(snapshot, "filter_values", {}))
    data_start, data_end = start or date(2025, 1, 1), end or date(2025, 12, 31)
    default = from_query({}, data_start=data_start, data_end=data_end, known=known)
    _prepare(default, known)
    with st.sidebar:
        _period(data_start, data_end)
        for name, key in DIMENSIONS.items():
            st.multiselect(
                LABELS[name],
                known.get(name, ()),
                key=key,
                bind="query-params",
                format_func=str,
                placeholder="All",
            )
        st.segmented_control(
            "Steps of trends",
            STEPS,
            key="step",
            bind="query-params",
            help="By day, week or month; without a choice it follows the length of the period.",
        )
    filters = _selected(default, data_start, data_end, known)
    with st.sidebar, st.container(horizontal=True):
        st.button("Reset filters", on_click=_reset, icon=":material/restart_alt:")
        with st.popover("Link", icon=":material/link:"):
            st.caption("Every filter with absolute dates: it shows the same selection for ever.")
            st.code(link(filters), language=None, wrap_lines=True)
    return View(
        snapshot=snapshot,
        filters=filters,
        every=st.session_state.get("step") or _fitting(filters),
        data_start=start,
        data_end=end,
        is_synthetic=_is_synthetic(snapshot),
    )


def page(title: str, lead: str = "") -> View:
    """Heading of a page: its name, and a line that says what the numbers are about."""
    view: View = st.session_state["view"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        if view.is_synthetic:
            st.badge(
                "Synthetic sample data",
                icon=":material/science:",
                color="orange",
                help="Some loads are the made-up sample organisation. Undo them on Upload exports.",
            )
    if lead:
        st.markdown(lead)
    return view


def subject(view: View, n: float | None = None, of: str = "tickets") -> None:
    """The line that says period, filters, n and data date."""
    counted = f"**{n:,.0f} {of}** · " if n is not None else ""
    against = f" · compared with {period(view.compared)}" if view.compared else ""
    st.caption(f"{counted}{plain(view.about())}{against}")


def is_empty(view: View, tickets: float) -> bool:
    """Say so when the selection holds nothing, and which filter to loosen; True when it does."""
    if view.data_start is None:
        st.info(
            "Nothing is loaded yet. Drop your exports on the page Upload exports, or load the "
            "sample organisation with `make dashboard` into an empty store.",
            icon=":material/upload_file:",
        )
        return True
    if tickets:
        return False
    st.info(
        "\n".join(["Nothing matches these filters.", "", *_looser(view)]),
        icon=":material/filter_alt:",
    )
    return True


def link(filters: Filters) -> str:
    """The address of this page with every filter written out."""
    from urllib.parse import urlencode

    base = str(st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(to_query(filters), doseq=True)}"


def _looser(view: View) -> list[str]:
    lines = []
    for name, key in DIMENSIONS.items():
        if view.filters.kept(name):
            found = _tickets(view, replace(view.filters, **{name: ()}))
            lines.append(f"- Without the {key} filter: {found:,} tickets.")
    if view.data_start and view.data_end:
        whole = replace(view.filters, start=view.data_start, end=view.data_end + timedelta(1))
        lines.append(
            f"- Over all data, {view.data_start:%-d %b %Y} to {view.data_end:%-d %b %Y}: "
            f"{_tickets(view, whole):,} tickets."
        )
    return lines


def _tickets(view: View, filters: Filters) -> int:
    values = parameters(filters) | {"view": "created", "priorities": None, "ticket_id": None}
    return int(session.result(view.snapshot, "ticket_count", values)["tickets"].iloc[0])


def _period(data_start: date, data_end: date) -> None:
    st.selectbox(
        "Period",
        list(PRESETS),
        index=None,
        key="preset",
        placeholder="Pick a period or set dates",
        on_change=_use_preset,
        args=(data_start, data_end),
        help=f"Counted from the last day of the data, {data_end:%-d %b %Y}.",
    )
    first, last = st.columns(2)
    with first:
        st.date_input(
            "From", value=None, key="from", bind="query-params", min_value=date(1990, 1, 1)
        )
    with last:
        st.date_input("To", value=None, key="to", bind="query-params", min_value=EARLIEST)
    st.selectbox(
        "Compared with",
        list(COMPARISONS),
        index=None,
        key="compare",
        bind="query-params",
        placeholder="previous",
        help="previous: the period just before; year: the same dates a year before.",
    )


def _prepare(default: Filters, known: Mapping[str, Sequence[str]]) -> None:
    """Give each widget that neither the URL nor this session has set its default value."""
    given = {"from": default.start, "to": default.last_day, "compare": str(default.compare)}
    for key, value in given.items():
        if st.session_state.get(key) is None and key not in st.query_params:
            st.session_state[key] = value
    for name, key in DIMENSIONS.items():
        chosen = st.session_state.get(key)
        if chosen:
            st.session_state[key] = [value for value in chosen if value in known.get(name, ())]


def _selected(
    default: Filters, data_start: date, data_end: date, known: Mapping[str, Sequence[str]]
) -> Filters:
    state = st.session_state
    params: dict[str, object] = {
        "from": str(state.get("from") or default.start),
        "to": str(state.get("to") or default.last_day),
        "compare": state.get("compare") or "previous",
    }
    params |= {key: list(state.get(key) or ()) for key in DIMENSIONS.values()}
    return from_query(params, data_start=data_start, data_end=data_end, known=known)


def _use_preset(data_start: date, data_end: date) -> None:
    chosen = st.session_state.get("preset")
    if chosen:
        start, end = PRESETS[chosen](data_start, data_end)
        st.session_state["from"], st.session_state["to"] = start, end - timedelta(1)


def _reset() -> None:
    for key in (*KEYS, "preset"):
        st.session_state[key] = [] if key in DIMENSIONS.values() else None


def _fitting(filters: Filters) -> Every:
    if filters.days <= 45:
        return "day"
    return "week" if filters.days <= 200 else "month"


def _known(values: pd.DataFrame) -> dict[str, list[str]]:
    by_key = {key: name for name, key in DIMENSIONS.items()}
    order = list(CHANNELS)
    found = {
        by_key[dimension]: rows["value"].tolist()
        for dimension, rows in values.groupby("dimension", sort=False)
        if dimension in by_key
    }
    found["channels"] = sorted(
        found.get("channels", []), key=lambda name: order.index(name) if name in order else 99
    )
    return found


def _is_synthetic(snapshot: Snapshot) -> bool:
    del snapshot
    return any(load.is_active and load.is_synthetic for load in session.store().loads())


def _day(column: pd.Series) -> date | None:
    known = pd.to_datetime(column).dropna()
    return None if known.empty else known.iloc[0].date()


def plain(text: str) -> str:
    """Text of users inside markdown: nothing in it may act as markup."""
    marks = "\\`*_{}[]()#+-.!|~<>$:"
    return "".join(f"\\{letter}" if letter in marks else letter for letter in text)


def guarded(run: object) -> None:
    """Run a page; an error raised on purpose is shown as its one sentence."""
    try:
        run()  # type: ignore[operator]
    except SupportKpiError as error:
        st.error(plain(str(error)), icon=":material/error:")
