"""The report as slides: a title, then chart and table of each section."""

import io
from itertools import cycle
from pathlib import Path
from typing import Any

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from support_kpi.charts.colours import CHANNEL_COLOURS, OWN_COLOURS
from support_kpi.report import drawings, slides
from support_kpi.report.contents import Plot, Report, Section
from support_kpi.report.slides import SIZE, Box

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
TOP, BOTTOM = 1.75, 6.6
ALL: Box = (MARGIN, TOP, WIDTH - 2 * MARGIN, BOTTOM - TOP)
LEFT: Box = (MARGIN, TOP, 7.3, BOTTOM - TOP)
RIGHT: Box = (8.1, TOP, WIDTH - MARGIN - 8.1, BOTTOM - TOP)
NARROW, LOW = 4, 13
POINTS_PER_INCH = 72
SOFT = RGBColor(0x55, 0x5B, 0x66)
BADGE = RGBColor(0x8A, 0x4B, 0x00)
FORMS = {
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stack": XL_CHART_TYPE.COLUMN_STACKED_100,
}
TITLE_LAYOUT, SECTION_LAYOUT = 0, 5


def write(report: Report, target: Path) -> None:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = report.title
    deck.core_properties.subject = report.line[:250]
    _opening(deck, report)
    for section in report.sections:
        _section(deck, report, section)
    deck.save(str(target))


def _opening(deck: Any, report: Report) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    slides.place(slide.shapes.title, (MARGIN, 2.0, WIDTH - 2 * MARGIN, 1.0))
    slides.write_text(slide.shapes.title, [report.title], size=40, bold=True)
    about = slide.placeholders[1]
    slides.place(about, (MARGIN, 3.1, WIDTH - 2 * MARGIN, 2.2))
    lines = [report.about, f"n = {report.base}", report.against]
    if report.snapshot is not None:
        lines.append(f"Snapshot {report.snapshot}")
    slides.write_text(about, lines, size=18, colour=SOFT)
    _foot(slide, report, 1)


def _section(deck: Any, report: Report, section: Section) -> None:
    """A slide with chart and table where both fit, else the table on slides of its own."""
    table, has_chart = section.table, section.chart is not None
    is_beside = (
        has_chart and table is not None and len(table.columns) <= NARROW and len(table.frame) <= LOW
    )
    slide = _slide(deck, report, section, section.title)
    if has_chart:
        _chart(slide, section, LEFT if is_beside else ALL)
    if table is None:
        return
    box = RIGHT if is_beside else ALL
    pages = slides.pages(table, box)
    for number, rows in enumerate(pages):
        if number or (has_chart and not is_beside):
            part = f" ({number + 1} of {len(pages)})" if len(pages) > 1 else ""
            slide = _slide(deck, report, section, f"{section.title}, table{part}")
        slides.add_table(slide, table, rows, box)


def _slide(deck: Any, report: Report, section: Section, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[SECTION_LAYOUT])
    slides.place(slide.shapes.title, (MARGIN, 0.35, WIDTH - 2 * MARGIN, 0.65))
    slides.write_text(slide.shapes.title, [title], size=26, bold=True)
    lead = slide.shapes.add_textbox(*slides.inches((MARGIN, 0.98, WIDTH - 2 * MARGIN, 0.7)))
    slides.write_text(lead, [section.lead], size=14)
    if section.note:
        note = slide.shapes.add_textbox(*slides.inches((MARGIN, 6.58, WIDTH - 2 * MARGIN, 0.35)))
        slides.write_text(note, [section.note], size=10, colour=SOFT)
    told = [text for text in (section.alt_text, section.note, section.definition) if text]
    slide.notes_slide.notes_text_frame.text = "\n".join(told)
    _foot(slide, report, len(deck.slides))
    return slide


def _foot(slide: Any, report: Report, number: int) -> None:
    line = slide.shapes.add_textbox(*slides.inches((MARGIN, 6.95, 9.6, 0.4)))
    slides.write_text(line, [report.line], size=10, colour=SOFT)
    page = slide.shapes.add_textbox(*slides.inches((WIDTH - MARGIN - 2.6, 6.95, 2.6, 0.4)))
    slides.write_text(
        page, [" · ".join(filter(None, (report.badge, str(number))))], size=10, colour=BADGE
    )
    page.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _chart(slide: Any, section: Section, box: Box) -> None:
    """A chart that can be edited where it shows no interval, else a picture."""
    if section.plot is not None:
        frame = _native(slide, section.plot, box)
        frame.element.nvGraphicFramePr.cNvPr.set("descr", section.alt_text)
        return
    assert section.chart is not None
    size = round(box[2] * POINTS_PER_INCH), round(box[3] * POINTS_PER_INCH)
    picture = slide.shapes.add_picture(
        io.BytesIO(drawings.png(section.chart, size)), *slides.inches(box[:2]), width=Inches(box[2])
    )
    if picture.height > Inches(box[3]):
        picture.width = Emu(round(picture.width * Inches(box[3]) / picture.height))
        picture.height = Inches(box[3])
    picture.element.nvPicPr.cNvPr.set("descr", section.alt_text)


def _native(slide: Any, plot: Plot, box: Box) -> Any:
    rows = plot.frame.iloc[::-1] if plot.form == "bars" else plot.frame
    is_share = plot.unit in ("share", "rate")
    data = CategoryChartData(number_format="0%" if is_share else "#,##0.##")
    data.categories = [str(place) for place in rows.index]
    for name in rows.columns:
        values = [None if pd.isna(value) else float(value) for value in rows[name]]
        data.add_series(str(name), values)
    frame = slide.shapes.add_chart(FORMS[plot.form], *slides.inches(box), data)
    chart = frame.chart
    chart.font.size = Pt(SIZE)
    chart.has_title = False
    chart.has_legend = len(rows.columns) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xDD, 0xDD, 0xDD)
    chart.value_axis.tick_labels.number_format = "0%" if is_share else "#,##0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    palette = cycle(CHANNEL_COLOURS.values())
    for series, name in zip(chart.plots[0].series, rows.columns, strict=True):
        own = OWN_COLOURS.get(str(name)) or next(palette)
        tone = RGBColor.from_string(own.removeprefix("#").upper())
        if plot.form == "lines":
            series.smooth = False
            series.format.line.color.rgb = tone
            series.format.line.width = Pt(2)
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = tone
            series.marker.format.line.color.rgb = tone
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = tone
    if plot.form != "lines":
        chart.plots[0].gap_width = 40
    return frame
