"""targets, annotations and why in the shell."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from support_kpi.commands import main
from support_kpi.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(Store.open(tmp_path_factory.mktemp("entries") / "store").folder)


def answered(capsys: pytest.CaptureFixture[str], store: str, *words: str) -> object:
    capsys.readouterr()
    assert main([*words, "--store", store, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> str:
    capsys.readouterr()
    assert main(words) == 2
    return capsys.readouterr().err


def test_a_target_is_set_listed_removed_and_undone(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("targets", "set", "csat_rate", "2026-01", "90%", "--until", "2026-03")
    assert answered(capsys, store, *words) == {"kind": "target", "change": 1}
    answered(capsys, store, "targets", "set", "nps", "2026-01", "--band", "25", "40")
    rows = answered(capsys, store, "targets", "list")
    assert isinstance(rows, list)
    assert [(row["kpi"], row["target"], row["target_low"]) for row in rows] == [
        ("csat_rate", 0.9, None),
        ("csat_rate", 0.9, None),
        ("csat_rate", 0.9, None),
        ("nps", None, 25),
    ]
    gone = answered(capsys, store, "targets", "remove", "csat_rate", "2026-02")
    assert gone == {"kind": "target", "change": 3}
    answered(capsys, store, "targets", "undo", "3")
    assert len(answered(capsys, store, "targets", "list")) == 4  # type: ignore[arg-type]
    changes = answered(capsys, store, "targets", "changes")
    assert isinstance(changes, list) and changes[0]["change"] == 4


def test_targets_of_a_file_are_entered(
    store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "targets.csv"
    file.write_text("kpi,channel,month,target\nReopen rate,email,2027-01,5%\n")
    answered(capsys, store, "targets", "load", str(file))
    rows = answered(capsys, store, "targets", "list")
    assert isinstance(rows, list)
    assert ("reopen_rate", "email", 0.05) in [
        (row["kpi"], row["channel"], row["target"]) for row in rows
    ]


def test_an_annotation_is_added_listed_and_removed(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("annotations", "add", "2026-03-05", "Outage", "--until", "2026-03-06")
    answered(capsys, store, *words, "--channel", "phone")
    (row,) = answered(capsys, store, "annotations", "list")  # type: ignore[misc]
    assert (row["text"], row["channel"], row["last_day"][:10]) == ("Outage", "phone", "2026-03-06")
    answered(capsys, store, "annotations", "remove", row["annotation_id"])
    assert answered(capsys, store, "annotations", "list") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["targets", "set", "joy", "2026-01", "1"], "is no KPI"),
        (["targets", "set", "csat_rate", "2026-01"], "has no level"),
        (["targets", "remove", "csat_rate", "2031-01"], "to remove"),
        (["targets", "load", "nowhere.csv"], "is no file"),
        (["annotations", "add", "soon", "Outage"], "is no day"),
        (["annotations", "undo", "99"], "no change 99"),
        (["why", "joy"], "cannot be explained"),
        (["why", "csat_rate"], "has no data"),
        (["why", "csat_rate", "--compared-from", "2026-01-01"], "Name both"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: list[str], said: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in refused(capsys, [*words, "--store", store])
