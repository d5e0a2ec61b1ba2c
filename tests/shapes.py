"""Frames to draw, every shape drawn of them, and what a chart is made of."""

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from support_kpi import charts

MONTHS = [date(2026, month, 1) for month in range(1, 7)]
CSAT = pd.DataFrame(
    {
        "month": MONTHS,
        "csat_rate": [0.8, 0.82, None, 0.9, 0.85, 0.5],
        "low": [0.7, 0.75, None, 0.8, 0.8, 0.2],
        "high": [0.9, 0.9, None, 0.95, 0.9, 0.8],
        "n": pd.array([60, 80, 0, 70, 90, 6], "Int64"),
        "is_complete": [True] * 5 + [False],
    }
)
MIX = pd.DataFrame(
    {
        "period": [day for day in MONTHS for _ in range(3)],
        "channel": ["phone", "live_chat", None] * 6,
        "ticket_share": [0.5, 0.3, 0.2] * 6,
        "tickets": [50, 30, 20] * 6,
    }
)
TEAMS = pd.DataFrame(
    {
        "team": ["Billing", "=1+1", "客服"],
        "csat_rate": [0.7, 0.9, 0.8],
        "low": [0.6, 0.8, 0.4],
        "high": [0.8, 0.95, 0.97],
        "n": [100, 250, 7],
    }
)
SLOPE = pd.DataFrame(
    {"year": ["2025", "2026"] * 2, "team": ["A", "A", "B", "B"], "nps": [10, 20, 40, 30]}
)
WEEK = pd.DataFrame(
    [(day, hour, day * hour) for day in range(1, 8) for hour in range(24)],
    columns=["weekday", "hour", "tickets"],
)
MATRIX = pd.DataFrame(
    {
        "channel_from": ["phone", "email"],
        "channel_to": ["email", "phone"],
        "escalation_rate": [0.1, 0.4],
    }
)
BUDGET = pd.DataFrame(
    {"category": ["Salaries", "Telephony"], "plan_usd": [100, 20], "actual_usd": [120, 15]}
)
BANDS = pd.DataFrame({"band": ["up to 5 min", "5 to 15 min", "over 1 h"], "tickets": [3, 9, 1]})
TIER = pd.DataFrame(
    {"tier": ["Riser"], "first_reply_hours_median": [2.5], "low": [2.0], "high": [3.25]}
)
STRETCHES = pd.DataFrame(
    {
        "team": ["Billing", "Billing", "Orders"],
        "since": [date(2025, 1, 1), date(2026, 1, 1), date(2025, 6, 1)],
        "until": [date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 1)],
        "tier": ["Starter", "Riser", "undecided"],
        "in_place": ["3", "4", "3 to 6"],
    }
)
PAIR = pd.concat([TEAMS.assign(period="before"), TEAMS.assign(period="after")])
SHAPES = {
    "trend": lambda: charts.trend(
        CSAT,
        "month",
        "csat_rate",
        low="low",
        high="high",
        n="n",
        reference={"A study": 0.86},
        annotations=pd.DataFrame(
            {
                "first_day": [date(2026, 3, 1), date(2026, 3, 10)],
                "last_day": [date(2026, 3, 1), date(2026, 3, 20)],
                "text": ["New telephones", "Outage"],
            }
        ),
        targets=pd.DataFrame(
            {
                "month": [date(2026, 3, 1)],
                "period_end": [date(2026, 4, 1)],
                "target": [0.9],
                "target_low": [0.85],
                "target_high": [0.95],
                "origin": [None],
            }
        ),
        title="CSAT",
    ),
    "trend_by": lambda: charts.trend(MIX, "period", "tickets", by="channel"),
    "share_over_time": lambda: charts.share_over_time(MIX, "period", "ticket_share", "channel"),
    "slope": lambda: charts.slope(SLOPE, "year", "nps", "team"),
    "sparkline": lambda: charts.sparkline(CSAT, "month", "csat_rate"),
    "ranked_bars": lambda: charts.ranked_bars(
        TEAMS, "csat_rate", "team", low="low", high="high", n="n"
    ),
    "dots": lambda: charts.dots(TEAMS, "csat_rate", "team", low="low", high="high", n="n"),
    "dots_pair": lambda: charts.dots(
        PAIR, "csat_rate", "team", pair="period", low="low", high="high", n="n", reference=0.8
    ),
    "distribution": lambda: charts.distribution(BANDS, "band", "tickets"),
    "plan_and_actual": lambda: charts.plan_and_actual(BUDGET, "category", "plan_usd", "actual_usd"),
    "plan_and_actual_in_time": lambda: charts.plan_and_actual(
        pd.DataFrame({"month": MONTHS, "plan_amount": 10, "actual_amount": 12.5}),
        "month",
        "plan_amount",
        "actual_amount",
    ),
    "range_bar": lambda: charts.range_bar(
        TIER, "tier", "low", "high", point="first_reply_hours_median"
    ),
    "spans": lambda: charts.spans(STRETCHES, "since", "until", "team", "tier", text="in_place"),
    "heatmap": lambda: charts.heatmap(WEEK, "tickets"),
    "matrix": lambda: charts.matrix(MATRIX, "escalation_rate"),
}


def spec(chart: charts.Drawing) -> dict:
    return chart.to_dict()


def rows(chart: charts.Drawing) -> list[dict]:
    """The rows of the chart's own data."""
    made = spec(chart)
    return made["datasets"][made["data"]["name"]]


def _marks(made: dict, common: Mapping[str, dict]) -> Iterator[dict]:
    """The layers of a chart, each with what its groups say of it."""
    encoding = {**common, **made.get("encoding", {})}
    if "layer" not in made:
        yield made | {"encoding": encoding}
    for layer in made.get("layer", []):
        yield from _marks(layer, encoding)


def layers(chart: charts.Drawing, mark: str) -> list[dict]:
    return [layer for layer in _marks(spec(chart), {}) if layer["mark"]["type"] == mark]


def encodings(chart: charts.Drawing, channel: str) -> list[dict]:
    found = [layer["encoding"] for layer in _marks(spec(chart), {})]
    return [encoding[channel] for encoding in found if channel in encoding]
