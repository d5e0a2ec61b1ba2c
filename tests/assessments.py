"""Assessments of teams as letters, and what the queries make of them."""

import duckdb

from support_kpi import queries

KINDS = (
    "training",
    "staffing",
    "feedback_use",
    "feedback_speed",
    "data_quality",
    "data_timeliness",
    "agent_technology",
)
STATES = {"M": "met", "N": "not_met", "U": "unknown"}


def said(team: str, letters: str, on: str = "2026-01-01", load: int = 1) -> str:
    """Rows of an assessment, one letter a characteristic; a dot says nothing."""
    rows = [
        f"('maturity', {load}, {row}, '{team}', date '{on}', '{kind}', '{STATES[letter]}')"
        for row, (kind, letter) in enumerate(zip(KINDS, letters, strict=True), start=2)
        if letter != "."
    ]
    return (
        "insert into assessment"
        " (source, load_id, source_row, team, assessed_on, characteristic, state)"
        f" values {', '.join(rows)}"
    )


def rows(connection: duckdb.DuckDBPyConnection, name: str, edition: str = "2021", **more: object):
    values = {"edition": edition, "teams": None, "tiers": None, "efforts": "{}"} | more
    return queries.run(connection, queries.load(name), values)
