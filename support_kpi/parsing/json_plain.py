"""Large JSON files of plain records, one after another or in one list, read piece by piece."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

import duckdb

from support_kpi.parsing import json_blocks, json_lines, json_pieces, json_rows, limits, table
from support_kpi.parsing.batch import Batch, Block
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_known import Known
from support_kpi.parsing.json_pieces import Odd, Piece
from support_kpi.parsing.json_rows import Course, Sight
from support_kpi.parsing.json_streams import Json, are_plain
from support_kpi.parsing.json_values import Broken
from support_kpi.parsing.progress import tell
from support_kpi.parsing.sheet import Sheet

AT_ONCE = 2
LEAST_BYTES = 1 << 20
LEARNED = 500
MOST_PATHS = 500

Cutter = Callable[[Text], Iterator[Piece]]


def sheet(
    text: Text, target: Path, first: list[Json], *, label: str, name: str, is_damaged: bool = False
) -> Sheet | None:
    """The one table of the file, given its first values; None where it is laid out otherwise,
    little, or has too few sound records.

    Raises Broken where the text stops being JSON, unless it is known to be damaged.
    """
    cutter = _cutter(text, is_damaged=is_damaged)
    if text.path.stat().st_size < LEAST_BYTES or not are_plain(first[:2]) or cutter is None:
        return None
    known = Known()
    known.learn(first)
    if not _is_fit(known):
        return None
    saved, learned = None, 0
    with json_blocks.connected() as connection:
        try:
            # Again, where keys came late.
            while learned < len(known.paths):
                learned = len(known.paths)
                course = Course(text, is_damaged, cutter is json_pieces.of_array, known)
                saved = table.save(
                    target,
                    partial(_batches, connection, cutter, course),
                    label=label,
                    name=name,
                    container=_container(text),
                    encoding=text.encoding,
                    notes=text.notes,
                    headed=True,
                )
                if course.sound < json_lines.SOUND * course.values:
                    return None
        except Odd:
            return None
    return saved


def _is_fit(known: Known) -> bool:
    return not known.is_ambiguous and len(known.paths) <= MOST_PATHS


def _cutter(text: Text, *, is_damaged: bool) -> Cutter | None:
    if is_damaged:
        return json_pieces.of_lines
    with text.path.open("rb") as file:
        file.seek(text.start)
        opened = file.readline(limits.FIRST_LINE_BYTES).strip()
        line = file.readline(limits.FIRST_LINE_BYTES).strip() if opened == b"[" else opened
    try:
        found = json.loads(line.removesuffix(b","), strict=False)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return json_pieces.of_lines
    return json_pieces.of_array if opened.startswith(b"[") else None


def _container(text: Text) -> str:
    with text.path.open("rb") as file:
        file.seek(text.start)
        return "ndjson" if file.read(limits.FIRST_LINE_BYTES).lstrip()[:1] == b"{" else "json"


def _batches(
    connection: duckdb.DuckDBPyConnection, cutter: Cutter, course: Course
) -> Iterator[Batch | Block]:
    """The headings as they are known, then the records; once a key is new, only what else is."""
    known, size = course.known, course.text.path.stat().st_size
    headings = list(known.paths)
    yield Batch([0], [headings])
    for piece, sight in _sighted(connection, cutter(course.text), known):
        for part in json_rows.parts(piece, sight, course):
            if len(known.paths) == len(headings):
                yield part
        if not _is_fit(known):
            raise Odd
        tell(read=int(piece.places[0]) + piece.size, size=size)
    if course.in_array and not course.is_damaged and cutter is json_pieces.of_lines:
        raise Broken(course.values)


def _sighted(
    connection: duckdb.DuckDBPyConnection, pieces: Iterator[Piece], known: Known
) -> Iterator[tuple[Piece, Sight]]:
    """The pieces and what is seen of them with what is known then; a few are looked at ahead."""
    ahead: deque[tuple[Piece, Known, Future[Sight]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            for piece in islice(pieces, AT_ONCE + 1 - len(ahead)):
                now = known.copy()
                seen = pool.submit(json_rows.sight, connection.cursor(), piece, now)
                ahead.append((piece, now, seen))
            if not ahead:
                return
            piece, then, seen = ahead.popleft()
            sight = seen.result()
            yield piece, sight if then == known else json_rows.sight(connection, piece, known)
