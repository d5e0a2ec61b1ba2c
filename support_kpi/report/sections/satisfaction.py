"""CSAT, NPS and CES step by step, with their intervals."""

from support_kpi.report.contents import Section
from support_kpi.report.sections.trends import trend
from support_kpi.report.subject import Subject

SCORES = {"csat_rate": "CSAT", "nps": "NPS", "ces_score_mean": "CES"}


def sections(subject: Subject) -> list[Section]:
    return [trend(subject, kpi, f"{name} over time") for kpi, name in SCORES.items()]
