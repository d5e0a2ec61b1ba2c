"""CSAT trends: CSAT, NPS and CES over time, by segment, with who answered at all."""

from support_kpi import charts, ui

view = ui.page("CSAT trends", "CSAT, NPS and CES over time, and how many answered at all.")
scores = view.result("satisfaction_scores")
ui.subject(view, scores["answers"].sum(), "answers")
if not ui.is_empty(view, scores["answers"].sum(), "answers", ui.answers):
    ui.cards(view, ["csat_rate", "nps", "ces_score_mean", "survey_response_rate"])
    splits = ("channel", "team", "tier", "source")
    ui.kpi_trend(
        view,
        "Satisfaction",
        ["csat_rate", "nps", "ces_score_mean", "csat_score_mean"],
        dimensions=splits,
    )
    ui.kpi_trend(view, "Response rate", ["survey_response_rate"], dimensions=splits)
    ui.bounds(view)
    ui.kpi_split(view, "Satisfaction by channel", "channel", first="csat_rate")
    for metric, name in (("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")):
        answers = scores[scores["metric"] == metric]
        ui.figure(
            view,
            f"{name} answers by score",
            answers,
            lambda rows: charts.distribution(
                rows, "answer", "answer_share", by="scale", n="answers"
            ),
            query="satisfaction_scores",
            alt_text=charts.describe(answers, "answer", "answer_share", by="scale", n="answers"),
        )
ui.beside(view, "csat_trends")
