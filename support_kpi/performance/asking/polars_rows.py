"""The same questions put to a polars frame of the export."""

from pathlib import Path

import polars as pl

from support_kpi.filters import Filters
from support_kpi.performance.asking import duckdb_rows
from support_kpi.performance.asking.pandas_rows import COLUMNS, KINDS
from support_kpi.performance.questions import Answer, Question
from support_kpi.performance.tickets import VIA

CREATED, SOLVED = pl.col("Created at"), pl.col("Solved at")
FIRST_REPLY = pl.col("First reply time in minutes")
RATING = pl.col("Satisfaction Score")


def opened(path: Path) -> pl.DataFrame:
    """The columns that the questions need, of the Parquet file of the export."""
    return pl.read_parquet(path, columns=COLUMNS).with_columns(pl.col(KINDS).cast(pl.Categorical))


def asked(frame: pl.DataFrame, question: Question, filters: Filters) -> pl.DataFrame:
    passed = frame.lazy()
    if filters.channels:
        passed = passed.filter(pl.col("Via").is_in([VIA[one] for one in filters.channels]))
    if filters.teams:
        passed = passed.filter(pl.col("Group").is_in(filters.teams))
    created = passed.filter((filters.start <= CREATED) & (filters.end > CREATED))
    solved = passed.filter((filters.start <= SOLVED) & (filters.end > SOLVED))
    by_created, by_solved = _split(question, CREATED), _split(question, SOLVED)
    if question.subject == "volume":
        counts = [
            created.group_by(by_created).agg(created=pl.len(), solved=pl.lit(0, pl.UInt32)),
            solved.group_by(by_solved).agg(created=pl.lit(0, pl.UInt32), solved=pl.len()),
        ]
        return pl.concat(counts).group_by("key").sum().sort("key").collect()
    if question.subject == "speed":
        minutes = (SOLVED - CREATED).dt.total_seconds() / 60
        parts = [
            _speed(created, "first_reply", by_created, FIRST_REPLY.cast(pl.Float64)),
            _speed(solved, "resolution", by_solved, minutes),
        ]
        return pl.concat(parts).sort("duration", "key").collect()
    if question.subject == "mix":
        return created.group_by(pl.col("Via").cast(pl.String), by_created).len().collect()
    if question.subject == "csat":
        rated = solved.filter(RATING.is_in(["Good", "Bad"]))
        return (
            rated.group_by(by_solved)
            .agg(n=pl.len(), rate=(RATING == "Good").mean())
            .sort("key")
            .collect()
        )
    if question.subject == "hours":
        return created.group_by(CREATED.dt.weekday(), hour=CREATED.dt.hour()).len().collect()
    changes = [
        passed.filter(filters.end > time)
        .group_by(_week(pl.max_horizontal(time, pl.lit(filters.start).cast(pl.Datetime))))
        .agg(change=pl.len().cast(pl.Int64) * sign)
        for time, sign in ((CREATED, 1), (SOLVED, -1))
    ]
    total = pl.concat(changes).group_by("key").sum().sort("key")
    return total.with_columns(pl.col("change").cum_sum()).collect()


def told(question: Question, rows: pl.DataFrame) -> Answer:
    return duckdb_rows.told(question, rows.rows())


def _split(question: Question, time: pl.Expr) -> pl.Expr:
    if question.by == "week":
        return _week(time)
    column = {"channel": pl.col("Via"), "team": pl.col("Group")}.get(question.by, pl.lit("all"))
    return column.cast(pl.String).alias("key")


def _week(time: pl.Expr) -> pl.Expr:
    return time.dt.truncate("1w").dt.date().cast(pl.String).alias("key")


def _speed(frame: pl.LazyFrame, duration: str, by: pl.Expr, minutes: pl.Expr) -> pl.LazyFrame:
    return (
        frame.group_by(by)
        .agg(
            duration=pl.lit(duration),
            n=minutes.count(),
            median=minutes.quantile(0.5, "linear"),
            p90=minutes.quantile(0.9, "linear"),
        )
        .select("duration", "key", "n", "median", "p90")
    )
