"""The inputs of a scenario, and a scenario put back into them."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from support_kpi.planning.baselines import Baseline
from support_kpi.planning.scenarios import (
    ASSUMPTIONS,
    LEVERS,
    Assumptions,
    Change,
    Move,
    Range,
    Scenario,
    from_data,
    to_data,
)
from support_kpi.schema import CHANNELS

KEPT, OPENED, EDITION = "what_if kept", "what_if opened", "what_if edition"
LABELS = {
    "volume_change": "Volume change, %",
    "handle_time_change": "Handle time change, %",
    "self_service_rate": "Settled by self-service, %",
    "headcount": "Headcount",
    "service_level": "Service level, %",
    "answer_seconds": "Answer time, seconds",
    "max_occupancy": "Most occupancy, %",
    "shrinkage": "Shrinkage, %",
    "weekly_hours": "Paid hours a week",
    "covered_share": "Contacts in opening hours, %",
    "chats_at_once": "Chats at once",
    "other_variable_share": "Other direct cost that follows contacts, %",
    "indirect_variable_share": "Indirect cost that follows work, %",
    "cost_per_settled": "Cost of a settled contact",
}
FROM, TO, SHARE = "From", "To", "Share, %"
CHANNEL, NOW, VOLUME = "Channel", "Contacts", "Volume change, %"
MINUTES, HANDLE_TIME = "Minutes each", "Handle time change, %"
CODES = {label: code for code, label in CHANNELS.items()}


def opened(scenario: Scenario) -> None:
    """Put a scenario into the inputs, at the next run."""
    st.session_state[OPENED] = to_data(scenario)


def apply_opened() -> None:
    """Fill the inputs before they are drawn: with what was opened, else with what was there."""
    state = st.session_state
    data = state.pop(OPENED, None)
    is_arrival = _key("volume_change") not in state
    if data is None and not is_arrival:
        return
    data = data or state.get(KEPT)
    scenario = from_data(data) if data else Scenario()
    state[KEPT] = to_data(scenario)
    state[EDITION] = state.get(EDITION, 0) + 1
    state["what_if rows"] = (scenario.moves, scenario.changes)
    for name, range_ in LEVERS.items():
        value = getattr(scenario, name)
        state[_key(name)] = None if value is None else value * _scale(range_)
    for name, range_ in ASSUMPTIONS.items():
        state[_key(name)] = getattr(scenario.assumptions, name) * _scale(range_)


def drawn(baseline: Baseline) -> Scenario:
    """Draw the inputs and return what they say."""
    state = st.session_state
    moves, changes = state["what_if rows"]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader("What is to be different", anchor=False, width="stretch")
            st.button("Reset", icon=":material/restart_alt:", on_click=opened, args=(Scenario(),))
        with st.grid("auto", min_column_width=200):
            levers = {name: _input(name, range_, baseline) for name, range_ in LEVERS.items()}
        st.markdown("**Contacts that come on another channel instead**")
        st.caption(
            "A row for each move: from, to, and how much of the first channel's contacts. It "
            "counts once all three are filled."
        )
        moved = _moves(baseline, moves)
        with st.expander("Channel by channel"):
            changed = _changes(baseline, changes)
        with st.expander("Assumptions"), st.grid("auto", min_column_width=220):
            assumed = {name: _input(name, range_, baseline) for name, range_ in ASSUMPTIONS.items()}
    usual = Assumptions()
    scenario = Scenario(
        volume_change=levers["volume_change"] or 0.0,
        handle_time_change=levers["handle_time_change"] or 0.0,
        self_service_rate=levers["self_service_rate"] or 0.0,
        headcount=levers["headcount"],
        moves=moved,
        changes=changed,
        assumptions=Assumptions(
            **{
                name: getattr(usual, name) if value is None else value
                for name, value in assumed.items()
            }
        ),
    )
    state[KEPT] = to_data(scenario)
    return scenario


def _input(name: str, range_: Range, baseline: Baseline) -> float | None:
    """A number in its own unit; shares and rates are typed as percent."""
    scale = _scale(range_)
    is_headcount = name == "headcount"
    value = st.number_input(
        LABELS[name],
        min_value=range_.low * scale,
        max_value=range_.high * scale,
        step=1.0 if scale == 100 or is_headcount else None,
        format="%.1f" if scale == 100 or is_headcount else "%.2f",
        key=_key(name),
        help=range_.about,
        placeholder=_headcount(baseline) if is_headcount else None,
        disabled=is_headcount and not baseline.headcount,
    )
    return None if value is None else round(value / scale, 10)


def _headcount(baseline: Baseline) -> str:
    if baseline.headcount is None:
        return "no staff months here"
    return f"now {baseline.headcount:,.1f}"


def _moves(baseline: Baseline, moves: tuple[Move, ...]) -> tuple[Move, ...]:
    rows = pd.DataFrame(
        {
            FROM: [_label(one.origin) for one in moves],
            TO: [_label(one.target) for one in moves],
            SHARE: [one.share * 100 for one in moves],
        }
    ).astype({FROM: "object", TO: "object", SHARE: "float64"})
    names = [_label(name) for name in baseline.names]
    edited = st.data_editor(
        rows,
        num_rows="dynamic",
        hide_index=True,
        key=f"what_if moves {st.session_state[EDITION]}",
        alt="Moves between channels, to be edited",
        column_config={
            FROM: st.column_config.SelectboxColumn(FROM, options=names, required=True),
            TO: st.column_config.SelectboxColumn(TO, options=names, required=True),
            SHARE: st.column_config.NumberColumn(
                SHARE,
                min_value=0.0,
                max_value=100.0,
                format="%.1f",
                required=True,
                help="Of the contacts of the first channel.",
            ),
        },
    )
    known = edited.dropna()
    return tuple(
        Move(_code(row[FROM]), _code(row[TO]), round(float(row[SHARE]) / 100, 10))
        for row in known.to_dict("records")
    )


def _changes(baseline: Baseline, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    own = {one.channel: one for one in changes}
    kept = [one for one in baseline.channels if one.contacts > 0]
    rows = pd.DataFrame(
        {
            CHANNEL: [_label(one.channel) for one in kept],
            NOW: [one.contacts for one in kept],
            VOLUME: [_of(own, one.channel).volume_change * 100 for one in kept],
            MINUTES: [one.handle_minutes for one in kept],
            HANDLE_TIME: [_of(own, one.channel).handle_time_change * 100 for one in kept],
        }
    ).astype({MINUTES: "float64"})
    edited = st.data_editor(
        rows,
        hide_index=True,
        disabled=[CHANNEL, NOW, MINUTES],
        alt="Contacts and minutes of each channel, to be changed",
        key=f"what_if changes {st.session_state[EDITION]} {'|'.join(baseline.names)}",
        column_config={
            NOW: st.column_config.NumberColumn(NOW, format="localized"),
            VOLUME: st.column_config.NumberColumn(VOLUME, format="%.1f", min_value=-100.0),
            MINUTES: st.column_config.NumberColumn(MINUTES, format="%.1f"),
            HANDLE_TIME: st.column_config.NumberColumn(HANDLE_TIME, format="%.1f", min_value=-95.0),
        },
    ).fillna({VOLUME: 0.0, HANDLE_TIME: 0.0})
    return tuple(
        Change(
            _code(row[CHANNEL]),
            round(float(row[VOLUME]) / 100, 10),
            round(float(row[HANDLE_TIME]) / 100, 10),
        )
        for row in edited.to_dict("records")
        if row[VOLUME] or row[HANDLE_TIME]
    )


def _of(own: Mapping[str, Change], channel: str) -> Change:
    return own.get(channel, Change(channel))


def _scale(range_: Range) -> float:
    return 100.0 if range_.unit in ("share", "rate") else 1.0


def _key(name: str) -> str:
    return f"what_if {name}"


def _label(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def _code(label: object) -> str:
    return CODES.get(str(label), str(label))
