"""Annotations: read as people type them, found by period, channel and team, told in words."""

import json
from datetime import date

import pandas as pd
import pytest

from support_kpi import annotations, queries
from support_kpi.annotations import Annotation
from support_kpi.errors import UsageError
from support_kpi.store import snapshots
from tests import model

LAUNCH = Annotation("a", date(2026, 3, 5), date(2026, 3, 5), "Launch")
OUTAGE = Annotation("b", date(2026, 3, 30), date(2026, 4, 2), "Outage", "phone", "Voice desk")


def found(**more: object) -> list[str]:
    values = {
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 4, 1),
        "channels": None,
        "teams": None,
    }
    said = [
        {
            "kind": "annotation",
            "key": one.key,
            "value": one.entry,
            "who": "",
            "made_at": "2026-01-01",
        }
        for one in (LAUNCH, OUTAGE)
    ]
    with model.of_rows() as connection:
        connection.execute("set variable entries = $said", {"said": json.dumps(said)})
        connection.execute((snapshots.MODEL / "60_entries.sql").read_text(encoding="utf-8"))
        return queries.run(connection, queries.load("annotations"), values | more)["text"].tolist()


def test_an_annotation_is_read_as_it_is_typed() -> None:
    rows = [
        {"first_day": "2026-03-05", "text": " Launch ", "annotation_id": "a"},
        {"first_day": None, "text": None, "channel": float("nan")},
        {
            "first_day": pd.Timestamp("2026-03-30"),
            "last_day": date(2026, 4, 2),
            "text": "Outage",
            "channel": "Phone",
            "team": "Voice desk",
            "annotation_id": "b",
        },
    ]
    assert annotations.of_rows(rows) == [LAUNCH, OUTAGE]


def test_a_new_row_gets_an_id_of_its_own() -> None:
    rows = [{"first_day": "2026-03-05", "text": "Launch"}] * 2
    assert len({one.key for one in annotations.of_rows(rows)}) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"first_day": "2026-03-05"}, "Row 1 of the annotations has no text"),
        ({"first_day": "soon", "text": "x"}, '"soon" is no day'),
        ({"first_day": "2026-03-05", "last_day": "2026-03-01", "text": "x"}, "before it begins"),
        ({"first_day": "2026-03-05", "text": "x", "channel": "owl"}, '"owl" is no channel'),
        ({"first_day": "2026-03-05", "text": "x" * 201}, "has 201 characters; keep it to 200"),
    ],
)
def test_what_cannot_be_an_annotation_is_said(row: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        annotations.of_rows([row])


def test_annotations_are_those_that_touch_the_period_and_the_filters() -> None:
    assert found() == ["Launch", "Outage"]
    assert found(start_date=date(2026, 4, 2), end_date=date(2026, 5, 1)) == ["Outage"]
    assert found(end_date=date(2026, 3, 5)) == []
    assert found(channels=["email"]) == ["Launch"]
    assert found(channels=["phone"], teams=["Voice desk"]) == ["Launch", "Outage"]


def test_each_period_has_what_happened_in_it() -> None:
    notes = pd.DataFrame([{"annotation_id": one.key, **one.entry} for one in (LAUNCH, OUTAGE)])
    months = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
    texts = annotations.of_periods(months[:3], months[1:], notes)
    assert texts == ["", "Launch; Outage", "Outage"]
    assert annotations.told(notes) == (
        " Annotations: 5 Mar 2026: Launch; 30 Mar 2026 to 2 Apr 2026: Outage."
    )


def test_rows_that_are_gone_are_removed_and_the_others_entered() -> None:
    assert annotations.replacing([LAUNCH], ["a", "b"]) == {"a": LAUNCH.entry, "b": None}
