"""CSAT trends: CSAT, NPS and CES over time, by segment, with who answered at all."""

from support_kpi import charts, ui

NAMES = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}


def by_score(view: ui.View, metric: str) -> ui.Figure:
    scores = view.result("satisfaction_scores")
    answers = scores[scores["metric"] == metric]
    return ui.Figure(
        f"{NAMES[metric]} answers by score",
        answers,
        lambda rows: charts.distribution(rows, "answer", "answer_share", by="scale", n="answers"),
        query="satisfaction_scores",
        alt_text=charts.describe(answers, "answer", "answer_share", by="scale", n="answers"),
    )


view = ui.page("CSAT trends", "CSAT, NPS and CES over time, and how many answered at all.")
answers = ui.answers(view)
ui.subject(view, answers, "answers")
if not ui.is_empty(view, answers, "answers", ui.answers):
    ui.cards(view, ["csat_rate", "nps", "ces_score_mean", "survey_response_rate"])
    splits = ("channel", "team", "tier", "source")
    ui.kpi_trend(
        view,
        "Satisfaction",
        ["csat_rate", "nps", "ces_score_mean", "csat_score_mean"],
        dimensions=splits,
    )
    ui.kpi_trend(view, "Response rate", ["survey_response_rate"], dimensions=splits)
    ui.figure(view, ui.bounds)
    ui.kpi_split(view, "Satisfaction by channel", "channel", first="csat_rate")
    for metric in NAMES:
        ui.figure(view, by_score, metric)
ui.beside(view, "csat_trends")
