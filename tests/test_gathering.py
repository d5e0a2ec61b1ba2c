"""Surveys with one row an answer."""

import json
from pathlib import Path

from support_kpi import ingest
from support_kpi.drafts import Options
from tests.vendors.export import chosen, read

HEADINGS = "Respondent ID,Submitted at,Team,Answer ID,Question,Answer\n"
SATISFIED, CHANNELS, WHY = "How satisfied are you?", "Which channels do you use?", "Why?"


def answers(people: int) -> str:
    """Each picks two channels and gives a score; every other says why."""
    lines: list[str] = []
    for person in range(1, people + 1):
        given = [(SATISFIED, f"{person}"), (CHANNELS, "E-mail"), (CHANNELS, "Phone")]
        given += [(WHY, f'"Quick, {person}"')] * (person % 2)
        lines += [
            f"R{person},2026-01-0{person} 10:00:00,West,{person}{place},{question},{answer}"
            for place, (question, answer) in enumerate(given)
        ]
    return HEADINGS + "\n".join(lines) + "\n"


def test_answers_of_one_respondent_are_one_response(tmp_path: Path) -> None:
    export = read(tmp_path, answers(5))
    assert export.counts == (5, 5, 0)
    assert chosen(export.responses, "metric", "score", "responded_at") == [
        ("csat", float(n), f"2026-01-0{n} 10:00:00") for n in range(1, 6)
    ]
    picked = [a for a in export.tables["answer"] if a["question"] == CHANNELS]
    assert {a["option"] for a in picked} == {"E-mail", "Phone"}
    assert len(picked) == 10
    assert [a["option"] for a in export.tables["answer"] if a["question"] == WHY] == [
        "Quick, 1", "Quick, 3", "Quick, 5",
    ]  # fmt: skip
    assert any("18 rows of answers are gathered into 5 responses" in w for w in export.warnings)
    assert any("Answer ID" in warning for warning in export.warnings)


def test_answers_without_a_respondent_are_counted(tmp_path: Path) -> None:
    export = read(tmp_path, answers(4) + f",2026-01-05 10:00:00,West,9,{WHY},Lost\n")
    assert any("1 without a respondent" in warning for warning in export.warnings)


def test_a_load_gathers_them_too(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(answers(4), encoding="utf-8")
    (staged,) = ingest.stage(path, tmp_path / "staged", Options(name=path.name), b"")
    assert (staged.table, staged.rows_read, staged.error) == ("respondent", 4, None)


def test_one_row_a_respondent_stays_as_it_is(tmp_path: Path) -> None:
    rows = "".join(f"R{n},2026-01-0{n} 10:00:00,Why {n}?,Because\n" for n in range(1, 6))
    export = read(tmp_path, "Respondent ID,Submitted at,Question,Answer\n" + rows)
    assert not any("gathered" in warning for warning in export.warnings)


def additional(person: int, *picks: str, ease: int) -> dict[str, object]:
    listed = [{"id": pick.lower(), "text": pick} for pick in picks]
    return {
        "id": f"{person}",
        "person": f"p{person}",
        "survey_type": "nps",
        "score": 9,
        "comment": "Fine",
        "created_at": 1767348000,
        "permalink": "",
        "additional_answers": [
            {
                "question": {"id": "a", "type": "select_many", "text": "Which channels?"},
                "value": {"select_many": listed},
            },
            {
                "question": {"id": "b", "type": "scale", "text": "How easy was it?"},
                "value": {"scale": ease},
            },
        ],
    }


def test_additional_answers_of_delighted_are_answers_of_the_respondent(tmp_path: Path) -> None:
    people = [
        additional(1, "E-mail", "Phone", ease=4),
        additional(2, "E-mail", ease=2),
        {**additional(3, ease=5), "additional_answers": []},
    ]
    export = read(tmp_path, json.dumps(people), "delighted.json")
    assert (export.reader, export.counts) == ("delighted", (3, 3, 0))
    assert chosen(export.responses, "metric", "score") == [("nps", 9)] * 3
    answers = chosen(export.tables["answer"], "respondent_id", "question", "option")
    assert sorted(answers) == [
        ("1", "How easy was it?", "4"),
        ("1", "Which channels?", "E-mail"),
        ("1", "Which channels?", "Phone"),
        ("2", "How easy was it?", "2"),
        ("2", "Which channels?", "E-mail"),
    ]
