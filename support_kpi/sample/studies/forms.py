"""The respondents as Google Forms exports them: a question a column, several picks in one cell."""

from datetime import UTC, datetime, timedelta

import numpy as np

from support_kpi.sample.clock import Texts
from support_kpi.sample.export import Columns
from support_kpi.sample.studies.answers import Answers
from support_kpi.sample.studies.figures import Option, Question, Study

OPENED = datetime(2026, 2, 2, 8, tzinfo=UTC)
SEPARATOR = ";"
LEAST, MOST = -40.0, 400.0
WISHES = ("One view of the customer", "More training", "Fewer tools", "A chatbot that works", "")
# Means by tier of what is asked as a number: days of training, tickets an agent and month.
NUMBERS = {"training_days": (3.7, 3.5, 3.3), "tickets_resolved_per_agent_month": (300, 240, 200)}


def columns(study: Study, answers: Answers, rng: np.random.Generator) -> Columns:
    order = rng.permutation(answers.people)
    table: dict[str, Texts] = {"Timestamp": _stamps(rng, answers.people)}
    for question in study.questions:
        table[question.text] = _cells(question, answers, rng)[order]
    return table


def _cells(question: Question, answers: Answers, rng: np.random.Generator) -> Texts:
    if question.kind == "open":
        return rng.choice(WISHES, size=answers.people)
    if not question.options:
        return _numbers(question, answers, rng)
    ticks = answers.ticks[question.code]
    return np.array(
        [
            SEPARATOR.join(
                _label(question.options[row], rng) for row in np.flatnonzero(ticks[:, person])
            )
            for person in range(answers.people)
        ]
    )


def _label(option: Option, rng: np.random.Generator) -> str:
    if option.label:
        return option.label
    low = LEAST if option.least is None else option.least
    high = MOST if option.most is None else option.most
    if low > 0:
        return str(round(low * (high / low) ** rng.random()))
    return str(int(rng.integers(int(np.ceil(max(low, 1 if high > 1 else low))), int(high) + 1)))


def _numbers(question: Question, answers: Answers, rng: np.random.Generator) -> Texts:
    tiers = answers.ticks["maturity_tier"]
    mean = np.array(NUMBERS[question.code], dtype=np.float64) @ tiers
    drawn = np.maximum(np.round(mean * (1 + 0.2 * rng.standard_normal(mean.size)), 1), 0.5)
    return np.array([f"{value:g}" for value in drawn])


def _stamps(rng: np.random.Generator, people: int) -> Texts:
    moments = np.sort(rng.integers(21 * 86400, size=people)).tolist()
    stamps = [OPENED + timedelta(seconds=moment) for moment in moments]
    return np.array(
        [f"{stamp:%Y/%m/%d} {int(f'{stamp:%I}')}:{stamp:%M:%S %p} GMT+0" for stamp in stamps]
    )
