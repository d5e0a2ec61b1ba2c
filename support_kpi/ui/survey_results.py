"""Survey tables from the cache: surveys, questions, options, and the table of a request."""

import pandas as pd
import streamlit as st

from support_kpi import crosstabs, queries
from support_kpi.crosstabs import Request, Table
from support_kpi.store import Snapshot
from support_kpi.ui import session

QUERIES = ("survey_cells", "survey_overlaps", "survey_combinations")
KEPT = 200


def surveys(snapshot: Snapshot) -> pd.DataFrame:
    """Every loaded survey, by its name."""
    rows = session.result(snapshot, "surveys", {})
    return rows.set_index("survey", drop=False)


def items(snapshot: Snapshot, survey: str) -> pd.DataFrame:
    """The questions of a survey and what is known of its respondents, by id."""
    return crosstabs.labelled(session.result(snapshot, "survey_items", {"survey": survey}))


def options(snapshot: Snapshot, survey: str, question: str) -> pd.DataFrame:
    values = {"survey": survey, "question_id": question}
    return session.result(snapshot, "survey_options", values)


def table(snapshot: Snapshot, request: Request) -> Table:
    session.connection(snapshot)
    sql = "".join(queries.load(name).sql for name in QUERIES)
    return _table(str(snapshot.path), request, sql)


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _table(path: str, request: Request, sql: str) -> Table:
    del sql  # part of the key: an edited query is another table
    counted = crosstabs.counts(session.cached_connection(path), request)
    return crosstabs.table(counted, request)
