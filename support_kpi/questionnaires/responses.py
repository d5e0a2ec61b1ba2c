"""Answers to CSAT, NPS and CES questions of a survey as responses of customers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Person,
    Question,
    Serial,
    Text,
)
from support_kpi.questionnaires.metrics import (
    Metric,
    NotTheMetric,
    Scale,
    prefer,
    satisfied,
    scale,
    stated_ends,
    wording,
)
from support_kpi.questionnaires.profile import EMPTY, Profile
from support_kpi.questionnaires.questions import slug
from support_kpi.questionnaires.scores import score_sql

MOST_QUESTIONS_OF_CUSTOMERS = 12
COMMENT = (
    r"\bwhy\b|reason|comment|tell us|feedback|anything else|improve|por qué|comentario|warum|"
    r"kommentar|pourquoi|commentaire|por que|comentário|为什么|意见|建议|理由|コメント"
)


@dataclass(frozen=True)
class Context:
    """What all responses of a survey share: who answered when, and of which ticket."""

    name: str
    respondent: Mapping[str, Cell]
    asked: Sequence[Question]
    answers: Mapping[int, Profile]
    fields: Mapping[str, int] = field(default_factory=dict)
    are_codes: bool = False


def responses(survey: Context) -> tuple[list[Draft], list[str]]:
    """A draft for each of the three metrics that the survey asks of customers, and what to warn
    of."""
    drafts: list[Draft] = []
    warnings: list[str] = []
    texts = len({question.text for question in survey.asked})
    is_of_customers = "ticket_id" in survey.fields or texts <= MOST_QUESTIONS_OF_CUSTOMERS
    metrics: tuple[Metric, ...] = ("csat", "nps", "ces")
    for metric in metrics:
        scales = _scales(metric, survey)
        refused = [found.warning for _, found in scales if isinstance(found, NotTheMetric)]
        fitting = [(q, found) for q, found in scales if isinstance(found, Scale)]
        if not is_of_customers:
            if fitting:
                warnings.append(
                    f"The survey asks {texts} questions and names no ticket, so it is read as a "
                    f"survey of leaders or staff: “{fitting[0][0].text[:80]}” is not counted as "
                    f"{metric.upper()} of customers."
                )
            continue
        warnings += refused
        if not fitting:
            continue
        chosen, measured = fitting[prefer([_wording(question) for question, _ in fitting])]
        drafts.append(_response(survey, chosen, measured))
        if measured.warning:
            warnings.append(measured.warning)
        if survey.are_codes and metric != "nps" and stated_ends(_wording(chosen)) is None:
            warnings.append(
                f"“{_wording(chosen)[:80]}” is answered in codes, and {measured.high:g} is taken "
                "for the best; where the codes run the other way, export the choices as texts."
            )
        if len(fitting) > 1:
            warnings.append(
                f"{len(fitting)} questions read as {metric.upper()}; “{_wording(chosen)[:80]}” "
                "is counted, the others are kept as questions of the survey."
            )
    if drafts and _answered_at(survey) is None:
        warnings.append(
            "Nothing in the export says when it was answered: its ratings are stored and count in "
            "no period."
        )
    return drafts, warnings


def _scales(metric: Metric, survey: Context) -> list[tuple[Question, Scale | NotTheMetric]]:
    found: list[tuple[Question, Scale | NotTheMetric]] = []
    for question in survey.asked:
        if question.kind not in ("single", "scale", "numeric", "open"):
            continue
        profile = _answered(question, survey.answers)
        if question.kind == "open" and profile.number_share < 0.5:
            continue
        if wording(_wording(question)) == metric:
            result = scale(metric, _wording(question), profile)
            if result is not None:
                found.append((question, result))
    return found


def _answered(question: Question, answers: Mapping[int, Profile]) -> Profile:
    """The answers to a question; of a choice spread over columns, how often each was picked."""
    if not any(option for _, option in question.columns):
        return answers.get(question.columns[0][0], EMPTY)
    picked = Counter(
        {
            option: answers.get(position, EMPTY).filled
            for position, option in question.columns
            if option and answers.get(position, EMPTY).filled
        }
    )
    return Profile(picked.total(), len(picked), tuple(picked.most_common()))


def _wording(question: Question) -> str:
    return f"{question.text} {question.part or ''}".strip()


def _answered_at(survey: Context) -> Cell | None:
    return survey.respondent.get("completed_at") or survey.respondent.get("started_at")


def _response(survey: Context, question: Question, measured: Scale) -> Draft:
    fields = survey.fields
    identifier = survey.respondent["respondent_id"]
    if isinstance(identifier, Serial):
        identifier = Serial(*identifier.places, prefix=f"{slug(question.text)} ")
    scratch = {n: cell for n, cell in survey.respondent.items() if n.startswith("_")}
    cells: dict[str, Cell] = {
        **scratch,
        "response_id": identifier,
        "metric": Constant(measured.metric),
        "survey": Constant(survey.name),
        "is_answered": Constant(True),
        **_label(question),
        "score": Derived(score_sql("label", measured.labels)),
        "scale_low": Constant(measured.low),
        "scale_high": Constant(measured.high),
        "scale_direction": Constant(measured.direction),
    }
    if measured.metric == "csat":
        cells["is_satisfied"] = Derived(satisfied(measured))
    optional: dict[str, Cell | None] = {
        "responded_at": _answered_at(survey),
        "is_test": survey.respondent.get("is_test"),
        "ticket_id": Text(fields["ticket_id"]) if "ticket_id" in fields else None,
        "requester_id": Person(fields["email"]) if "email" in fields else None,
        "channel": _channel(fields),
        "channel_detail": Text(fields["channel"]) if "channel" in fields else None,
        "team": Text(fields["team"]) if "team" in fields else None,
        "agent": Text(fields["agent"]) if "agent" in fields else None,
        "comment": _comment(question, survey.asked),
    }
    cells |= {name: cell for name, cell in optional.items() if cell is not None}
    return Draft("response", cells, when="score is not null")


def _label(question: Question) -> dict[str, Cell]:
    """The answer as written, from whichever of its columns holds it."""
    if len(question.columns) == 1:
        return {"label": Text(question.columns[0][0])}
    names = {f"_answer_{position}": option for position, option in question.columns}
    parts = [
        name
        if option is None
        else f"case when {name} is not null then '{option.replace(chr(39), chr(39) * 2)}' end"
        for name, option in names.items()
    ]
    scratch: dict[str, Cell] = {
        f"_answer_{position}": Text(position) for position, _ in question.columns
    }
    return {**scratch, "label": Derived(f"coalesce({', '.join(parts)})")}


def _channel(fields: Mapping[str, int]) -> Cell | None:
    if "channel" not in fields:
        return None
    return Choice(fields["channel"], vocabulary="channel", otherwise="other")


def _comment(question: Question, asked: Sequence[Question]) -> Cell | None:
    """The free text given with the metric: a part of the question, else the next open one."""
    own = [q for q in asked if q.kind == "open" and q.text == question.text and q is not question]
    after = list(asked)[list(asked).index(question) + 1 :]
    later = [q for q in after if q.kind in ("open", "single") and _asks_why(q)]
    chosen = next(iter(own + later), None)
    return Text(chosen.columns[0][0], keep_words=True) if chosen else None


def _asks_why(question: Question) -> bool:
    return re.search(COMMENT, question.text.lower()) is not None
