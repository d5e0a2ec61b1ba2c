"""Why it moved: the change of a rate split into its segments and their shares."""

from support_kpi import ui

view = ui.page(
    "Why it moved",
    "A rate moves because its segments change, or because their shares do: which, and where.",
)
ui.why(view)
