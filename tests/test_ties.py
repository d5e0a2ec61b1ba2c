"""The questionnaire map: proposals, files, what is saved and what follows from it."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from support_kpi import ties
from support_kpi.commands import main
from support_kpi.drafts import Options
from support_kpi.errors import UsageError
from support_kpi.store import Store
from support_kpi.store.questionnaires import Questionnaires
from support_kpi.store.ties import OptionTie, QuestionTie
from support_kpi.ties import Known, option_proposals
from support_kpi.ties.proposals import plain

HEADINGS = (
    "Timestamp",
    "Your role?",
    "Which channels of support do you offer?",
    "Do new agents get formal training when they start?",
    "goals",
    "What is your favourite colour?",
)
ROWS = [
    (
        f"2026-03-{1 + i:02d} 10:00:00",
        ("Director", "VP", "C-level")[i % 3],
        ("Telephone;SMS", "SMS", "Telephone", "SMS;Live chat on the web")[i % 4],
        ("Yes", "No")[i % 2],
        ("Cut costs", "Wait less")[i % 2],
        ("Blue", "Red")[i % 2],
    )
    for i in range(24)
]
CHANNELS = QuestionTie("own", HEADINGS[2], "aircall2018", "channels_offered")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with one survey that asks in its own words; tests that change it copy nothing but
    put it back."""
    folder = tmp_path_factory.mktemp("ties")
    with (folder / "own.csv").open("w", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *ROWS])
    store = Store.open(folder / "store")
    (result,) = store.load(folder / "own.csv", Options())
    assert result.error is None
    return store


@pytest.fixture
def store(loaded: Store) -> Store:
    Questionnaires(loaded.folder).save(["own"], [], [])
    return loaded


def found(store: Store) -> Known:
    _, connection = store.connect()
    with connection:
        return ties.known(connection)


def tied(store: Store) -> pd.Series:
    """The code that each question is tied to."""
    return found(store).of("own").set_index("question")["code"]


def meant(store: Store, question: str) -> dict[str, object]:
    known = found(store)
    name = known.of("own").set_index("question").loc[question, "question_id"]
    answers = known.answers("own", str(name))
    return dict(zip(answers["answered"], answers["meaning"], strict=True))


def test_only_the_same_words_are_sure(store):
    made = ties.draft(found(store), "own", "aircall2018")
    names = found(store).of("own")["question"]
    told = {names[name]: (one.meaning, one.is_sure) for name, one in made.questions.items()}
    assert told["goals"] == ("goals", True)
    assert told["Which channels of support do you offer?"] == ("channels_offered", False)
    assert told["Your role?"] == ("role", False)
    assert "What is your favourite colour?" not in told
    # In the study's own words it is tied already.
    assert tied(store)["Do new agents get formal training when they start?"] == (
        "training_onboarding"
    )


def test_the_study_that_fits_best_is_proposed(store):
    assert ties.best_study(found(store), "own") == "aircall2018"


def test_options_are_matched_by_words_and_by_likeness():
    codes = pd.DataFrame(
        {"option": ["phone", "live_chat", "yes"], "label": ["Phone", "Live chat", "Yes"]}
    )
    told = {
        one.key: (one.meaning, one.is_sure)
        for one in option_proposals(["PHONE ", "Live chat on web", "true", "Fax"], codes)
    }
    assert told == {
        "PHONE ": ("phone", True),
        "Live chat on web": ("live_chat", False),
        "true": ("yes", True),
    }


def test_words_are_compared_without_case_accents_and_punctuation():
    assert plain("  Où est l'Équipe?! ") == "ou est l equipe"


def test_a_saved_tie_counts_at_once_and_can_be_forgotten(store):
    kept = Questionnaires(store.folder)
    telephone = OptionTie("own", "channels_offered", "Telephone", "phone")
    before = store.snapshot().number
    kept.save(["own"], [CHANNELS], [telephone])
    assert store.snapshot().number == before + 1
    assert tied(store)[HEADINGS[2]] == "channels_offered"
    assert meant(store, HEADINGS[2]) == {
        "Telephone": "phone",
        "SMS": "sms",
        "Live chat on the web": "live_chat",
    }
    kept.save(["own"], [], [])
    assert pd.isna(tied(store)[HEADINGS[2]])


