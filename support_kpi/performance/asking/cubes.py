"""The project's own answers: its queries on the snapshot of a store, without any cache."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.filters import Filters, parameters
from support_kpi.performance.questions import Answer, Question, Subject
from support_kpi.store import Store, snapshots

QUERIES: dict[Subject, str] = {
    "volume": "kpi_tickets",
    "speed": "kpi_percentiles",
    "mix": "channel_mix",
    "csat": "kpi_responses",
    "hours": "hour_of_week",
    "backlog": "kpi_backlog",
}


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the snapshot of the store at `path`."""
    return snapshots.connect(Store.open(path).snapshot().path)


def page(
    connection: duckdb.DuckDBPyConnection, questions: Sequence[Question], filters: Filters
) -> list[pd.DataFrame]:
    """The answers to all questions, asked two at a time as the KPIs of the dashboard are."""
    return queries.run_all(connection, [_said(question, filters) for question in questions])


def asked(
    connection: duckdb.DuckDBPyConnection, question: Question, filters: Filters
) -> pd.DataFrame:
    return queries.run(connection, *_said(question, filters))


def _said(question: Question, filters: Filters) -> tuple[queries.Query, dict[str, object]]:
    values = parameters(filters) | {
        "every": "week" if question.by == "week" else "all",
        "dimension": question.by if question.by in ("channel", "team") else "all",
    }
    return queries.load(QUERIES[question.subject]), values


def told(question: Question, rows: pd.DataFrame) -> Answer:
    if question.subject == "hours":
        some = rows[rows["tickets"] > 0]
        named = zip(some["weekday"], some["hour"], some["tickets"], strict=True)
        return {(str(day), str(hour)): (n,) for day, hour, n in named}
    if question.subject == "mix":
        weeks = pd.to_datetime(rows["period"]).dt.strftime("%Y-%m-%d")
        return {
            (channel, week): (n,)
            for channel, week, n in zip(rows["channel"], weeks, rows["tickets"], strict=True)
        }
    rows = rows.assign(
        key=pd.to_datetime(rows["period"]).dt.strftime("%Y-%m-%d")
        if question.by == "week"
        else rows["segment"]
    )
    found = {(row.kpi, row.key): row for row in rows.itertuples()}

    def numbers(*names: str) -> Answer:
        return {
            (key,): tuple(float(found[name, key].value) for name in names)
            for name, key in found
            if name == names[0]
        }

    if question.subject == "volume":
        return numbers("tickets_created", "tickets_solved")
    if question.subject == "backlog":
        return numbers("backlog")
    if question.subject == "csat":
        return {
            (key,): (float(row.n), float(row.value))
            for (kpi, key), row in found.items()
            if kpi == "csat_rate" and row.n
        }
    return {
        (duration, key): (
            float(row.n),
            float(row.value),
            float(found[f"{duration}_hours_p90", key].value),
        )
        for (kpi, key), row in found.items()
        for duration in [kpi.removesuffix("_hours_median")]
        if kpi.endswith("_hours_median")
    }
