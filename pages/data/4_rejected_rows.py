"""Rejected rows: what could not be read, why, and how to mend it and load it again."""

from support_kpi.ui.frame import page
from support_kpi.ui.rejected import rejected_rows

view = page(
    "Rows that were turned away and cells that could not be read: what stood there, why, and how "
    "to mend it. What is mended and loaded again leaves the list.",
)
rejected_rows(view)
