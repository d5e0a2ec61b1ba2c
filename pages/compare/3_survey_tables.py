"""Survey tables: any question of a survey by any other, or as a study prints it."""

from support_kpi import ui

view = ui.page(
    "Survey tables",
    "Any question of a loaded survey by any other, with n, intervals and letters for what differs; "
    "or your answers in the rows and columns of a study.",
)
ui.subject(view)
ui.survey_tables(view)
