"""Targets: read as people write them, held against KPIs beyond noise, by month and channel."""

import json
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from support_kpi import queries, targets
from support_kpi.errors import UsageError
from support_kpi.targets import Target
from tests import model

DESCRIBED = pd.DataFrame(
    {
        "kpi": ["csat_rate", "first_reply_hours_median", "tickets_created"],
        "label": ["CSAT", "First reply, median", "Tickets created"],
        "unit": ["share", "hours", "tickets"],
        "better": ["higher", "lower", "neither"],
    }
)
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def read(**row: object) -> Target:
    (found,) = targets.of_rows([{"kpi": "csat_rate", "month": "2026-03"} | row], DESCRIBED)
    return found


def levels(*wanted: Target, **more: Any) -> list[tuple[object, ...]]:
    """What the query says of January and February in the canonical rows."""
    values = {
        "start_date": date(2026, 1, 1),
        "end_date": date(2026, 3, 1),
        "channels": None,
        "teams": None,
        "tiers": None,
        "sources": None,
        "dimension": "all",
    }
    with model.of_folder() as connection:
        _enter(connection, wanted)
        rows = queries.run(connection, queries.load("target_levels"), values | more)
    names = ["kpi", "segment", "period", "target", "is_own"]
    return [
        (kpi, segment, f"{period:%Y-%m}", target, bool(is_own))
        for kpi, segment, period, target, is_own in rows[names].itertuples(index=False)
    ]


def _enter(connection: duckdb.DuckDBPyConnection, wanted: tuple[Target, ...]) -> None:
    model.enter(connection, {one.key: ("target", one.entry) for one in wanted})


def month(number: int, kpi: str = "csat_rate", channel: str | None = None) -> Target:
    return Target(kpi, channel, date(2026, number, 1), 0.8 + number / 100)


