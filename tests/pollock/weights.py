"""How many of 3,712 surveyed files show each pollution: the weights of the weighted score.

Files of one kind share its number; a pollution of single rows is a kind, whatever the row.
"""

import re
from collections import Counter
from collections.abc import Sequence

SURVEYED = {
    "source": 1,
    "file_no_payload": 15,
    "file_no_trailing_newline": 184,
    "file_double_trailing_newline": 5,
    "file_no_header": 470,
    "file_header_multirow": 94,
    "file_preamble": 282,
    "file_multitable": 188,
    "file_header_only": 3,
    "file_one_data_row": 4,
    "file_record_delimiter_0xD": 7,
    "file_record_delimiter_0xA": 1691,
    "file_field_delimiter_0x9": 4,
    "file_field_delimiter_0x3B": 834,
    "file_field_delimiter_0x20": 4,
    "file_field_delimiter_0x2C_0x20": 101,
    "file_quotation_char_0x27": 11,
    "file_escape_char_0x5C": 1,
    "file_escape_char_0x00": 7,
    "row_sep": 520,
    "row_field_delimiter": 12,
    "row_extra_quote": 7,
}
KINDS = (
    (re.compile(r"file_(header_multirow|multitable)_"), r"file_\1"),
    (re.compile(r"row_(?:less|more)_sep_"), "row_sep"),
    (re.compile(r"row_(field_delimiter|extra_quote)"), r"row_\1"),
)


def weights(names: Sequence[str]) -> list[float]:
    """Of each file, its part of the number of its kind."""
    kinds = [_kind(name.removesuffix(".csv")) for name in names]
    among = Counter(kinds)
    return [SURVEYED[kind] / among[kind] for kind in kinds]


def _kind(name: str) -> str:
    for pattern, kind in KINDS:
        if found := pattern.match(name):
            return found.expand(kind)
    return name
