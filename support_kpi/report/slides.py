"""Parts of slides: texts, boxes in inches, tables in portions that fit."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Length, Pt

from support_kpi.report import tables
from support_kpi.report.contents import Table
from support_kpi.report.tables import Cell

Box = tuple[float, float, float, float]

SIZE = 11
LETTER = 0.085
LINE, PADDING = 0.185, 0.09
ROOMY = 1.6


def pages(table: Table, box: Box) -> list[list[list[Cell]]]:
    """The rows of a table in portions that fit a slide, by an estimate of their lines."""
    widths = _widths(table, box)
    room = box[3] - _height([Cell(column.heading) for column in table.columns], widths)
    found: list[list[list[Cell]]] = []
    left = 0.0
    for row in tables.cells(table):
        height = _height(row, widths)
        if not found or height > left:
            found.append([])
            left = room
        found[-1].append(row)
        left -= height
    return found


def _widths(table: Table, box: Box) -> list[float]:
    """In inches; a table of few short columns is a little wider than it need be."""
    letters = tables.widths(table, box[2] / LETTER, 2 * PADDING / LETTER)
    scale = min(box[2] / sum(letters), ROOMY * LETTER)
    return [width * scale for width in letters]


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    lines = max(
        _lines(cell.text, width) + (_lines(cell.detail, width) * 0.85 if cell.detail else 0)
        for cell, width in zip(row, widths, strict=True)
    )
    return lines * LINE + PADDING


def _lines(text: str, width: float) -> int:
    return max(1, -(-round(len(text) * LETTER * 100) // max(1, round((width - PADDING) * 100))))


def add_table(slide: Any, table: Table, rows: Sequence[Sequence[Cell]], box: Box) -> None:
    widths = _widths(table, box)
    head = [Cell(column.heading) for column in table.columns]
    heights = [_height(row, widths) for row in (head, *rows)]
    frame = slide.shapes.add_table(
        len(rows) + 1, len(widths), *inches((box[0], box[1], sum(widths), sum(heights)))
    )
    frame.element.nvGraphicFramePr.cNvPr.set("descr", f"Table of {len(rows)} rows")
    grid = frame.table
    for column, width in enumerate(widths):
        grid.columns[column].width = Inches(width)
    for position, (row, height) in enumerate(zip((head, *rows), heights, strict=True)):
        grid.rows[position].height = Inches(height)
        for place, cell in enumerate(row):
            _fill(
                grid.cell(position, place), cell, is_number=tables.is_number(table.columns[place])
            )


def _fill(target: Any, cell: Cell, *, is_number: bool) -> None:
    target.margin_left = target.margin_right = Inches(0.06)
    target.margin_top = target.margin_bottom = Inches(0.03)
    target.vertical_anchor = MSO_ANCHOR.TOP
    write_text(target, [cell.text, *([cell.detail] if cell.detail else [])], size=SIZE)
    for number, paragraph in enumerate(target.text_frame.paragraphs):
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        if number:
            paragraph.font.size = Pt(SIZE - 2)


def write_text(
    shape: Any,
    texts: Sequence[str],
    *,
    size: int,
    bold: bool | None = None,
    colour: RGBColor | None = None,
) -> None:
    """Each text as a paragraph of its own; a line break in a text stays one."""
    frame = shape.text_frame
    frame.word_wrap = True
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = text
        paragraph.font.size = Pt(size)
        paragraph.font.bold = bold
        if hasattr(shape, "left"):
            paragraph.alignment = PP_ALIGN.LEFT
        if colour is not None:
            paragraph.font.color.rgb = colour


def place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = inches(box)


def inches(lengths: Sequence[float]) -> list[Length]:
    return [Inches(length) for length in lengths]
