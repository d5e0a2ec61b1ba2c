"""The same questions put to a pandas frame of the export."""

from pathlib import Path

import numpy as np
import pandas as pd

from support_kpi.filters import Filters
from support_kpi.performance.asking import duckdb_rows
from support_kpi.performance.questions import Answer, Question
from support_kpi.performance.tickets import VIA

TIMES = ["Created at", "Solved at"]
KINDS = ["Via", "Group", "Satisfaction Score"]
COLUMNS = [*TIMES, *KINDS, "First reply time in minutes"]


def opened(path: Path) -> pd.DataFrame:
    """The columns that the questions need, of the Parquet file of the export."""
    frame = pd.read_parquet(path, columns=COLUMNS)
    return frame.astype(dict.fromkeys(KINDS, "category"))


def asked(frame: pd.DataFrame, question: Question, filters: Filters) -> pd.DataFrame | pd.Series:
    passed = frame
    if filters.channels:
        passed = passed[passed["Via"].isin([VIA[channel] for channel in filters.channels])]
    if filters.teams:
        passed = passed[passed["Group"].isin(filters.teams)]
    start, end = pd.Timestamp(filters.start), pd.Timestamp(filters.end)

    def within(time: str) -> pd.DataFrame:
        return passed[(passed[time] >= start) & (passed[time] < end)]

    created, solved = within("Created at"), within("Solved at")
    by_created = _split(created, question, "Created at")
    by_solved = _split(solved, question, "Solved at")
    if question.subject == "volume":
        counts = [created.groupby(by_created, observed=True).size()]
        counts.append(solved.groupby(by_solved, observed=True).size())
        return pd.concat(counts, axis=1).fillna(0)
    if question.subject == "speed":
        minutes = (solved["Solved at"] - solved["Created at"]).dt.total_seconds() / 60
        return pd.concat(
            {
                "first_reply": _speed(created["First reply time in minutes"], by_created),
                "resolution": _speed(minutes, by_solved),
            }
        )
    if question.subject == "mix":
        return created.groupby([created["Via"], by_created], observed=True).size()
    if question.subject == "csat":
        rated = solved[solved["Satisfaction Score"].isin(["Good", "Bad"])]
        good = rated["Satisfaction Score"] == "Good"
        return good.groupby(by_solved.loc[rated.index], observed=True).agg(["count", "mean"])
    if question.subject == "hours":
        times = created["Created at"].dt
        return created.groupby([times.dayofweek + 1, times.hour]).size()
    return _backlog(passed, start, end)


def told(question: Question, rows: pd.DataFrame | pd.Series) -> Answer:
    frame = rows.to_frame() if isinstance(rows, pd.Series) else rows
    return duckdb_rows.told(
        question,
        [
            (*(key if isinstance(key, tuple) else (key,)), *numbers)
            for key, *numbers in frame.itertuples()
        ],
    )


def _split(frame: pd.DataFrame, question: Question, time: str) -> pd.Series:
    if question.by == "week":
        return _weeks(frame[time])
    if question.by == "all":
        return pd.Series(np.zeros(len(frame), dtype="int8"), index=frame.index).map({0: "all"})
    return frame[{"channel": "Via", "team": "Group"}[question.by]]


def _weeks(times: pd.Series) -> pd.Series:
    days = times.dt.normalize()
    return (days - pd.to_timedelta(days.dt.dayofweek, unit="D")).dt.date


def _speed(minutes: pd.Series, by: pd.Series) -> pd.DataFrame:
    grouped = minutes.groupby(by, observed=True)
    return pd.DataFrame(
        {"n": grouped.count(), "median": grouped.quantile(0.5), "p90": grouped.quantile(0.9)}
    )


def _backlog(frame: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    changes = [
        _weeks(frame.loc[frame[time] < end, time].clip(lower=start)).value_counts() * sign
        for time, sign in (("Created at", 1), ("Solved at", -1))
    ]
    return changes[0].add(changes[1], fill_value=0).sort_index().cumsum()
