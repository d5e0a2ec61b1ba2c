"""Typographic quotation marks around cells, as a word processor makes of straight ones."""

import re
from dataclasses import replace
from pathlib import Path

from support_kpi.parsing.dialect import SEPARATORS
from support_kpi.parsing.encoding import Text

PAIRS = ("“”", "„“", "«»", "””")
NOTE = "typographic quotation marks around cells are read as straight ones"


def straightened(text: Text, copy: Path, sample: str) -> Text | None:
    """A copy with straight marks, where typographic ones enclose the headings or a separator."""
    first = sample.partition("\n")[0]
    separator = re.escape(max(SEPARATORS, key=first.count))
    pair = next((pair for pair in PAIRS if _encloses(sample, pair, separator)), None)
    if pair is None:
        return None
    cell = _cell(pair, separator)
    with text.path.open("rb") as raw, copy.open("w", encoding="utf-8", newline="") as file:
        raw.seek(text.start)
        for line in raw:
            written = line.decode(errors="replace")
            file.write(cell.sub(_straight, written) if pair[0] in written else written)
    return replace(text, path=copy, start=0, notes=(*text.notes, NOTE))


def _encloses(sample: str, pair: str, separator: str) -> bool:
    if pair[0] not in sample:
        return False
    cell, lines = _cell(pair, separator), sample.splitlines()
    if re.fullmatch(f"(?:{cell.pattern}{separator}?)+", lines[0]):
        return True
    plain = [line for line in lines if pair[0] in line and '"' not in line]
    return any(re.search(separator, found[1]) for line in plain for found in cell.finditer(line))


def _cell(pair: str, separator: str) -> re.Pattern[str]:
    opening, closing = pair
    return re.compile(
        rf"(?:^|(?<={separator})){opening}([^{opening}{closing}\r\n]*){closing}"
        rf"(?=[{separator}\r\n]|$)"
    )


def _straight(found: re.Match[str]) -> str:
    return '"' + found[1].replace('"', '""') + '"'
