"""The records of a piece of JSON: most as columns at once, those that are odd one by one."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from support_kpi.parsing import json_blocks, json_lines, json_pieces, json_values, limits
from support_kpi.parsing.batch import Batch, Block
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_known import Known
from support_kpi.parsing.json_leaves import row
from support_kpi.parsing.json_pieces import BLANKS, Odd, Piece
from support_kpi.parsing.json_streams import MESSAGES, RECORD, Json, is_message

# A piece with more odd lines than one in so many is read one by one as a whole.
ODD_IN = 20
TYPE = "type"


Sight = tuple[NDArray[np.bool_], pa.RecordBatch | None]


@dataclass
class Course:
    """Where the reading of a file stands: what is known of its keys, whether it is inside a list,
    how many values there were and how many of them are objects.

    In a damaged file any line may hold no value.
    """

    text: Text
    is_damaged: bool
    in_array: bool
    known: Known = field(default_factory=Known)
    values: int = 0
    sound: int = 0


def parts(piece: Piece, sight: Sight, course: Course) -> Iterator[Batch | Block]:
    """All records in their order; what is new of their keys is known then."""
    is_plain, columns = sight
    others = _others(piece, is_plain, course)
    if any(map(is_message, others.values())):
        raise Odd
    course.known.learn(others.values())
    is_value = is_plain.copy()
    is_value[list(others)] = True
    numbers, above = course.values + np.cumsum(is_value), np.cumsum(is_plain)
    course.values += int(is_value.sum())
    course.sound += int(is_plain.sum()) + sum(isinstance(one, dict) for one in others.values())
    places = np.flatnonzero(is_value)
    for run in np.split(places, np.flatnonzero(np.diff(is_plain[places])) + 1):
        if columns is not None and len(run) and is_plain[run[0]]:
            yield Block(numbers[run], columns.slice(above[run[0]] - 1, len(run)))
        elif len(run):
            paths = course.known.paths
            rows = [row(others[place], paths) for place in run.tolist()]
            yield Batch(numbers[run].tolist(), rows)


def sight(connection: duckdb.DuckDBPyConnection, piece: Piece, known: Known) -> Sight:
    """Which lines are plain objects, and their cells; none where that is not for columns."""
    none = np.zeros(len(piece.values), bool)
    if piece.size > limits.CELL_CHARACTERS:
        return none, None
    written = _bare(piece.values)
    is_plain = json_blocks.plain(connection, written, known)
    if is_plain is None:
        return none, None
    filled = pc.sum(pc.not_equal(written, "")).as_py() or 0
    if (filled - is_plain.sum()) * ODD_IN > filled:
        return none, None
    try:
        columns = json_blocks.columns(connection, known)
    except RecursionError:
        return none, None
    if columns is None:
        return none, None
    if TYPE in known.paths:
        kinds = columns.column(known.paths[TYPE])
        if pc.any(pc.is_in(kinds, pa.array([RECORD, *MESSAGES]))).as_py():
            raise Odd
    return is_plain, columns


def _bare(lines: pa.Array) -> pa.Array:
    """Lines without the blanks around them and the comma behind."""
    bare = pc.ascii_trim(lines, characters=BLANKS)
    is_followed = pc.ends_with(bare, ",")
    if not pc.any(is_followed).as_py():
        return bare
    return pc.if_else(is_followed, pc.utf8_slice_codeunits(bare, 0, -1), bare)


def _others(piece: Piece, is_plain: NDArray[np.bool_], course: Course) -> dict[int, Json]:
    """The values that are not plain, by their place in the piece."""
    decoder = json.JSONDecoder(strict=False, parse_int=json_lines.whole)
    found: dict[int, Json] = {}
    above = np.cumsum(is_plain)
    for place in np.flatnonzero(~is_plain).tolist():
        line = str(piece.values[place])
        if course.is_damaged:
            written = line.strip().removesuffix(",")
            if written not in json_lines.BRACKETS:
                found[place] = json_lines.value(decoder, written)
        elif not _is_between(line, course):
            count = course.values + int(above[place]) + len(found)
            start = replace(course.text, start=int(piece.places[place]))
            found[place] = _value(decoder, line, start, count, course)
    return found


def _is_between(line: str, course: Course) -> bool:
    """Whether a line holds no value, but blanks or where the list begins or ends."""
    written = line.strip(BLANKS)
    is_bracket = written in (("]", "],") if course.in_array else ("[",))
    course.in_array ^= is_bracket
    return is_bracket or not written


def _value(decoder: json.JSONDecoder, line: str, text: Text, count: int, course: Course) -> Json:
    """The one value of a line; raises Broken where the text is damaged there, and Odd where the
    value goes on in the next line, or another begins in this."""
    written = line.strip(BLANKS)
    found, end = None, None
    with suppress(ValueError):
        found, end = decoder.raw_decode(written)
    if end is None or written[end:].strip(json_pieces.BETWEEN):
        # Whatever is wrong here shows in the next two values.
        list(islice(json_values.values(text, count, in_array=course.in_array), 2))
        raise Odd
    if isinstance(found, list) and not course.in_array:
        raise Odd
    return found
