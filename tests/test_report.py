"""A report says the same in every format, in the reader's own words, and says what it is about."""

import json
import re
import subprocess
import sys
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

from support_kpi import queries, report
from support_kpi.errors import UsageError
from support_kpi.filters import Filters, sentence
from support_kpi.planning import forecast
from support_kpi.report import html as html_writer
from support_kpi.report import pdf, slides, tables, xlsx
from support_kpi.report.assembly import assembled
from support_kpi.report.contents import Column, Report, Section, Table
from support_kpi.targets import Target
from tests import model

PERIOD = Filters(date(2026, 1, 1), date(2026, 3, 1))
ABOUT = f"{sentence(PERIOD)}, data to 9 Feb 2026"
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


def made(connection: duckdb.DuckDBPyConnection, filters: Filters = PERIOD) -> Report:
    return assembled(connection, filters, about=ABOUT, moved=lambda done, whole, name: None)


def section(one: Report, title: str) -> Section:
    return next(part for part in one.sections if part.title == title)


def rows(one: Section) -> list[list[str]]:
    assert one.table is not None
    return [[cell.text for cell in row] for row in tables.cells(one.table)]


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
def plain(canonical: duckdb.DuckDBPyConnection) -> Report:
    return made(canonical)


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


def test_a_letter_that_no_font_knows_does_not_stop_the_pdf(plain: Report, tmp_path: Path) -> None:
    unknown = Section("A name", "\U0010fffd")
    pdf.write(replace(plain, sections=(unknown,)), tmp_path / "r.pdf")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-1.")


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


def test_own_data_are_not_called_synthetic(plain: Report) -> None:
    assert plain.badge == ""


def test_every_chart_and_table_of_slides_has_words_and_stays_on_the_slide(deck: Any) -> None:
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height
            if shape.has_chart or shape.has_table:
                assert shape.element.nvGraphicFramePr.cNvPr.get("descr")


def test_a_long_table_goes_on_over_slides_without_losing_a_row() -> None:
    frame = pd.DataFrame({"name": [f"row {number} " * 12 for number in range(70)]})
    table = Table((Column("Name", "text", ("name",)),), frame)
    pages = slides.pages(table, (0.6, 1.75, 6.0, 4.8))
    assert len(pages) > 2
    assert [row[0].text for part in pages for row in part] == frame["name"].tolist()


def test_the_definitions_are_of_the_kpis_that_have_a_value(plain: Report) -> None:
    named = {row[0] for row in rows(section(plain, "Definitions"))}
    headlines = {row[0] for row in rows(section(plain, "Headline numbers"))}
    others = {row[0] for row in rows(section(plain, "Further numbers"))}
    assert named == headlines | others
    assert "Resolved within target" not in named
    assert "No data: Resolved within target" in section(plain, "Further numbers").note


def test_channel_shares_of_a_period_sum_to_one(plain: Report) -> None:
    table = section(plain, "Channel mix over time").table
    assert table is not None
    shares = table.frame[["email", "live_chat", "phone"]].sum(axis="columns")
    assert shares.tolist() == pytest.approx([1, 1, 1])
    assert table.frame["tickets"].tolist() == [10, 2, 1]


def test_scores_of_fewer_than_five_people_in_a_group_are_withheld(plain: Report) -> None:
    one = section(plain, "KPIs by channel")
    assert one.table is not None
    place = [column.heading for column in one.table.columns].index("CSAT")
    email = next(row for row in tables.cells(one.table) if row[0].text == "Email")
    assert (email[place].text, email[place].detail) == ("withheld", "n 3")


def test_teams_stand_with_their_tier_and_what_they_have_in_place(plain: Report) -> None:
    found = {row[0]: row[1:5] for row in rows(section(plain, "Maturity tiers"))}
    assert found["Orders"] == ["Riser", "4", "3", "0"]
    assert found["Voice desk"][0] == "Starter to Champion"


