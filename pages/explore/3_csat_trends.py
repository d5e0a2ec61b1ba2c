"""CSAT trends: CSAT, NPS and CES over time, by segment, with who answered at all."""

from support_kpi import charts
from support_kpi.ui.beside import beside
from support_kpi.ui.cards import cards
from support_kpi.ui.figures import Figure, figure
from support_kpi.ui.frame import answers, is_empty, page, subject
from support_kpi.ui.silence import bounds
from support_kpi.ui.splits import kpi_split, kpi_trend
from support_kpi.ui.view import View

NAMES = {"csat": "CSAT", "nps": "NPS", "ces": "CES"}


def by_score(view: View, metric: str) -> Figure:
    scores = view.result("satisfaction_scores")
    found = scores[scores["metric"] == metric]
    return Figure(
        f"{NAMES[metric]} answers by score",
        found,
        lambda rows: charts.distribution(rows, "answer", "answer_share", by="scale", n="answers"),
        query="satisfaction_scores",
        alt_text=charts.describe(found, "answer", "answer_share", by="scale", n="answers"),
    )


view = page("CSAT, NPS and CES over time, and how many answered at all.")
n = answers(view)
subject(view, n, "answers")
if not is_empty(view, n, "answers", answers):
    cards(view, ["csat_rate", "nps", "ces_score_mean", "survey_response_rate"])
    splits = ("channel", "team", "tier", "source")
    kpi_trend(
        view,
        "Satisfaction",
        ["csat_rate", "nps", "ces_score_mean", "csat_score_mean"],
        dimensions=splits,
    )
    kpi_trend(view, "Response rate", ["survey_response_rate"], dimensions=splits)
    figure(view, bounds)
    kpi_split(view, "Satisfaction by channel", "channel", first="csat_rate")
    for metric in NAMES:
        figure(view, by_score, metric)
beside(view, "csat_trends")
