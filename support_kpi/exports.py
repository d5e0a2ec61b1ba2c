"""Canonical rows as they are kept, for other tools."""

import duckdb
import pandas as pd

from support_kpi.errors import UsageError
from support_kpi.filters import Filters, parameters
from support_kpi.schema import TABLES

DIMENSIONS = """
    and passes($channels::varchar[], fact.channel)
    and passes($teams::varchar[], fact.team)
    and passes($tiers::varchar[], fact.tier)
    and passes($sources::varchar[], fact.source)
"""
BY_TICKET = (
    "exists (select 1 from ticket_fact as fact where fact.source = row.source"
    " and fact.ticket_id = row.ticket_id {dates}" + DIMENSIONS + ")"
)
CREATED = "and fact.created_date >= $start_date and fact.created_date < $end_date"
CONDITIONS = {
    "ticket": BY_TICKET.format(dates=CREATED),
    "ticket_event": BY_TICKET.format(dates=CREATED),
    "response": (
        "exists (select 1 from response_fact as fact where fact.source = row.source"
        " and fact.response_id = row.response_id and fact.metric = row.metric"
        " and coalesce(fact.responded_date, fact.offered_date) >= $start_date"
        " and coalesce(fact.responded_date, fact.offered_date) < $end_date" + DIMENSIONS + ")"
    ),
    "budget_line": (
        "period_start < $end_date and period_end > $start_date"
        " and passes($channels::varchar[], channel) and passes($teams::varchar[], team)"
        " and passes($sources::varchar[], source)"
    ),
    "staff_month": (
        "month >= $start_date and month < $end_date"
        " and passes($teams::varchar[], team) and passes($sources::varchar[], source)"
    ),
}
BY_SOURCE = "passes($sources::varchar[], source)"


def rows(
    connection: duckdb.DuckDBPyConnection, table: str, filters: Filters | None
) -> pd.DataFrame:
    """The current rows of a canonical table; None keeps all, those without a date too."""
    if table not in TABLES:
        raise UsageError(f'"{table}" is no table; there are {", ".join(TABLES)}.')
    key = ", ".join(("source", *TABLES[table].key))
    condition = "true" if filters is None else CONDITIONS.get(table, BY_SOURCE)
    sql = f"select * from {table} as row where {condition} order by {key}"
    named = connection.extract_statements(sql)[0].named_parameters
    values = {} if filters is None else parameters(filters)
    chosen = {name: value for name, value in values.items() if name in named}
    return connection.cursor().execute(sql, chosen).df()
