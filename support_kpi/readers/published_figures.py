"""Figures of published studies, one a row, headed by the names of the canonical columns."""

from support_kpi.drafts import Cell, Draft, Number, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import PUBLISHED_FIGURE

TITLE = "Published figures"

ID = ("figure_id", "figure id", "id")
REQUIRED = (ID, ("study",), ("statistic",), ("value",), ("comparator",))


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*names) for names in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    cells: dict[str, Cell] = {"figure_id": Text(*ID)}
    for column in PUBLISHED_FIGURE.columns[1:]:
        if sheet.has_any(column.name):
            is_number = column.type in ("integer", "number")
            cells[column.name] = Number(column.name) if is_number else Text(column.name)
    return Reading("studies", (Draft("published_figure", cells),))
