"""Targets: the level that a KPI is to reach in a month, and whether it is reached beyond noise."""

import csv
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

import pandas as pd

from support_kpi.errors import UsageError
from support_kpi.formats import shown
from support_kpi.scopes import ALL, scope

Verdict = Literal["met", "not met", "not clear", "not yet"]
Level = Mapping[str, object]

RULE = (
    "Met: the whole 95 % interval of the month is at the target or beyond. Not met: all of it is "
    "short. Not clear: the target lies within it. A value without an interval stands for itself. "
    "Not yet: the month is not over, or has no data."
)
COLUMNS = ("kpi", "channel", "month", "target", "target_low", "target_high", "origin")
FIRST_YEAR, LAST_YEAR = 1970, 2100


@dataclass(frozen=True)
class Target:
    """A level, a band around or instead of it, and where it is from; no channel means all."""

    kpi: str
    channel: str | None
    month: date
    target: float | None
    target_low: float | None = None
    target_high: float | None = None
    origin: str = ""

    @property
    def key(self) -> str:
        return f"{self.kpi} {self.channel or ALL} {self.month:%Y-%m}"

    @property
    def entry(self) -> dict[str, object]:
        """As the store keeps it."""
        return {
            "kpi": self.kpi,
            "channel": self.channel,
            "month": self.month.isoformat(),
            "value": self.target,
            "low": self.target_low,
            "high": self.target_high,
            "origin": self.origin or None,
        }


def of_rows(rows: Iterable[Level], described: pd.DataFrame) -> list[Target]:
    """Targets from rows with the columns `COLUMNS`, as people write them; blank rows are none."""
    known = described.set_index("kpi", drop=False)
    found: dict[str, tuple[int, Target]] = {}
    for number, row in enumerate(rows, start=1):
        if all(_is_blank(value) for value in row.values()):
            continue
        target = _of_row(row, known, f"Row {number} of the targets")
        if target.key in found:
            raise UsageError(
                f"Row {number} of the targets names {target.key} again, after row "
                f"{found[target.key][0]}; keep one of them."
            )
        found[target.key] = number, target
    return [target for _, target in found.values()]


def of_entry(value: Mapping[str, object]) -> Target:
    """As the store kept it."""
    channel = value.get("channel")
    return Target(
        kpi=str(value["kpi"]),
        channel=str(channel) if channel else None,
        month=date.fromisoformat(str(value["month"])),
        target=_stored(value.get("value")),
        target_low=_stored(value.get("low")),
        target_high=_stored(value.get("high")),
        origin=str(value.get("origin") or ""),
    )


def entries(wanted: Iterable[Target]) -> dict[str, Mapping[str, object] | None]:
    """What the store is to enter."""
    return {target.key: target.entry for target in wanted}


def replacing(
    wanted: Iterable[Target], present: Iterable[str]
) -> dict[str, Mapping[str, object] | None]:
    """What makes exactly the wanted targets of the present keys."""
    return dict.fromkeys(present) | entries(wanted)


def over_months(target: Target, last: date) -> list[Target]:
    """The same level in every month up to that of `last`."""
    if last < target.month:
        raise UsageError(
            f"The last month, {last:%Y-%m}, is before the first, {target.month:%Y-%m}."
        )
    months = pd.period_range(target.month, last, freq="M")
    return [replace(target, month=month.start_time.date()) for month in months]


def written(value: float | None, unit: str) -> str | None:
    """A level as people write it, which reads back as the same."""
    if value is None or math.isnan(value):
        return None
    return f"{100 * value:.10g} %" if unit in ("share", "rate") else f"{value:.10g}"


def of_csv(content: bytes, described: pd.DataFrame) -> list[Target]:
    """Targets from a CSV file with the columns `COLUMNS`; channel, band, origin may lack."""
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(text.splitlines(), delimiter=_separator(text))
        rows = [{_heading(name): value for name, value in row.items()} for row in reader]
    except (UnicodeDecodeError, csv.Error):
        raise UsageError("The file of targets is no CSV in UTF-8; save it as one.") from None
    missing = [name for name in ("kpi", "month", "target") if rows and name not in rows[0]]
    if missing or not rows:
        raise UsageError(
            f"The file of targets lacks {', '.join(missing) or 'rows'}; its columns are "
            f"{', '.join(COLUMNS)}."
        )
    return of_rows(({name: row.get(name) for name in COLUMNS} for row in rows), described)


def frame(targets: Iterable[Target]) -> pd.DataFrame:
    """Targets as rows, with columns `COLUMNS`, in the order of KPI, channel and month."""
    rows = [[getattr(one, name) for name in COLUMNS] for one in targets]
    listed = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = ["target", "target_low", "target_high"]
    listed[numbers] = listed[numbers].astype("float64")
    return listed.sort_values(["kpi", "channel", "month"], na_position="first", ignore_index=True)


def verdict(
    value: float | None,
    low: float | None,
    high: float | None,
    target: tuple[float, float],
    better: str,
    *,
    is_complete: bool,
) -> Verdict | None:
    """Met or not only beyond noise: the whole interval beyond the target, or short of all of it.

    A value without an interval stands for itself. None where neither direction is better.
    """
    if better not in ("higher", "lower"):
        return None
    if not is_complete or value is None or math.isnan(value):
        return "not yet"
    worst, best = (value if end is None or math.isnan(end) else end for end in (low, high))
    weak, strong = target
    if better == "lower":
        worst, best, weak, strong = -best, -worst, -strong, -weak
    if worst >= strong:
        return "met"
    return "not met" if best < weak else "not clear"