def test_a_target_is_read_as_people_write_it() -> None:
    plain = Target("csat_rate", None, MARCH, 0.9)
    assert read(target=90) == read(target="90 %") == read(target=0.9) == read(target="0,9") == plain
    assert read(kpi="csat", month="Mar 2026", channel="All channels", target=0.9) == plain
    assert read(month=date(2026, 3, 17), target=0.9) == plain
    assert read(channel="Live chat", target=0.9).channel == "live_chat"
    hours = read(kpi="First reply, median", target="1 200.5", origin=" board ")
    assert (hours.target, hours.origin) == (1200.5, "board")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kpi": "joy", "target": 1}, 'Row 1 of the targets: "joy" is no KPI'),
        ({"target": 900}, "900 is no share; write 0.9 or 90 %"),
        ({"target": -0.1}, "is no share"),
        ({"target": "many"}, '"many" is no number'),
        ({"month": "soon", "target": 0.9}, '"soon" is no month; write 2026-03'),
        ({"month": "1066-10", "target": 0.9}, "not between 1970 and 2100"),
        ({"channel": "pigeon", "target": 0.9}, '"pigeon" is no channel'),
        ({"target": None}, "has no level"),
        ({"target_low": 0.8}, "has one end of a band"),
        ({"target": 0.7, "target_low": 0.8, "target_high": 0.9}, "does not hold its target"),
    ],
)
def test_what_is_no_target_is_said_with_its_row(row: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(**row)


def test_blank_rows_are_passed_over_and_a_target_is_named_once() -> None:
    row = {"kpi": "csat_rate", "month": "2026-03", "target": 0.9}
    blank = {"kpi": None, "month": pd.NaT, "target": float("nan")}
    assert len(targets.of_rows([blank, row], DESCRIBED)) == 1
    with pytest.raises(UsageError, match="names csat_rate all channels 2026-03 again, after row 1"):
        targets.of_rows([row, row], DESCRIBED)


def test_what_the_store_keeps_comes_back_as_it_was() -> None:
    band = Target("csat_rate", "email", MARCH, None, 0.8, 0.9, "liveagent")
    for target in (band, Target("csat_rate", None, MARCH, 0.9)):
        assert targets.of_entry(json.loads(json.dumps(target.entry))) == target
    assert band.key == "csat_rate email 2026-03"
    assert targets.frame([band])["channel"].tolist() == ["email"]


def test_one_level_fills_several_months_over_the_new_year() -> None:
    first = Target("csat_rate", None, date(2025, 12, 1), 0.9)
    filled = targets.over_months(first, date(2026, 2, 28))
    assert [f"{one.month:%Y-%m}" for one in filled] == ["2025-12", "2026-01", "2026-02"]
    with pytest.raises(UsageError, match="is before the first"):
        targets.over_months(first, date(2025, 11, 1))


@pytest.mark.parametrize(
    ("value", "low", "high", "better", "said"),
    [
        (0.93, 0.91, 0.95, "higher", "met"),
        (0.93, 0.90, 0.95, "higher", "met"),
        (0.93, 0.89, 0.95, "higher", "not clear"),
        (0.88, 0.85, 0.91, "higher", "not clear"),
        (0.85, 0.80, 0.89, "higher", "not met"),
        (0.93, 0.91, 0.95, "lower", "not met"),
        (0.85, 0.80, 0.89, "lower", "met"),
        (0.93, None, float("nan"), "higher", "met"),
        (0.89, None, None, "higher", "not met"),
        (None, None, None, "higher", "not yet"),
        (0.93, 0.91, 0.95, "neither", None),
    ],
)
def test_a_target_is_met_or_not_only_beyond_noise(
    value: float | None, low: float | None, high: float | None, better: str, said: str | None
) -> None:
    found = targets.verdict(value, low, high, (0.9, 0.9), better, is_complete=True)
    assert found == said


def test_a_band_is_met_beyond_its_better_end_only() -> None:
    def of(low: float, high: float, better: str) -> object:
        return targets.verdict(0.9, low, high, (0.85, 0.95), better, is_complete=True)

    assert of(0.95, 0.97, "higher") == "met"
    assert of(0.86, 0.94, "higher") == "not clear"
    assert of(0.80, 0.84, "higher") == "not met"
    assert of(0.80, 0.84, "lower") == "met"


def test_a_month_that_is_not_over_is_not_judged() -> None:
    assert targets.verdict(0.1, 0, 0.2, (0.9, 0.9), "higher", is_complete=False) == "not yet"


def test_months_without_a_target_stay_blank() -> None:
    assert levels(month(1)) == [("csat_rate", "all", "2026-01", 0.81, True)]
    assert levels(month(4)) == []


def test_a_channel_has_its_own_target_else_that_of_all_channels() -> None:
    found = levels(
        month(1), Target("csat_rate", "email", date(2026, 1, 1), 0.5), dimension="channel"
    )
    assert found == [
        ("csat_rate", "email", "2026-01", 0.5, True),
        ("csat_rate", "live_chat", "2026-01", 0.81, False),
        ("csat_rate", "not given", "2026-01", 0.81, False),
        ("csat_rate", "phone", "2026-01", 0.81, False),
    ]


def test_a_count_for_all_channels_is_no_target_of_each() -> None:
    whole = month(1, "tickets_created")
    assert levels(whole, dimension="channel") == []
    assert len(levels(whole)) == 1


def test_a_filter_on_one_channel_shows_its_target_and_other_filters_none() -> None:
    both = month(1), month(1, channel="email")
    assert levels(*both, channels=["email"]) == [("csat_rate", "all", "2026-01", 0.81, True)]
    assert levels(month(1), channels=["email"]) == []
    assert levels(*both, channels=["email", "phone"]) == []
    assert levels(*both, teams=["Billing"]) == []


def test_months_are_judged_row_by_row() -> None:
    rows = pd.DataFrame(
        {
            "kpi": "csat_rate",
            "segment": "all",
            "period": [MARCH, APRIL],
            "value": [0.95, 0.5],
            "low": [0.92, 0.2],
            "high": [0.97, 0.8],
            "is_complete": [True, False],
        }
    )
    wanted = pd.DataFrame(
        {
            "kpi": "csat_rate",
            "segment": "all",
            "period": [MARCH, APRIL, date(2026, 5, 1)],
            "target": 0.9,
            "target_low": 0.9,
            "target_high": 0.9,
        }
    )
    found = targets.assessed(rows, wanted, DESCRIBED)
    assert found["verdict"].tolist() == ["met", "not yet", "not yet"]


def test_a_file_of_targets_reads_back_as_it_was_written() -> None:
    wanted = [
        Target("csat_rate", "email", MARCH, 0.9, 0.85, 0.95, "board"),
        Target("first_reply_hours_median", None, APRIL, 4.5),
    ]
    listed = targets.frame(wanted).to_csv(index=False).encode()
    assert targets.of_csv(listed, DESCRIBED) == wanted
    german = "KPI;Month;Target\r\nCSAT;2026-03;90 %\r\n".encode("utf-8-sig")
    assert targets.of_csv(german, DESCRIBED) == [Target("csat_rate", None, MARCH, 0.9)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kpi,target\ncsat_rate,0.9\n", "lacks month; its columns are kpi"),
        (b"kpi,month,target\n", "lacks rows"),
        (b"\xff\xfe\x00", "is no CSV in UTF-8"),
    ],
)
def test_a_file_that_is_none_of_targets_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        targets.of_csv(content, DESCRIBED)


@pytest.mark.parametrize(("value", "unit"), [(0.9, "share"), (0.345, "rate"), (12.5, "hours")])
def test_a_level_is_written_as_it_is_read(value: float, unit: str) -> None:
    text = targets.written(value, unit)
    kpi = {"share": "csat_rate", "hours": "first_reply_hours_median"}.get(unit)
    if kpi:
        assert read(kpi=kpi, target=text).target == pytest.approx(value)
    assert text in ("90 %", "34.5 %", "12.5")
