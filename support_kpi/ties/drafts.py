"""A survey's map to start from: what is tied, what is sure, what is only suggested."""

from dataclasses import dataclass

import pandas as pd

from support_kpi.store.ties import OptionTie, QuestionTie
from support_kpi.ties.known import Known, wording
from support_kpi.ties.proposals import Proposal, option_proposals, proposals


@dataclass(frozen=True)
class Draft:
    """The proposals of one survey and study, by id of the question and by answer as written."""

    survey: str
    study: str
    questions: dict[str, Proposal]
    options: dict[tuple[str, str], Proposal]


def best_study(found: Known, survey: str) -> str:
    """The study that the survey is tied to, else the one that its questions are likest."""
    questions = found.of(survey)
    tied = questions["study"].dropna()
    if len(tied):
        return str(tied.mode().iloc[0])
    scores = {
        study: sum(1000 * one.is_sure + one.likeness for one in proposals(found, survey, study))
        for study in found.studies
    }
    return max(scores, key=lambda study: scores[study])


def draft(found: Known, survey: str, study: str) -> Draft:
    """Proposals for what is not tied yet, and for answers that mean nothing to the study yet."""
    questions = found.of(survey)
    known = {one.key: one for one in proposals(found, survey, study)}
    free = {
        name: one
        for name, one in known.items()
        if pd.isna(questions.loc[name, "code"])
        and one.meaning not in set(questions.loc[questions["study"] == study, "code"])
    }
    options: dict[tuple[str, str], Proposal] = {}
    for name, row in questions.iterrows():
        code = row["code"] if row["study"] == study else None
        if pd.isna(code) and name in free:
            code = free[name].meaning
        if code is None or pd.isna(code) or row["kind"] == "open":
            continue
        for one in option_proposals(
            unmeant(found, survey, str(name)), asked(found, study, str(code))
        ):
            options[str(name), one.key] = one
    return Draft(survey, study, free, options)


def sure(found: Known, made: Draft) -> tuple[list[QuestionTie], list[OptionTie]]:
    """The ties that need nobody's eye: the same words."""
    questions = found.of(made.survey)
    ties = []
    for name, one in made.questions.items():
        if one.is_sure:
            words, part = wording(questions, name)
            ties.append(QuestionTie(made.survey, words, made.study, one.meaning, part))
    named = {name for name, one in made.questions.items() if one.is_sure}
    named |= set(questions.index[questions["study"] == made.study])
    meanings = [
        OptionTie(made.survey, code_of(questions, made, name), option, one.meaning)
        for (name, option), one in made.options.items()
        if one.is_sure and name in named
    ]
    return ties, meanings


def code_of(questions: pd.DataFrame, made: Draft, question_id: str) -> str:
    """The question of the study that a question is tied to, or would be."""
    code = questions.loc[question_id, "code"]
    return made.questions[question_id].meaning if pd.isna(code) else str(code)


def asked(found: Known, study: str, code: str) -> pd.DataFrame:
    """The options of one question of a study."""
    codes = found.codes
    return codes[(codes["study"] == study) & (codes["code"] == code)]


def unmeant(found: Known, survey: str, question_id: str) -> list[str]:
    """The answers to a question that mean nothing to the study so far."""
    options = found.answers(survey, question_id)
    return [str(one) for one in options.loc[options["meaning"].isna(), "answered"]]


def lines(found: Known, made: Draft) -> list[dict[str, str]]:
    """The rows of a file: each question with its tie or proposal, below it its answers."""
    questions = found.of(made.survey)
    rows: list[dict[str, str]] = []
    for name, row in questions.iterrows():
        words, part = wording(questions, str(name))
        one = made.questions.get(str(name))
        is_tied = pd.notna(row["code"])
        code = str(row["code"]) if is_tied else one.meaning if one and one.is_sure else ""
        study = str(row["study"]) if is_tied else made.study
        line = {"survey": made.survey, "question": words, "part": part}
        rows.append(
            line
            | {"study": study if code else "", "code": code}
            | {"suggestion": one.meaning if one and not one.is_sure else ""}
            | {"reason": str(row["origin"]) if is_tied else one.reason if one else ""}
        )
        code = code or (one.meaning if one else "")
        rows += _option_lines(found, made, str(name), line | {"study": study, "code": code})
    return rows


def _option_lines(
    found: Known, made: Draft, question_id: str, line: dict[str, str]
) -> list[dict[str, str]]:
    """The answers to a question that is tied or may be, with what they mean or may mean."""
    if not line["code"]:
        return []
    told = found.answers(made.survey, question_id)
    meant = dict(zip(told["answered"], told["meaning"], strict=True))
    codes = asked(found, line["study"], line["code"])
    if codes["least"].notna().any() or codes["most"].notna().any() or codes["option"].isna().all():
        return []
    rows = []
    for option in meant:
        one = made.options.get((question_id, option))
        known = meant.get(option)
        meaning = str(known) if pd.notna(known) else one.meaning if one and one.is_sure else ""
        rows.append(
            line
            | {"option": option, "meaning": meaning}
            | {"suggestion": one.meaning if one and not one.is_sure else ""}
            | {"reason": one.reason if one else ""}
        )
    return rows
