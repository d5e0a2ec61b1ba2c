"""JSON of one value a line, of which some lines are damaged: those are kept as text."""

import io
import json
from collections.abc import Iterator

from support_kpi.parsing import limits
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_streams import Json

HEADING = "(line that is no JSON)"
SOUND = 0.5
BRACKETS = ("[", "]", "")


class Damaged(str):
    """A line as it stands in the file."""

    __slots__ = ()


def are_lines(text: Text) -> bool:
    """Whether at least half of the lines are JSON objects by themselves."""
    seen, sound = 0, 0
    for value in values(text):
        seen += 1
        sound += isinstance(value, dict)
    return sound >= max(1, SOUND * seen)


def values(text: Text) -> Iterator[Json]:
    """Every line that holds something, as a value or, where it is none, Damaged."""
    decoder = json.JSONDecoder(strict=False, parse_int=whole)
    with text.path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as lines:
        raw.seek(text.start)
        for line in lines:
            written = line.strip().removesuffix(",")
            if written not in BRACKETS:
                yield value(decoder, written)


def value(decoder: json.JSONDecoder, written: str) -> Json:
    try:
        found, end = decoder.raw_decode(written)
    except (ValueError, RecursionError):
        return Damaged(written)
    return Damaged(written) if end < len(written) or isinstance(found, str) else found


def whole(digits: str) -> int | str:
    """An integer, or its digits where there are so many that turning them takes its time."""
    return int(digits) if len(digits) < limits.INTEGER_DIGITS else digits
