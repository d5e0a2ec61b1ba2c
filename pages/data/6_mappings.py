"""Mappings: what columns and values of your own tables mean, said by you and remembered."""

from support_kpi.ui.frame import is_empty, page, subject
from support_kpi.ui.meanings import meanings
from support_kpi.ui.remembered import remembered

view = page(
    "What the values of your sources mean, and the tables whose columns you mapped by hand. "
    "Numbers follow at once; every saying can be undone.",
)
seen = view.result("value_meanings")
subject(view, seen["records"].sum(), "values of records, whatever the filters")
if not is_empty(view, len(seen)):
    meanings(view)
remembered()