def test_changes_are_given_against_the_compared_period() -> None:
    with model.of_rows(
        "insert into ticket (source, ticket_id, created_at, channel)"
        " select 'zendesk', 'T' || i, timestamp '2025-12-01 09:00:00'"
        " + to_days(if(i < 40, 0, 31 + (i % 20)::int)), 'email' from range(240) as t(i)",
        "insert into ticket (source, ticket_id, created_at, channel)"
        " values ('zendesk', 'last', timestamp '2026-01-31 09:00:00', 'email')",
    ) as connection:
        one = made(connection, Filters(date(2026, 1, 1), date(2026, 2, 1)))
    created = rows(section(one, "Headline numbers"))[0]
    assert created[:3] == ["Tickets created", "201", "201"]
    assert created[5:8] == ["40", "+402.5 %", "up"]
    assert one.against == "Compared with 1 Dec 2025 to 31 Dec 2025."
    moved = rows(section(one, "What moved most"))
    assert ["Channel", "Email", "Tickets created", "40", "201", "+402.5 %", "201", "up"] in moved


def test_counts_are_not_compared_when_the_data_cover_a_part_of_a_period(
    canonical: duckdb.DuckDBPyConnection,
) -> None:
    one = made(canonical, Filters(date(2026, 2, 1), date(2026, 3, 1)))
    created = rows(section(one, "Headline numbers"))[0]
    assert created[0] == "Tickets created"
    assert created[5:8] == ["12", "—", ""]
    assert one.against == (
        "Compared with 1 Jan 2026 to 31 Jan 2026, counts are not: the data do not cover both "
        "periods as a whole."
    )


def test_without_a_compared_period_there_is_no_change(plain: Report) -> None:
    assert plain.against.startswith("Not compared")
    assert section(plain, "What moved most").table is None


