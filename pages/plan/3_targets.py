"""Targets: what each KPI is to reach, month by month, and whether it did."""

from support_kpi import ui

view = ui.page(
    "Targets",
    "What a KPI is to reach, by month and channel, and whether it did so beyond noise.",
)
ui.subject(view)
ui.target_board(view)
