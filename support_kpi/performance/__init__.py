"""How fast the project is beside others, measured in one run; `make benchmark` writes it down."""

from support_kpi.performance.contest import LEAST_TICKETS, contest
from support_kpi.performance.measurement import frame, read
from support_kpi.performance.results import drawing, markdown

__all__ = ["LEAST_TICKETS", "contest", "drawing", "frame", "markdown", "read"]
