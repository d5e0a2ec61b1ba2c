"""The counts of a survey table, as arrays of groups by columns; column 0 is the total."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from support_kpi import queries
from support_kpi.crosstabs.groups import MOST_COLUMNS, MOST_ROWS, Group, boxes, groups, net, written
from support_kpi.crosstabs.margins import Weighting, weighting
from support_kpi.crosstabs.request import Request
from support_kpi.errors import UsageError

MEASURES = (
    "n",
    "weight",
    "weight_squares",
    "mentions",
    "mention_weight",
    "numbers",
    "number_weight",
    "number_weight_squares",
    "number_sum",
    "number_square_sum",
)


@dataclass(frozen=True)
class Counts:
    """`cells` and `base` give an array a measure: rows by columns, and columns. `numbers` are those
    of each column, with the weights of who gave them.

    `overlap` is the sum of squared weights of who stands in two columns, `shared` whether any does.
    """

    item: pd.Series
    column_item: pd.Series | None
    rows: list[Group]
    columns: list[Group]
    cells: dict[str, np.ndarray]
    base: dict[str, np.ndarray]
    numbers: list[tuple[np.ndarray, np.ndarray]]
    overlap: np.ndarray
    shared: int
    weighting: Weighting | None


def items(connection: duckdb.DuckDBPyConnection, survey: str) -> pd.DataFrame:
    """The questions of a survey and what is known of its respondents."""
    return labelled(queries.run(connection, queries.load("survey_items"), {"survey": survey}))


def labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """The questions by their id; `label` is the question with the row of its matrix."""
    part = rows["part"].where(rows["part"].isna(), " — " + rows["part"].astype("string"))
    labels = rows["question"].astype("string") + part.fillna("")
    return rows.assign(label=labels.astype(object)).set_index("question_id", drop=False)


def options(connection: duckdb.DuckDBPyConnection, survey: str, question: str) -> pd.DataFrame:
    values = {"survey": survey, "question_id": question}
    return queries.run(connection, queries.load("survey_options"), values)


def counts(connection: duckdb.DuckDBPyConnection, request: Request) -> Counts:
    """Count what the request asks for."""
    asked = items(connection, request.survey)
    item = _item(asked, request.row)
    column_item = None if request.column is None else _item(asked, request.column)
    picked = options(connection, request.survey, request.row)
    rows = groups(item, picked, MOST_ROWS, request.least)
    rows += net([one for one in request.net if one in set(picked["option"])]) + boxes(item)
    columns: list[Group] = []
    if request.column is not None and column_item is not None:
        across = options(connection, request.survey, request.column)
        columns = groups(column_item, across, MOST_COLUMNS, request.least)
    found = _raked(connection, request, asked)
    values = request.people() | {
        "factors": found.factors if found else "[]",
        "row_question": request.row,
        "row_groups": written(rows),
        "rank_most": request.rank_most if item["kind"] == "rank" else None,
        "column_question": request.column,
        "column_groups": written(columns),
    }
    cells = queries.run(connection, queries.load("survey_cells"), values)
    both = queries.run(connection, queries.load("survey_overlaps"), values)
    tall = _arrays(cells, len(rows) + 1, len(columns) + 1)
    return Counts(
        item=item,
        column_item=column_item,
        rows=rows,
        columns=columns,
        cells={name: array[1:] for name, array in tall.items()},
        base={name: array[0] for name, array in tall.items()},
        numbers=_numbers(cells, len(columns) + 1),
        overlap=_overlap(both, len(columns)),
        shared=int(both["n"].sum()),
        weighting=found,
    )


def _item(asked: pd.DataFrame, question: str) -> pd.Series:
    if question not in asked.index:
        raise UsageError(f'The survey has no question "{question}"; `questionnaire list` has all.')
    return asked.loc[question]


def _raked(
    connection: duckdb.DuckDBPyConnection, request: Request, asked: pd.DataFrame
) -> Weighting | None:
    if not request.margins:
        return None
    for question in request.margin_questions:
        if _item(asked, question)["kind"] == "multiple":
            raise UsageError(
                f"“{asked.loc[question, 'label']}” has several answers a respondent; a margin "
                "needs a question with one."
            )
    combinations = queries.run(connection, queries.load("survey_combinations"), request.people())
    if combinations.empty:
        return None
    names = dict(zip(asked["question_id"], asked["label"], strict=True))
    return weighting(combinations, request.margins, request.limit, names)


def _arrays(cells: pd.DataFrame, rows: int, columns: int) -> dict[str, np.ndarray]:
    """A cell that nobody is in counts 0: its base says whether that means anything."""
    places = cells[["row_position", "column_position"]].to_numpy(dtype=int).T
    found = {}
    for name in MEASURES:
        array = np.zeros((rows, columns))
        array[tuple(places)] = cells[name].fillna(0).to_numpy(dtype=float)
        found[name] = array
    return found


def _numbers(cells: pd.DataFrame, columns: int) -> list[tuple[np.ndarray, np.ndarray]]:
    base = cells[cells["row_position"] == 0].set_index("column_position")
    lists = base[["number_list", "weight_list"]].reindex(range(columns))
    return [
        (np.asarray(numbers, dtype=float), np.asarray(weights, dtype=float))
        if isinstance(numbers, np.ndarray)
        else (np.empty(0), np.empty(0))
        for numbers, weights in lists.to_numpy()
    ]


def _overlap(both: pd.DataFrame, columns: int) -> np.ndarray:
    array = np.zeros((columns, columns))
    pairs: Sequence[str] = ("column_position", "other_position")
    first, second = both[list(pairs)].to_numpy(dtype=int).T - 1
    array[first, second] = array[second, first] = both["weight_squares"].to_numpy(dtype=float)
    return array
