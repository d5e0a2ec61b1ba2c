"""Which records a JSON text holds: in wrappings, on pages, in the envelopes of a connector."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeGuard

IDENTIFIER = re.compile(r"(?:^|_)(?:id|key)$|[a-z]Id$", flags=re.ASCII)

RECORD = "RECORD"
MESSAGES = ("SCHEMA", "STATE", "LOG", "TRACE")

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
Record = tuple[int, str, Json]


def records(values: Iterator[Json]) -> Iterator[Record]:
    """Every record in the top-level values of a file, with its ordinal and its stream."""
    first = list(islice(values, 2))
    if len(first) == 1 and isinstance(first[0], dict) and _envelope(first[0]) is None:
        yield from _unwrapped(first[0])
        return
    if key := _paged_by(first):
        yield from _of_pages(chain(first, values), key)
        return
    wrapped = _wrapped_by(first)
    for ordinal, value in enumerate(chain(first, values), 1):
        enveloped = _envelope(value)
        if enveloped is None:
            if wrapped and isinstance(value, dict) and len(value) == 1:
                value = value.get(wrapped, value)
            yield ordinal, "", value
        elif enveloped[0]:
            yield ordinal, *enveloped


def are_plain(first: list[Json]) -> bool:
    """Whether the first two values of a file are records as they stand."""
    is_list = len(first) == 2 and not any(map(is_message, first))
    return is_list and not _paged_by(first) and not _wrapped_by(first)


def is_message(value: Json) -> bool:
    """Whether a value is a message of a connector, with a record in it or about records."""
    return _envelope(value) is not None


def _envelope(value: Json) -> tuple[str, Json] | None:
    """Stream and data of a RECORD message; an empty stream for the messages around them."""
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return None
    record = value.get("record")
    if value["type"] == RECORD and isinstance(record, dict):
        if isinstance(record.get("stream"), str) and "data" in record:
            return str(record["stream"]), record["data"]
        if isinstance(value.get("stream"), str):
            return str(value["stream"]), record
    return ("", None) if value["type"] in MESSAGES else None


def _unwrapped(value: dict[str, Json]) -> Iterator[Record]:
    """The records inside an object such as `{"tickets": [...], "count": 2}`, else the object."""
    value = _opened(value)
    lists = _lists(value)
    if lists is None:
        yield 1, "", value
        return
    for key, rows in lists.items():
        for ordinal, row in enumerate(rows, 1):
            yield ordinal, key if len(lists) > 1 else "", row


def _opened(value: dict[str, Json]) -> dict[str, Json]:
    """What a wrapping of one key holds, or the part of a page that holds its lists."""
    while len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
        value = inner
    embedded = value.get("_embedded")
    return embedded if isinstance(embedded, dict) and not _is_record(value) else value


def _is_record(value: dict[str, Json]) -> bool:
    return any(IDENTIFIER.search(key) for key in value)


def _lists(value: dict[str, Json]) -> dict[str, list[Json]] | None:
    """The lists of a page; None where the object is a record, as one with an id of its own is,
    whatever lists it holds."""
    lists = {key: rows for key, rows in value.items() if _is_list_of_objects(rows)}
    return None if _is_record(value) or not (lists or _is_empty_page(value)) else lists


def _paged_by(first: list[Json]) -> str | None:
    """The main list of pages that follow each other, where the first two values are pages."""
    opened = [_opened(value) for value in first if isinstance(value, dict)]
    if len(opened) < 2 or any(_envelope(value) for value in first):
        return None
    for key, rows in (_lists(opened[0]) or {}).items():
        is_list = len(opened[0]) == 1 or (isinstance(rows[0], dict) and _is_record(rows[0]))
        if is_list and key in opened[1] and _lists(opened[1]) is not None:
            return key
    return None


def _of_pages(values: Iterator[Json], main: str) -> Iterator[Record]:
    """The records of all pages, numbered on through each list; what is no page is a record."""
    ordinals: Counter[str] = Counter()
    for value in values:
        opened = _opened(value) if isinstance(value, dict) else {}
        for key, rows in (_lists(opened) or {main: [] if main in opened else [value]}).items():
            for row in rows:
                ordinals[key] += 1
                yield ordinals[key], "" if key == main else key, row


def _wrapped_by(first: list[Json]) -> str | None:
    """The one key that each record is wrapped in, as in `{"ticket": {"id": 1}}`."""
    keys = {key for value in first if isinstance(value, dict) and len(value) == 1 for key in value}
    inside = [value[key] for value in first if isinstance(value, dict) for key in keys & {*value}]
    records = [one for one in inside if isinstance(one, dict) and _is_record(one)]
    return next(iter(keys)) if len(keys) == 1 and len(records) == len(first) > 1 else None


def _is_list_of_objects(value: Json) -> TypeGuard[list[Json]]:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _is_empty_page(value: dict[str, Json]) -> bool:
    """`{"tickets": [], "count": 0, "next_page": null}`, or nothing at all."""
    inside = value.values()
    return all(held is None or held in ([], {}) or isinstance(held, int) for held in inside)
