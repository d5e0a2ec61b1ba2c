"""Studies: every published figure, beside the organisation's own where there is one."""

from support_kpi import ui

view = ui.page(
    "Studies",
    "What five published studies found, and where you stand: both sides with their uncertainty. "
    "Ahead or behind only where the two do not touch.",
)
ui.subject(view, len(view.result("published_figures", study=None, topic=None)), "published figures")
ui.studies(view)
ui.beside(view, "studies")
