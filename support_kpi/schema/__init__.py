"""The canonical tables, as data: what a reader may deliver and what the store keeps.

Timestamps are UTC without a zone, durations are seconds, shares are 0 to 1.
Each stored row also carries `source`, `load_id` and `source_row`.
"""

from support_kpi.schema.columns import SQL_TYPES, Column, Table, Type, column
from support_kpi.schema.plans import ASSESSMENT, BUDGET_LINE, PUBLISHED_FIGURE, STAFF_MONTH, TEAM
from support_kpi.schema.surveys import ANSWER, RESPONDENT, RESPONSE
from support_kpi.schema.tickets import TICKET, TICKET_EVENT
from support_kpi.schema.vocabulary import (
    CHANNELS,
    CHARACTERISTICS,
    EDITIONS,
    METRICS,
    PRIORITIES,
    STATUSES,
    TIERS,
)

__all__ = [
    "ANSWER",
    "ASSESSMENT",
    "BUDGET_LINE",
    "CHANNELS",
    "CHARACTERISTICS",
    "EDITIONS",
    "METRICS",
    "PRIORITIES",
    "PROVENANCE",
    "PUBLISHED_FIGURE",
    "RESPONDENT",
    "RESPONSE",
    "SQL_TYPES",
    "STAFF_MONTH",
    "STATUSES",
    "TABLES",
    "TEAM",
    "TICKET",
    "TICKET_EVENT",
    "TIERS",
    "Column",
    "Table",
    "Type",
    "ddl",
]

PROVENANCE = (
    column("source", "text", "System that wrote the export, such as zendesk", required=True),
    column("load_id", "integer", "Load in the ledger", required=True),
    column("source_row", "integer", "Row of the file as a spreadsheet counts it", required=True),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TICKET,
        TICKET_EVENT,
        RESPONSE,
        RESPONDENT,
        ANSWER,
        BUDGET_LINE,
        STAFF_MONTH,
        TEAM,
        ASSESSMENT,
        PUBLISHED_FIGURE,
    )
}


def ddl(table: Table) -> str:
    """The `create table` statement of one canonical table, provenance included."""
    columns = ",\n    ".join(f'"{c.name}" {SQL_TYPES[c.type]}' for c in PROVENANCE + table.columns)
    return f"create table {table.name} (\n    {columns}\n)"