def test_a_question_can_be_tied_to_nothing_and_an_answer_to_no_option(store):
    training = HEADINGS[3]
    kept = Questionnaires(store.folder)
    kept.save(["own"], [QuestionTie("own", training, "aircall2018", "")], [])
    assert pd.isna(tied(store)[training])
    kept.save(["own"], [], [OptionTie("own", "training_onboarding", "No", "")])
    assert pd.isna(meant(store, training)["No"])
    assert meant(store, training)["Yes"] == "yes"


def test_a_map_goes_out_as_csv_and_comes_in_again(store, tmp_path, capsys):
    path, folder = tmp_path / "map.csv", str(store.folder)
    words = ["questionnaire", "propose", "--survey", "own", "--store", folder]
    assert main([*words, "--out", str(path)]) == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    channels = next(row for row in rows if row["question"] == HEADINGS[2] and not row["option"])
    assert (channels["code"], channels["suggestion"]) == ("", "channels_offered")
    for row in rows:
        if row["question"] == HEADINGS[2]:
            row |= {"study": "aircall2018", "code": "channels_offered"}
            row["meaning"] = {"Telephone": "phone", "SMS": "sms"}.get(row["option"], "")
    path.write_bytes(ties.to_csv(rows))
    assert main(["questionnaire", "import", str(path), "--store", folder]) == 0
    assert tied(store)[HEADINGS[2]] == "channels_offered"
    assert tied(store)["goals"] == "goals"
    assert pd.isna(tied(store)["Your role?"])
    assert meant(store, HEADINGS[2])["Telephone"] == "phone"
    capsys.readouterr()
    assert main(["questionnaire", "export", "--store", folder]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["code"] for one in told["questions"]} >= {"channels_offered", "goals"}
    back = tmp_path / "map.json"
    back.write_text(json.dumps(told))
    before = store.snapshot().number
    assert main(["questionnaire", "import", str(back), "--store", folder]) == 0
    assert store.snapshot().number == before  # the same ties change nothing


def test_what_is_sure_can_be_taken_over_by_a_command(store, capsys):
    words = ["questionnaire", "propose", "--survey", "own", "--accept", "--json"]
    assert main([*words, "--store", str(store.folder)]) == 0
    assert tied(store)["goals"] == "goals"
    assert pd.isna(tied(store)["Your role?"])
    assert {"survey", "question", "code"} <= json.loads(capsys.readouterr().out)[0].keys()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("survey,question\nown,x\n", "the headings lack part, study, code, option, meaning"),
        (
            "survey,question,part,study,code,option,meaning\nown,x,,aircall2018,chanels_offerd,,\n",
            'line 2: aircall2018 has no question "chanels_offerd"; perhaps "channels_offered"',
        ),
        (
            "survey,question,part,study,code,option,meaning\nown,x,,aircal,role,,\n",
            'there is no study "aircal"; there are',
        ),
        (
            "survey;question;part;study;code;option;meaning\n"
            "own;x;;aircall2018;role;Boss;the_boss\n",
            'line 2: "the_boss" is no option of role',
        ),
        ('{"questions": [{"survey": "own"}]}', "entry 1: question, study, code is missing"),
        ("[1", "is no JSON"),
    ],
)
def test_a_map_that_cannot_hold_is_refused_with_line_and_reason(store, text, said):
    with pytest.raises(UsageError, match=said.replace("(", r"\(")):
        ties.read(text.encode(), "map", found(store))


def test_a_setting_that_is_no_map_is_refused_before_it_breaks_a_snapshot(store: Store):
    for text in ("nonsense", "{}", '[{"survey": "own"}]', "[7]"):
        with pytest.raises(UsageError, match="questionnaire_map"):
            store.set_setting("questionnaire_map", text)
    assert store.snapshot().path.exists()


def test_the_list_names_what_is_not_tied(store: Store, tmp_path: Path, capsys):
    words = ["questionnaire", "list", "--unmapped", "--json", "--store", str(store.folder)]
    assert main(words) == 0
    told = {row["question"] for row in json.loads(capsys.readouterr().out)}
    assert "What is your favourite colour?" in told
    assert "Do new agents get formal training when they start?" not in told
    assert main(["questionnaire", "import", str(tmp_path / "no.csv"), "--store", words[-1]]) == 2
