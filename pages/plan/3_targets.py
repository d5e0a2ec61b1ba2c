"""Targets: what each KPI is to reach, month by month, and whether it did."""

from support_kpi.ui.frame import page, subject
from support_kpi.ui.target_board import target_board

view = page(
    "What a KPI is to reach, by month and channel, and whether it did so beyond noise.",
)
subject(view)
target_board(view)