def assessed(rows: pd.DataFrame, levels: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Monthly KPI rows that have a target, each with its target and verdict.

    `rows` are KPI rows with `is_complete`; `levels` the rows of the query target_levels.
    """
    better = described.set_index("kpi")["better"]
    both = levels.merge(rows, on=["kpi", "segment", "period"], how="left")
    both["is_complete"] = both["is_complete"].eq(True)
    both["verdict"] = [
        verdict(
            row.value,
            row.low,
            row.high,
            (row.target_low, row.target_high),
            str(better.get(row.kpi)),
            is_complete=bool(row.is_complete),
        )
        for row in both.itertuples()
    ]
    return both


def along(rows: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Rows by `period`, and by `segment` where they have it, with the target of their month."""
    keys = ["month", "segment"] if "segment" in rows else ["month"]
    of_months = levels.assign(month=pd.to_datetime(levels["period"]).dt.to_period("M"))
    months = pd.to_datetime(rows["period"]).dt.to_period("M")
    kept = of_months[[*keys, "target", "target_low", "target_high"]]
    both = rows.assign(month=months).merge(kept, on=keys, how="left")
    is_band = (both["target_low"] < both["target_high"]).any()
    return both.drop(columns=["month", *([] if is_band else ["target_low", "target_high"])])


def told(row: Mapping[str, object] | pd.Series, unit: str) -> str:
    """A target as people read it, with its band."""
    value, low, high = (_stored(row[name]) for name in ("target", "target_low", "target_high"))
    ends = f"{shown(low, unit)} to {shown(high, unit)}"
    if value is None or math.isnan(value):
        return ends
    return f"{shown(value, unit)} ({ends})" if (low or 0) < (high or 0) else shown(value, unit)


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _heading(name: object) -> str:
    return str(name or "").strip().casefold().replace(" ", "_")


def _of_row(row: Level, known: pd.DataFrame, where: str) -> Target:
    kpi = _kpi(row.get("kpi"), known, where)
    unit = str(known.loc[kpi, "unit"])
    value, low, high = (
        _number(row.get(name), unit, f"{where}, {name}")
        for name in ("target", "target_low", "target_high")
    )
    if (low is None) != (high is None):
        raise UsageError(f"{where} has one end of a band; give both ends, or neither.")
    if value is None and low is None:
        raise UsageError(f"{where} has no level; give a target, or remove the row.")
    if low is not None and high is not None and (low > high or not low <= (value or low) <= high):
        raise UsageError(f"{where}: the band {low:g} to {high:g} does not hold its target.")
    origin = "" if _is_blank(row.get("origin")) else str(row["origin"]).strip()
    return Target(
        kpi,
        scope("" if _is_blank(row.get("channel")) else str(row["channel"]), where),
        _month(row.get("month"), where),
        value,
        low,
        high,
        origin,
    )


def _kpi(value: object, known: pd.DataFrame, where: str) -> str:
    wanted = "" if _is_blank(value) else str(value).strip().casefold()
    for kpi, label in zip(known["kpi"], known["label"], strict=True):
        if wanted in (str(kpi).casefold(), str(label).casefold()):
            return str(kpi)
    raise UsageError(f'{where}: "{wanted}" is no KPI; use a name such as csat_rate or its label.')


def _month(value: object, where: str) -> date:
    if not _is_blank(value):
        if isinstance(value, date | datetime):
            return _within(value.year, value.month, value, where)
        for form in ("%Y-%m", "%Y-%m-%d", "%b %Y", "%B %Y", "%m/%Y"):
            try:
                found = datetime.strptime(str(value).strip(), form)
            except ValueError:
                continue
            return _within(found.year, found.month, value, where)
    raise UsageError(f'{where}: "{"" if _is_blank(value) else value}" is no month; write 2026-03.')


def _within(year: int, month: int, value: object, where: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"{where}: {value} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return date(year, month, 1)


def _number(value: object, unit: str, where: str) -> float | None:
    if _is_blank(value):
        return None
    match = re.fullmatch(r"([-+]?\d[\d ]*(?:[.,]\d+)?)\s*(%?)", str(value).strip())
    if match is None and not isinstance(value, int | float):
        raise UsageError(f'{where}: "{value}" is no number; write 0.9, 90 % or 12.5.')
    number = float(match[1].replace(" ", "").replace(",", ".")) if match else float(str(value))
    if match and match[2]:
        number /= 100
    if unit == "share" and 1 < number <= 100 and not (match and match[2]):
        number /= 100
    if unit == "share" and not 0 <= number <= 1:
        raise UsageError(f"{where}: {value} is no share; write 0.9 or 90 %.")
    if not math.isfinite(number):
        raise UsageError(f"{where}: {value} is no number; write 0.9, 90 % or 12.5.")
    return number


def _stored(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _is_blank(value: object) -> bool:
    if value is None or value is pd.NaT:
        return True
    return str(value).strip() == "" or (isinstance(value, float) and math.isnan(value))
