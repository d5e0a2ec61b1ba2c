"""Definitions: every KPI with its formula, its time anchor, what it leaves out and its SQL."""

from support_kpi import ui

view = ui.page("Definitions", "Every KPI: formula, date it counts by, what it leaves out, its SQL.")
ui.subject(view)
ui.glossary(view)
