"""Proposals of ties: the same words are sure, likeness is only ever a suggestion."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from support_kpi.ties.known import Known

LEAST_LIKENESS = 62.0
OPTION_LIKENESS = 72.0
WEIGHT_OF_OPTIONS = 0.45
NUMERIC = ("numeric", "scale")
YES_NO = {
    "yes": {"y", "true", "1", "agree", "ja", "oui", "si", "sim"},
    "no": {"n", "false", "0", "disagree", "nein", "non", "nao"},
}


@dataclass(frozen=True)
class Proposal:
    """`key` is the id of a question, or an option as written; `meaning` what it may be tied to."""

    key: str
    meaning: str
    is_sure: bool
    likeness: float
    reason: str


def plain(words: object) -> str:
    """Lower case, without accents and punctuation: as the model compares wordings."""
    text = unicodedata.normalize("NFKD", str(words)).casefold()
    bare = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", bare).strip()


def proposals(found: Known, survey: str, study: str) -> list[Proposal]:
    """One proposal a question of the survey at most, each question of the study once."""
    questions = found.of(survey)
    codes = found.codes[found.codes["study"] == study]
    candidates: list[tuple[float, bool, str, str, str]] = []
    for question_id, row in questions.iterrows():
        text = row["question"] if pd.isna(row["part"]) else f"{row['question']} {row['part']}"
        own = set(found.answers(survey, str(question_id))["answered"].map(plain))
        for code, asked in codes.groupby("code", sort=False):
            likeness, is_sure, reason = _likeness(str(text), str(question_id), own, asked)
            if likeness >= LEAST_LIKENESS:
                candidates.append((likeness, is_sure, str(question_id), str(code), reason))
    candidates.sort(key=lambda one: (-one[1], -one[0], one[2], one[3]))
    chosen: dict[str, Proposal] = {}
    taken: set[str] = set()
    for likeness, is_sure, question_id, code, reason in candidates:
        if question_id not in chosen and code not in taken:
            chosen[question_id] = Proposal(question_id, code, is_sure, likeness, reason)
            taken.add(code)
    return [chosen[name] for name in questions.index if name in chosen]


def option_proposals(options: Sequence[str], asked: pd.DataFrame) -> list[Proposal]:
    """What each option as written may mean among those of one question of a study."""
    known = [
        (str(option), str(label) if pd.notna(label) else str(option))
        for option, label in zip(asked["option"], asked["label"], strict=True)
        if pd.notna(option)
    ]
    found = (_option(option, known) for option in options)
    return [one for one in found if one]


def _likeness(
    text: str, question_id: str, own: set[str], asked: pd.DataFrame
) -> tuple[float, bool, str]:
    """How like a question is to one of a study, from 0 to 100, and why."""
    first = asked.iloc[0]
    words = plain(text)
    if words == plain(first["question"]):
        return 100.0, True, "the same wording"
    code = plain(first["code"])
    if code in (words, plain(question_id)):
        return 100.0, True, "named as the column of the study"
    likeness = float(fuzz.token_set_ratio(words, plain(first["question"])))
    likeness = min(likeness, float(fuzz.WRatio(words, plain(first["question"]))))
    labels = {plain(label) for label in asked["label"].dropna()}
    shared = own & labels
    reason = f"wording {likeness:.0f} % alike"
    if not labels or not own or first["kind"] in NUMERIC or own == {"yes", "no"}:
        return likeness, False, reason
    overlap = 100 * len(shared) / min(len(labels), len(own))
    both = (1 - WEIGHT_OF_OPTIONS) * likeness + WEIGHT_OF_OPTIONS * overlap
    return both, False, f"{reason}, {len(shared)} of {len(labels)} options the same"


def _option(option: str, known: Sequence[tuple[str, str]]) -> Proposal | None:
    words = plain(option)
    for name, label in known:
        if words in (plain(label), plain(name)):
            return Proposal(option, name, True, 100.0, "the same wording")
        if words in YES_NO.get(name, ()):
            return Proposal(option, name, True, 100.0, f"another word for {name}")
    best = max(
        ((float(fuzz.WRatio(words, plain(label))), name) for name, label in known),
        default=(0.0, ""),
    )
    if not words or best[0] < OPTION_LIKENESS:
        return None
    return Proposal(option, best[1], False, best[0], f"wording {best[0]:.0f} % alike")
