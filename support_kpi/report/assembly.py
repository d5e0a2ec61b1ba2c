"""A report put together, section by section."""

from collections.abc import Callable

import duckdb
import pandas as pd

from support_kpi import queries
from support_kpi.filters import Filters
from support_kpi.formats import count
from support_kpi.report.contents import Report, Section
from support_kpi.report.sections import PARTS
from support_kpi.report.subject import Subject, printable

Moved = Callable[[int, int, str], None]
TITLE = "Customer support KPIs"


def assembled(
    connection: duckdb.DuckDBPyConnection, filters: Filters, *, about: str, moved: Moved
) -> Report:
    """Everything that a report says; each writer only sets it."""
    subject = Subject.of(connection, filters)
    sections: list[Section] = []
    for position, part in enumerate(PARTS):
        moved(position, len(PARTS) + 1, part.name)
        sections += part.sections(subject)
    origin = queries.run(connection, queries.load("data_origin"), {}).iloc[0]
    number = origin["snapshot_number"]
    return Report(
        title=TITLE,
        about=printable(about),
        base=f"{count(subject.tickets())} tickets",
        against=subject.against,
        snapshot=None if pd.isna(number) else int(number),
        data_date=subject.data_end,
        is_synthetic=bool(origin["is_synthetic"]),
        sections=tuple(sections),
    )
