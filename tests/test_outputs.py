"""What leaves the dashboard: opened again with other libraries than those that wrote it."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi import outputs
from support_kpi.errors import UsageError

ABOUT = {
    "title": "Channel mix",
    "note": {"Filters": "1 Nov 2025 to 31 Oct 2026, all channels", "n": "1,234"},
    "definitions": {"ticket_share": "Tickets of the channel over all tickets."},
}
FRAME = pd.DataFrame(
    {
        "month": pd.to_datetime([date(2026, 1, 1), date(2026, 2, 1)]),
        "created_at": pd.to_datetime([datetime(2026, 1, 1, 0, 0), datetime(2026, 2, 3, 4, 5, 6)]),
        "team": ["=HYPERLINK(1)", '客服, "nights"\nand days'],
        "tickets": pd.array([-5, None], "Int64"),
        "ticket_share": [0.1 + 0.2, None],
        "is_complete": [True, False],
        "tags": [["vip", "=x"], None],
    }
)
ATTACKS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", " =1+1", "-"]
HARMLESS = ["-5", "+4.5", "-1,234.50", "-12 %", "+49301234", "1=1", "a@b.example", "'=1", ""]


def written(format: str, frame: pd.DataFrame = FRAME) -> bytes:
    return outputs.to_bytes(frame, format, **ABOUT)


def book(frame: pd.DataFrame = FRAME) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", frame)))


@pytest.mark.parametrize("text", ATTACKS)
def test_text_that_would_run_gets_an_apostrophe(text):
    assert outputs.defused(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert outputs.defused(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="=+-@\t\r\n\0 1a.,%e", max_size=6))
def test_whatever_is_left_to_start_with_a_sign_is_a_number(text):
    safe = outputs.defused(text)
    if safe.lstrip(" ")[:1] in tuple("=+-@\t\r\n\0"):
        assert not safe.strip(" ") or (safe[0] in "+-" and safe[1].isdigit())
        assert not any(sign in safe[2:] for sign in "=@")


def test_csv_has_a_byte_order_mark_and_safe_cells():
    text = written("csv").decode("utf-8-sig")
    assert written("csv").startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[:2] == [
        "month,created_at,team,tickets,ticket_share,is_complete,tags",
        "2026-01-01,2026-01-01 00:00:00,'=HYPERLINK(1),-5,0.30000000000000004,True,"
        '"[""vip"", ""=x""]"',
    ]


def test_csv_comes_back_with_every_cell():
    again = pd.read_csv(io.BytesIO(written("csv")), dtype=str, keep_default_na=False)
    assert again["team"][1] == FRAME["team"][1]
    assert again.loc[1, ["tickets", "ticket_share", "tags"]].tolist() == ["", "", ""]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_headings_are_defused_too(format):
    frame = pd.DataFrame({"=cmd": [1]})
    if format == "csv":
        assert written("csv", frame).decode("utf-8-sig").startswith("'=cmd\n")
    else:
        assert book(frame)["Data"]["A1"].value == "'=cmd"


def test_json_is_one_record_a_line_with_values_as_they_are():
    first, second = (json.loads(line) for line in written("json").decode().splitlines())
    assert first == {
        "month": "2026-01-01",
        "created_at": "2026-01-01 00:00:00",
        "team": "=HYPERLINK(1)",
        "tickets": -5,
        "ticket_share": 0.1 + 0.2,
        "is_complete": True,
        "tags": ["vip", "=x"],
    }
    assert second["tickets"] is None and second["ticket_share"] is None


def test_json_knows_no_infinity():
    frame = pd.DataFrame({"x": [float("inf"), float("nan"), 1.0]})
    assert written("json", frame) == b'{"x": null}\n{"x": null}\n{"x": 1.0}\n'


def test_parquet_keeps_types_and_says_what_it_is():
    table = pyarrow.parquet.read_table(io.BytesIO(written("parquet")))
    assert table.column("team").to_pylist() == FRAME["team"].tolist()
    assert table.column("tickets").to_pylist() == [-5, None]
    assert table.schema.metadata[b"title"] == b"Channel mix"
    assert table.schema.metadata[b"n"] == b"1,234"


def test_a_workbook_holds_no_formula_and_no_link():
    frame = pd.DataFrame({"team": [*ATTACKS, "https://example.org", "mailto:a@b.example"]})
    content = written("xlsx", frame)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 2
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    cells = book(frame)["Data"]["A"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells][1] == "'=1+1"


def test_a_workbook_keeps_numbers_as_numbers_and_no_data_as_blank():
    sheet = book()["Data"]
    assert [cell.value for cell in sheet[2]][2:6] == ["'=HYPERLINK(1)", -5, 0.3, True]
    assert [cell.value for cell in sheet[3]][3:5] == [None, None]


def test_a_workbook_keeps_every_digit():
    frame = pd.DataFrame({"ticket_id": [12345678901234567], "x": [float("inf")], "y": [1e300]})
    assert [cell.value for cell in book(frame)["Data"][2]] == ["12345678901234567", "inf", 1e300]


def test_a_text_longer_than_a_cell_is_cut_visibly():
    value = book(pd.DataFrame({"subject": ["x" * 40_000]}))["Data"]["A2"].value
    assert len(value) == 32_767 and value.endswith("…")


def test_the_about_sheet_says_filters_base_and_definitions():
    rows = [[cell.value for cell in row] for row in book()["About"]]
    assert rows[0][0] == "Channel mix"
    assert rows[2:] == [
        ["Filters", "1 Nov 2025 to 31 Oct 2026, all channels"],
        ["n", "1,234"],
        ["ticket_share", "Tickets of the channel over all tickets."],
    ]


def test_a_table_longer_than_a_sheet_is_refused_with_advice():
    frame = pd.DataFrame({"n": range(1_048_576)})
    with pytest.raises(UsageError, match=r"1,048,576 rows; a workbook holds 1,048,575.*CSV"):
        written("xlsx", frame)


@pytest.mark.parametrize("format", ["csv", "json", "parquet", "xlsx"])
def test_the_same_frame_gives_the_same_bytes(format):
    assert written(format) == written(format)


@pytest.mark.parametrize("format", ["csv", "json", "parquet", "xlsx"])
def test_no_rows_are_written_as_no_rows(format):
    content = written(format, FRAME.head(0))
    if format == "json":
        assert content == b""
    else:
        assert content


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match='no format "pdf"'):
        outputs.to_bytes(FRAME, "pdf", **ABOUT)


def test_a_note_may_be_one_sentence():
    content = outputs.to_bytes(FRAME, "xlsx", title="Mix", note="All data")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["About"]
    assert (sheet["A3"].value, sheet["B3"].value) == ("Note", "All data")


def test_file_names_carry_title_and_content():
    name = outputs.file_name("Channel mix: Überblick", b"abc", "csv")
    assert name == "channel-mix-uberblick-ba7816bf8f01.csv"
    assert outputs.file_name("Channel mix", b"abd", "csv") != outputs.file_name(
        "Channel mix", b"abc", "csv"
    )
    assert outputs.file_name("客服", b"abc", "xlsx") == "export-ba7816bf8f01.xlsx"
    assert "/" not in outputs.file_name("../../etc/passwd", b"", "csv")
