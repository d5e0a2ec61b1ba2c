"""What silent customers could change: the bounds of CSAT beside the response rate."""

from support_kpi import charts
from support_kpi.formats import count, shown
from support_kpi.ui import figures
from support_kpi.ui.view import View

TITLE = "CSAT if the silent had answered"
REACH = "If all silent were un- or happy"
NOTE = (
    "The band is no confidence interval: its ends are CSAT if everybody who was asked and did not "
    "rate were unhappy, or happy. It counts by the day of the offer, in sources that tell of "
    "unanswered offers."
)


def bounds(view: View) -> figures.Figure:
    """CSAT of those who were asked, between its bounds, and the whole period in a sentence."""
    whole = view.result("csat_bounds", every="all")
    rows = view.marked(view.result("csat_bounds"))
    told = ""
    if len(whole):
        row = whole.iloc[0]
        low, value, high, rated = (
            shown(float(row[name]), "share")
            for name in ("csat_rate_low", "csat_rate", "csat_rate_high", "rated_rate")
        )
        told = (
            f"Of {count(row['offers'])} customers who were asked, {rated} rated: CSAT {value}. "
            f"With all the others unhappy it would be {low}, with all of them happy {high}. "
        )
    notes = view.annotations()
    return figures.Figure(
        TITLE,
        rows,
        lambda part: charts.trend(
            part,
            "period",
            "csat_rate",
            low="csat_rate_low",
            high="csat_rate_high",
            n="rated_offers",
            reach=REACH,
            annotations=notes,
        ),
        query="csat_bounds",
        alt_text=charts.describe(rows, "period", "csat_rate", n="rated_offers") + f" {told}",
        note=told + NOTE,
    )
