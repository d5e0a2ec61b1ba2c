"""The command line as a script uses it: exit codes, JSON fields, one sentence for what is wrong."""

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from support_kpi.commands import main

EXPORTS = Path(__file__).parents[1] / "sample_data" / "exports"
TICKETS = EXPORTS / "zendesk_csv.csv"
LOAD_FIELDS = [
    "file",
    "sha256",
    "status",
    "reader",
    "table",
    "load_id",
    "rows_read",
    "rows_kept",
    "rows_rejected",
    "records",
    "records_new",
    "records_updated",
    "records_unchanged",
    "zone",
    "date_order",
    "encoding",
    "warnings",
    "error",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with one small export, for the commands that only read."""
    folder = str(tmp_path_factory.mktemp("commands") / "store")
    assert main(["load", str(TICKETS), "--zone", "UTC", "--store", folder, "--json"]) == 0
    return folder


def answered(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> object:
    assert main(words) == 0
    return json.loads(capsys.readouterr().out)


def test_load_answers_with_its_stable_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["load", str(TICKETS), "--store", str(tmp_path / "s"), "--json", "--by", "ann"]
    (first,) = answered(capsys, words)  # type: ignore[misc]
    assert list(first) == LOAD_FIELDS
    assert first["status"] == "loaded"
    assert first["rows_read"] == first["rows_kept"] + first["rows_rejected"] == 15
    (again,) = answered(capsys, words)  # type: ignore[misc]
    assert (again["status"], again["load_id"]) == ("unchanged", first["load_id"])


def test_a_refused_file_gives_2_and_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "letters.csv"
    bad.write_text("alpha,beta\n1,2\n")
    words = ["load", str(bad), str(TICKETS), "--store", str(tmp_path / "s"), "--json"]
    assert main(words) == 2
    refused, loaded = json.loads(capsys.readouterr().out)
    assert (refused["status"], loaded["status"]) == ("refused", "loaded")
    assert '"alpha", "beta"' in refused["error"]


def test_check_stores_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "s")
    answered(capsys, ["check", str(TICKETS), "--store", folder, "--json"])
    assert answered(capsys, ["loads", "--store", folder, "--json"]) == []


def test_undo_and_redo_change_the_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "s")
    (load,) = answered(capsys, ["load", str(TICKETS), "--store", folder, "--json"])  # type: ignore[misc]

    def tickets() -> float | None:
        rows = answered(capsys, ["kpis", "--store", folder, "--json"])
        return next(row["value"] for row in rows if row["kpi"] == "tickets_created")  # type: ignore[union-attr]

    before = tickets()
    answered(capsys, ["undo", str(load["load_id"]), "--store", folder, "--json"])
    assert tickets() is None
    answered(capsys, ["redo", str(load["load_id"]), "--store", folder, "--json"])
    assert before == tickets()
    assert before


def test_kpis_answer_with_null_where_there_is_no_data(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = answered(capsys, ["kpis", "--store", store, "--json"])
    assert isinstance(rows, list)
    assert list(rows[0]) == [
        "kpi", "segment", "period", "value", "unit", "n", "low", "high", "note",
    ]  # fmt: skip
    assert len(rows) == 32
    nps = next(row for row in rows if row["kpi"] == "nps")
    assert (nps["value"], nps["n"]) == (None, 0)


def test_filters_take_several_values_and_several_flags(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one = ["kpis", "--store", store, "--json", "--channel", "email", "web_form"]
    two = ["kpis", "--store", store, "--json", "--channel", "email", "--channel", "web_form"]
    assert answered(capsys, one) == answered(capsys, two)


def test_a_query_runs_with_parameters(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", "volume_trend", "--store", store, "--param", "every=year", "--json"]
    rows = answered(capsys, words)
    assert isinstance(rows, list)
    assert set(rows[0]) == {"period", "tickets_created", "tickets_solved", "net_flow"}


def test_rejects_are_written_with_their_cells(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rejects.csv"
    assert main(["rejects", "1", "--store", store, "--out", str(out)]) == 0
    lines = pd.read_csv(out)
    assert {"Rejected row", "Rejected because", "How to mend it"} <= set(lines.columns)
    assert len(lines) == 1


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_tables_are_exported_in_each_format(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    out = tmp_path / f"tickets.{suffix}"
    answer = answered(capsys, ["export", "ticket", "--store", store, "--out", str(out), "--json"])
    assert answer["rows"] == 14  # type: ignore[index]
    assert out.stat().st_size > 100


def test_a_store_can_be_backed_up_and_restored(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(capsys, ["backup", str(tmp_path / "b"), "--store", store, "--json"])
    other = str(tmp_path / "other")
    answered(capsys, ["restore", str(tmp_path / "b"), "--store", other, "--json"])
    words = ["kpis", "--json", "--store"]
    assert answered(capsys, [*words, store]) == answered(capsys, [*words, other])


@pytest.mark.parametrize(
    "words",
    [["readers"], ["queries"], ["compare"], ["doctor"], ["loads"], ["rebuild"]],
)
def test_every_listing_answers_in_json_and_in_words(
    store: str, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    answered(capsys, [*words, "--store", store, "--json"])
    assert main([*words, "--store", store]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["kpis", "--every", "fortnight"], "invalid choice: 'fortnight'"),
        (["kpis", "--channel", "pigeon"], '--channel "pigeon" is not in the data'),
        (["kpis", "--from", "yesterday"], '--from "yesterday" is not a day'),
        (["undo", "99"], "There is no load 99"),
        (["run", "weather"], 'There is no query "weather"'),
        (["run", "volume_trend", "--param", "wind=1"], "takes no wind"),
        (["load", "nowhere.csv"], "nowhere.csv"),
        (["load", str(TICKETS), "--reader", "abacus"], 'There is no reader "abacus"'),
        (["load", str(TICKETS), "--mapping", "nowhere.json"], "mapping file cannot be read"),
        (["setting", "colour"], "colour"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_2(
    store: str, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    try:
        code = main([*words, "--store", store])
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_reading_a_missing_store_makes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kpis", "--store", str(tmp_path / "nowhere")]) == 2
    assert "holds no store yet" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()
