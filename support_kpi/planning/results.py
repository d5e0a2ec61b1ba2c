"""Results as frames: a scenario beside its baseline, several side by side."""

from collections.abc import Sequence

import pandas as pd

from support_kpi.planning.outcomes import Outcome, Result

SETTLED = "settled by self-service"
MEASURES: dict[str, str] = {
    "contacts": "contacts",
    "handle_hours": "hours",
    "cost": "money",
    "cost_per_contact": "money",
    "csat": "share",
    "agents": "agents",
    "busiest_hour_agents": "agents",
}
COLUMNS = (
    "channel",
    "measure",
    "unit",
    "baseline",
    "baseline_low",
    "baseline_high",
    "scenario",
    "scenario_low",
    "scenario_high",
    "change",
    "change_rate",
    "n",
    "rule",
)


def beside_baseline(before: Result, after: Result, currency: str | None) -> pd.DataFrame:
    """A row for each channel and measure, `all` and what self-service settles last."""
    pairs = [*zip(before.channels, after.channels, strict=True), (before.whole, after.whole)]
    rows = [_row(*pair, measure, currency) for pair in pairs for measure in MEASURES]
    rows.append(_change("all", "spare_agents", "agents", before.spare_agents, after.spare_agents))
    rows.append(_change("all", "headcount", "agents", before.headcount, after.headcount))
    rows.append(_change(SETTLED, "contacts", "contacts", before.settled, after.settled))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = [name for name in COLUMNS if name not in ("channel", "measure", "unit", "rule")]
    frame[numbers] = frame[numbers].astype("float64")
    return frame


def side_by_side(results: Sequence[tuple[str, Result]], currency: str | None) -> pd.DataFrame:
    """The whole of each named scenario, a row each in their order. Names are no column's name."""
    rows = [
        {
            "scenario": name,
            "contacts": one.whole.contacts,
            "settled": one.settled,
            "handle_hours": one.whole.handle_hours,
            "cost": one.whole.cost,
            "cost_per_contact": one.whole.cost_per_contact,
            "currency": currency,
            "csat": one.whole.csat,
            "csat_low": one.whole.csat_low,
            "csat_high": one.whole.csat_high,
            "csat_answers": one.whole.csat_answers,
            "agents": one.whole.agents,
            "headcount": one.headcount,
            "spare_agents": one.spare_agents,
        }
        for name, one in results
    ]
    frame = pd.DataFrame(rows)
    texts = ("scenario", "currency")
    numbers = [name for name in frame.columns if name not in texts]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def _row(before: Outcome, after: Outcome, measure: str, currency: str | None) -> dict[str, object]:
    row = _change(
        before.channel,
        measure,
        _unit(MEASURES[measure], currency),
        getattr(before, measure),
        getattr(after, measure),
    )
    if measure == "csat":
        row |= {
            "baseline_low": before.csat_low,
            "baseline_high": before.csat_high,
            "scenario_low": after.csat_low,
            "scenario_high": after.csat_high,
            "n": before.csat_answers,
        }
    if measure in ("agents", "busiest_hour_agents"):
        row["rule"] = after.staffing_rule
    return row


def _change(
    channel: str, measure: str, unit: str, before: float | None, after: float | None
) -> dict[str, object]:
    change = None if before is None or after is None else after - before
    return {
        "channel": channel,
        "measure": measure,
        "unit": unit,
        "baseline": before,
        "scenario": after,
        "change": change,
        "change_rate": change / before if change is not None and before else None,
        "rule": "",
    }


def _unit(unit: str, currency: str | None) -> str:
    return (currency or "money") if unit == "money" else unit
