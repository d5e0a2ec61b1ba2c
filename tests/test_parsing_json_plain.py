"""Large JSON files read as columns: the same cells as value by value."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.errors import ExportError
from support_kpi.parsing import files, json_plain, json_records, limits
from support_kpi.parsing.sheet import Sheet
from tests.exports import Cells, cells, rows

Read = tuple[tuple[Sheet, Cells, list[int]], ...] | str


def as_columns(patch: pytest.MonkeyPatch, *, piece: int = 1 << 20, learned: int = 2) -> None:
    """Take small files for large ones, that are read in pieces of so many bytes."""
    patch.setattr(json_plain, "LEAST_BYTES", 0)
    patch.setattr(json_plain, "LEARNED", learned)
    patch.setattr(limits, "PIECE_BYTES", piece)


def found(folder: Path, text: str | bytes) -> Read:
    """Whatever reading says of a file."""
    path = folder / "export.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    try:
        sheets = files.sheets(path, folder / "sheets")
    except ExportError as error:
        return str(error)
    return tuple((replace(one, path=path), cells(one), rows(one)) for one in sheets)


def both(text: str | bytes, *, piece: int = 1 << 20) -> tuple[Read, Read]:
    """What is found value by value, and as columns."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        slowly = found(Path(folder), text)
        as_columns(patch, piece=piece)
        return slowly, found(Path(folder), text)


def in_lines(records: Sequence[str]) -> str:
    return "".join(f"{record}\n" for record in records)


def in_a_list_of_lines(records: Sequence[str]) -> str:
    return "[\n" + ",\n".join(records) + "\n]\n"


def in_a_list(records: Sequence[str]) -> str:
    return "[" + ", ".join(records) + "]"


LAYOUTS = [in_lines, in_a_list_of_lines, in_a_list]
KEYS = st.sampled_from(["id", "a", "b", "a.b", "A", "0", "", "type", "x/y", "~", "é"])
NUMBERS = (
    "0 -0 1.50 -0.0 1e5 1E-7 0.00001 0.0001 123456789012345678901234567890 1e999 100.0 0.1"
    " 12345678901234567890.0 NaN -Infinity 9007199254740993"
)
TEXTS = (
    '"[x], 1e5 ]"', '"{}"', '"[]"', r'"\ud83d"', r'"\ud83d\ude00"', '"a\tb"', '"\x7f"', '"RECORD"',
    '"a, b: c"', r'"\\"', r'"\""', '"null"', r'"\/\u001f"',
)  # fmt: skip
SCALARS = st.one_of(
    st.text(max_size=4).map(json.dumps),
    st.sampled_from([*TEXTS, *NUMBERS.split(), "true", "false", "null", "[]", "{}"]),
)


def objects(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # As pairs, so that a key may come twice.
    pairs = st.lists(st.tuples(KEYS, values), max_size=4)
    return pairs.map(
        lambda some: "{" + ",".join(f"{json.dumps(key)} : {value}" for key, value in some) + "}"
    )


VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        objects(inner), st.lists(inner, max_size=3).map(lambda some: f"[{','.join(some)}]")
    ),
    max_leaves=6,
)
SOUND = objects(VALUES)
DAMAGE = st.sampled_from(
    [
        "oops", "", " ", '{"id": 1', '{"id": 1},', '{"id": 1}}', "5", '"a"', "[1]", '{"id":1,}',
        "\x1c", ",", "]", "[", '{"id": 1}\r{"id": 2}', "{'id': 1}", '{"id": 01}', '{"id": "a',
    ]
)  # fmt: skip


TICKETS = [
    '{"id": 1, "via": {"channel": "web", "rel": null}, "tags": ["a, b", "c"], "n": 1.50}',
    '{"id": 2, "via": {"channel": "api"}, "tags": [], "n": 1e5}',
    '{"id": 3, "via": null, "tags": [{"k": 1, "k": 2}], "n": 123456789012345678901234567890}',
    '{"id": 4, "subject": "late", "tags": "[x]", "via": {}, "n": true}',
]
CELLS = [
    ["id", "via.channel", "via.rel", "tags", "n", "via", "subject"],
    ["1", "web", None, '["a, b", "c"]', "1.5", None, None],
    ["2", "api", None, "", "100000.0", None, None],
    ["3", None, None, '[{"k": 2}]', "123456789012345678901234567890", None, None],
    ["4", None, None, "[x]", "true", "", "late"],
]


