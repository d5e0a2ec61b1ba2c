"""Questionnaire map: which of a survey's questions and answers are those of a study."""

from support_kpi.ui.frame import page, subject
from support_kpi.ui.questionnaire import questionnaire_map

view = page(
    "Tie the questions of your own survey to those of a study, and it stands beside the study's "
    "figures on Studies and Survey tables. Questions in the study's words are tied by themselves.",
)
subject(view)
questionnaire_map(view)
