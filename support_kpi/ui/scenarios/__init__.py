"""What-if: levers and assumptions, results beside the baseline, saved scenarios."""

from support_kpi.ui.scenarios.board import what_if

__all__ = ["what_if"]
