"""KPIs step by step: one with its interval, or several of one unit on one axis."""

import pandas as pd

from support_kpi import annotations, charts, targets
from support_kpi.charts.frames import STEPS
from support_kpi.formats import count, shown
from support_kpi.report.contents import Column, Plot, Section, Table
from support_kpi.report.subject import Subject
from support_kpi.report.tables import period

CUT = "Dashed parts are periods that are not whole."
BANDS = "Bands are 95 % intervals."
TARGETS = "Thick steps are targets, shaded where they are a band."
NOTES = "Upright lines are annotations."


def trend(subject: Subject, name: str, title: str) -> Section:
    """One KPI with its interval, period by period."""
    rows = subject.course[subject.course["kpi"] == name]
    rows = rows[rows["value"].notna()]
    label, basis, kind = subject.described.loc[name, ["label", "basis", "kind"]]
    if rows.empty:
        return Section(title, f"No {basis} in this selection.")
    whole = subject.whole.set_index("kpi", drop=False).loc[name]
    levels = subject.levels[subject.levels["kpi"] == name]
    rows = overlaid(subject, rows.assign(note=noted(rows)), levels)
    columns = [
        Column("Period", "period", ("period",), unit=subject.every),
        Column(str(label), "value", ("value",)),
    ]
    if kind != "count":
        columns.append(Column("n", "count", ("n",)))
    has_interval = rows["low"].notna().any()
    if has_interval:
        columns.append(Column("95 % interval", "interval", ("low", "high")))
    columns += over(rows)
    is_bare = not has_interval and levels.empty and subject.notes.empty
    low, high = ("low", "high") if has_interval else (None, None)
    return Section(
        title,
        _told(str(label), whole, str(basis)),
        Table(tuple(columns), rows),
        charts.trend(
            rows,
            "period",
            "value",
            low=low,
            high=high,
            n="n",
            unit=name,
            annotations=subject.notes,
            targets=levels,
        ),
        charts.describe(rows, "period", "value", n="n", unit=name)
        + annotations.told(subject.notes),
        note=" ".join(filter(None, (BANDS if has_interval else "", CUT, legend(subject, levels)))),
        definition=str(subject.described.loc[name, "formula"]),
        plot=_plot(subject, rows.assign(label=label)) if is_bare else None,
    )


def trends(subject: Subject, title: str, names: tuple[str, ...], axis: str) -> Section:
    """Several KPIs of one unit and one base, such as a median and a percentile."""
    rows = subject.course[subject.course["kpi"].isin(names)]
    rows = rows[rows["value"].notna()]
    if rows.empty:
        return Section(title, f"No {subject.described.loc[names[0], 'basis']} in this selection.")
    labels = {
        name: str(label) for name, label in subject.described.loc[list(names), "label"].items()
    }
    parts = {name: label.partition(", ")[2].capitalize() for name, label in labels.items()}
    rows = rows.assign(label=rows["kpi"].map(parts))
    whole = subject.whole.set_index("kpi", drop=False)
    told = [
        _told(label, whole.loc[name], str(subject.described.loc[name, "basis"]))
        for name, label in labels.items()
    ]
    frame = rows.drop_duplicates("period")[["period", "n", "unit", "is_complete", "note"]]
    columns = [
        Column("Period", "period", ("period",), unit=subject.every),
        Column("n", "count", ("n",)),
    ]
    for position, (name, part) in enumerate(parts.items()):
        known = rows[rows["kpi"] == name].set_index("period")
        fields = tuple(f"{field}_{position}" for field in ("value", "low", "high"))
        for field in fields:
            frame[field] = frame["period"].map(known[field.partition("_")[0]])
        columns += [
            Column(part, "value", fields[:1]),
            Column(f"{part}, 95 % interval", "interval", fields[1:]),
        ]
    levels = subject.levels[subject.levels["kpi"].isin(names)]
    levels = levels.assign(label=levels["kpi"].map(parts))
    for position, (name, part) in enumerate(parts.items()):
        own = levels[levels["kpi"] == name]
        if own.empty:
            continue
        months = targets.along(frame[["period"]], own)["target"]
        frame[f"target_{position}"] = months.to_numpy()
        columns.append(Column(f"{part}, target", "value", (f"target_{position}",)))
    frame = overlaid(subject, frame.assign(note=noted(frame)))
    columns += over(frame)
    return Section(
        title,
        " ".join(told),
        Table(tuple(columns), frame),
        charts.trend(
            rows,
            "period",
            "value",
            by="label",
            n="n",
            unit=axis,
            annotations=subject.notes,
            targets=levels,
        ),
        charts.describe(rows, "period", "value", by="label", n="n", unit=axis)
        + annotations.told(subject.notes),
        note=" ".join(filter(None, (CUT, legend(subject, levels)))),
        definition=" ".join(f"{labels[name]}: {_formula(subject, name)}" for name in names),
        plot=_plot(subject, rows) if levels.empty and subject.notes.empty else None,
    )


def overlaid(
    subject: Subject, rows: pd.DataFrame, levels: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rows with the target of their month and with what happened in their period."""
    if levels is not None and not levels.empty:
        rows = targets.along(rows, levels)
    starts = pd.to_datetime(rows["period"])
    ends = [day + STEPS[subject.every] for day in starts]
    return rows.assign(happened=annotations.of_periods(list(starts), ends, subject.notes))


def over(rows: pd.DataFrame) -> list[Column]:
    """The columns of what `overlaid` added and of the remarks, as far as there are any."""
    wanted = [
        Column("Target", "value", ("target",)),
        Column("Target band", "interval", ("target_low", "target_high")),
        Column("What happened", "text", ("happened",)),
        Column("Note", "text", ("note",)),
    ]
    return [
        column
        for column in wanted
        if column.names[0] in rows
        and rows[column.names[0]].notna().any()
        and (rows[column.names[0]] != "").any()
    ]


def legend(subject: Subject, levels: pd.DataFrame | None = None) -> str:
    """What the marks over a chart are."""
    has_levels = levels is not None and not levels.empty
    marks = (TARGETS if has_levels else "", NOTES if len(subject.notes) else "")
    return " ".join(filter(None, marks))


def noted(rows: pd.DataFrame) -> list[str]:
    """The remark of each row, with `not whole` where its period is not."""
    remarks = rows["note"] if "note" in rows else [""] * len(rows)
    return [
        ", ".join(filter(None, (remark, "" if is_whole else "not whole")))
        for remark, is_whole in zip(remarks, rows["is_complete"], strict=True)
    ]


def _told(label: str, row: pd.Series, basis: str) -> str:
    value = shown(row["value"], row["unit"])
    if row["kpi"] == "backlog":
        return f"{value} tickets are open at the end of the period."
    ends = ""
    if pd.notna(row["low"]):
        low, high = (shown(row[side], row["unit"]) for side in ("low", "high"))
        ends = f", 95 % interval {low} to {high}"
    return f"{label}: {value} over the period (n {count(row['n'])} {basis}{ends})."


def _formula(subject: Subject, name: str) -> str:
    return str(subject.described.loc[name, "formula"])


def _plot(subject: Subject, rows: pd.DataFrame) -> Plot:
    drawn = rows.pivot(index="period", columns="label", values="value")
    drawn = drawn[list(dict.fromkeys(rows["label"]))]
    drawn.index = [period(day, subject.every) for day in drawn.index]
    return Plot("lines", drawn, str(rows["unit"].iloc[0]))
