"""Upload exports: drop files, see how they are read, publish; undo and redo any load."""

from support_kpi.ui.frame import page, subject
from support_kpi.ui.history import history
from support_kpi.ui.uploads import uploads

view = page(
    "Drop what your help desk, telephony or survey tool exported. Nothing changes until you "
    "publish, and every load can be undone.",
)
subject(view)
uploads(view)
history()
