"""Saved scenarios: save, open, compare, rename, delete, their history, and JSON both ways."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from support_kpi import charts, outputs
from support_kpi.errors import SupportKpiError
from support_kpi.planning import outcomes, results, saved
from support_kpi.planning.baselines import Baseline
from support_kpi.planning.scenarios import Scenario, to_data
from support_kpi.ui import session
from support_kpi.ui.figures import Figure, card, table
from support_kpi.ui.frame import plain
from support_kpi.ui.scenarios import levers
from support_kpi.ui.scenarios.sides import CARDS, LABELS, measured, text
from support_kpi.ui.view import View

NOW = "Baseline"
NAME, COMPARED = "what_if name", "what_if compared"


def shelf(view: View, baseline: Baseline, scenario: Scenario | None) -> None:
    """What is saved; `scenario` is None where the inputs say nothing that holds together."""
    with st.container(border=True):
        st.subheader("Saved scenarios", anchor=False)
        if error := st.session_state.pop("what_if error", None):
            st.error(plain(error), icon=":material/error:")
        if done := st.session_state.pop("what_if done", None):
            st.success(plain(done), icon=":material/check:")
        _save(scenario)
        found = saved.scenarios(session.store())
        if found:
            _manage(found)
        else:
            st.caption(
                "None is saved yet. Saved ones are there for everybody who opens this store."
            )
        _files(found)
    if found:
        _compare(view, baseline, found)


def _save(scenario: Scenario | None) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Name", key=NAME, placeholder="More chat in spring", max_chars=80)
        st.button(
            "Save scenario",
            icon=":material/save:",
            type="primary",
            disabled=scenario is None,
            on_click=_saved_now,
            args=(scenario,),
            help="Keeps levers and assumptions, not the numbers: they follow the filters.",
        )


def _manage(found: dict[str, saved.Saved]) -> None:
    rows = pd.DataFrame(
        [
            {
                "name": one.name,
                "levers": _told(one.scenario),
                "saved_at": one.made_at.replace(tzinfo=None),
                "by": one.who,
            }
            for one in found.values()
        ]
    )
    table(rows, alt_text="Saved scenarios")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Scenario", list(found), key="what_if chosen")
        st.button("Open", icon=":material/folder_open:", on_click=_open, args=(name,))
        with st.popover("Rename", icon=":material/edit:"):
            to = st.text_input("New name", value=name, key=f"what_if rename {name}", max_chars=80)
            st.button("Rename it", on_click=_rename, args=(name, to))
        with st.popover("Delete", icon=":material/delete:"):
            st.caption("Its history stays, and it can be saved again.")
            st.button("Delete it", on_click=_delete, args=(name,))
        with st.popover("History", icon=":material/history:"):
            _history(name)


def _history(name: str) -> None:
    lines = saved.history(session.store(), name)
    rows = pd.DataFrame(
        [
            {
                "saved_at": one.made_at.replace(tzinfo=None),
                "levers": "deleted" if one.scenario is None else _told(one.scenario),
                "by": one.who,
            }
            for one in lines
        ]
    )
    table(rows, alt_text=f"History of {name}")
    states = [one for one in lines if one.scenario is not None]
    for position, one in enumerate(states[1:], start=1):
        st.button(
            f"Open the state of {one.made_at:%Y-%m-%d %H:%M:%S}",
            key=f"what_if state {position}",
            on_click=levers.opened,
            args=(one.scenario,),
        )


def _files(found: dict[str, saved.Saved]) -> None:
    content = saved.as_json(found.values()).encode()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            "Export all as JSON",
            content,
            file_name=outputs.file_name("scenarios", content, "json"),
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            disabled=not found,
        )
        with st.popover("Import JSON", icon=":material/upload:"):
            file = st.file_uploader("Scenarios as JSON", type="json", key="what_if file")
            st.button(
                "Save what is in it",
                on_click=_import,
                args=(file.getvalue() if file else b"",),
                disabled=file is None,
                help="A scenario of a name that is saved replaces it; the history keeps both.",
            )


def _compare(view: View, baseline: Baseline, found: dict[str, saved.Saved]) -> None:
    chosen = st.multiselect(
        "Compare saved scenarios",
        list(found),
        default=list(found)[: saved.MOST_COMPARED],
        max_selections=saved.MOST_COMPARED,
        key=COMPARED,
    )
    sides = [(NOW, outcomes.of(baseline, Scenario()))]
    for name in chosen:
        scenario = found[name].scenario
        try:
            sides.append((name, outcomes.of(baseline, scenario or Scenario())))
        except SupportKpiError as error:
            st.warning(plain(f"{name}: {error}"), icon=":material/warning:")
    rows = results.side_by_side(sides, baseline.currency)
    measure = st.selectbox(
        "Drawn side by side",
        list(CARDS),
        format_func=CARDS.__getitem__,
        index=2,
        key="what_if drawn",
        width=240,
    )
    drawn, unit = rows.dropna(subset=[measure]), measured(measure, baseline.currency)
    low, high = ("csat_low", "csat_high") if measure == "csat" else (None, None)
    beside = Figure(
        "Scenarios side by side",
        _texts(rows),
        lambda _: charts.ranked_bars(drawn, measure, "scenario", low=low, high=high, unit=unit),
        query="what_if_channels",
        alt_text=charts.describe(drawn, "scenario", measure, unit=unit),
        note="The chart has one result, the table all of them, on the baseline of the filters.",
    )
    card(view, beside)


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each scenario, its results with their units."""
    units = {"handle_hours": "hours", "csat": "share", "csat_low": "share", "csat_high": "share"}
    units |= {"contacts": "contacts", "settled": "contacts"}
    units |= dict.fromkeys(("agents", "headcount", "spare_agents"), "agents")
    money = str(rows["currency"].iloc[0] or "money")
    labels = LABELS | {"settled": "Settled by self-service"}
    labels |= {"csat_low": "CSAT from", "csat_high": "CSAT to"}
    shown = [name for name in rows.columns if name in labels]
    return pd.DataFrame(
        {"Scenario": rows["scenario"]}
        | {
            labels[name]: [text(value, units.get(name, money)) for value in rows[name]]
            for name in shown
        }
    )


