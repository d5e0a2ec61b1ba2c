"""Filters from what people write: a URL, which may hold anything, and the flags of the shell.

Both name the last day of a period, included.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import get_args

from support_kpi.errors import UsageError
from support_kpi.filters.periods import DAY, default_period
from support_kpi.filters.selection import DIMENSIONS, Compare, Filters

FIRST_YEAR, LAST_YEAR = 1970, 2100


def from_query(
    params: Mapping[str, object],
    *,
    data_start: date,
    data_end: date,
    known: Mapping[str, Sequence[str]],
) -> Filters:
    """Filters from whatever a URL holds; what cannot be used falls back to the default."""
    first, last = (next(_days(params, key), None) for key in ("from", "to"))
    start, end = default_period(data_start, data_end)
    if first and last:
        start, end = min(first, last), max(first, last) + DAY
    elif first:
        start, end = first, max(first, data_end) + DAY
    elif last:
        start, end = min(data_start, last), last + DAY
    compare = next((word for word in get_args(Compare) if word in _texts(params, "compare")), None)
    kept = {
        name: tuple(text for text in _texts(params, key) if text in known.get(name, ()))
        for name, key in DIMENSIONS.items()
    }
    return Filters(start, end, compare or "previous", **kept)


def from_options(
    *,
    data_start: date,
    data_end: date,
    known: Mapping[str, Sequence[str]],
    start: str | None = None,
    end: str | None = None,
    compare: str = "none",
    channels: Sequence[str] = (),
    teams: Sequence[str] = (),
    tiers: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Filters:
    """Filters from the flags of the command line; without dates, all data."""
    from_day, to_day = _option_day("--from", start), _option_day("--to", end)
    first = from_day or min(data_start, to_day or data_start)
    last = to_day or max(data_end, first)
    if first > last:
        raise UsageError(f"--from {first} is after --to {last}; name the earlier day first.")
    if compare not in get_args(Compare):
        raise UsageError(f'--compare "{compare}" is not one of {", ".join(get_args(Compare))}.')
    given = {"channels": channels, "teams": teams, "tiers": tiers, "sources": sources}
    kept = {
        name: tuple(_option_value(key, value, known.get(name, ())) for value in given[name])
        for name, key in DIMENSIONS.items()
    }
    return Filters(first, last + DAY, compare, **kept)  # type: ignore[arg-type]


def between(filters: Filters, first: str, last: str) -> Filters:
    """The same filters from one day that somebody wrote to another, included."""
    start, end = _option_day("--compared-from", first), _option_day("--compared-to", last)
    if start is None or end is None or start > end:
        raise UsageError(f"{first} to {last} is no period; name the earlier day first.")
    return replace(filters, start=start, end=end + DAY, compare="none")


def _texts(params: Mapping[str, object], key: str) -> list[str]:
    value = params.get(key)
    values = value if isinstance(value, list | tuple) else [value]
    return [text for text in values if isinstance(text, str)]


def _days(params: Mapping[str, object], key: str) -> Iterator[date]:
    return (day for text in _texts(params, key) if (day := _day(text)))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _option_day(flag: str, text: str | None) -> date | None:
    if text is None:
        return None
    day = _day(text)
    if day is None:
        raise UsageError(
            f'{flag} "{text}" is not a day between {FIRST_YEAR} and {LAST_YEAR}; '
            "write it as 2026-10-31."
        )
    return day


def _option_value(key: str, text: str, known: Sequence[str]) -> str:
    """The known value that is meant, capitals aside."""
    if text in known:
        return text
    by_folded = {value.casefold(): value for value in known}
    if text.casefold() in by_folded:
        return by_folded[text.casefold()]
    near = get_close_matches(text.casefold(), by_folded, n=1)
    listed = f"There are: {', '.join(known)}." if known else f"No {key} is loaded."
    hint = f'Did you mean "{by_folded[near[0]]}"?' if near else listed
    raise UsageError(f'--{key} "{text}" is not in the data. {hint}')
