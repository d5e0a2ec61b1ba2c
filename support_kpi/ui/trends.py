"""A figure along time: the chart with targets and annotations, the same in its table and words."""

import pandas as pd

from support_kpi import annotations, charts, targets
from support_kpi.charts.frames import STEPS
from support_kpi.formats import shown
from support_kpi.ui import figures
from support_kpi.ui.view import View


def trend(
    view: View,
    title: str,
    rows: pd.DataFrame,
    y: str,
    *,
    query: str,
    by: str | None = None,
    n: str | None = None,
    low: str | None = None,
    high: str | None = None,
    note: str = "",
    tickets: str | None = None,
    kpi: str | None = None,
) -> figures.Figure:
    """Columns of `rows` as a trend along `period`; `kpi` names whose targets they have."""
    notes, levels = view.annotations(), view.levels(kpi) if kpi else None
    return figures.Figure(
        title,
        overlaid(view, rows, levels),
        lambda part: charts.trend(
            part,
            "period",
            y,
            by=by,
            n=n,
            low=low,
            high=high,
            annotations=notes,
            targets=levels,
        ),
        query=query,
        alt_text=charts.describe(rows, "period", y, by=by, n=n) + told(notes, levels),
        note=f"{note} {legend(notes, levels)}".strip(),
        tickets=tickets,
    )


def overlaid(view: View, rows: pd.DataFrame, levels: pd.DataFrame | None = None) -> pd.DataFrame:
    """The rows with what the chart draws over them: target of the month, what happened."""
    if rows.empty:
        return rows
    notes = view.annotations()
    if levels is not None and not levels.empty:
        rows = targets.along(rows, levels)
    if not notes.empty:
        starts = pd.to_datetime(rows["period"])
        ends = [day + STEPS[view.every] for day in starts]
        rows = rows.assign(annotations=annotations.of_periods(list(starts), ends, notes))
    return rows


def told(notes: pd.DataFrame, levels: pd.DataFrame | None = None, unit: str = "") -> str:
    """Targets and annotations as sentences, for alternative text."""
    parts = annotations.told(notes)
    if levels is not None and not levels.empty:
        last = levels.sort_values("period").iloc[-1]
        level = last["target"] if pd.notna(last["target"]) else last["target_low"]
        parts = (
            f" {len(levels)} monthly targets, the last {shown(level, unit)} for "
            f"{pd.Timestamp(last['period']):%b %Y}.{parts}"
        )
    return parts


def legend(notes: pd.DataFrame, levels: pd.DataFrame | None) -> str:
    """What the marks over a chart are."""
    parts = []
    if levels is not None and not levels.empty:
        parts.append("Thick steps are targets, shaded where they are a band.")
    if not notes.empty:
        parts.append("Upright lines are annotations.")
    return " ".join(parts)
