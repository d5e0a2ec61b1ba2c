"""A run of the benchmark as a page of Markdown and a picture."""

import os
import platform
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import altair as alt
import pandas as pd

from support_kpi.performance import goals
from support_kpi.performance.measurement import OWN, medians

LIBRARIES = ("duckdb", "pandas", "polars", "pyarrow", "streamlit", "altair")
TITLE = "# Benchmark"
ABOUT = """\
Made by `make benchmark`: each size in one run, every contestant in a process of its own, in turn,
the order changing from round to round. Tables give the median of the rounds and their spread;
ratios are taken within a round. Whoever would not fit into memory at a size, or take too long, is
left out there. The export is a seeded Zendesk CSV of two years
(`support_kpi/performance/tickets.py`) and lies in the page cache. Loading is everything that a load
does, checks, rejects, cubes and the published snapshot; the others read the file and check nothing.
Then the export is read, converted and checked without storing it, once as it is and once with a
cell that is no number in one row of a thousand: here the other cells of such a row are kept and the
bad one is recorded, DuckDB's `read_csv(store_rejects = true)` leaves out the row. Both are counted.

A page is ten questions (`questions.py`), the first time under a filter and the median of four
more, without any cache of results. The project asks two of them at a time, as it asks for its KPIs,
the others one after the other with all processors. DuckDB asks its typed table, pandas and polars
frames of the six columns they need, in memory before the clock starts. All answers are compared:
the run stops where they differ by more than the 1 % that percentiles may. Superset, where `make
superset` has installed it, is asked on DuckDB's table, one request to `/api/v1/chart/data` a
question, without its cache.

Then the dashboard is served, its page Workload and speed beside others that are served alike: an
empty one, one that only draws the same charts from constants, and one that answers the ten
questions with pandas (`browsing/scripts/`). A filter change is timed in Chromium from the choice of
a period to the last change of the page, the first time and then; a cold start is the time from
starting a server to the first words of its page. Visitors without a browser speak the protocol of
the page: 50 sessions, once all have opened it, choose periods with 15 seconds between, for a minute
and a half."""


def markdown(measured: pd.DataFrame, picture: str) -> str:
    """The page; `picture` is the path of the drawing beside it."""
    parts = [TITLE, ABOUT, _machine(), f"![Milliseconds of a page by tickets]({picture})"]
    reached = goals.reached(measured)
    parts += ["## Goals", _table(_shown_goals(reached))]
    grown = goals.growth(measured)
    if len(grown):
        parts += ["## Growth of a page", _table(_shown_growth(grown))]
    for measure, rows in medians(measured).groupby("measure", sort=False):
        parts += [f"## {str(measure).capitalize()}", _table(_shown(rows))]
    return "\n\n".join(parts) + "\n"


def drawing(measured: pd.DataFrame) -> bytes:
    """Milliseconds of the page without a filter by tickets and contestant, as SVG."""
    rows = medians(measured)
    rows = rows[rows["measure"] == f"page, {goals.NO_FILTER}"]
    chart = (
        alt.Chart(rows, width=560, height=320, title="A page of ten questions, no filter, no cache")
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", title="Tickets", scale=alt.Scale(type="log"), axis=_axis(rows)),
            y=alt.Y("value:Q", title="Milliseconds", scale=alt.Scale(type="log")),
            color=alt.Color("by:N", title=None, sort=[OWN]),
        )
    )
    return _svg(chart)


def _axis(rows: pd.DataFrame) -> alt.Axis:
    return alt.Axis(values=sorted({int(n) for n in rows["rows"]}), format="~s", grid=False)


def _svg(chart: alt.Chart) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_svg(chart.to_dict()).encode()


def _machine() -> str:
    installed: list[str] = []
    for name in LIBRARIES:
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            installed.append(f"{name} not installed")
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} processors, {_memory()}"
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{', '.join(installed)}."
    )


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB, "
    except (ValueError, OSError):
        return ""


def _shown_goals(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": rows["title"],
            "tickets": _counts(rows["rows"]),
            "ratio": [
                f"{row.ratio:.3g} ({row.low:.3g} to {row.high:.3g})" for row in rows.itertuples()
            ],
            "goal": rows["goal"],
            "": rows["state"],
        }
    )


def _shown_growth(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": rows["measure"],
            "tickets": [f"{row.rows:,} to {row.to_rows:,}" for row in rows.itertuples()],
            "ratio": [f"{ratio:.2f}" for ratio in rows["ratio"]],
        }
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "tickets": _counts(rows["rows"]),
            "by": rows["by"],
            "unit": rows["unit"],
            "median": [_number(value) for value in rows["value"]],
            "spread": [f"{_number(row.low)} to {_number(row.high)}" for row in rows.itertuples()],
            "rounds": rows["n"],
        }
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _counts(numbers: Iterable[int]) -> list[str]:
    return [f"{number:,}" for number in numbers]


def _table(rows: pd.DataFrame) -> str:
    lines = [" | ".join(rows.columns), " | ".join("---" for _ in rows.columns)]
    lines += [" | ".join(map(str, row)) for row in rows.itertuples(index=False)]
    return "\n".join(f"| {line} |" for line in lines)
