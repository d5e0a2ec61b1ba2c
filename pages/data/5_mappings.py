"""Mappings: what columns and values of your own tables mean, said by you and remembered."""

from support_kpi import ui

view = ui.page(
    "Mappings",
    "What the values of your sources mean, and the tables whose columns you mapped by hand. "
    "Numbers follow at once; every saying can be undone.",
)
seen = view.result("value_meanings")
ui.subject(view, seen["records"].sum(), "values of records, whatever the filters")
if not ui.is_empty(view, len(seen)):
    ui.meanings(view)
ui.remembered()
