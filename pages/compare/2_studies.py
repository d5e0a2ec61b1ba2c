"""Studies: every published figure, beside the organisation's own where there is one."""

from support_kpi.ui.beside import beside
from support_kpi.ui.frame import page, subject
from support_kpi.ui.studies import studies

view = page(
    "What five published studies found, and where you stand: both sides with their uncertainty. "
    "Ahead or behind only where the two do not touch.",
)
subject(view, len(view.result("published_figures", study=None, topic=None)), "published figures")
studies(view)
beside(view, "studies")
