"""Annotations: what happened when, drawn on every trend."""

from support_kpi.ui.annotating import annotation_board
from support_kpi.ui.frame import page, subject

view = page(
    "Launches, outages and whatever else a trend should be read with. They stand on every trend.",
)
subject(view)
annotation_board(view)