@pytest.fixture
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read value by value but what is odd."""
    as_columns(monkeypatch, piece=100)
    monkeypatch.delattr(json_records, "_sheets")


@pytest.mark.usefixtures("swift")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_records_in_any_layout_are_read_as_columns(
    tmp_path: Path, layout: Callable[[Sequence[str]], str]
) -> None:
    [(sheet, body, numbers)] = found(tmp_path, layout(TICKETS))
    assert body == CELLS
    assert numbers == [0, 1, 2, 3, 4]
    assert sheet.container == ("ndjson" if layout is in_lines else "json")


@pytest.mark.usefixtures("swift")
@pytest.mark.parametrize("layout", [in_lines, in_a_list_of_lines])
def test_a_damaged_line_of_a_large_file_is_kept_with_its_number(
    tmp_path: Path, layout: Callable[[Sequence[str]], str]
) -> None:
    [(sheet, body, _)] = found(tmp_path, layout([*TICKETS[:3], '{"id": oops}', TICKETS[3]]))
    assert sheet.damaged is not None
    assert [row[sheet.damaged] for row in body[1:]] == [None, None, None, '{"id": oops}', None]
    assert [row[0] for row in body[1:]] == ["1", "2", "3", None, "4"]


@pytest.mark.usefixtures("swift")
def test_a_value_over_two_lines_is_not_taken_for_damage(tmp_path: Path) -> None:
    with pytest.raises(NameError, match="_sheets"):
        found(tmp_path, in_lines([*TICKETS, '{"id": 5,\n"n": 1}']))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_is_read_as_columns_alike(encoding: str) -> None:
    records = [f'{{"id": {number}, "subject": "Rückgabe"}}' for number in range(20)]
    slowly, swiftly = both(in_lines(records).encode(encoding), piece=100)
    assert swiftly == slowly


@pytest.mark.parametrize(
    "others",
    [
        ['{"type": "RECORD", "stream": "s", "record": {"id": 1}}'] * 2,
        ['{"tickets": [{"id": 1}], "count": 1}', '{"tickets": [{"id": 2}], "count": 1}'],
        ['{"ticket": {"id": 1}}', '{"ticket": {"id": 2}}'],
        ['{"id": 1}', '{"id": 2}', '{"type": "RECORD", "stream": "s", "record": {"id": 3}}'],
        ["{}", "oops", "{}", "{}"],
        [f'{{"k{number}": {{"k{number}": 1, "j{number}": 2}}}}' for number in range(300)],
        ['{"id": 1, "a": {"b": 1}}', '{"id": 2, "a": [5]}', '{"id": 3, "a": {"0": 1}}'],
        ['{"id": 1, "a": ' + '{"k": ' * 25 + "1" + "}" * 26, '{"id": 2}'],
        ['{"id": 1, "a": ' + "[" * 3000 + "]" * 3000 + "}", '{"id": 2}'],
    ],
)
def test_what_is_no_plain_record_is_read_as_before(others: list[str]) -> None:
    slowly, swiftly = both(in_lines(others), piece=60)
    assert swiftly == slowly


@settings(max_examples=40)
@given(
    records=st.lists(SOUND, min_size=2, max_size=8),
    layout=st.sampled_from(LAYOUTS),
    piece=st.sampled_from([20, 100, 1 << 20]),
)
def test_any_records_have_the_same_cells_as_columns(
    records: list[str], layout: Callable[[Sequence[str]], str], piece: int
) -> None:
    slowly, swiftly = both(layout(records), piece=piece)
    assert swiftly == slowly


@settings(max_examples=40)
@given(
    records=st.lists(st.one_of(SOUND, SOUND, DAMAGE), min_size=2, max_size=8),
    layout=st.sampled_from(LAYOUTS),
    piece=st.sampled_from([20, 1 << 20]),
)
def test_any_damage_is_found_alike(
    records: list[str], layout: Callable[[Sequence[str]], str], piece: int
) -> None:
    slowly, swiftly = both(layout(records), piece=piece)
    assert swiftly == slowly
