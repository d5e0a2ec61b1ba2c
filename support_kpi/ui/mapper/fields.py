"""One column of a table to map: its first values, what it may be, what is left to say of it."""

from dataclasses import dataclass, replace
from typing import get_args

import streamlit as st

from support_kpi.drafts import DateOrder, Unit
from support_kpi.mappings.assignments import Assigned, needs_unit, unknown
from support_kpi.mappings.doubts import doubts
from support_kpi.mappings.facts import Facts
from support_kpi.mappings.files import VALUED
from support_kpi.mappings.hints import Hint
from support_kpi.mappings.kinds import kind
from support_kpi.mappings.synonyms import PSEUDO
from support_kpi.schema import TABLES
from support_kpi.ui.columns import heading
from support_kpi.ui.frame import plain
from support_kpi.ui.previews import ORDERS

ROWS = {
    "ticket": "a ticket, case, call or chat",
    "response": "an answer of a customer: CSAT, NPS or CES",
    "budget_line": "an amount of a budget",
    "staff_month": "a team in a month",
}
PSEUDO_NAMES = {
    "created_time": "Created at, time of day",
    "first_reply_time": "First reply at, time of day",
    "solved_time": "Solved at, time of day",
    "closed_time": "Closed at, time of day",
    "answered_time": "Answered at, time of day",
    "resolved_flag": "Resolved, yes or no",
    "abandoned_flag": "Abandoned, yes or no",
}
NOTHING = "no value"
MOST_VALUES = 30
LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """A column of the file, what it may be, and what it is said to be at first."""

    table: str
    facts: Facts
    hint: Hint | None
    start: Assigned | None


def field(asked: Asked, key: str) -> Assigned | None:
    """A column and the choice of what it is; None while it is not used."""
    facts, names = asked.facts, choices(asked.table)
    key = f"{key} {facts.position}"
    start = asked.start.name if asked.start and asked.start.name in names else None
    with st.container(gap="xsmall"):
        said, chosen = st.columns([3, 2], vertical_alignment="center")
        with said:
            st.markdown(f"**{plain(_short(facts.heading)) or f'Column {facts.position + 1}'}**")
            st.caption(_examples(facts))
        with chosen:
            name = st.selectbox(
                f"{plain(_short(facts.heading))} is",
                names,
                index=names.index(start) if start else None,
                format_func=label,
                placeholder="not used",
                key=f"is {key}",
                label_visibility="collapsed",
            )
        if name is None:
            if asked.hint:
                st.caption(f"Perhaps **{label(asked.hint.name)}**: {plain(asked.hint.reason)}.")
            return None
        if asked.hint and asked.hint.name == name:
            st.caption(f"Known by: {plain(asked.hint.reason)}.")
        elif told := _description(asked.table, name):
            st.caption(plain(told) + ".")
        same = asked.start if asked.start and asked.start.name == name else None
        assigned = _settled(asked, same or Assigned(facts.position, name, order=facts.order), key)
        for doubt in doubts(asked.table, facts, assigned):
            st.warning(plain(doubt), icon=":material/help:")
        return assigned


def choices(table: str) -> list[str]:
    """What a column may be: what rows cannot do without first."""
    columns = sorted(TABLES[table].columns, key=lambda column: not column.required)
    return [*(column.name for column in columns), *PSEUDO.get(table, ())]


def label(name: str) -> str:
    return PSEUDO_NAMES.get(name) or heading(name)


def _settled(asked: Asked, assigned: Assigned, key: str) -> Assigned:
    """The column with what is left to say of it: order of dates, unit, what values mean."""
    facts, name = asked.facts, assigned.name
    of = kind(asked.table, name)
    if of in ("timestamp", "date") and (
        facts.is_undecided or (facts.day_first and facts.month_first)
    ):
        orders: list[DateOrder] = list(get_args(DateOrder))
        order = st.selectbox(
            f"Order of day and month in {plain(_short(facts.heading))}",
            orders,
            index=orders.index(assigned.order) if assigned.order else None,
            format_func=ORDERS.__getitem__,
            placeholder="choose",
            key=f"order {key}",
            width=300,
        )
        return replace(assigned, order=order)
    if of == "duration" and needs_unit(asked.table, facts, name):
        units: list[Unit] = list(get_args(Unit))
        unit = st.selectbox(
            f"Unit of {plain(_short(facts.heading))}",
            units,
            index=units.index(assigned.unit) if assigned.unit else None,
            placeholder="choose",
            key=f"unit {key}",
            width=300,
        )
        return replace(assigned, unit=unit)
    return _meant(facts, assigned, key) if name in VALUED and name != "team" else assigned


def _meant(facts: Facts, assigned: Assigned, key: str) -> Assigned:
    """With a meaning for the values that nothing knows, and those that were given one before."""
    written = {word for word in assigned.values}
    strange = [value for value, _ in unknown(facts, replace(assigned, values={}))]
    told = dict.fromkeys([*written, *strange][:MOST_VALUES])
    if not told:
        return assigned
    meanings = [*VALUED[assigned.name], NOTHING]
    values = dict(assigned.values)
    box = st.expander(f"What the values of {plain(_short(facts.heading))} mean", expanded=True)
    with box, st.container(horizontal=True):
        for number, value in enumerate(told):
            before = (values[value] or NOTHING) if value in values else None
            meaning = st.selectbox(
                f"“{plain(_short(value))}” means",
                meanings,
                index=meanings.index(before) if before in meanings else None,
                format_func=heading,
                placeholder="not said",
                key=f"value {key} {number} {value}",
                width=220,
            )
            values.pop(value, None)
            if meaning is not None:
                values[value] = None if meaning == NOTHING else meaning
    return replace(assigned, values=values)


def _description(table: str, name: str) -> str:
    known = TABLES[table].columns
    return next((column.description for column in known if column.name == name), "")


def _examples(facts: Facts) -> str:
    if not facts.examples:
        return "No value in any row."
    return " · ".join(plain(_short(example)) for example in facts.examples)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
