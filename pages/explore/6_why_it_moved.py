"""Why it moved: the change of a rate split into its segments and their shares."""

from support_kpi.ui.explained import why
from support_kpi.ui.frame import page

view = page(
    "A rate moves because its segments change, or because their shares do: which, and where.",
)
why(view)
