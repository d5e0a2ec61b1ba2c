"""The values of a JSON text one after another, in Python: read in any layout."""

import io
import json
import re
from collections.abc import Iterator

from support_kpi.parsing import json_lines, limits
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.json_streams import Json

CHUNK = 1 << 20
SPACE = re.compile(r"[ \t\r\n]*")


class Broken(Exception):
    """The text stops being JSON after so many values."""


def values(text: Text, count: int = 0, *, in_array: bool = False) -> Iterator[Json]:
    """Top-level values one after another, those of a top-level array one by one; after so many,
    where the text starts behind them."""
    decoder = json.JSONDecoder(strict=False, parse_int=json_lines.whole)
    place, size, buffer, ended = 0, CHUNK, "", False
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
                    raise Broken(count)
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
                        raise Broken(count) from None
                if whole:
                    count, place, size = count + 1, end, CHUNK
                    yield value
                else:
                    more = file.read(size)
                    buffer, place, ended = buffer[place:] + more, 0, len(more) < size
                    size = min(2 * len(buffer), limits.DOCUMENT_CHARACTERS)
                    if len(buffer) > limits.DOCUMENT_CHARACTERS:
                        raise Broken(count)


def _after_space(buffer: str, place: int) -> int:
    found = SPACE.match(buffer, place)
    return found.end() if found else place
