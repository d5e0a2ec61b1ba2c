"""The same questions put to Superset's interface of charts, on the table that DuckDB asks."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from support_kpi.filters import Filters
from support_kpi.performance.asking import duckdb_rows
from support_kpi.performance.asking.duckdb_rows import SPLITS
from support_kpi.performance.questions import Answer, Question
from support_kpi.performance.tickets import VIA

MOST_ROWS = 50_000
CREATED, SOLVED = '"Created at"', '"Solved at"'
FIRST_REPLY = '"First reply time in minutes"'
RESOLUTION = f"date_diff('second', {CREATED}, {SOLVED}) / 60"
RATED = "\"Satisfaction Score\" in ('Good', 'Bad')"

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Charts:
    """Where Superset is, who asks, and the data set of the table."""

    url: str
    token: str
    dataset: int

    def post(self, path: str, body: object) -> Any:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = Request(self.url + path, json.dumps(body).encode(), headers)
        with urlopen(request) as response:
            return json.load(response)


@dataclass(frozen=True)
class _Query:
    time: str
    keys: tuple[str, ...]
    numbers: tuple[str, ...]
    where: str = "true"


def opened(path: Path) -> Charts:
    return Charts(**json.loads(path.read_text(encoding="utf-8")))


def asked(charts: Charts, question: Question, filters: Filters) -> list[Rows]:
    """One request, as for a chart, with the rows of each of its queries."""
    body = {
        "datasource": {"id": charts.dataset, "type": "table"},
        "force": True,
        "result_format": "json",
        "result_type": "full",
        "queries": queries(question, filters),
    }
    results = charts.post("/api/v1/chart/data", body)["result"]
    return [
        [tuple(row[name] for name in result["colnames"]) for row in result["data"]]
        for result in results
    ]


def queries(question: Question, filters: Filters) -> list[dict[str, Any]]:
    """What the chart of a question asks for, as Superset wants it said."""
    return [_spoken(query, filters) for query in _queries(question, filters)]


def told(question: Question, results: list[Rows]) -> Answer:
    return duckdb_rows.told(question, _together(question, results))


def _together(question: Question, results: list[Rows]) -> Rows:
    """The rows of all queries as one query of DuckDB gives them."""
    if question.subject == "speed":
        durations = zip(("first_reply", "resolution"), results, strict=True)
        return [(duration, *row) for duration, rows in durations for row in rows]
    if question.subject not in ("volume", "backlog"):
        return results[0]
    created, solved = (Counter(dict(rows)) for rows in results)
    keys = sorted({*created, *solved})
    if question.subject == "volume":
        return [(key, created[key], solved[key]) for key in keys]
    return list(zip(keys, accumulate(created[key] - solved[key] for key in keys), strict=True))


def _queries(question: Question, filters: Filters) -> list[_Query]:
    created, solved = (SPLITS[question.by].format(time=time) for time in (CREATED, SOLVED))
    match question.subject:
        case "volume":
            return [
                _Query(CREATED, (created,), ("count(*)",)),
                _Query(SOLVED, (solved,), ("count(*)",)),
            ]
        case "speed":
            return [
                _Query(CREATED, (created,), _speed(f"count({FIRST_REPLY})", FIRST_REPLY)),
                _Query(SOLVED, (solved,), _speed("count(*)", RESOLUTION)),
            ]
        case "mix":
            return [_Query(CREATED, ('"Via"', created), ("count(*)",))]
        case "csat":
            good = "avg((\"Satisfaction Score\" = 'Good')::integer)"
            return [_Query(SOLVED, (solved,), ("count(*)", good), RATED)]
        case "hours":
            return [_Query(CREATED, (f"isodow({CREATED})", f"hour({CREATED})"), ("count(*)",))]
        case "backlog":
            start = f"timestamp '{filters.start}'"
            return [
                _Query(
                    time,
                    (f"date_trunc('week', greatest({time}, {start}))::date::varchar",),
                    ("count(*)",),
                )
                for time in (CREATED, SOLVED)
            ]


def _speed(count: str, minutes: str) -> tuple[str, str, str]:
    return count, f"quantile_cont({minutes}, 0.5)", f"quantile_cont({minutes}, 0.9)"


def _spoken(query: _Query, filters: Filters) -> dict[str, Any]:
    end = f"{query.time} < timestamp '{filters.end}'"
    is_backlog = any("greatest" in key for key in query.keys)
    start = "true" if is_backlog else f"{query.time} >= timestamp '{filters.start}'"
    chosen = {"Via": [VIA[channel] for channel in filters.channels], "Group": [*filters.teams]}
    return {
        "columns": [_expression(f"k{place}", key) for place, key in enumerate(query.keys)],
        "metrics": [_expression(f"n{place}", one) for place, one in enumerate(query.numbers)],
        "filters": [
            {"col": column, "op": "IN", "val": values}
            for column, values in chosen.items()
            if values
        ],
        "extras": {"where": f"{start} and {end} and {query.where}"},
        "row_limit": MOST_ROWS,
    }


def _expression(label: str, sql: str) -> dict[str, str]:
    return {"label": label, "sqlExpression": sql, "expressionType": "SQL"}
