"""Annotations: what happened when, drawn on every trend."""

from support_kpi import ui

view = ui.page(
    "Annotations",
    "Launches, outages and whatever else a trend should be read with. They stand on every trend.",
)
ui.subject(view)
ui.annotation_board(view)
