"""Survey tables: any question of a survey by any other, or as a study prints it."""

from support_kpi.ui.frame import page, subject
from support_kpi.ui.survey_tables import survey_tables

view = page(
    "Any question of a loaded survey by any other, with n, intervals and letters for what differs; "
    "or your answers in the rows and columns of a study.",
)
subject(view)
survey_tables(view)
