"""Readers: every sample is claimed by its reader and reads to the frame that is written down."""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from support_kpi import readers
from support_kpi.drafts import Choice, Options
from support_kpi.errors import AmbiguousFormat, UnknownFormat, UsageError
from support_kpi.parsing import files
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import TABLES
from tests.sample_exports import (
    EXPECTED,
    RESULTS,
    SAMPLES,
    golden,
    reader_of,
    result,
    samples,
    stem,
)

ONE_HEADING_ROW = [
    sample
    for sample in samples()
    if sample.suffix == ".csv" and hasattr(readers.reader(reader_of(sample)), "REQUIRED")
]

read = cache(result)
each_sample = pytest.mark.parametrize("sample", samples(), ids=lambda path: path.name)
each_table = pytest.mark.parametrize("sample", ONE_HEADING_ROW, ids=lambda path: path.name)


def sheet_of(tmp_path: Path, *headings: str, row: tuple[str, ...] = ()) -> Sheet:
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, row or tuple("x" for _ in headings)])
    return files.sheets(path, tmp_path / "sheets")[0]


def rewritten(sample: Path, folder: Path, order: list[int], extra: str | None = None) -> Path:
    """The sample with its columns in another order, and one more column if `extra` is given."""
    with sample.open(newline="", encoding="utf-8-sig") as file:
        rows = [row + [""] * (len(order) - len(row)) for row in csv.reader(file)]
    path = folder / sample.name
    with path.open("w", newline="", encoding="utf-8") as file:
        for number, row in enumerate(rows):
            added = [] if extra is None else [extra if number == 0 else f"note {number}"]
            csv.writer(file).writerow([row[position] for position in order] + added)
    return path


def width(sample: Path) -> int:
    with sample.open(newline="", encoding="utf-8-sig") as file:
        return len(next(csv.reader(file)))


def without_positions(frames: dict[str, str]) -> dict[str, str]:
    return {table: text for table, text in frames.items() if table != "rejects"}


@pytest.mark.parametrize("name", readers.names())
def test_every_reader_has_a_sample(name: str) -> None:
    assert name in {reader_of(sample) for sample in samples()}


@pytest.mark.parametrize("name", readers.names())
def test_every_reader_says_what_it_reads(name: str) -> None:
    module = readers.reader(name)
    assert module.TITLE
    assert callable(module.recognises)
    assert callable(module.read)


@each_sample
def test_a_sample_is_claimed_by_the_reader_it_is_named_after(sample: Path) -> None:
    assert set(read(sample).claims) == {reader_of(sample)}


@each_sample
def test_no_other_reader_recognises_a_sample(sample: Path, tmp_path: Path) -> None:
    vendors = [name for name in readers.names() if name != readers.GENERIC]
    for sheet in files.sheets(sample, tmp_path):
        claims = {name for name in vendors if readers.reader(name).recognises(sheet)}
        assert claims <= {reader_of(sample)}


@each_sample
def test_a_sample_reads_to_its_golden_frames(sample: Path) -> None:
    frames = read(sample).frames
    written = {path.name for path in EXPECTED.glob(f"{stem(sample)}.*.csv")}
    written -= {
        golden(other, table).name
        for other in samples()
        if other != sample
        for table in _tables_of(other)
    }
    assert written == {golden(sample, table).name for table in frames}
    for table, text in frames.items():
        if golden(sample, table).read_text(encoding="utf-8") != text:
            RESULTS.mkdir(exist_ok=True)
            (RESULTS / golden(sample, table).name).write_text(text, encoding="utf-8")
            pytest.fail(f"{golden(sample, table).name} differs: see {RESULTS}")


def _tables_of(sample: Path) -> list[str]:
    """The tables of the sample's golden frames; a variant's name may begin with another's."""
    prefix = f"{stem(sample)}."
    tails = (path.name.removeprefix(prefix) for path in EXPECTED.glob(f"{prefix}*.csv"))
    return [tail.removesuffix(".csv") for tail in tails if tail.count(".") == 1]


@each_sample
def test_a_reader_fills_canonical_columns_with_allowed_values(sample: Path, tmp_path: Path) -> None:
    module = readers.reader(reader_of(sample))
    for sheet in files.sheets(sample, tmp_path):
        if not module.recognises(sheet):
            continue
        for draft in module.read(sheet, Options()).drafts:
            table = TABLES[draft.table]
            assert {name for name in draft.cells if name[0] != "_"} <= set(table.column_names)
            for name, cell in draft.cells.items():
                allowed = table.column(name).allowed if name in table.column_names else ()
                if isinstance(cell, Choice) and allowed:
                    assert set(cell.values.values()) - {None} <= set(allowed)


