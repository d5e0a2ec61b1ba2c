"""Definitions: every KPI with its formula, its time anchor, what it leaves out and its SQL."""

from support_kpi.ui.frame import page, subject
from support_kpi.ui.panels import glossary

view = page("Every KPI: formula, date it counts by, what it leaves out, its SQL.")
subject(view)
glossary(view)
