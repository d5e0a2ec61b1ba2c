"""What values of channel, status, priority and team mean, said after loading, and taken back."""

import pandas as pd
import streamlit as st

from support_kpi.errors import SupportKpiError
from support_kpi.store import Change, Rule
from support_kpi.store.meanings import FIELDS
from support_kpi.ui import session
from support_kpi.ui.columns import LABELS
from support_kpi.ui.columns import heading as words
from support_kpi.ui.figures import heading, table
from support_kpi.ui.frame import plain
from support_kpi.ui.view import View

NOTHING, AS_READ = "no value", "as it was read"
AT_ONCE = 20
WHICH = {"unknown": "Not understood", "mapped": "Given a meaning", "all": "All values"}


def meanings(view: View) -> None:
    """Every value as written with what it counts as; a meaning for each; the changes so far."""
    seen = view.result("value_meanings")
    for done in ("meaning said", "meaning refused"):
        if told := st.session_state.pop(done, None):
            (st.success if done == "meaning said" else st.error)(plain(told))
    with st.container(border=True):
        heading(view, "Values as their sources write them", seen, query="value_meanings")
        unknown = seen[seen["is_unknown"]]
        st.markdown(_summary(unknown))
        field, which = _filters(seen)
        rows = seen[seen["field"] == field]
        rows = {"unknown": rows[rows["is_unknown"]], "mapped": rows[rows["is_mapped"]]}.get(
            which, rows
        )
        if rows.empty:
            st.caption(f"{WHICH[which]}: no {field}.")
        else:
            table(_listed(rows), alt_text=f"Values of {field}, and what they count as")
            _form(rows.head(AT_ONCE), field, which, len(rows))
    _changes()


def _summary(unknown: pd.DataFrame) -> str:
    if unknown.empty:
        return "Every value of channel, status and priority is understood."
    counts = unknown.groupby("field", sort=False)["records"].agg(["size", "sum"])
    told = [
        f"{row['size']:,} of {name} ({row['sum']:,} records)" for name, row in counts.iterrows()
    ]
    return (
        f"**Not understood:** {', '.join(told)}. Such a channel counts as other; such a status or "
        "priority is not known. A meaning holds for what is loaded and for what comes, and needs "
        "no loading again."
    )


def _filters(seen: pd.DataFrame) -> tuple[str, str]:
    fields = [field for field in FIELDS if (seen["field"] == field).any()] or list(FIELDS)
    with_unknown = seen.loc[seen["is_unknown"], "field"]
    first = next((field for field in fields if (with_unknown == field).any()), fields[0])
    with st.container(horizontal=True):
        field = st.selectbox(
            "Field", fields, index=fields.index(first), format_func=words, key="meaning of",
            width=200,
        )  # fmt: skip
        has_unknown = bool((with_unknown == field).any())
        which = st.selectbox(
            "Show",
            list(WHICH),
            index=0 if has_unknown else 2,
            format_func=WHICH.__getitem__,
            key=f"meanings shown {field}",
            width=200,
        )
    return field, which


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    kept = rows[["source", "value", "as_read", "counts_as", "records", "is_mapped"]]
    named = {
        name: kept[name].map(lambda code: LABELS.get(code, code))
        for name in ("as_read", "counts_as")
    }
    return kept.assign(**named)


def _form(rows: pd.DataFrame, field: str, which: str, whole: int) -> None:
    """A meaning for each value; those left alone stay as they are."""
    with st.form(f"meanings {field} {which}", border=False):
        st.markdown("**Say what they mean**")
        asked: list[tuple[str, str, str]] = []
        with st.container(horizontal=True):
            for _, row in rows.iterrows():
                key = f"meaning {row['source']} {field} {row['word']} {row['counts_as']}"
                _choice(row, field, key)
                asked.append((row["source"], row["value"], key))
        if whole > len(rows):
            st.caption(f"The first {len(rows)} of {whole:,}; the rest follows.")
        st.form_submit_button(
            "Save meanings",
            icon=":material/save:",
            on_click=_say,
            args=(field, asked),
        )


def _choice(row: pd.Series, field: str, key: str) -> None:
    label = f"{plain(_short(row['value']))} of {plain(row['source'])}"
    if not FIELDS[field]:
        st.text_input(label, placeholder=_now(row), key=key, width=220)
        return
    st.selectbox(
        label,
        [*FIELDS[field], NOTHING, *([AS_READ] if row["is_mapped"] else [])],
        index=None,
        format_func=lambda code: LABELS.get(code, words(code)),
        placeholder=_now(row),
        key=key,
        width=220,
    )


def _say(field: str, asked: list[tuple[str, str, str]]) -> None:
    """Keep what was chosen, as one change; and as another what is to count as it was read."""
    said = [
        (Rule(source, field, value, None if choice == NOTHING else choice), choice == AS_READ)
        for source, value, key in asked
        if (choice := (st.session_state.get(key) or "").strip())
    ]
    if not said:
        st.session_state["meaning refused"] = "Choose a meaning for at least one value."
        return
    rules = [rule for rule, is_forgotten in said if not is_forgotten]
    forgotten = [rule for rule, is_forgotten in said if is_forgotten]
    user = str(getattr(st.user, "email", None) or "dashboard")
    kept = session.store().meanings
    try:
        done = [kept.say(rules, user)] if rules else []
        done += [kept.forget(forgotten, user)] if forgotten else []
    except SupportKpiError as error:
        st.session_state["meaning refused"] = str(error)
        return
    st.session_state["meaning said"] = f"Saved: {'; '.join(map(_told, done))}."


def _changes() -> None:
    """What was said so far, each with a way back."""
    changes = session.store().meanings.changes()
    with st.container(border=True):
        st.subheader("What was said so far", anchor=False)
        if not changes:
            st.caption("Nothing yet: every value counts as it was read.")
            return
        listed = pd.DataFrame(
            [
                {
                    "change": one.change,
                    "state": "active" if one.is_active else "undone",
                    "said": _told(one),
                    "by": one.who,
                    "made at (UTC)": one.made_at,
                }
                for one in changes
            ]
        )
        table(listed, alt_text="Changes of meanings, the newest first")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            number = st.selectbox(
                "Change", [one.change for one in changes], key="change of meaning", width=160
            )
            chosen = next(one for one in changes if one.change == number)
            st.button(
                "Undo" if chosen.is_active else "Redo",
                icon=":material/undo:" if chosen.is_active else ":material/redo:",
                key="flip meaning",
                on_click=_flip,
                args=(chosen,),
            )


def _flip(change: Change) -> None:
    kept = session.store().meanings
    try:
        done = kept.undo(change.change) if change.is_active else kept.redo(change.change)
    except SupportKpiError as error:
        st.session_state["meaning refused"] = str(error)
        return
    state = "counts again" if done.is_active else "is undone"
    st.session_state["meaning said"] = f"Change {done.change} {state}."


def _told(change: Change) -> str:
    return "; ".join(
        f"{rule.field} “{rule.value}” of {rule.source} "
        + ("as it was read" if change.is_forgotten else f"means {_named(rule.meaning)}")
        for rule in change.rules
    )


def _named(meaning: str | None) -> str:
    return NOTHING if meaning is None else LABELS.get(meaning, meaning)


def _now(row: pd.Series) -> str:
    now = row["counts_as"]
    return "not known" if pd.isna(now) else str(LABELS.get(now, words(now)))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
