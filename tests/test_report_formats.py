"""A report in each format: the same numbers, names as they are written, nothing that runs."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
import typst
from pptx import Presentation

from support_kpi import report
from support_kpi.report import html as html_writer
from support_kpi.report import pdf, xlsx
from tests import model
from tests.reports import ABOUT, PERIOD, made

NAMES = {
    "Billing": "<script>alert(1)</script>",
    "Orders": "=1+1",
    "Voice desk": '#import "x"',
    "Salaries": "$x$",
    "Telephony": "R&D <b>\x0b*bold* _it_ @ref",
}
CSAT = ["CSAT", "50.0 %", "4", "CSAT answers", "15.0 % to 85.0 %"]


def renamed(folder: Path) -> Path:
    """The canonical rows, with names that would be markup, formulas or code."""
    for file in model.CANONICAL.glob("*.csv"):
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        rows.replace(NAMES).to_csv(folder / file.name, index=False)
    return folder


class Page(HTMLParser):
    """The words of a page, its tables by caption, its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._caption = ""
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append(tag)
        if tag == "caption":
            self._caption = ""
        elif tag == "tr":
            self.tables.setdefault(self._caption, []).append([])
        elif tag in ("th", "td"):
            self.tables[self._caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "caption" in self._inside:
            self._caption += data
        elif self._inside and self._inside[-1] in ("th", "td"):
            self.tables[self._caption][-1][-1] += data

    def table(self, title: str) -> list[list[str]]:
        return next(rows for name, rows in self.tables.items() if name.startswith(f"{title}:"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with model.of_folder(renamed(tmp_path_factory.mktemp("canonical"))) as connection:
        connection.execute("update load set is_synthetic = true")
        yield connection


@pytest.fixture(scope="module")
def folder(hostile: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the report in every format."""
    target = tmp_path_factory.mktemp("report")
    for suffix in report.FORMATS:
        report.write(
            hostile,
            PERIOD,
            target / f"kpis.{suffix}",
            about=ABOUT,
            moved=lambda done, whole, name: None,
        )
    return target


@pytest.fixture(scope="module")
def html(folder: Path) -> str:
    return (folder / "kpis.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def book(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / "kpis.xlsx")


@pytest.fixture(scope="module")
def deck(folder: Path) -> Any:
    return Presentation(str(folder / "kpis.pptx"))


@pytest.fixture(scope="module")
def typeset(
    hostile: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory
) -> list[list[str]]:
    """The cells of each table of the PDF, as Typst sets them."""
    source = pdf.source_of(made(hostile), tmp_path_factory.mktemp("typst"))
    found = json.loads(typst.query(source, "table", root=source.parent))
    return [
        [_text(cell["body"]) for cell in table["children"] if cell["func"] == "cell"]
        for table in found
    ]


def _text(content: Any) -> str:
    """The letters of a piece of Typst content."""
    if isinstance(content, list):
        return "".join(map(_text, content))
    if isinstance(content, dict):
        if content.get("func") == "linebreak":
            return "\n"
        return "".join(_text(content.get(key)) for key in ("text", "body", "child", "children"))
    return content or ""


def of_slides(deck: Any) -> list[list[str]]:
    """Every row of every table of the deck."""
    return [
        [cell.text for cell in row.cells]
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]


def test_html_states_a_kpi_with_its_base_and_interval(document: Page) -> None:
    assert [*CSAT, "fewer than 10"] in document.table("Headline numbers")


def test_pdf_states_a_kpi_with_its_base_and_interval(typeset: list[list[str]]) -> None:
    start = typeset[0].index("CSAT")
    assert typeset[0][start : start + len(CSAT)] == CSAT


def test_slides_state_a_kpi_with_its_base_and_interval(deck: Any) -> None:
    assert [*CSAT, "fewer than 10"] in of_slides(deck)


def test_the_workbook_holds_a_kpi_as_numbers_with_their_formats(book: openpyxl.Workbook) -> None:
    sheet = book["Headline numbers"]
    value, n = next(row for row in sheet.iter_rows(min_row=6) if row[0].value == "CSAT")[1:3]
    assert (value.value, value.number_format) == (0.5, "0.0%")
    assert (n.value, n.number_format) == (4, "#,##0")


def test_money_keeps_its_currency_in_the_workbook(book: openpyxl.Workbook) -> None:
    sheet = book["Budget by category"]
    row = next(row for row in sheet.iter_rows(min_row=6) if row[0].value == "$x$")
    assert (row[1].value, row[1].number_format) == (900, '#,##0.00 "USD"')


def test_the_workbook_has_a_table_on_the_sheet_of_each_section(book: openpyxl.Workbook) -> None:
    assert book.sheetnames[0] == "About"
    assert book.sheetnames[-1] == "Definitions"
    assert list(book["Channel mix over time"].tables)
    assert isinstance(book["Channel mix over time"]["A6"].value, date)


def test_the_pdf_is_a_tagged_pdf_of_several_pages(folder: Path) -> None:
    content = (folder / "kpis.pdf").read_bytes()
    assert content.startswith(b"%PDF-1.")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 5
    assert b"/StructTreeRoot" in content


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", '#import "x"', "$x$"])
def test_names_stand_in_html_as_they_are_written(document: Page, name: str) -> None:
    assert name in document.words


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", '#import "x"', "$x$"])
def test_names_stand_in_the_pdf_as_they_are_written(typeset: list[list[str]], name: str) -> None:
    assert any(name in cells for cells in typeset)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", '#import "x"', "$x$"])
def test_names_stand_on_slides_as_they_are_written(deck: Any, name: str) -> None:
    assert any(name in row for row in of_slides(deck))


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(book: openpyxl.Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert "'=1+1" in {cell.value for cell in cells}


def test_characters_that_no_xml_holds_are_shown_as_unknown(
    document: Page, deck: Any, typeset: list[list[str]]
) -> None:
    name = "R&D <b>\ufffd*bold* _it_ @ref"
    assert name in document.words
    assert any(name in row for row in of_slides(deck))
    assert any(name in cells for cells in typeset)


def test_html_runs_no_script_and_asks_nobody_for_anything(html: str, document: Page) -> None:
    assert set(re.findall(r"https?://[^\"'<>\s]+", html)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in document.tags}
    assert not [name for _, attributes in document.tags for name in attributes if name[:2] == "on"]


def test_a_filter_with_the_name_of_a_tag_stays_a_name(
    hostile: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    name = '</style></title><script>alert(1)</script>"; } \\'
    one = replace(made(hostile), about=name, sections=())
    html_writer.write(one, tmp_path / "r.html")
    found = Page((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert "script" not in {tag for tag, _ in found.tags}
    assert name in found.words


def test_tables_of_html_have_captions_and_scopes_and_charts_their_words(document: Page) -> None:
    kinds = [tag for tag, _ in document.tags]
    assert kinds.count("caption") == kinds.count("table") > 8
    assert all(attributes.get("scope") for tag, attributes in document.tags if tag == "th")
    drawn = [attributes for _, attributes in document.tags if attributes.get("role") == "img"]
    assert len(drawn) == kinds.count("figure") > 5
    assert all(attributes["aria-label"] for attributes in drawn)


def test_every_sheet_says_what_it_is_about(book: openpyxl.Workbook) -> None:
    for sheet in book:
        said = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
        assert ABOUT in said
        assert "13 tickets" in said
        assert "Synthetic sample data" in said


def test_every_slide_says_what_it_is_about(deck: Any) -> None:
    for slide in deck.slides:
        said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert f"{ABOUT} · n = 13 tickets · snapshot 1" in said
        assert "Synthetic sample data" in said


def test_every_table_of_html_says_what_it_is_about(document: Page) -> None:
    for caption in document.tables:
        assert f"{ABOUT} · n = 13 tickets · snapshot 1 · Synthetic sample data" in caption


def test_every_page_of_the_pdf_carries_the_filters_and_the_badge(
    hostile: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    source = pdf.source_of(made(hostile), tmp_path)
    data = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert data["line"] == f"{ABOUT} · n = 13 tickets · snapshot 1"
    assert data["badge"] == "Synthetic sample data"
    footer, header = (
        source.read_text(encoding="utf-8").partition(f"  {part}: context")[2].partition("\n  },")[0]
        for part in ("footer", "header")
    )
    assert "report.line" in footer and "report.badge" in header


def test_every_chart_and_table_of_slides_has_words_and_stays_on_the_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
            if shape.has_chart or shape.has_table:
                assert shape.element.nvGraphicFramePr.cNvPr.get("descr")


def test_the_same_selection_gives_the_same_bytes(
    hostile: duckdb.DuckDBPyConnection, folder: Path, tmp_path: Path
) -> None:
    again = made(hostile)
    for writer, suffix in ((html_writer, "html"), (pdf, "pdf"), (xlsx, "xlsx")):
        writer.write(again, tmp_path / f"kpis.{suffix}")
        first, second = (one / f"kpis.{suffix}" for one in (folder, tmp_path))
        assert first.read_bytes() == second.read_bytes()
