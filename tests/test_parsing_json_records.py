"""Records kept as JSON."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.errors import UnreadableFile
from support_kpi.parsing import json_values
from tests.exports import cells, one, read, rows


def lines(*records: object) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


TICKETS = [{"id": 1, "via": {"channel": "web"}}, {"id": 2, "via": {"channel": "api"}}]
CELLS = [["id", "via.channel"], ["1", "web"], ["2", "api"]]


@pytest.mark.parametrize(
    ("text", "container"),
    [
        (json.dumps(TICKETS), "json"),
        (json.dumps(TICKETS, indent=2), "json"),
        ("\ufeff" + json.dumps(TICKETS), "json"),
        (json.dumps({"tickets": TICKETS, "count": 2, "next_page": None}), "json"),
        (json.dumps({"data": {"tickets": TICKETS}}), "json"),
        (lines(*TICKETS), "ndjson"),
        (lines(*TICKETS).replace("\n", "\r\n\r\n"), "ndjson"),
        ("".join(json.dumps(ticket, indent=1) for ticket in TICKETS), "ndjson"),
        (json.dumps(TICKETS[:1]) + "\n" + json.dumps(TICKETS[1:]), "json"),
    ],
)
def test_records_are_found_in_any_wrapping(tmp_path: Path, text: str, container: str) -> None:
    sheet = one(tmp_path, text)
    assert cells(sheet) == CELLS
    assert rows(sheet) == [0, 1, 2]
    assert sheet.container == container


def test_one_object_is_one_record_with_its_lists_as_text(tmp_path: Path) -> None:
    ticket = {"id": 7, "tags": ["a", "b"], "comments": [{"body": "hello"}]}
    assert cells(one(tmp_path, json.dumps(ticket))) == [
        ["id", "tags", "comments"],
        ["7", '["a", "b"]', '[{"body": "hello"}]'],
    ]


def test_values_keep_what_was_written(tmp_path: Path) -> None:
    text = '[{"a": 101004143000, "b": 1.50, "c": true, "d": null, "e": "05", "f": "é\\n"}]'
    assert cells(one(tmp_path, text))[1] == ["101004143000", "1.5", "true", None, "05", "é\n"]


def test_keys_that_come_late_become_columns(tmp_path: Path) -> None:
    text = lines({"id": 1}, {"id": 2, "rating": {"score": "good"}}, {"rating": {"score": "bad"}})
    assert cells(one(tmp_path, text)) == [
        ["id", "rating.score"],
        ["1", None],
        ["2", "good"],
        [None, "bad"],
    ]


def test_each_stream_of_an_envelope_is_a_sheet(tmp_path: Path) -> None:
    def record(stream: str, **data: object) -> dict[str, object]:
        return {"type": "RECORD", "record": {"stream": stream, "data": data}, "emitted_at": 1}

    found = read(
        tmp_path,
        lines(
            record("tickets", id=1),
            {"type": "STATE", "state": {}},
            record("users", name="Ann"),
            record("tickets", id=2),
        ),
    )
    assert [(sheet.name, cells(sheet), rows(sheet)) for sheet in found] == [
        ("tickets", [["id"], ["1"], ["2"]], [0, 1, 4]),
        ("users", [["name"], ["Ann"]], [0, 3]),
    ]


def test_a_stream_named_beside_its_record_is_a_sheet_too(tmp_path: Path) -> None:
    sheet = one(
        tmp_path,
        lines(
            {"type": "SCHEMA", "stream": "tickets", "schema": {}},
            {"type": "RECORD", "stream": "tickets", "record": {"id": 1}},
        ),
    )
    assert (sheet.name, cells(sheet)) == ("tickets", [["id"], ["1"]])


def test_several_lists_in_one_object_are_several_sheets(tmp_path: Path) -> None:
    found = read(tmp_path, json.dumps({"tickets": TICKETS, "users": [{"id": 9}]}))
    assert [(sheet.name, sheet.records) for sheet in found] == [("tickets", 3), ("users", 2)]


def page(*tickets: object, **others: object) -> dict[str, object]:
    return {"tickets": list(tickets), "next_page": None, "count": 2, **others}


@pytest.mark.parametrize("write", [lines, lambda *pages: json.dumps(pages)])
def test_pages_one_after_another_are_one_list(tmp_path: Path, write: Callable[..., str]) -> None:
    pages = [page(TICKETS[0]), page(TICKETS[1]), page(), {"tickets": [{"id": 3}], "end": True}]
    sheet = one(tmp_path, write(*pages))
    assert cells(sheet) == [*CELLS, ["3", None]]
    assert rows(sheet) == [0, 1, 2, 3]


def test_the_other_lists_of_pages_are_sheets_of_their_own(tmp_path: Path) -> None:
    users = [{"id": 8}], [{"id": 9}]
    text = lines(page(TICKETS[0], users=users[0]), page(TICKETS[1], users=users[1]))
    found = read(tmp_path, text)
    assert [(sheet.name, cells(sheet)) for sheet in found] == [
        ("", CELLS),
        ("users", [["id"], ["8"], ["9"]]),
    ]


def test_records_that_hold_lists_are_no_pages(tmp_path: Path) -> None:
    records = [{"name": "a", "rows": [{"x": 1}]}, {"name": "b", "rows": [{"x": 2}]}]
    assert cells(one(tmp_path, lines(*records)))[0] == ["name", "rows"]


def test_records_wrapped_one_by_one_are_unwrapped(tmp_path: Path) -> None:
    assert cells(one(tmp_path, lines(*({"ticket": ticket} for ticket in TICKETS)))) == CELLS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[]", "is JSON without any record"),
        ("{}", "is JSON without any record"),
        ('{"tickets": [], "count": 0}', "is JSON without any record"),
        (
            '[{"id": 1},\n{"id": 2}, {"id": 3, "via"',
            "is JSON that breaks off or is damaged after 2",
        ),
        ('{"id": 1}\noops\n}\n{"id"', "is JSON that breaks off or is damaged after 1 value"),
        ('[{"a":' * 100_000, "nests its JSON too deeply"),
        (json.dumps({str(n): {"id": n} for n in range(5_001)}), "has records of more than 5,000"),
    ],
)
def test_what_holds_no_records_is_refused(tmp_path: Path, text: str, found: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^export\.csv {found}"):
        read(tmp_path, text)


@pytest.mark.parametrize("damage", ["oops", '{"id": 3, "via"', '{"id": 3}}', "\x01{}"])
def test_a_damaged_line_is_kept_as_text_beside_the_others(tmp_path: Path, damage: str) -> None:
    sheet = one(tmp_path, lines(*TICKETS) + damage + "\n" + lines(*TICKETS))
    assert sheet.damaged == sheet.headings.index("(line that is no JSON)")
    assert [row[sheet.damaged] for row in cells(sheet)[1:]] == [
        None,
        None,
        damage.strip(),
        None,
        None,
    ]
    assert rows(sheet) == [0, 1, 2, 3, 4, 5]


def test_a_damaged_line_of_an_array_that_has_a_line_a_record_is_kept_too(tmp_path: Path) -> None:
    sheet = one(tmp_path, '[\n{"id": 1},\n{"id": oops},\n{"id": 3}\n]\n')
    assert cells(sheet)[1:] == [["1", None], [None, '{"id": oops}'], ["3", None]]


def test_line_ends_inside_a_text_do_not_stop_a_load(tmp_path: Path) -> None:
    assert cells(one(tmp_path, '[{"id": "a\nb\tc"}]'))[1:] == [["a\nb\tc"]]


def test_deep_objects_end_as_json_text(tmp_path: Path) -> None:
    deep: object = "end"
    for _ in range(30):
        deep = {"k": deep}
    sheet = one(tmp_path, json.dumps([{"id": 1, "deep": deep}]))
    assert sheet.headings[1].startswith("deep.k.k")
    assert json.loads(cells(sheet)[1][1] or "")["k"]


def test_half_a_surrogate_pair_does_not_stop_a_load(tmp_path: Path) -> None:
    assert cells(one(tmp_path, '[{"id": "1", "text": "a\\ud83d"}]'))[1] == ["1", "a\ufffd"]


def test_a_table_that_only_starts_like_json_is_a_table(tmp_path: Path) -> None:
    assert cells(one(tmp_path, "[id],[name]\n1,Ann\n")) == [["[id]", "[name]"], ["1", "Ann"]]


KEYS = st.text("abc", min_size=1, max_size=2)
VALUES = st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.none())


@settings(max_examples=60, deadline=None)
@given(
    records=st.lists(st.dictionaries(KEYS, VALUES, min_size=1), min_size=2, max_size=6),
    chunk=st.sampled_from([1, 7, 1 << 20]),
    as_lines=st.booleans(),
)
def test_any_records_come_back_whatever_the_size_of_the_pieces(
    records: list[dict[str, object]], chunk: int, as_lines: bool
) -> None:
    text = lines(*records) if as_lines else json.dumps(records)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_values, "CHUNK", chunk)
        headings, *body = cells(one(Path(folder), text))
    assert headings == list(dict.fromkeys(key for record in records for key in record))
    assert body == [[as_text(record.get(key or "")) for key in headings] for record in records]


def as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
