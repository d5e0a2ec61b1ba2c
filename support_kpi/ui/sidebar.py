"""The filters of every page, in the sidebar and in the URL."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from support_kpi.filters import DIMENSIONS, PRESETS, Filters, data_days, fitting, from_query
from support_kpi.schema import CHANNELS
from support_kpi.ui import addresses, segments, session
from support_kpi.ui.addresses import COMPARISONS
from support_kpi.ui.view import View

AUTOMATIC = "auto"
STEPS = (AUTOMATIC, "day", "week", "month")
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
LABELS = {
    "channels": "Channels",
    "teams": "Teams",
    "tiers": "Maturity tiers",
    "sources": "Sources",
}
EVERYTHING = {"start_date": EARLIEST, "end_date": LATEST, "channels": None, "teams": None}
EMPTY_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def drawn(page: str) -> View:
    """Draw the sidebar of a page, named as in its address, and return what it selects."""
    addresses.understand_codes()
    snapshot = session.store().snapshot()
    start, end = data_days(session.result(snapshot, "data_extent", {}))
    known = segments.known(snapshot)
    days = (start or EMPTY_YEAR[0], end or EMPTY_YEAR[1])
    default = from_query({}, data_start=days[0], data_end=days[1], known=known)
    if start is None:
        st.sidebar.caption("Filters stand here once data is loaded.")
        return View(snapshot, default, fitting(default.days), None, None, is_synthetic=False)
    _follow(default, days)
    _drop_unknown(known)
    with st.sidebar:
        _period(default, days)
        for name, key in DIMENSIONS.items():
            st.multiselect(
                LABELS[name],
                known.get(name, ()),
                key=key,
                bind="query-params",
                format_func=_shown,
                placeholder="All",
            )
        st.selectbox(
            "Steps of trends",
            STEPS,
            key="step",
            bind="query-params",
            help="Days, weeks or months; auto follows the length of the period.",
        )
        noted = session.result(snapshot, "annotations", EVERYTHING)
        is_annotated = not len(noted) or st.toggle(
            "Annotations on charts", value=True, key="annotated", bind="query-params"
        )
    filters = _selected(default, days, known)
    with st.sidebar, st.container(horizontal=True):
        st.button("Reset filters", on_click=_reset, args=(default,), icon=":material/restart_alt:")
        with st.popover("Link", icon=":material/link:"):
            st.caption("Every filter with absolute dates: it shows the same selection for ever.")
            st.code(addresses.link(filters, page), language=None, wrap_lines=True)
    step = st.session_state.get("step")
    return View(
        snapshot=snapshot,
        filters=filters,
        every=fitting(filters.days) if step in (None, AUTOMATIC) else step,
        data_start=start,
        data_end=end,
        is_synthetic=bool(session.result(snapshot, "data_origin", {})["is_synthetic"].iloc[0]),
        is_annotated=is_annotated,
    )


def _period(default: Filters, days: tuple[date, date]) -> None:
    st.selectbox(
        "Period",
        list(PRESETS),
        index=None,
        key="preset",
        placeholder="Pick one or set dates",
        on_change=_use_preset,
        args=days,
        help=f"Counted from the last day of the data, {days[1]:%-d %b %Y}.",
    )
    for label, key, day in (("From", "from", default.start), ("To", "to", default.last_day)):
        st.date_input(
            label,
            value=day,
            key=key,
            bind="query-params",
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            on_change=_forget_preset,
        )
    st.selectbox(
        "Compared with",
        list(COMPARISONS),
        key="compare",
        bind="query-params",
        format_func=COMPARISONS.__getitem__,
        help="The period just before, as long; or the same dates a year before.",
    )


def _follow(default: Filters, days: tuple[date, date]) -> None:
    """After a load, move dates that nobody chose, and count a preset from the new last day."""
    state, new = st.session_state, (default.start, default.last_day)
    old = state.get("default period", new)
    if old != new and state.get("preset"):
        _use_preset(*days)
    elif old != new and (state.get("from"), state.get("to")) == old:
        state["from"], state["to"] = new
    state["default period"] = new


def _drop_unknown(known: Mapping[str, Sequence[str]]) -> None:
    """Take out of every choice what the data no longer hold."""
    for name, key in DIMENSIONS.items():
        chosen = st.session_state.get(key)
        if chosen and not set(chosen) <= set(known.get(name, ())):
            st.session_state[key] = [value for value in chosen if value in known.get(name, ())]


def _selected(
    default: Filters, days: tuple[date, date], known: Mapping[str, Sequence[str]]
) -> Filters:
    state = st.session_state
    params: dict[str, object] = {
        "from": str(state.get("from") or default.start),
        "to": str(state.get("to") or default.last_day),
        "compare": state.get("compare") or default.compare,
    }
    params |= {key: list(state.get(key) or ()) for key in DIMENSIONS.values()}
    return from_query(params, data_start=days[0], data_end=days[1], known=known)


def _use_preset(data_start: date, data_end: date) -> None:
    chosen = st.session_state.get("preset")
    if chosen:
        start, end = PRESETS[chosen](data_start, data_end)
        st.session_state["from"], st.session_state["to"] = start, end - timedelta(1)


def _forget_preset() -> None:
    st.session_state["preset"] = None


def _reset(default: Filters) -> None:
    state = st.session_state
    state["preset"], state["step"], state["compare"] = None, AUTOMATIC, default.compare
    state["from"], state["to"] = default.start, default.last_day
    for key in DIMENSIONS.values():
        state[key] = []


def _shown(value: str) -> str:
    return CHANNELS.get(value, value)
