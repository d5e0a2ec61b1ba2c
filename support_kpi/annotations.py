"""Annotations: what happened on a day or from one day to another, such as a launch or an outage."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import pandas as pd

from support_kpi.errors import UsageError
from support_kpi.scopes import scope

COLUMNS = ("annotation_id", "first_day", "last_day", "text", "channel", "team")
LONGEST = 200


@dataclass(frozen=True)
class Annotation:
    """`key` tells it from others; no channel or team means all of them."""

    key: str
    first_day: date
    last_day: date
    text: str
    channel: str | None = None
    team: str | None = None

    @property
    def entry(self) -> dict[str, object]:
        """As the store keeps it."""
        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "text": self.text,
            "channel": self.channel,
            "team": self.team,
        }


def of_rows(rows: Iterable[Mapping[str, object]]) -> list[Annotation]:
    """Annotations from rows with the columns `COLUMNS`; a row without an id gets one."""
    return [
        _of_row(row, f"Row {number} of the annotations")
        for number, row in enumerate(rows, start=1)
        if not all(_text(value) == "" for value in row.values())
    ]


def replacing(
    wanted: Iterable[Annotation], present: Iterable[str]
) -> dict[str, Mapping[str, object] | None]:
    """What makes exactly the wanted annotations of the present keys."""
    entered: dict[str, Mapping[str, object] | None] = {one.key: one.entry for one in wanted}
    return dict.fromkeys(present) | entered


def of_periods(periods: Sequence[date], ends: Sequence[date], notes: pd.DataFrame) -> list[str]:
    """What happened in each period, from its first day to, not including, its end."""
    known = [
        (str(text), pd.Timestamp(first), pd.Timestamp(last))
        for text, first, last in zip(
            notes["text"], notes["first_day"], notes["last_day"], strict=True
        )
    ]
    return [
        "; ".join(text for text, first, last in known if first < end and last >= begin)
        for begin, end in zip(map(pd.Timestamp, periods), map(pd.Timestamp, ends), strict=True)
    ]


def told(notes: pd.DataFrame) -> str:
    """The annotations as a sentence for alternative text; empty where there are none."""
    if notes.empty:
        return ""
    listed = "; ".join(f"{_days(note)}: {note['text']}" for _, note in notes.iterrows())
    return f" Annotations: {listed}."


def _days(note: pd.Series) -> str:
    first, last = (pd.Timestamp(note[name]) for name in ("first_day", "last_day"))
    ends = [f"{day:%-d %b %Y}" for day in (first, last)]
    return ends[0] if first == last else " to ".join(ends)


def _of_row(row: Mapping[str, object], where: str) -> Annotation:
    text = _text(row.get("text"))
    if not text:
        raise UsageError(f"{where} has no text; say what happened, or remove the row.")
    if len(text) > LONGEST:
        raise UsageError(f"{where} has {len(text)} characters; keep it to {LONGEST}.")
    first = _day(row.get("first_day"), f"{where}, first day")
    last = _day(row.get("last_day"), f"{where}, last day") if _text(row.get("last_day")) else first
    if last < first:
        raise UsageError(f"{where} ends on {last}, before it begins on {first}.")
    key = _text(row.get("annotation_id")) or uuid4().hex[:12]
    channel = scope(_text(row.get("channel")), where)
    return Annotation(key, first, last, text, channel, _text(row.get("team")) or None)


def _day(value: object, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        raise UsageError(f'{where}: "{_text(value)}" is no day; write it as 2026-10-31.') from None


def _text(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip()
