"""Mappings and meanings of values from the command line."""

import json
from pathlib import Path

import pytest

from support_kpi.commands import main
from tests import staged

NOTES = "Number,When,Shade,Aus\nA-1,03/04/2026 09:00,red,Kiosk\nA-2,04/04/2026 09:00,blue,E-Mail\n"
MAPPING = {
    "table": "ticket",
    "source": "notes",
    "columns": {"ticket_id": "Number", "created_at": "When", "channel": "Aus"},
    "date_order": "dmy",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store in `s` with the file `notes.csv`, read by `mapping.json`."""
    (tmp_path / "notes.csv").write_text(NOTES)
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    assert run(tmp_path, "load", "notes.csv", "--mapping", "mapping.json") == 0
    return tmp_path


def run(folder: Path, *words: str) -> int:
    files = [str(folder / word) if "." in word and " " not in word else word for word in words]
    return main([*files, "--store", str(folder / "s")])


def answer(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> object:
    capsys.readouterr()
    assert run(folder, *words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_mapping_is_listed_shown_forgotten_and_taken_up_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (known,) = answer(capsys, folder, "mapping", "list")  # type: ignore[misc]
    assert (known["mapping_id"], known["file"], known["loads"]) == (1, "notes.csv", [1])
    assert run(folder, "mapping", "show", "1", "--out", "again.json") == 0
    assert json.loads((folder / "again.json").read_text()) == MAPPING
    assert run(folder, "mapping", "forget", "1") == 0
    assert answer(capsys, folder, "mapping", "list") == []
    (folder / "next.csv").write_text(NOTES.replace("A-", "B-"))
    assert run(folder, "load", "next.csv") == 2
    assert run(folder, "mapping", "restore", "1") == 0
    assert run(folder, "load", "next.csv") == 0
    assert "remembered for these headings since" in capsys.readouterr().out
    assert run(folder, "mapping", "again", "1") == 0
    assert "already" in capsys.readouterr().out
    assert run(folder, "mapping", "show", "7") == 2


def test_once_remembers_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    staged.without_model(tmp_path, monkeypatch)
    (tmp_path / "notes.csv").write_text(NOTES)
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    assert run(tmp_path, "load", "notes.csv", "--mapping", "mapping.json", "--once") == 0
    assert answer(capsys, tmp_path, "mapping", "list") == []


def test_a_proposal_is_a_file_to_load_with_and_says_its_doubts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    staged.without_model(tmp_path, monkeypatch)
    rows = (
        "Ticket Nr,Created,Kanal,Wait\n1,03/04/2026 09:00,E-Mail,12\n2,04/04/2026 09:00,Kiosk,9\n"
    )
    (tmp_path / "list.csv").write_text(rows.replace("Wait", "Antwortzeit"))
    assert run(tmp_path, "mapping", "propose", "list.csv", "--out", "mapping.json") == 0
    said = capsys.readouterr().err
    assert "Kanal as channel: a known heading in German; 50 % of its first values" in said
    assert "“03/04/2026 09:00” may be 3 April or 4 March: no value in the column decides" in said
    assert "“12” may be seconds, minutes, hours or days" in said
    assert "“Kiosk” (1 row): no known channel. Until you say what they mean, they count as" in said
    columns = json.loads((tmp_path / "mapping.json").read_text())["columns"]
    assert list(columns) == ["ticket_id", "created_at", "channel"]
    assert run(tmp_path, "load", "list.csv", "--mapping", "mapping.json") == 2
    words = ("load", "list.csv", "--mapping", "mapping.json", "--date-order", "dmy")
    assert run(tmp_path, *words) == 0


def test_values_are_mapped_later_and_the_kpis_by_channel_follow(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def channels() -> dict[str, float]:
        rows = answer(capsys, folder, "kpis", "--by", "channel")
        return {r["segment"]: r["value"] for r in rows if r["kpi"] == "tickets_created"}  # type: ignore[attr-defined]

    assert channels() == {"email": 1, "other": 1}
    (unknown,) = answer(capsys, folder, "values", "list", "--unknown")  # type: ignore[misc]
    assert (unknown["field"], unknown["value"], unknown["records"]) == ("channel", "Kiosk", 1)
    said = answer(capsys, folder, "values", "map", "channel", "kiosk=in_person")
    assert said["rules"] == [  # type: ignore[index]
        {"source": "notes", "field": "channel", "value": "kiosk", "meaning": "in_person"}
    ]
    assert channels() == {"email": 1, "in_person": 1}
    assert run(folder, "values", "undo", "1") == 0
    assert channels() == {"email": 1, "other": 1}
    assert run(folder, "values", "redo", "1") == 0
    assert run(folder, "values", "forget", "channel", "Kiosk") == 0
    assert channels() == {"email": 1, "other": 1}
    assert run(folder, "values", "changes") == 0
    assert "channel “Kiosk” of notes as it was read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("values", "map", "channel", "Kiosk"), "write it as VALUE=MEANING"),
        (("values", "map", "channel", "Kiosk=desk"), '"desk" is no channel'),
        (("values", "map", "channel", "Moon=phone"), 'No source has the channel "Moon"'),
        (("values", "undo", "4"), "no change 4"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_2(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert run(folder, *words) == 2
    assert sentence in capsys.readouterr().err
