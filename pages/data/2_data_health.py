"""Data health: what is loaded from where until when, and what is wrong with it."""

from support_kpi.ui.frame import is_empty, page, subject
from support_kpi.ui.panels import panel

view = page("What is loaded, until when, and what to know before trusting it.")
sources = view.result("health_sources")
subject(view, sources["tickets"].sum(), "tickets in all, whatever the filters")
if not is_empty(view, len(sources) or len(view.result("health_rejects"))):
    for title, query, empty in (
        ("What is loaded", "health_sources", "No tickets are loaded."),
        ("What the loads said", "health_remarks", "Nothing."),
        ("Rejected rows and unreadable cells", "health_rejects", "Every row and cell was read."),
        ("How much of each field is known", "health_fields", "No tickets are loaded."),
        ("Times that cannot be right, or are missing", "health_times", "None found."),
        ("Channels as the vendors name them", "health_channels", "No tickets are loaded."),
        ("Kept, but out of the KPIs", "health_excluded", "Nothing is left out."),
        ("Days without tickets", "health_gaps", "No day is missing."),
        ("Responses and their tickets", "health_links", "No responses are loaded."),
        ("Responses that meet no ticket", "health_unlinked", "Every response met its ticket."),
    ):
        panel(view, title, query, empty)
