"""Rejected rows: what could not be read, why, and how to mend it and load it again."""

from support_kpi import ui

view = ui.page(
    "Rejected rows",
    "Rows that were turned away and cells that could not be read: what stood there, why, and how "
    "to mend it. What is mended and loaded again leaves the list.",
)
ui.rejected_rows(view)