@each_sample
def test_rows_read_are_rows_kept_and_rows_rejected(sample: Path) -> None:
    for done in read(sample).converted:
        assert done.rows_read == done.rows_kept + done.rows_rejected
        assert done.rows_kept > 0


@each_table
def test_the_order_of_columns_does_not_matter(sample: Path, tmp_path: Path) -> None:
    order = list(range(width(sample)))
    random.Random(stem(sample)).shuffle(order)
    headings_once = _keep_repeats_in_order(sample, order)
    shuffled = result(rewritten(sample, tmp_path, headings_once))
    assert shuffled.claims == [reader_of(sample)]
    assert without_positions(shuffled.frames) == without_positions(read(sample).frames)


def _keep_repeats_in_order(sample: Path, order: list[int]) -> list[int]:
    """Columns of one name keep their order: the first of them is the one that counts."""
    with sample.open(newline="", encoding="utf-8-sig") as file:
        headings = next(csv.reader(file))
    queues = {name: [i for i, other in enumerate(headings) if other == name] for name in headings}
    return [queues[headings[position]].pop(0) for position in order]


@each_table
def test_an_unknown_column_changes_nothing(sample: Path, tmp_path: Path) -> None:
    order = list(range(width(sample)))
    extended = result(rewritten(sample, tmp_path, order, extra="Favourite colour"))
    assert extended.claims == [reader_of(sample)]
    assert extended.frames == read(sample).frames


@each_table
def test_without_a_required_heading_a_reader_does_not_claim(sample: Path, tmp_path: Path) -> None:
    module = readers.reader(reader_of(sample))
    with sample.open(newline="", encoding="utf-8-sig") as file:
        headings = next(csv.reader(file))
    for aliases in module.REQUIRED:
        sheet = sheet_of(tmp_path, *headings)
        dropped = {sheet.find(alias) for alias in aliases}
        while dropped - {None}:
            headings_left = [h for i, h in enumerate(sheet.headings) if i not in dropped]
            sheet = sheet_of(tmp_path, *headings_left)
            dropped = {sheet.find(alias) for alias in aliases}
        assert not module.recognises(sheet)


def as_workbook(sample: Path, folder: Path) -> Path:
    """The sample as a spreadsheet keeps it: times as times and numbers as numbers."""
    path = folder / f"{stem(sample)}.xlsx"
    with sample.open(newline="", encoding="utf-8-sig") as file, xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Tickets")
        shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, row in enumerate(csv.reader(file)):
            for column, cell in enumerate(row):
                try:
                    page.write_datetime(number, column, datetime.fromisoformat(cell), shown)
                except ValueError:
                    page.write(number, column, int(cell) if cell.isdecimal() else cell)
    return path


def as_zipped_tabs(sample: Path, folder: Path) -> Path:
    path = folder / "export.zip"
    text = io.StringIO()
    with sample.open(newline="", encoding="utf-8-sig") as file:
        csv.writer(text, delimiter="\t").writerows(csv.reader(file))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.tsv", text.getvalue().encode("utf-16"))
    return path


@pytest.mark.parametrize("pack", [as_workbook, as_zipped_tabs])
@pytest.mark.parametrize("name", ["freshdesk_csv.csv", "servicenow_incident.csv"])
def test_another_container_reads_the_same(
    name: str, pack: Callable[[Path, Path], Path], tmp_path: Path
) -> None:
    sample = SAMPLES / name
    packed = result(pack(sample, tmp_path))
    assert packed.claims == [reader_of(sample)]
    assert packed.frames == read(sample).frames


