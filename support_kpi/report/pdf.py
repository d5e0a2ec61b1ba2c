"""The report as an A4 PDF, set by Typst; texts are handed over as data and never read as markup."""

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import typst

from support_kpi.report import drawings, tables
from support_kpi.report.contents import Report, Section, Table

TEMPLATE = Path(__file__).with_name("report.typ")
FONT = "Libertinus Serif"
UNSHOWN = "Letters that no font of this machine knows are empty boxes; other formats keep them."
NARROW = 4
ROOM, PADDING = 136, 2.5
LOW = 30
BESIDE = (400, 190)


def write(report: Report, target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        source = source_of(report, Path(name))
        try:
            pdf = _compiled(source, "ua-1")
        except typst.TypstError:
            # The standard wants every letter to be shown, and no font here may know this one.
            source = source_of(replace(report, against=f"{report.against} {UNSHOWN}"), Path(name))
            pdf = _compiled(source)
    target.write_bytes(pdf)


def source_of(report: Report, folder: Path) -> Path:
    """The document as Typst reads it: the template beside its data and its charts."""
    sections = [_section(number, one, folder) for number, one in enumerate(report.sections)]
    data = {
        "title": report.title,
        "about": report.about,
        "base": report.base,
        "against": report.against,
        "line": report.line,
        "badge": report.badge,
        "sections": sections,
    }
    (folder / "report.json").write_text(json.dumps(data), encoding="utf-8")
    return Path(shutil.copy(TEMPLATE, folder))


def _compiled(source: Path, *standards: Literal["ua-1"]) -> bytes:
    return typst.compile(
        source, root=source.parent, format="pdf", pdf_standards=list(standards), timestamp=0
    )


def _section(position: int, section: Section, folder: Path) -> dict[str, Any]:
    table = section.table
    # A chart along time stands beside a table of few columns, any other above its table.
    is_beside = (
        table is not None
        and len(table.columns) <= NARROW
        and table.columns[0].kind == "period"
        and len(table.frame) <= LOW
    )
    drawing = ""
    if section.chart:
        drawing = f"chart-{position}.svg"
        text = drawings.svg(section.chart, font=FONT, size=BESIDE if is_beside else None)
        (folder / drawing).write_text(text, encoding="utf-8")
    return {
        "title": section.title,
        "lead": section.lead,
        "chart": drawing,
        "is_beside": bool(drawing and is_beside),
        "alt": section.alt_text,
        "note": section.note,
        "definition": section.definition,
        "headings": [column.heading for column in table.columns] if table else [],
        "widths": _widths(table) if table else [],
        "numbers": [tables.is_number(column) for column in table.columns] if table else [],
        "rows": [[[cell.text, cell.detail] for cell in row] for row in tables.cells(table)]
        if table
        else [],
    }


def _widths(table: Table) -> list[float]:
    """Parts of the width for each column; none where all are as wide as their longest cell."""
    found = tables.widths(table, ROOM, PADDING)
    return found if sum(found) > ROOM * 0.98 else []
