"""Cells of dates and times as SQL, moved to UTC from the zone that their clock is in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from support_kpi.conversion import clocks, moments, words, zones
from support_kpi.conversion.cells import (
    Compiled,
    Reader,
    dates_key,
    moment_text,
    position,
    quoted,
)
from support_kpi.conversion.literals import identifier, literal
from support_kpi.conversion.texts import texts
from support_kpi.drafts import DateOrder, Day, Moment
from support_kpi.mappings.misfits import AGO, NO_DAY, NO_YEAR, YEARLESS


@dataclass(frozen=True)
class _Zoned:
    """A clock time moved to UTC: the zones used, how to say it, and SQL of what is doubtful."""

    value: str | None
    zones: tuple[str, ...] = ()
    how: str = ""
    doubt: str = ""
    is_guessed: bool = False


def date_cell(reader: Reader, draft: Compiled, cell: Moment | Day) -> Compiled:
    text = moment_text(reader.sheet, cell) or "null::varchar"
    is_day = isinstance(cell, Day)
    decided = reader.dates[dates_key(text, cell)]
    found, order = decided.dates, decided.order
    on_clock, instant = moments.clock(found, order), moments.instant(found, order)
    zoned = _Zoned(on_clock)
    if isinstance(cell, Moment) and on_clock:
        zoned = _zoned(reader, draft, cell, on_clock)
    if not is_day and instant:
        how = zoned.how or "zone in the value"
        zoned = replace(zoned, zones=(*zoned.zones, "UTC"), how=how)
    parts = [part for part in (zoned.value, instant) if part]
    value = f"coalesce({', '.join(parts)}, null)" if parts else "null"
    kind = "date" if draft.column.type == "date" else "timestamp"
    original = draft.original
    time = position(reader.sheet, cell.and_time) if isinstance(cell, Moment) else None
    if time is not None:
        original = f"concat_ws(' ', {original}, c{time})"
    draft = replace(draft, original=original)
    name = identifier(draft.column.name)
    final = moments.in_range(name, kind)
    return replace(
        draft,
        value=f"cast({value} as {kind})",
        final=final,
        is_bad=f"case when {text} is null or ({final}) is not null then false"
        f" else {words.is_said(text)} and not {moments.is_sentinel(text, name)} end",
        reason=_reason(draft, text, kind),
        how=", ".join(part for part in (_how_read(found, order), zoned.how) if part),
        zones=tuple(dict.fromkeys(zoned.zones)),
        is_zone_guessed=zoned.is_guessed,
        order=order,
        doubt=zoned.doubt,
    )


def _reason(draft: Compiled, text: str, kind: str) -> str:
    branches = " ".join(
        f"when regexp_full_match({text}, {literal(pattern)}) then {quoted(draft, said)}"
        for pattern, said in ((YEARLESS, NO_YEAR), (AGO, NO_DAY))
    )
    other = quoted(draft, "is not a date" if kind == "date" else "is not a date and time")
    return f"case {branches} else {other} end"


def _how_read(found: moments.Dates, order: DateOrder | None) -> str:
    if not found.patterns:
        return "no value could be read"
    kinds: Mapping[str, str] = {
        "epoch": "seconds since 1970",
        "epoch_ms": "milliseconds since 1970",
        "epoch_us": "microseconds since 1970",
        "epoch_ns": "nanoseconds since 1970",
        "serial": "spreadsheet day numbers",
    }
    first = found.patterns[0].kind
    return kinds.get(first) or (moments.ORDER_WORDS[order] if order else "months")


def _zoned(reader: Reader, draft: Compiled, cell: Moment, on_clock: str) -> _Zoned:
    """The clock time in UTC by the first zone that is known."""
    connection, options = reader.connection, reader.options
    named = zones.chosen(connection, cell.zone) if cell.zone else None
    zone = named or zones.in_heading(connection, draft.heading)
    other = zones.chosen(connection, options.zone) if options.zone else None
    if zone is None and (column := position(reader.sheet, cell.zone_column)) is not None:
        found = _by_row(reader, column, on_clock, other or "UTC")
        if found:
            return found
    is_guessed = zone is None and other is None
    zone = zone or other or "UTC"
    doubt = clocks.doubt(connection, on_clock, zone)
    return _Zoned(zones.to_utc(on_clock, zone), (zone,), zone, doubt, is_guessed)


def _by_row(reader: Reader, column: int, on_clock: str, other: str) -> _Zoned | None:
    connection, name = reader.connection, f"t{column}"
    rows = connection.execute(
        f"select distinct {name} from {texts(reader.sheet, name)}"
        f" where {name} is not null limit 1000"
    ).fetchall()
    pairs = [
        (text, zone) for (text,) in sorted(rows) if (zone := zones.canonical(connection, text))
    ]
    if not pairs:
        return None
    used = tuple(sorted({zone for _, zone in pairs}))
    doubts = [(text, clocks.doubt(connection, on_clock, zone)) for text, zone in pairs]
    branches = " ".join(f"when {literal(text)} then {sql}" for text, sql in doubts if sql)
    return _Zoned(
        value=zones.to_utc_by_row(on_clock, name, pairs, other),
        zones=used,
        how="zone of each row",
        doubt=f"case {name} {branches} end" if branches else "",
    )
