"""The same survey under another name, another survey under the same name, ids of lists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support_kpi.ingest import Staged
from support_kpi.store import Store
from tests import staged

START = datetime(2026, 1, 5, 9, 7, 31)
QUESTIONS = ("How satisfied are you?", "What did you use?", "Why?")
Table = list[dict[str, object]]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    staged.without_model(tmp_path, monkeypatch)
    return Store.open(tmp_path / "store")


@dataclass(frozen=True)
class Answered:
    """One respondent of a form that numbers its responses from 1."""

    number: int
    option: str = "Yes"
    start: datetime = START

    @property
    def at(self) -> datetime:
        return self.start + timedelta(hours=self.number, seconds=self.number**2)


def survey(
    folder: Path,
    name: str,
    answered: Sequence[Answered],
    *,
    questions: Sequence[str] = QUESTIONS,
    is_timed: bool = True,
    shift: timedelta = timedelta(0),
) -> Staged:
    """A form as its reader stages it: respondents, their answers, and a rating of each."""
    who = [{"survey": name, "respondent_id": str(one.number)} for one in answered]
    times = [{"started_at": one.at + shift} if is_timed else {} for one in answered]
    respondents: Table = [{**person, **time} for person, time in zip(who, times, strict=True)]
    answers: Table = [
        {**person, "question_id": question, "question": question, "option": one.option}
        for person, one in zip(who, answered, strict=True)
        for question in questions
    ]
    responses: Table = [
        {"response_id": str(one.number), "metric": "csat", "survey": name, "score": 5}
        for one in answered
    ]
    tables = {"respondent": respondents, "answer": answers, "response": responses}
    made = staged.staged(folder, tables, name=f"{name}.xlsx", reader="microsoft_forms")
    return replace(made, source="microsoft_forms")


def people(*numbers: int, option: str = "Yes", start: datetime = START) -> list[Answered]:
    return [Answered(number, option, start) for number in numbers]


def rows(store: Store, sql: str) -> list[tuple]:
    _, connection = store.connect()
    with connection:
        return connection.cursor().execute(sql).fetchall()


def counts(store: Store) -> tuple[int, int, int]:
    """Respondents, answers and responses that stand."""
    sql = "select count(*) from {}"
    return tuple(rows(store, sql.format(t))[0][0] for t in ("respondent", "answer", "response"))  # type: ignore[return-value]


def surveys(store: Store) -> list[str]:
    return [name for (name,) in rows(store, "select distinct survey from respondent order by 1")]


def test_a_survey_exported_again_under_another_name_updates_instead_of_doubling(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2, 3)))
    again = store.publish(survey(tmp_path, "Pulse (1)", people(1, 2, 3, 4)))
    assert counts(store) == (4, 12, 4)
    assert surveys(store) == ["Pulse"]
    assert (again.records_new, again.records_updated, again.records_unchanged) == (1, 0, 3)
    assert again.warnings == (
        "Recognised as the survey “Pulse” by 3 responses that are loaded already, though the file "
        "calls it “Pulse (1)”: they are updated and not repeated; 1 are new.",
    )


def test_what_would_be_recognised_is_said_before_publishing(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2)))
    result = store.assess(survey(tmp_path, "Copy", people(1, 2, 3)))
    assert (result.records_new, result.records_unchanged) == (1, 2)
    assert any("Recognised as the survey “Pulse”" in said for said in result.warnings)


def test_two_exports_of_one_survey_in_one_batch_are_one_survey(store, tmp_path):
    batch = [survey(tmp_path, name, people(1, 2)) for name in ("a", "b")]
    store.publish_all(batch)
    assert counts(store) == (2, 6, 2)


def test_an_undone_load_brought_back_does_not_double_its_survey(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2)))
    store.undo(1)
    store.publish(survey(tmp_path, "Pulse again", people(1, 2, 3)))
    store.redo(1)
    assert counts(store) == (3, 9, 3)


def test_another_survey_under_the_same_name_is_kept_apart(store, tmp_path):
    store.publish(survey(tmp_path, "Form", people(1, 2)))
    other = people(1, 2, start=START + timedelta(days=40, seconds=5))
    result = store.publish(survey(tmp_path, "Form", other, questions=("Where?", "When?")))
    assert counts(store) == (4, 6 + 4, 4)
    assert surveys(store) == ["Form", "Form (2)"]
    assert result.warnings == (
        "Another survey is loaded under the name “Form”; this one is kept apart as “Form (2)”.",
    )


def test_a_form_used_again_starts_its_ids_anew_and_is_another_survey(store, tmp_path):
    store.publish(survey(tmp_path, "First half", people(1, 2, 3)))
    later = people(1, 2, 3, start=START + timedelta(days=180, seconds=11))
    store.publish(survey(tmp_path, "Second half", later))
    assert counts(store) == (6, 18, 6)
    assert surveys(store) == ["First half", "Second half"]


def test_the_next_month_of_a_form_under_its_name_goes_on_with_it(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2)))
    store.publish(survey(tmp_path, "Pulse", people(3, 4)))
    assert surveys(store) == ["Pulse"]
    assert counts(store) == (4, 12, 4)


def test_a_question_more_and_another_zone_leave_it_the_same_survey(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2, 3)))
    more = survey(
        tmp_path, "New", people(1, 2, 3), questions=(*QUESTIONS, "Age"), shift=timedelta(hours=2)
    )
    store.publish(more)
    assert surveys(store) == ["Pulse"]
    assert counts(store) == (3, 12, 3)


def test_without_times_the_answers_tell_the_same_respondent(store, tmp_path):
    store.publish(survey(tmp_path, "One", people(1, 2), is_timed=False))
    store.publish(survey(tmp_path, "Again", people(1, 2, 3), is_timed=False))
    store.publish(survey(tmp_path, "Two", people(1, 2, option="No"), is_timed=False))
    assert surveys(store) == ["One", "Two"]
    assert counts(store) == (5, 15, 5)


def test_an_answer_that_was_changed_replaces_the_old_one(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(1, 2)))
    store.publish(survey(tmp_path, "Pulse", [*people(1), *people(2, option="No")]))
    found = rows(
        store, "select respondent_id, option, count(*) from answer group by all order by 1"
    )
    assert found == [("1", "Yes", 3), ("2", "No", 3)]
    store.undo(2)
    assert {option for _, option, _ in rows(
        store, "select respondent_id, option, count(*) from answer group by all"
    )} == {"Yes"}  # fmt: skip


def test_a_respondent_is_erased_with_the_ratings_that_carry_the_survey_name(store, tmp_path):
    store.publish(survey(tmp_path, "Pulse", people(12687305205, 2)[1:]))
    store.publish(survey(tmp_path, "Pulse", people(7, 17)))
    store.erase("7")
    assert rows(store, "select response_id from response order by 1") == [
        ("Pulse 17",), ("Pulse 2",)
    ]  # fmt: skip
    assert ("7",) not in rows(store, "select respondent_id from answer")


def test_two_lists_without_a_vendor_that_number_their_tickets_from_1_stay_apart(store, tmp_path):
    def listed(name: str, day: str, *ids: str) -> Staged:
        made = [
            {"ticket_id": one, "created_at": f"2026-{day} 09:00:0{one}", "source": "generic"}
            for one in ids
        ]
        return replace(staged.tickets(tmp_path, *made, name=name), source="generic")

    store.publish(listed("shop.csv", "01-01", "1", "2"))
    result = store.publish(listed("lift.csv", "02-01", "1", "2", "3"))
    assert rows(store, "select source, count(*) from ticket group by 1 order by 1") == [
        ("generic", 2), ("generic (2)", 3)
    ]  # fmt: skip
    assert "kept apart as the source “generic (2)”" in result.warnings[0]
    again = store.publish(listed("lift march.csv", "02-01", "1", "2", "3", "4"))
    assert (again.records_new, again.records_unchanged) == (1, 3)
    assert store.loads()[-1].source == "generic (2)"


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 6), st.integers(3, 6)),
        min_size=1,
        max_size=4,
    )
)
def test_exports_that_overlap_hold_each_response_once_whatever_their_names(exports) -> None:
    """Each export after the first overlaps the survey so far, under any name."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as name:
        folder = Path(name)
        staged.without_model(folder, patch)
        store = Store.open(folder / "store")
        known: set[int] = {4, 5}
        batch = [survey(folder, "first", people(*known))]
        for name, first, length in exports:
            numbers = set(range(first, first + length))
            if not numbers & known:
                numbers |= {4}
            batch.append(survey(folder, name, people(*numbers)))
            known |= numbers
        store.publish_all(batch)
        assert counts(store) == (len(known), 3 * len(known), len(known))
        assert surveys(store) == ["first"]