LOOKALIKES = {
    "kaggle tickets": "Ticket ID,Customer Name,Customer Email,Customer Age,Customer Gender,"
    "Product Purchased,Date of Purchase,Ticket Type,Ticket Subject,Ticket Description,"
    "Ticket Status,Resolution,Ticket Priority,Ticket Channel,First Response Time,"
    "Time to Resolution,Customer Satisfaction Rating",
    "call centre trainees": "Call Id,Date,Time,Agent,Department,Answered (Y/N),Resolved,"
    "Speed of Answer,AvgTalkDuration,Satisfaction rating",
    "call centre sentiment": "ID,Customer Name,Sentiment,CSAT Score,Call Timestamp,Reason,City,"
    "State,Channel,Response Time,Call Duration (Minutes),Call Center",
    "invented zendesk": "Ticket ID,Created Date,Resolved Date,Issue Type,Priority,Agent Assigned,"
    "Status,Response Time (hours),Resolution Time (hours)",
    "invented servicenow": "incident_id,opened_at,resolved_at,priority,state,category,"
    "assignment_group,assignee,channel,time_to_first_response_minutes,reopen_count",
    "issues without dates": "Key,Summary,Status,Priority,Affected Versions",
    "daily totals": "Index,Incoming Calls,Answered Calls,Answer Rate,Abandoned Calls",
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_no_vendor_claims_a_look_alike(name: str, tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, *LOOKALIKES[name].split(","))
    vendors = [reader for reader in readers.names() if reader != readers.GENERIC]
    assert [reader for reader in vendors if readers.reader(reader).recognises(sheet)] == []


def test_a_refusal_lists_the_headings_seen_and_the_nearest_formats(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Ticket ID", "Status", "Colour of the sky")
    with pytest.raises(UnknownFormat) as caught:
        readers.claim(sheet, Options())
    assert '"Colour of the sky"' in str(caught.value)
    assert "Freshdesk tickets (freshdesk_csv), without" in str(caught.value)


def test_a_table_that_fits_two_readers_is_not_guessed_at(tmp_path: Path) -> None:
    freshdesk, aircall = ("Ticket ID", "Status", "Created time"), ("line", "direction", "answered")
    sheet = sheet_of(tmp_path, *freshdesk, *aircall, "datetime (utc)")
    with pytest.raises(AmbiguousFormat, match="aircall_calls, freshdesk_csv"):
        readers.claim(sheet, Options())
    assert readers.claim(sheet, Options(reader="aircall_calls"))[0] == "aircall_calls"


def test_a_list_of_users_is_refused_by_name(tmp_path: Path) -> None:
    headings = ("url", "id", "name", "email", "role")
    address = "https://example.zendesk.com/api/v2/users/7.json"
    sheet = sheet_of(tmp_path, *headings, row=(address, "7", "Ada", "ada@example.com", "end-user"))
    with pytest.raises(UnknownFormat, match="Zendesk's list of users"):
        readers.claim(sheet, Options())


def test_metrics_without_their_tickets_are_refused(tmp_path: Path) -> None:
    headings = ("id", "ticket_id", "created_at", "assignee_stations")
    sheet = sheet_of(tmp_path, *headings, "reply_time_in_minutes.calendar")
    with pytest.raises(UnknownFormat, match="metrics without the tickets"):
        readers.claim(sheet, Options())


OTHER_LISTS = {
    "Chatwoot's report of agents": "Agent name,Assigned conversations,Avg first response time,"
    "Avg resolution time,Resolution Count,Avg customer waiting time",
    "Chatwoot's report of inboxes": "Inbox name,Inbox type,No. of conversations,"
    "Avg first response time,Avg resolution time",
    "Chatwoot's report of teams": "Team name,Conversations count,Avg first response time,"
    "Avg resolution time,Resolution Count",
    "Chatwoot's report of labels": "Label,No. of conversations,Avg first response time,"
    "Avg resolution time,Avg reply time,Resolution Count",
    "Chatwoot's report of missed targets": "Conversation ID,SLA Policy,Assignee,Team,Inbox,Labels,"
    "Link to the conversation,Breached Events",
    "Freshdesk's list of notes and replies": "body,id,incoming,private,ticket_id,created_at",
    "Freshdesk's list of time entries": "id,billable,note,timer_running,agent_id,ticket_id,"
    "time_spent,executed_at,created_at,updated_at",
    "Freshdesk's list of solution articles": "id,type,status,agent_id,created_at,category_id,"
    "folder_id,title,updated_at",
}


@pytest.mark.parametrize("name", OTHER_LISTS)
def test_a_list_that_holds_no_tickets_is_refused_by_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=name):
        readers.claim(sheet_of(tmp_path, *OTHER_LISTS[name].split(",")), Options())


def test_a_reader_can_be_forced(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Id", "Requester", "Status", "Created at")
    assert not readers.reader("zendesk_csv").recognises(sheet)
    assert readers.claim(sheet, Options(reader="zendesk_csv"))[0] == "zendesk_csv"


def test_a_forced_reader_says_which_heading_it_lacks(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Ticket ID", "Status", "Subject")
    with pytest.raises(UnknownFormat, match='lacks the headings "created time", "urg'):
        readers.claim(sheet, Options(reader="freshservice"))


def test_an_unknown_reader_is_a_wrong_option(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "Id", "Status")
    with pytest.raises(UsageError, match="zendesk_csv"):
        readers.claim(sheet, Options(reader="zendsk"))
