"""The report as one HTML page: no script, nothing loaded from elsewhere."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from support_kpi.report import drawings, tables
from support_kpi.report.contents import Report, Section
from support_kpi.report.tables import Cell

TEMPLATE = "report.html.j2"


@dataclass(frozen=True)
class Block:
    """A section as the template sets it."""

    anchor: str
    section: Section
    headings: list[tuple[str, bool]]
    rows: list[list[Cell]]
    drawing: Markup


def write(report: Report, target: Path) -> None:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    blocks = [_block(position, one) for position, one in enumerate(report.sections, start=1)]
    line = " · ".join(filter(None, (report.line, report.badge)))
    text = environment.get_template(TEMPLATE).render(
        report=report, blocks=blocks, running=Markup(_css(line))
    )
    target.write_text(text, encoding="utf-8")


def _css(text: str) -> str:
    """The inside of a CSS string: whatever is no plain letter or digit is written as its code."""
    return "".join(
        letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} "
        for letter in text
    )


def _block(position: int, section: Section) -> Block:
    table = section.table
    return Block(
        anchor=f"section-{position}",
        section=section,
        headings=[(column.heading, tables.is_number(column)) for column in table.columns]
        if table
        else [],
        rows=tables.cells(table) if table else [],
        # The drawing is ours: vl-convert escapes the labels that it holds.
        drawing=Markup(drawings.svg(section.chart)) if section.chart else Markup(),
    )
