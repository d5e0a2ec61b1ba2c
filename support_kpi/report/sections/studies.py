"""Published figures beside the organisation's own, where one can stand beside the other."""

from typing import Any

import pandas as pd

from support_kpi import benchmarks
from support_kpi.report.contents import Column, Section, Table
from support_kpi.report.subject import Subject, definition
from support_kpi.schema import CHANNELS

COMPARATORS = {"gt": "over", "lt": "under", "approx": "about"}


def sections(subject: Subject) -> list[Section]:
    """Nothing where no study is loaded."""
    figures = benchmarks.compare(subject.connection, subject.filters)
    if figures.empty:
        return []
    title = "Published figures beside own ones"
    shown = figures[figures["own_value"].notna() & (figures["verdict"] != "not comparable")]
    lead = f"{len(shown)} of {len(figures)} published figures can stand beside an own one."
    if shown.empty:
        return [Section(title, lead)]
    labels = subject.described["label"]
    frame = shown.assign(
        unit=shown["unit"],
        own=[_named(row, labels) for row in shown.itertuples()],
        word=shown["comparator"].map(COMPARATORS).fillna(""),
        year=shown["year"].map(lambda year: "" if pd.isna(year) else f"{year:.0f}"),
    )
    columns = [
        Column("Study", "text", ("study",)),
        Column("Question", "text", ("question",)),
        Column(
            "Published",
            "estimate",
            ("published_value", "published_n", "published_low", "published_high"),
            words="word",
        ),
        Column("Own measure", "text", ("own",)),
        Column("Own", "estimate", ("own_value", "own_n", "own_low", "own_high")),
        Column("Verdict", "text", ("verdict",)),
        Column("To bear in mind", "text", ("reason",)),
    ]
    if (frame["year"] != "").any():
        columns.insert(1, Column("Year", "text", ("year",)))
    note = "Ahead or behind only where the two intervals do not touch; a side without one is a "
    return [
        Section(
            title,
            lead,
            Table(tuple(columns), frame),
            note=f"{note}point. Each study stands alone; nothing is averaged.",
            definition=definition("published_figures"),
        )
    ]


def _named(row: Any, labels: pd.Series) -> str:
    label = str(labels.get(row.own_measure, str(row.own_measure).replace("_", " ")))
    if row.own_segment == "all":
        return label
    parts: list[str] = [part.split("=")[-1] for part in str(row.own_segment).split(";")]
    return f"{label}, {', '.join(CHANNELS.get(part, part.replace('_', ' ')) for part in parts)}"