def _told(scenario: Scenario | None) -> str:
    """The levers that are set, in a line."""
    data = to_data(scenario or Scenario())
    parts = [
        f"{name.replace('_', ' ')} {value:+.1%}"
        for name in ("volume_change", "handle_time_change", "self_service_rate")
        if isinstance(value := data[name], float) and value
    ]
    if scenario and scenario.headcount is not None:
        parts.append(f"headcount {scenario.headcount:g}")
    for move in scenario.moves if scenario else ():
        parts.append(f"{move.share:.1%} of {move.origin} to {move.target}".replace("_", " "))
    for change in scenario.changes if scenario else ():
        parts.append(f"{change.channel} on its own".replace("_", " "))
    return ", ".join(parts) or "nothing is different"


def _saved_now(scenario: Scenario) -> None:
    def save() -> str:
        name = saved.save(session.store(), st.session_state.get(NAME) or "", scenario)
        st.session_state[NAME] = ""
        compared = [one for one in st.session_state.get(COMPARED, []) if one != name]
        st.session_state[COMPARED] = [*compared, name][-saved.MOST_COMPARED :]
        return f'"{name}" is saved.'

    _done(save)


def _open(name: str) -> None:
    def act() -> str:
        levers.opened(saved.scenario(session.store(), name))
        return f'"{name}" is in the inputs above.'

    _done(act)


def _rename(name: str, to: str) -> None:
    _done(lambda: f'"{name}" is now "{saved.rename(session.store(), name, to)}".')


def _delete(name: str) -> None:
    def act() -> str:
        saved.delete(session.store(), name)
        return f'"{name}" is deleted.'

    _done(act)


def _import(content: bytes) -> None:
    def act() -> str:
        found = saved.read_json(content)
        saved.save_all(session.store(), found)
        return f"Saved: {', '.join(found)}."

    _done(act)


def _done(act: Callable[[], str]) -> None:
    """Do what a button asks, and say at the next run how it went."""
    try:
        st.session_state["what_if done"] = act()
    except SupportKpiError as error:
        st.session_state["what_if error"] = str(error)
