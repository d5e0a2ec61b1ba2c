"""Addresses: every filter written out, in the words that the widgets show.

A widget bound to the URL writes and reads its labels there; codes are understood too.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from support_kpi.filters import Filters, to_query
from support_kpi.schema import CHANNELS

COMPARISONS = {"previous": "Period before", "year": "Year before", "none": "Nothing"}
TICKET_VIEWS = {
    "created": "Created in the period",
    "solved": "Solved in the period",
    "backlog": "Open at its end",
    "unanswered": "Created and unanswered",
    "reopened": "Solved after a reopen",
    "excluded": "Kept out of the KPIs",
}
REJECT_STATES = {"open": "Still to mend", "mended": "Mended since", "all": "All"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNELS,
    "compare": COMPARISONS,
    "view_name": TICKET_VIEWS,
    "rejects": REJECT_STATES,
}
PAGE_KEYS = {
    "tickets": ("view_name", "segment", "priority", "ticket"),
    "why_it_moved": ("kpi", "split", "before_from", "before_to"),
    "rejected_rows": ("load", "reason", "rejects"),
    "maturity_tiers": ("edition",),
    "studies": ("study", "topic", "verdict", "drawn_on", "doubted", "words"),
    "survey_tables": (
        "survey",
        "layout",
        "rows",
        "columns",
        "only",
        "only_is",
        "since",
        "until",
        "weight",
        "rake",
        "margin",
        "limit",
        "net",
        "share_of",
        "ranked",
        "correction",
        "level",
        "least",
        "lines",
        "study_question",
    ),
    "questionnaire_map": ("mapped_survey", "mapped_study", "mapped_show"),
}


def query(filters: Filters) -> dict[str, list[str]]:
    """Parameters of a link to these filters; dates are absolute, so it shows the same for ever."""
    return {key: _words(key, values) for key, values in to_query(filters).items() if values}


def link(filters: Filters, page: str) -> str:
    """The address of this page with every filter written out."""
    base = str(st.context.url or "").split("?")[0]
    state = st.session_state
    # What the page has not drawn yet stands in the address only.
    more = {key: _listed(state.get(key)) or recalled(key) for key in PAGE_KEYS.get(page, ())}
    more["step"] = _listed(state.get("step"))
    written = {key: _words(key, values) for key, values in more.items() if values}
    return f"{base}?{urlencode(query(filters) | written, doseq=True)}"


def understand_codes() -> None:
    """Rewrite codes in the address of a fresh session, such as `live_chat`, as the widgets' words.

    Later the widgets own their parameters and write words.
    """
    given = {key: st.query_params.get_all(key) for key in WORDS if key not in st.session_state}
    written = {key: _words(key, values) for key, values in given.items()}
    if written != given:
        st.query_params.update({key: words for key, words in written.items() if words})
        st.rerun()


def recalled(key: str) -> list[str]:
    """What the address says of a control that no binding ties to it."""
    return [value for value in st.query_params.get_all(key) if value]


def record(keys: Sequence[str]) -> None:
    """Write into the address what these controls hold: one entry of the history for a change.

    The controls of one page are not bound: on the way to another page a binding adds an entry.
    """
    held = {key: _words(key, _listed(st.session_state.get(key))) for key in keys}
    changed = {key: words for key, words in held.items() if words and words != recalled(key)}
    if changed:
        st.query_params.update(changed)
    for key in keys:
        if not held[key] and key in st.query_params:
            del st.query_params[key]


def day(text: str) -> date | None:
    """A day as an address writes it; None for anything else."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2100 else None


def _words(key: str, values: list[str]) -> list[str]:
    return [WORDS.get(key, {}).get(value, value) for value in values]


def _listed(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)] if value else []