@pytest.mark.parametrize("suffix", report.FORMATS)
def test_an_empty_store_can_be_written_in_every_format(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"empty.{suffix}"
    with model.of_rows() as connection:
        report.write(
            connection, PERIOD, target, about="nothing", moved=lambda done, whole, name: None
        )
    assert target.stat().st_size > 1000


def test_an_empty_store_has_sentences_in_place_of_tables_and_charts() -> None:
    with model.of_rows() as connection:
        one = made(connection)
    assert all(part.table is None and part.chart is None for part in one.sections)
    assert section(one, "CSAT over time").lead == "No CSAT answers in this selection."
    assert not [part for part in one.sections if "udget" in part.title or "tier" in part.title]


def test_published_figures_stand_with_both_bases_and_the_verdict() -> None:
    with model.of_rows(
        "insert into published_figure (source, figure_id, study, year, sample_size, topic,"
        " question, segment, answer, statistic, value, unit, comparator)"
        " values ('studies', 'liveagent.volume.unanswered_enquiries', 'liveagent', 2020, 400,"
        " 'volume', 'How many?', 'all', 'never', 'share', 50, 'percent', 'approx')",
        "insert into ticket (source, ticket_id, created_at, first_reply_at, channel)"
        " select 'zendesk', 'T' || i, timestamp '2026-01-05 09:00:00',"
        " if(i < 90, timestamp '2026-01-05 10:00:00', null), 'email' from range(100) as t(i)",
    ) as connection:
        one = section(made(connection), "Published figures beside own ones")
    assert one.table is not None
    row = tables.cells(one.table)[0]
    told = {column.heading: cell for column, cell in zip(one.table.columns, row, strict=True)}
    assert (told["Published"].text, told["Published"].detail) == (
        "about 50.0 %",
        "n 400, 45.1 % to 54.9 %",
    )
    assert (told["Own"].text, told["Own"].detail) == ("10.0 %", "n 100, 5.5 % to 17.4 %")
    assert told["Verdict"].text == "ahead"


TARGETS = (
    Target("csat_rate", None, date(2026, 1, 1), 0.1),
    Target("csat_rate", "email", date(2026, 1, 1), None, 0.95, 0.99),
    Target("csat_rate", None, date(2026, 2, 1), 0.9, origin="board"),
)
OUTAGE = {"first_day": "2026-01-06", "last_day": "2026-01-07", "text": "Outage <b>"}


@pytest.fixture(scope="module")
def aimed() -> Iterator[Report]:
    """Twenty answers of January, half of them satisfied; targets, and a note of an outage."""
    with model.of_rows(
        "insert into ticket (source, ticket_id, created_at, channel) values"
        " ('zendesk', 'A', timestamp '2026-01-01 09:00:00', 'email'),"
        " ('zendesk', 'B', timestamp '2026-02-09 09:00:00', 'email')",
        "insert into response (source, response_id, metric, responded_at, is_answered,"
        " is_satisfied, channel) select 'zendesk', 'R' || i, 'csat',"
        " timestamp '2026-01-05 09:00:00', true, i < 10, 'email' from range(20) as t(i)",
    ) as connection:
        targets = {one.key: ("target", one.entry) for one in TARGETS}
        model.enter(connection, targets | {"n1": ("annotation", OUTAGE)})
        yield made(connection)


def test_targets_stand_with_the_month_its_value_and_the_verdict(aimed: Report) -> None:
    one = section(aimed, "Targets, month by month")
    found = [row[:5] + row[7:] for row in rows(one)]
    assert found[0] == ["CSAT", "All", "Jan 2026", "10.0 %", "50.0 %", "met", "entered here"]
    assert found[1] == ["CSAT", "All", "Feb 2026", "90.0 %", "—", "not yet", "board"]
    assert found[2][1:6] == ["Email", "Jan 2026", "95.0 % to 99.0 %", "50.0 %", "not met"]
    assert one.lead == "Of 2 targets of months that are over: 1 met, 1 not met."


def test_targets_and_what_happened_are_drawn_and_told_along_time(aimed: Report) -> None:
    noted = rows(section(aimed, "What happened"))
    assert noted == [["6 Jan 2026", "7 Jan 2026", "Outage <b>", "All channels", "All teams"]]
    trend = section(aimed, "CSAT over time")
    assert trend.table is not None and trend.chart is not None
    headings = [column.heading for column in trend.table.columns]
    assert "Target" in headings and "What happened" in headings
    assert trend.alt_text.endswith("6 Jan 2026 to 7 Jan 2026: Outage <b>.")
    drawn = json.dumps(trend.chart.to_dict())
    assert "Outage <b>" in drawn and "target_high" in drawn


def test_without_targets_and_notes_a_report_says_nothing_of_them(plain: Report) -> None:
    titles = [part.title for part in plain.sections]
    assert "Targets, month by month" not in titles and "What happened" not in titles


def test_the_year_end_is_the_forecast_of_the_budget_page(
    canonical: duckdb.DuckDBPyConnection, plain: Report
) -> None:
    values = {"channels": None, "teams": None, "dimension": "category"}
    months = queries.run(canonical, queries.load("budget_months"), values)
    year = forecast.year_of(months, plain.data_date)
    assert year is not None
    expected = forecast.to_year_end(months, year).set_index("segment").loc["all"]
    row = rows(section(plain, "Forecast to year end"))[0]
    assert row[0] == "All categories"
    assert row[1] == f"{expected['spent_amount']:,.2f} {expected['currency']}"
    assert row[3] == f"{expected['forecast_amount']:,.2f} {expected['currency']}"


def test_another_suffix_is_refused_with_the_ones_there_are(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.pdf, \.xlsx, \.pptx"):
        report.write(
            canonical, PERIOD, tmp_path / "r.docx", about="", moved=lambda done, whole, name: None
        )


def test_a_folder_that_is_not_there_is_named(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"nowhere does not exist"):
        report.write(
            canonical,
            PERIOD,
            tmp_path / "nowhere" / "r.html",
            about="",
            moved=lambda done, whole, name: None,
        )


def test_a_report_takes_the_place_of_an_older_one_and_leaves_nothing_beside_it(
    canonical: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    target = tmp_path / "r.HTML"
    target.write_text("old")
    steps: list[tuple[int, int, str]] = []
    report.write(
        canonical,
        PERIOD,
        target,
        about=ABOUT,
        moved=lambda done, whole, name: steps.append((done, whole, name)),
    )
    assert [file.name for file in tmp_path.iterdir()] == ["r.HTML"]
    assert "Headline numbers" in target.read_text(encoding="utf-8")
    assert steps[-1][0] == steps[-1][1]


def test_the_same_selection_gives_the_same_bytes(
    hostile: duckdb.DuckDBPyConnection, folder: Path, tmp_path: Path
) -> None:
    again = made(hostile)
    for writer, suffix in ((html_writer, "html"), (pdf, "pdf"), (xlsx, "xlsx")):
        writer.write(again, tmp_path / f"kpis.{suffix}")
        first, second = (one / f"kpis.{suffix}" for one in (folder, tmp_path))
        assert first.read_bytes() == second.read_bytes()


def test_writers_are_loaded_only_when_they_are_needed() -> None:
    code = (
        "import sys, support_kpi.report;"
        "print([name for name in ('streamlit', 'typst', 'pptx', 'xlsxwriter', 'vl_convert')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
