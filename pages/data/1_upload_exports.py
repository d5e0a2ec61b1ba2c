"""Upload exports: drop files, see how they are read, publish; undo and redo any load."""

from support_kpi import ui

view = ui.page(
    "Upload exports",
    "Drop what your help desk, telephony or survey tool exported. Nothing changes until you "
    "publish, and every load can be undone.",
)
ui.subject(view)
ui.uploads(view)
ui.history()
