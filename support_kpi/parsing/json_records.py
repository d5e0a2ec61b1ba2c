"""Records kept as JSON: arrays, lines, wrapped lists, streams; nested keys become dotted paths."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import json_lines, json_plain, json_values, limits, table
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_leaves import leaves, row
from support_kpi.parsing.json_streams import Json, records
from support_kpi.parsing.json_values import Broken
from support_kpi.parsing.sheet import Sheet

LOOKS = re.compile(r'\s*(?:\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)|\[\s*[\[{\]])')

Values = Callable[[], Iterator[Json]]


def sheets(text: Text, folder: Path, *, label: str, name: str) -> list[Sheet] | None:
    """One sheet a stream, or None where the text only starts like JSON."""
    plain = partial(json_plain.sheet, text, folder / "0.parquet", label=label, name=name)
    values = partial(json_values.values, text)
    try:
        if swift := plain(list(islice(values(), json_plain.LEARNED))):
            return [_marked(swift)]
        return _sheets(text, folder, values, label=label, name=name)
    except Broken as error:
        if not _looks_like_json(text):
            return None
        values = partial(json_lines.values, text)
        if swift := plain(list(islice(values(), json_plain.LEARNED)), is_damaged=True):
            return [_marked(swift)]
        if json_lines.are_lines(text):
            return _sheets(text, folder, values, label=label, name=name)
        count = error.args[0]
        raise UnreadableFile(
            f"{label} is JSON that breaks off or is damaged after {count:,} "
            f"{'value' if count == 1 else 'values'}. Export it again."
        ) from None
    except RecursionError as error:
        raise UnreadableFile(
            f"{label} nests its JSON too deeply to be a list of records."
        ) from error


def _looks_like_json(text: Text) -> bool:
    with text.path.open("rb") as file:
        file.seek(text.start)
        return bool(LOOKS.match(file.read(json_values.CHUNK).decode(errors="ignore")))


def _sheets(text: Text, folder: Path, values: Values, *, label: str, name: str) -> list[Sheet]:
    columns: dict[str, dict[str, int]] = {}
    container = "ndjson" if _is_lines(text, values) else "json"
    for _, stream, record in records(values()):
        known = columns.setdefault(stream, {})
        for path in leaves(record):
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
    return [_marked(sheet) for sheet in kept]


def _marked(sheet: Sheet) -> Sheet:
    """The sheet that knows its column of damaged lines."""
    places = (i for i, name in enumerate(sheet.headings) if name == json_lines.HEADING)
    return replace(sheet, damaged=next(places, None))


def _batches(values: Values, wanted: str, paths: dict[str, int]) -> Iterator[table.Batch]:
    numbers: list[int] = [0]
    rows: list[list[str | None]] = [list(paths)]
    size = limits.batch_rows(len(paths))
    weight = 0
    for number, stream, record in records(values()):
        if stream != wanted:
            continue
        numbers.append(number)
        rows.append(row(record, paths))
        weight += sum(map(len, filter(None, rows[-1])))
        if len(rows) >= size or weight > limits.GROUP_BYTES:
            yield table.Batch(numbers, rows)
            numbers, rows, weight = [], [], 0
    if rows:
        yield table.Batch(numbers, rows)


def _is_lines(text: Text, values: Values) -> bool:
    with text.path.open("rb") as file:
        file.seek(text.start)
        opened = file.read(json_values.CHUNK).lstrip()[:1]
    return opened == b"{" and len(list(islice(values(), 2))) > 1
