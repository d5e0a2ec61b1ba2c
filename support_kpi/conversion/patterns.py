"""Patterns of dates: what format reads values of a shape such as `99/aaa/99 9:99 pm`."""

import re
from dataclasses import dataclass
from typing import Literal

from support_kpi.conversion.spellings import NAMES
from support_kpi.drafts import DateOrder

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)

Kind = Literal["date", "epoch", "epoch_ms", "epoch_us", "epoch_ns", "serial"]


@dataclass(frozen=True)
class Pattern:
    """How values of one shape read. `format` holds `{a}` and `{b}` where day and month, both
    numbers, stand in an order that the shape does not tell."""

    kind: Kind
    format: str = ""
    order: DateOrder | None = None
    has_zone: bool = False
    is_iso: bool = False
    has_time: bool = True

    @property
    def is_open(self) -> bool:
        return "{a}" in self.format

    @property
    def is_dotted(self) -> bool:
        """Written with dots, which nobody does who writes the month first."""
        return self.format.startswith("{a}.")

    def ordered(self, order: DateOrder | None) -> str:
        if order == "ymd" and self.is_open and "%y" in self.format:
            return self.format.replace("%y", "%d").format(a="%y", b="%m")
        day_first = order != "mdy"
        return self.format.format(*(), a="%d" if day_first else "%m", b="%m" if day_first else "%d")


DATES: tuple[tuple[str, str, DateOrder | None], ...] = (
    (r"9{4}(?P<s>[-/.])9{1,2}(?P=s)9{1,2}(?!9)", "%Y{s}%m{s}%d", "ymd"),
    (r"9{1,2}(?P<s>[-/. ])9{1,2}(?P=s)(?P<year>9{4}|99)(?!9)", "{{a}}{s}{{b}}{s}{year}", None),
    (
        r"9{1,2}(?P<s>[-/ ]?)(?P<month>[a-z]{3,9})(?P<s2>[-/ ]?)(?P<year>9{4}|99)(?!9)",
        "%d{s}{month}{s2}{year}",
        "dmy",
    ),
    (
        r"(?P<month>[a-z]{3,9})(?P<s>[-/ ]?)9{1,2}(?P<s2>[-/ ])(?P<year>9{4})(?!9)",
        "{month}{s}%d{s2}{year}",
        "mdy",
    ),
    (r"9{4}(?P<s>[-/ ])(?P<month>[a-z]{3,9})(?P=s)9{1,2}(?!9)", "%Y{s}{month}{s}%d", "ymd"),
    (r"9{8}(?!9)", "%Y%m%d", "ymd"),
    (r"9{8}(?=9{6}$)", "%Y%m%d", "ymd"),
)
MONTHLY: tuple[tuple[str, str], ...] = (
    (r"9{4}(?P<s>[-/.])9{1,2}", "%Y{s}%m"),
    (r"9{1,2}(?P<s>[-/.])9{4}", "%m{s}%Y"),
    (r"(?P<month>[a-z]{3,9})(?P<s>[-/ ]?)(?P<year>9{4}|99)", "{month}{s}{year}"),
    (r"9{4}(?P<s>[-/ ]?)(?P<month>[a-z]{3,9})", "%Y{s}{month}"),
)
TIME = re.compile(
    r"(?P<gap>[t ]\s*|(?=9{6}$))"
    r"(?:(?P<clock>9{1,2}:9{1,2}(?P<second>:9{1,2}(?:[.,](?P<fraction>9+))?)?)"
    r"|(?P<hour>9{1,2})(?= [ap]m)|(?P<compact>9{6}))(?P<half> [ap]m)?"
)
ZONE = re.compile(
    rf"(?P<gap>\s*)(?:(?P<name>{NAMES})?\s*(?P<offset>[-+]9{{1,2}}(?::?99)?)?"
    r"|(?P<region>[a-z_]+(?:/[a-z_-]+)+))"
)
NUMBERS: tuple[tuple[str, Kind], ...] = (
    (r"9{10}(\.9*)?", "epoch"),
    (r"9{13}(\.9*)?", "epoch_ms"),
    (r"9{16}", "epoch_us"),
    (r"9{19}", "epoch_ns"),
    (r"9{5}([.,]9*)?", "serial"),
)


def _filled(template: str, found: dict[str, str | None]) -> str | None:
    """A date's format from its template; None when its month is no month."""
    month = found.get("month")
    if month is not None and month not in MONTHS and month not in SHORT_MONTHS:
        return None
    return template.format(
        s=found.get("s") or "",
        s2=found.get("s2") or "",
        month="%b" if month in SHORT_MONTHS else "%B",
        year="%Y" if found.get("year") == "9999" else "%y",
    )


def _time_format(found: re.Match[str]) -> str:
    gap = "T" if found["gap"].startswith("t") else found["gap"][:1]
    if found["hour"]:
        return f"{gap}%H %p"
    if found["compact"]:
        return f"{gap}%H%M%S"
    second = ":%S" if found["second"] else ""
    if found["fraction"]:
        mark = found["second"].lstrip(":9")[0]
        second += mark + ("%f" if len(found["fraction"]) <= 6 else "%n")
    return f"{gap}%H:%M{second}" + (" %p" if found["half"] else "")


def _is_plain(zone: re.Match[str]) -> bool:
    """Whether a zone is written as DuckDB reads it: `Z`, `+02:00`, ` Europe/Berlin`."""
    if zone["region"]:
        return bool(zone["gap"])
    is_mixed = zone["gap"] or (zone["name"] and zone["offset"])
    return zone["name"] in (None, "z") and not is_mixed


def pattern(shape: str, *, months: bool = False) -> Pattern | None:
    """How values of a cleaned shape read; with `months` also those that name only a month."""
    for expression, kind in NUMBERS:
        if re.fullmatch(expression, shape):
            return Pattern(kind, has_zone=kind != "serial")
    for expression, template, order in DATES:
        if not (date := re.match(expression, shape)):
            continue
        written = _filled(template, date.groupdict())
        if written is None:
            continue
        rest = shape[date.end() :]
        if not rest:
            return Pattern("date", written, order, has_time=False)
        time = TIME.match(rest)
        if time is None or not (zone := ZONE.fullmatch(rest[time.end() :])):
            continue
        has_zone = bool(zone["name"] or zone["offset"] or zone["region"])
        is_iso = expression == DATES[0][0] and ":99:99" in rest and not time["half"]
        is_iso = is_iso and _is_plain(zone)
        if zone["region"] and not is_iso:
            continue
        return Pattern("date", written + _time_format(time), order, has_zone, is_iso)
    for expression, template in MONTHLY if months else ():
        if (date := re.fullmatch(expression, shape)) and (
            written := _filled(template, date.groupdict())
        ):
            return Pattern("date", written, has_time=False)
    return None
