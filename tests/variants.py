"""Sample exports, damaged or rearranged in the ways that files are."""

import csv
import gzip
import io
import os
import zipfile
from pathlib import Path

import xlsxwriter
from hypothesis import strategies as st

from support_kpi import readers
from tests.sample_exports import EXPECTED, reader_of, samples, stem

# `HYPOTHESIS_PROFILE=fuzz` tries other variants in each run, and `long` does for an hour; else they
# are always the same few.
PROFILE = os.environ.get("HYPOTHESIS_PROFILE")
IS_LONG, IS_FRESH = PROFILE == "long", PROFILE in ("fuzz", "long")
EXAMPLES = 800 if IS_LONG else 8
# Characters that mean something to a parser, beside any byte at all.
TELLING = b"\",;\t\r\n\\'\0 |[]{}<>=0\xff\xef"

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "gb18030", "big5", "shift_jis")

MARK = "damaged-cell"
Draw = st.DrawFn
Rows = list[list[str]]


def comma_separated() -> list[Path]:
    return [path for path in samples() if path.suffix == ".csv"]


def by_heading() -> list[Path]:
    """Samples that are read by the names of their columns alone."""
    return [
        sample
        for sample in comma_separated()
        if hasattr(readers.reader(reader_of(sample)), "REQUIRED")
    ]


def of_tickets() -> list[Path]:
    """Samples whose rows are tickets with ids of their own, one to a line of the file."""
    return [
        sample
        for sample in comma_separated()
        if (EXPECTED / f"{stem(sample)}.ticket.csv").exists()
        and not any("\n" in cell for row in rows_of(sample) for cell in row)
    ]


def of_surveys() -> list[Path]:
    """Samples whose rows are respondents, one to a line of the file."""
    return [
        sample
        for sample in comma_separated()
        if (EXPECTED / f"{stem(sample)}.respondent.csv").exists()
        and not any("\n" in cell for row in rows_of(sample) for cell in row)
    ]


def rows_of(sample: Path) -> Rows:
    with sample.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@st.composite
def flipped(draw: Draw, content: bytes) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(content)
    byte = st.one_of(st.sampled_from(TELLING), st.integers(0, 255))
    for _ in range(draw(st.integers(1, 12))):
        damaged[draw(st.integers(0, len(damaged) - 1))] = draw(byte)
    return bytes(damaged)


@st.composite
def cut(draw: Draw, content: bytes) -> bytes:
    """A piece is gone or there twice."""
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
    piece = content[start:end] if draw(st.booleans()) else b""
    return content[:start] + piece * 2 + content[end:]


@st.composite
def cut_rows(draw: Draw, rows: Rows) -> Rows:
    """Some rows are gone, end too early or go on too long."""
    kept = [row for row in rows if draw(st.integers(0, 4))]
    if not kept:
        return rows
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.integers(0, len(kept) - 1))
        kept[row] = (kept[row] * 2)[: draw(st.integers(0, 2 * len(kept[row])))]
    return kept


@st.composite
def fewer_columns(draw: Draw, rows: Rows) -> Rows:
    width = max(map(len, rows))
    gone = draw(st.sets(st.integers(0, width - 1), min_size=1, max_size=max(1, width // 3)))
    return [[cell for place, cell in enumerate(row) if place not in gone] for row in rows]


@st.composite
def shuffled(draw: Draw, rows: Rows) -> Rows:
    """Columns in another order; those of one heading keep theirs, as the first of them counts."""
    headings, width = rows[0], len(rows[0])
    order = draw(st.permutations(range(width)))
    queues = {name: [i for i, other in enumerate(headings) if other == name] for name in headings}
    order = [queues[headings[place]].pop(0) for place in order]
    return [[row[place] for place in order] for row in rows if len(row) == width]


@st.composite
def damaged_cell(draw: Draw, rows: Rows, headings: int = 1) -> tuple[bytes, int]:
    """A file in one cell of which some bytes are others, and the row of that cell."""
    row = draw(st.integers(min(headings, len(rows) - 1), len(rows) - 1))
    place = draw(st.integers(0, len(rows[row]) - 1))
    content = bytearray(rows[row][place].encode() or b"?")
    for _ in range(draw(st.integers(1, 3))):
        byte = draw(st.sampled_from(b"/.-:0aZ~ \x80\xa4\xe9\xff"))
        content[draw(st.integers(0, len(content) - 1))] = byte
    marked = [*rows[:row], [*rows[row][:place], MARK, *rows[row][place + 1 :]], *rows[row + 1 :]]
    return as_csv(marked).replace(MARK.encode(), b'"%b"' % content.replace(b'"', b"'")), row + 1


def packed(name: str, content: bytes) -> st.SearchStrategy[bytes]:
    """The file in a gzip or zip, which may be stored as it is."""
    return st.sampled_from(
        [
            gzip.compress(content),
            _zipped(name, content, zipfile.ZIP_DEFLATED),
            _zipped(name, content, zipfile.ZIP_STORED),
        ]
    )


def as_workbook(rows: Rows) -> bytes:
    """The rows as the text cells of a workbook."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet("Tickets")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)
    return content.getvalue()


def _zipped(name: str, content: bytes, compression: int) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", compression) as file:
        file.writestr(name, content)
    return archive.getvalue()
