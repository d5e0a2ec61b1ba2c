"""Cells of dates and times as SQL, moved to UTC from the zone that their clock is in."""

from collections.abc import Mapping
from dataclasses import replace

from support_kpi.conversion import moments, zones
from support_kpi.conversion.cells import (
    Compiled,
    Reader,
    dates_key,
    moment_text,
    position,
    quoted,
)
from support_kpi.conversion.literals import identifier
from support_kpi.conversion.texts import texts
from support_kpi.drafts import DateOrder, Day, Moment

ORDER_WORDS: Mapping[DateOrder, str] = {
    "dmy": "day-first",
    "mdy": "month-first",
    "ymd": "year-first",
}


def date_cell(reader: Reader, draft: Compiled, cell: Moment | Day) -> Compiled:
    text = moment_text(reader.sheet, cell) or "null::varchar"
    is_day = isinstance(cell, Day)
    decided = reader.dates[dates_key(text, cell)]
    found, order = decided.dates, decided.order
    on_clock, instant = moments.clock(found, order), moments.instant(found, order)
    guessed, used, how_zone = False, (), ""
    if not is_day:
        if on_clock:
            on_clock, used, guessed, how_zone = _zoned(reader, draft, cell, on_clock)
        if instant:
            used, how_zone = (*used, "UTC"), how_zone or "zone in the value"
    parts = [part for part in (on_clock, instant) if part]
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
        f" else not {moments.is_sentinel(text)} end",
        reason=quoted(draft, "is not a date" if kind == "date" else "is not a date and time"),
        how=", ".join(part for part in (_how_read(found, order), how_zone) if part),
        zones=tuple(dict.fromkeys(used)),
        is_zone_guessed=guessed,
        order=order,
    )


def _how_read(found: moments.Dates, order: DateOrder | None) -> str:
    if not found.patterns:
        return "no value could be read"
    kinds: Mapping[str, str] = {
        "epoch": "seconds since 1970",
        "epoch_ms": "milliseconds since 1970",
        "epoch_us": "microseconds since 1970",
        "serial": "spreadsheet day numbers",
    }
    first = found.patterns[0].kind
    return kinds.get(first) or (ORDER_WORDS[order] if order else "months")


def _zoned(
    reader: Reader, draft: Compiled, cell: Moment, on_clock: str
) -> tuple[str, tuple[str, ...], bool, str]:
    """The clock time as UTC, the zones used, whether UTC was only assumed, and how to say it."""
    connection, options = reader.connection, reader.options
    named = zones.chosen(connection, cell.zone) if cell.zone else None
    zone = named or zones.in_heading(connection, draft.heading)
    if zone:
        return zones.to_utc(on_clock, zone), (zone,), False, zone
    other = zones.chosen(connection, options.zone) if options.zone else None
    column = position(reader.sheet, cell.zone_column)
    if column is not None:
        rows = connection.execute(
            f"select distinct t{column} from {texts(reader.sheet, f't{column}')}"
            f" where t{column} is not null limit 1000"
        ).fetchall()
        pairs = [
            (text, zone) for (text,) in sorted(rows) if (zone := zones.canonical(connection, text))
        ]
        if pairs:
            used = tuple(sorted({zone for _, zone in pairs}))
            moved = zones.to_utc_by_row(on_clock, f"t{column}", pairs, other or "UTC")
            return moved, used, False, "zone of each row"
    zone = other or "UTC"
    return zones.to_utc(on_clock, zone), (zone,), other is None, zone
