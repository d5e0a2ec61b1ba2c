"""Workbooks in the XML of Excel 2003, which reporting tools still write under the name `.xls`."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from xml.parsers import expat

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import limits, table
from support_kpi.parsing.encoding import Text
from support_kpi.parsing.sheet import Sheet

CHUNK = 1 << 20
SIGNS = re.compile(
    r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL
)
MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
FRACTION = re.compile(r"\.0+$")


class _Rows:
    """Collects the rows of each worksheet; the parser calls its methods."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.names: list[str] = []
        self.rows: list[list[tuple[int, list[str]]]] = []
        self.cells: list[str] = []
        self.kind = ""
        self.text: list[str] | None = None
        self.number = 0
        self.across = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        values = {name.rsplit(":", 1)[-1]: value for name, value in attributes.items()}
        match tag.rsplit(":", 1)[-1]:
            case "Worksheet":
                self.names.append(values.get("Name", ""))
                self.rows.append([])
                self.number = 0
            case "Row":
                self.number = _place(values.get("Index")) or self.number + 1
                self.cells = []
            case "Cell":
                place = _place(values.get("Index"))
                if place > limits.COLUMNS:
                    most = f"{limits.COLUMNS:,} at most are read"
                    raise UnreadableFile(f"{self.label} spans {place:,} columns; {most}.")
                self.cells += [""] * (place - 1 - len(self.cells))
                self.cells.append("")
                self.across = min(_place(values.get("MergeAcross")), limits.COLUMNS)
            case "Data":
                self.kind, self.text = values.get("Type", "String"), []

    def end(self, tag: str) -> None:
        match tag.rsplit(":", 1)[-1]:
            case "Data" if self.text is not None and self.cells:
                self.cells[-1] = _cell("".join(self.text), self.kind)
                self.text = None
            case "Cell":
                self.cells += [""] * self.across
            case "Row" if self.rows and any(map(str.strip, self.cells)):
                self.rows[-1].append((self.number, self.cells))

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def refuse(self, *_: object) -> None:
        raise UnreadableFile(f"{self.label} holds XML entities, which no spreadsheet writes.")


def recognises(head: str) -> bool:
    return bool(SIGNS.search(head))


def sheets(text: Text, folder: Path, *, label: str, name: str) -> list[Sheet]:
    """Every worksheet that holds anything."""
    found = _parsed(text, label)
    filled = [(title, rows) for title, rows in zip(found.names, found.rows, strict=True) if rows]
    saved = [
        table.save(
            folder / f"{position}.parquet",
            partial(_batches, rows),
            label=f"{label}, sheet {title}",
            name="/".join(part for part in (name, title if len(filled) > 1 else "") if part),
            container="xml",
            encoding=text.encoding,
            notes=text.notes,
        )
        for position, (title, rows) in enumerate(filled)
    ]
    kept = [sheet for sheet in saved if sheet is not None]
    if not kept:
        raise UnreadableFile(f"{label} is a workbook without any filled cell.")
    return kept


def _parsed(text: Text, label: str) -> _Rows:
    collected = _Rows(label)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = collected.start
    parser.EndElementHandler = collected.end
    parser.CharacterDataHandler = collected.characters
    parser.StartDoctypeDeclHandler = collected.refuse
    try:
        with text.path.open("rb") as file:
            file.seek(text.start)
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableFile(
            f"{label} is XML that breaks off or is damaged in line {error.lineno:,}. "
            "Export it again."
        ) from error
    return collected


def _batches(rows: list[tuple[int, list[str]]]) -> Iterator[table.Batch]:
    size = limits.batch_rows(max(len(cells) for _, cells in rows))
    for start in range(0, len(rows), size):
        numbers, cells = zip(*rows[start : start + size], strict=True)
        yield table.Batch(numbers, cells)


def _cell(text: str, kind: str) -> str:
    match kind:
        case "DateTime":
            return FRACTION.sub("", MIDNIGHT.sub("", text)).replace("T", " ")
        case "Boolean":
            return "TRUE" if text.strip() == "1" else "FALSE"
        case "Error":
            return ""
        case _:
            return text


def _place(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() else 0
