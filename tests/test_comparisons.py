"""What moved, and whether it is more than noise."""

from datetime import date

import pandas as pd
import pytest

from support_kpi import comparisons
from support_kpi.filters import Filters

NOW = Filters(date(2026, 2, 1), date(2026, 3, 1), compare="none")
BEFORE = Filters(date(2026, 1, 1), date(2026, 2, 1), compare="none")
KINDS = pd.DataFrame(
    {
        "kpi": ["csat_rate", "tickets_created", "cost_per_ticket", "first_reply_hours_median"],
        "label": ["CSAT", "Tickets created", "Cost per ticket", "First reply, median"],
        "kind": ["share", "count", "ratio", "percentile"],
        "better": ["higher", "neither", "lower", "lower"],
    }
)


def kpis(*rows: tuple[str, float | None, float, float | None, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["kpi", "value", "n", "low", "high"])
    return frame.assign(segment="all", unit="share", note="")


def changed(now: pd.DataFrame, before: pd.DataFrame, *, is_covered: bool = True) -> pd.DataFrame:
    found = comparisons.changes(now, before, KINDS, NOW, BEFORE, is_covered=is_covered)
    return found.set_index("kpi")


def test_intervals_that_lie_far_apart_are_a_clear_change() -> None:
    now, before = (
        kpis(("csat_rate", 0.90, 1000, 0.88, 0.92)),
        kpis(("csat_rate", 0.80, 1000, 0.775, 0.823)),
    )
    row = changed(now, before).loc["csat_rate"]
    assert (row["verdict"], row["is_better"]) == ("up", True)
    assert row["change"] == pytest.approx(0.10)


def test_a_change_within_the_intervals_is_no_clear_change() -> None:
    now, before = (
        kpis(("csat_rate", 0.82, 50, 0.69, 0.90)),
        kpis(("csat_rate", 0.80, 50, 0.67, 0.89)),
    )
    row = changed(now, before).loc["csat_rate"]
    assert (row["verdict"], row["is_better"]) == ("no clear change", None)


def test_faster_is_better() -> None:
    now, before = (
        kpis(("first_reply_hours_median", 1.0, 900, 0.9, 1.1)),
        kpis(("first_reply_hours_median", 2.0, 900, 1.8, 2.2)),
    )
    row = changed(now, before).loc["first_reply_hours_median"]
    assert (row["verdict"], row["is_better"]) == ("down", True)


def test_what_has_no_interval_has_no_verdict() -> None:
    now, before = (
        kpis(("cost_per_ticket", 12.0, 900, None, None), ("csat_rate", 0.9, 1000, 0.88, 0.92)),
        kpis(("cost_per_ticket", 10.0, 900, None, None), ("csat_rate", 0.8, 1000, 0.77, 0.83)),
    )
    row = changed(now, before).loc["cost_per_ticket"]
    assert row["verdict"] is None and row["is_better"] is None
    assert row["change_rate"] == pytest.approx(0.2)


def test_volumes_compare_per_day() -> None:
    now, before = (
        kpis(("tickets_created", 2800, 2800, None, None)),
        kpis(("tickets_created", 3100, 3100, None, None)),
    )
    row = changed(now, before).loc["tickets_created"]
    assert row["change_rate"] == pytest.approx(0)  # 28 days and 31 days at 100 a day
    assert row["verdict"] == "no clear change"


def test_what_the_data_cover_in_part_compares_in_rates_alone() -> None:
    now, before = (
        kpis(("tickets_created", 2800, 2800, None, None), ("csat_rate", 0.90, 1000, 0.88, 0.92)),
        kpis(("tickets_created", 310, 310, None, None), ("csat_rate", 0.80, 1000, 0.775, 0.823)),
    )
    found = changed(now, before, is_covered=False)
    created = found.loc["tickets_created"]
    assert created[["change", "change_rate", "change_low", "change_high", "p"]].isna().all()
    assert created["verdict"] is None and created["is_better"] is None
    assert created["compared_value"] == 310
    assert found.loc["csat_rate", "verdict"] == "up"
    assert comparisons.moved_most(found.reset_index())["kpi"].tolist() == ["csat_rate"]


@pytest.mark.parametrize("created", [2, 3, 5, 9, 12, 15, 24, 40])
def test_a_change_is_improbable_just_where_its_verdict_is_clear(created: int) -> None:
    now, before = (
        kpis(("tickets_created", created, created, None, None)),
        kpis(("tickets_created", 10, 10, None, None)),
    )
    row = changed(now, before).loc["tickets_created"]
    assert (row["p"] < comparisons.FALSE_ALARMS) == (row["verdict"] in ("up", "down"))


def test_nothing_before_is_no_change() -> None:
    now, before = kpis(("csat_rate", 0.9, 1000, 0.88, 0.92)), kpis()
    row = changed(now, before).loc["csat_rate"]
    assert row["verdict"] is None and pd.isna(row["change"])


def test_the_more_is_compared_the_more_is_asked_of_a_difference() -> None:
    one = kpis(("csat_rate", 0.86, 500, 0.827, 0.888)), kpis(("csat_rate", 0.81, 500, 0.773, 0.842))
    alone = changed(*one).reset_index()
    assert len(comparisons.moved_most(alone)) == 1
    many = pd.concat([alone, *[alone.assign(p=0.9, segment=str(i)) for i in range(20)]])
    assert comparisons.moved_most(many).empty


def test_share_changes_carry_their_interval() -> None:
    mix = pd.DataFrame(
        {
            "channel": ["email", "phone"],
            "tickets": [600, 400],
            "period_tickets": [1000, 1000],
            "ticket_share": [0.6, 0.4],
            "compared_tickets": [500, 500],
            "compared_period_tickets": [1000, 1000],
            "compared_share": [0.5, 0.5],
        }
    )
    found = comparisons.share_changes(mix)
    assert found["share_change"].tolist() == pytest.approx([0.1, -0.1])
    assert found["verdict"].tolist() == ["up", "down"]
    assert (found["share_change_low"] < found["share_change"]).all()
