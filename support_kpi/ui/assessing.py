"""Assessing a team in the browser: a form whose answers are loaded like any export."""

from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from support_kpi import maturity, outputs
from support_kpi.errors import SupportKpiError
from support_kpi.maturity import Assessment
from support_kpi.schema import CHARACTERISTICS
from support_kpi.ui import segments, session
from support_kpi.ui.frame import plain
from support_kpi.ui.maturity import STATES, measured_words, title
from support_kpi.ui.view import View

UPLOADS = session.ROOT / "pages" / "data" / "1_upload_exports.py"
LONGEST_NOTE = 500


def assessing(view: View, edition: str) -> None:
    """The form, one team at a time, and a template for many at once."""
    _announce()
    teams = view.under_all().result("maturity_teams", edition=edition)
    known = list(dict.fromkeys([*teams["team"], *segments.known(view.snapshot).get("teams", [])]))
    known = sorted(name for name in known if name != "not given")
    with st.expander("Assess a team", icon=":material/edit_note:", key="assess a team"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            team = st.selectbox(
                "Team",
                known,
                index=None,
                key="assessed team",
                placeholder="Choose one, or write a new name",
                accept_new_options=True,
                width=320,
            )
            _template(known)
        if team:
            _form(view, edition, team, teams)
        else:
            st.caption(
                "Each of the seven is met, not met or unknown, with a note on what that rests on. "
                "It is stored as a load: the history keeps it, and it can be undone."
            )


def _form(view: View, edition: str, team: str, teams: pd.DataFrame) -> None:
    team, channels = maturity.scope(teams, team)
    states = view.under_all().result("maturity_characteristics", edition=edition)
    present = states[states["team"] == team].set_index("characteristic")
    rules = view.result("maturity_rules", edition=edition)
    newest = max(filter(None, (view.data_end, date.today())))
    with st.form(f"assessment of {team} {edition}", border=False):
        day = st.date_input(
            "Date of the assessment", value=newest, max_value=newest, format="YYYY-MM-DD", width=320
        )
        said: dict[str, str] = {}
        notes: dict[str, str] = {}
        for _, rule in rules.iterrows():
            name = rule["characteristic"]
            now = present.loc[name] if name in present.index else None
            said[name], notes[name] = _question(team, rule, now)
        is_sent = st.form_submit_button(
            f"Save the assessment by the {title(view, edition)}",
            type="primary",
            icon=":material/save:",
        )
    if is_sent and isinstance(day, date):
        _save(Assessment(team, day, said, notes, edition, channels))


def _question(team: str, rule: pd.Series, now: pd.Series | None) -> tuple[str, str]:
    """One characteristic: its words, what is known of it, the answer and a note."""
    name = str(rule["characteristic"])
    # What was typed for one team, or was saved, is not the answer for the next.
    place = f"{name} {team} {st.session_state.get('assessments saved', 0)}"
    said = now["said_state"] if now is not None and now["said_state"] in STATES else "unknown"
    label = CHARACTERISTICS[name]
    wording = "" if rule["wording"] == label else f" · {rule['wording']}"
    st.markdown(f"**{plain(label)}**:small[{plain(wording)}]")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.radio(
            label,
            list(STATES),
            index=list(STATES).index(said),
            format_func=STATES.__getitem__,
            horizontal=True,
            key=f"state {place}",
            label_visibility="collapsed",
        )
        note = st.text_input(
            f"Note on {label.lower()}",
            key=f"note {place}",
            max_chars=LONGEST_NOTE,
            placeholder="What it rests on",
            label_visibility="collapsed",
        )
    told = _known(now)
    if told:
        st.caption(told)
    return str(state), note


def _known(now: pd.Series | None) -> str:
    """What was said last, and what the data say."""
    if now is None:
        return ""
    told = []
    if isinstance(now["said_state"], str):
        note = f" ({now['evidence']})" if isinstance(now["evidence"], str) else ""
        day = pd.Timestamp(now["assessed_on"])
        told.append(f"Last said: {now['said_state'].replace('_', ' ')} on {day:%-d %b %Y}{note}.")
    if pd.notna(now["value"]):
        state = {"met": "met", "not_met": "not met", "unknown": "too few to tell"}
        measure = f"{now['measure'].lower()} {measured_words(now)}"
        told.append(f"The data: {measure}: {state[now['derived_state']]}.")
    return plain(" ".join(told))


def _save(assessment: Assessment) -> None:
    by = str(getattr(st.user, "email", None) or "dashboard")
    try:
        with st.spinner("Saving …"):
            result = maturity.save(session.store(), assessment, by=by, at=datetime.now(UTC))
    except SupportKpiError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if result.status == "refused":
        st.error(plain(result.error or "refused"), icon=":material/error:")
        return
    st.session_state["assessments saved"] = st.session_state.get("assessments saved", 0) + 1
    st.session_state["assessed"] = (assessment.team, assessment.assessed_on, result.load_id)
    st.rerun()


def _announce() -> None:
    if "assessed" not in st.session_state:
        return
    team, day, load = st.session_state.pop("assessed")
    st.success(
        f"The assessment of {plain(team)} of {day:%-d %b %Y} is load {load}. The newest date of "
        "each characteristic counts.",
        icon=":material/check:",
    )
    st.session_state["chosen load"] = load
    st.page_link(UPLOADS, label="History of loads, to undo it", icon=":material/undo:")


def _template(teams: list[str]) -> None:
    content = outputs.rows_to_bytes(maturity.template(teams, date.today()), "csv")
    st.download_button(
        "Template for many teams",
        content,
        file_name=outputs.file_name("maturity assessments", content, "csv"),
        key="download maturity template",
        on_click="ignore",
        icon=":material/download:",
        help="A CSV to fill in (met, not met, unknown) and to drop on Upload exports.",
    )
