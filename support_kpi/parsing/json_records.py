"""Records kept as JSON: arrays, lines, wrapped lists, streams; nested keys become dotted paths."""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import json_lines, limits, table
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_streams import Json, records
from support_kpi.parsing.sheet import Sheet

CHUNK = 1 << 20
DEEPEST = 20
SPACE = re.compile(r"[ \t\r\n]*")
SCALAR = "value"
LOOKS = re.compile(r'\s*(?:\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)|\[\s*[\[{\]])')

Values = Callable[[], Iterator[Json]]


class _Broken(Exception):
    """The text stops being JSON after so many values."""


def sheets(text: Text, folder: Path, *, label: str, name: str) -> list[Sheet] | None:
    """One sheet a stream, or None where the text only starts like JSON."""
    try:
        return _sheets(text, folder, partial(_values, text), label=label, name=name)
    except _Broken as error:
        if not _looks_like_json(text):
            return None
        if json_lines.are_lines(text):
            lines = partial(json_lines.values, text)
            return _sheets(text, folder, lines, label=label, name=name)
        values = error.args[0]
        raise UnreadableFile(
            f"{label} is JSON that breaks off or is damaged after {values:,} "
            f"{'value' if values == 1 else 'values'}. Export it again."
        ) from None
    except RecursionError as error:
        raise UnreadableFile(
            f"{label} nests its JSON too deeply to be a list of records."
        ) from error


def _looks_like_json(text: Text) -> bool:
    with text.path.open("rb") as file:
        file.seek(text.start)
        return bool(LOOKS.match(file.read(CHUNK).decode(errors="ignore")))


def _sheets(text: Text, folder: Path, values: Values, *, label: str, name: str) -> list[Sheet]:
    columns: dict[str, dict[str, int]] = {}
    container = "ndjson" if _is_lines(text, values) else "json"
    for _, stream, record in records(values()):
        known = columns.setdefault(stream, {})
        for path in _leaves(record):
            if path not in known:
                known[path] = len(known)
        if len(known) > limits.COLUMNS:
            raise UnreadableFile(
                f"{label} has records of more than {limits.COLUMNS:,} different keys; "
                "its keys are probably ids. Export it as a list of records."
            )
    found = [
        table.save(
            folder / f"{position}.parquet",
            partial(_batches, values, stream, paths),
            label=label,
            name="/".join(part for part in (name, stream) if part),
            container=container,
            encoding=text.encoding,
            notes=text.notes,
            headed=True,
        )
        for position, (stream, paths) in enumerate(columns.items())
        if paths
    ]
    kept = [sheet for sheet in found if sheet is not None]
    if not kept:
        raise UnreadableFile(f"{label} is JSON without any record.")
    return [replace(sheet, damaged=_damaged(sheet)) for sheet in kept]


def _damaged(sheet: Sheet) -> int | None:
    return next((i for i, name in enumerate(sheet.headings) if name == json_lines.HEADING), None)


def _batches(values: Values, wanted: str, paths: dict[str, int]) -> Iterator[table.Batch]:
    numbers: list[int] = [0]
    rows: list[list[str | None]] = [list(paths)]
    size = limits.batch_rows(len(paths))
    weight = 0
    for number, stream, record in records(values()):
        if stream != wanted:
            continue
        row: list[str | None] = [None] * len(paths)
        for path, value in _leaves(record).items():
            cell = value if type(value) is str else _cell(value)
            row[paths[path]] = cell
            weight += len(cell) if cell else 0
        numbers.append(number)
        rows.append(row)
        if len(rows) >= size or weight > limits.GROUP_BYTES:
            yield table.Batch(numbers, rows)
            numbers, rows, weight = [], [], 0
    if rows:
        yield table.Batch(numbers, rows)


def _leaves(record: Json) -> dict[str, Json]:
    """A record as dotted paths and what they lead to; lists are leaves."""
    found: dict[str, Json] = {}
    if isinstance(record, dict):
        _collect(record, "", found, 0)
    elif isinstance(record, json_lines.Damaged):
        found[json_lines.HEADING] = str(record)
    else:
        found[SCALAR] = record
    return found


def _collect(record: dict[str, Json], prefix: str, found: dict[str, Json], depth: int) -> None:
    for key, value in record.items():
        if isinstance(value, dict) and value and depth < DEEPEST:
            _collect(value, f"{prefix}{key}.", found, depth + 1)
        else:
            found[prefix + key] = value


def _cell(value: Json) -> str | None:
    match value:
        case str() | None:
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False) if value else ""


def _is_lines(text: Text, values: Values) -> bool:
    with text.path.open("rb") as file:
        file.seek(text.start)
        opened = file.read(CHUNK).lstrip()[:1]
    return opened == b"{" and len(list(islice(values(), 2))) > 1


def _values(text: Text) -> Iterator[Json]:
    """Top-level values one after another, those of a top-level array one by one."""
    decoder = json.JSONDecoder(strict=False, parse_int=json_lines.whole)
    count, place, size, buffer, ended, in_array = 0, 0, CHUNK, "", False, False
    with text.path.open("rb") as raw:
        raw.seek(text.start)
        file = io.TextIOWrapper(raw, "utf-8", newline="")
        while True:
            place = _after_space(buffer, place)
            if place == len(buffer):
                buffer, place = file.read(CHUNK), 0
                if not buffer and not in_array:
                    return
                if not buffer:
                    raise _Broken(count)
            elif buffer[place] == "[" and not in_array:
                in_array, place = True, place + 1
            elif buffer[place] == "]" and in_array:
                in_array, place = False, place + 1
            elif buffer[place] == "," and count:
                place += 1
            else:
                try:
                    value, end = decoder.raw_decode(buffer, place)
                    whole = ended or end < len(buffer)
                except ValueError:
                    value, end, whole = None, place, False
                    if ended:
                        raise _Broken(count) from None
                if whole:
                    count, place, size = count + 1, end, CHUNK
                    yield value
                else:
                    more = file.read(size)
                    buffer, place, ended = buffer[place:] + more, 0, len(more) < size
                    size = min(2 * len(buffer), limits.DOCUMENT_CHARACTERS)
                    if len(buffer) > limits.DOCUMENT_CHARACTERS:
                        raise _Broken(count)


def _after_space(buffer: str, place: int) -> int:
    found = SPACE.match(buffer, place)
    return found.end() if found else place
