"""A whole survey as drafts: respondents, their answers, and responses to the three metrics."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Derived,
    Draft,
    Number,
    Options,
    Person,
    Question,
    Reading,
    Serial,
    Text,
)
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.metrics import (
    Metric,
    NotTheMetric,
    Scale,
    prefer,
    satisfied_from,
    scale,
    wording,
)
from support_kpi.questionnaires.profile import EMPTY, POINTS, Profile, profiles
from support_kpi.questionnaires.questions import Block, questions, slug

MOST_QUESTIONS_OF_CUSTOMERS = 12
FIELDS: dict[str, str] = {
    "ticket_id": r"(?:ticket|case|conversation|incident|request)"
    r"(?:[ -]?(?:id|number|no\.?|nr\.?|#|ref(?:erence)?))?",
    "channel": r"(?:support |contact |ticket )?channel|canal|kanal|渠道"
    r"|(?:which|what) channel did you (?:use|contact us).*|how did you (?:contact|reach) us.*",
    "team": r"(?:support )?(?:team|group)|equipo|équipe|equipe|团队"
    r"|which (?:support )?team (?:helped|answered|served) you.*",
    "agent": r"(?:support )?agent(?: name)?|agente",
    "email": r"e-?mail(?: address)?|customer e-?mail|recipient ?email|correo.*|adresse e-?mail",
    "weight": r"weight|weighting",
}
PERSONAL = ("ticket_id", "agent", "email", "weight")
COMMENT = (
    r"\bwhy\b|reason|comment|tell us|feedback|anything else|improve|por qué|comentario|warum|"
    r"kommentar|pourquoi|commentaire|por que|comentário|为什么|意见|建议"
)


@dataclass(frozen=True)
class Survey:
    """What a reader knows of its survey: its blocks of columns and the cells of a respondent."""

    name: str
    source: str
    heading_rows: int
    blocks: tuple[Block, ...]
    respondent: Mapping[str, Cell]
    fields: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def survey_name(sheet: Sheet, options: Options) -> str:
    """The file's name without suffix; in an archive the member's."""
    inner = sheet.name if re.search(r"\.\w{2,5}$", sheet.name) else ""
    name = PurePath(inner or options.name or sheet.name or "survey").name
    return re.sub(r"(?i)(\.(csv|tsv|txt|xlsx|xls|json|ndjson|jsonl|parquet|gz|zip))+$", "", name)


def reading(sheet: Sheet, survey: Survey) -> Reading:
    """The drafts of a survey; every blank heading and every doubt becomes a warning."""
    positions = [p for b in survey.blocks for p, _ in (*b.columns, *b.free)]
    answers = profiles(sheet, [*positions, *survey.fields.values()], survey.heading_rows)
    fields = {**_fields(survey.blocks, answers), **survey.fields}
    personal = {fields[name] for name in PERSONAL if name in fields}
    blocks = tuple(
        block
        for block in survey.blocks
        if not personal.issuperset(position for position, _ in block.columns)
    )
    asked = questions(sheet, blocks, answers, survey.heading_rows)
    named: dict[str, Cell] = {"survey": Constant(survey.name)}
    respondent: dict[str, Cell] = {**named, **survey.respondent}
    if "weight" in fields:
        respondent["weight"] = Number(fields["weight"])
    who = {**named, "respondent_id": survey.respondent["respondent_id"]}
    drafts = [Draft("respondent", respondent), Draft("answer", who, questions=asked)]
    responses, warnings = _responses(survey, asked, answers, fields)
    return Reading(
        survey.source,
        (*drafts, *responses),
        survey.heading_rows,
        (*survey.warnings, *warnings),
    )


def _fields(blocks: Sequence[Block], answers: Mapping[int, Profile]) -> dict[str, int]:
    """Columns that say of whom or of which ticket a row is, found by their headings."""
    found: dict[str, int] = {}
    for block in blocks:
        if len(block.columns) != 1 or block.is_multiple:
            continue
        position = block.columns[0][0]
        heading = normal(block.text.replace("_", " "))
        for name, pattern in FIELDS.items():
            if name not in found and re.fullmatch(pattern, heading):
                found[name] = position
        if re.fullmatch(r"custom (?:data|variable|value)(?: \d+)?", heading):
            kept = answers.get(position, EMPTY)
            if "ticket_id" not in found and kept.filled and _are_ids(kept):
                found["ticket_id"] = position
    return found


def _are_ids(profile: Profile) -> bool:
    differ = profile.distinct >= 0.9 * profile.filled
    return differ and all(
        re.fullmatch(r"[#\w-]*\d[\w-]*", value) is not None for value, _ in profile.values
    )


def _responses(
    survey: Survey,
    asked: Sequence[Question],
    answers: Mapping[int, Profile],
    fields: Mapping[str, int],
) -> tuple[list[Draft], list[str]]:
    drafts: list[Draft] = []
    warnings: list[str] = []
    texts = len({question.text for question in asked})
    is_of_customers = "ticket_id" in fields or texts <= MOST_QUESTIONS_OF_CUSTOMERS
    for metric in ("csat", "nps", "ces"):
        scales = _scales(metric, asked, answers)
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
        drafts.append(_response(survey, chosen, measured, asked, fields))
        if measured.warning:
            warnings.append(measured.warning)
        if len(fitting) > 1:
            warnings.append(
                f"{len(fitting)} questions read as {metric.upper()}; “{_wording(chosen)[:80]}” "
                "is counted, the others are kept as questions of the survey."
            )
    if drafts and "completed_at" not in survey.respondent:
        warnings.append(
            "Nothing in the export says when it was answered: its ratings are stored and count in "
            "no period."
        )
    return drafts, warnings


def _scales(
    metric: Metric, asked: Sequence[Question], answers: Mapping[int, Profile]
) -> list[tuple[Question, Scale | NotTheMetric]]:
    found: list[tuple[Question, Scale | NotTheMetric]] = []
    for question in asked:
        if question.kind not in ("single", "scale", "numeric", "open"):
            continue
        profile = answers.get(question.columns[0][0], EMPTY)
        if question.kind == "open" and profile.number_share < 0.5:
            continue
        if wording(_wording(question)) == metric:
            result = scale(metric, _wording(question), profile)
            if result is not None:
                found.append((question, result))
    return found


def _wording(question: Question) -> str:
    return f"{question.text} {question.part or ''}".strip()


def _response(
    survey: Survey,
    question: Question,
    measured: Scale,
    asked: Sequence[Question],
    fields: Mapping[str, int],
) -> Draft:
    identifier = survey.respondent["respondent_id"]
    if isinstance(identifier, Serial):
        identifier = Serial(*identifier.places, prefix=f"{slug(question.text)} ")
    cells: dict[str, Cell] = {
        "response_id": identifier,
        "metric": Constant(measured.metric),
        "survey": Constant(survey.name),
        "is_answered": Constant(True),
        "label": Text(question.columns[0][0]),
        "score": Derived(_score(measured)),
        "scale_low": Constant(measured.low),
        "scale_high": Constant(measured.high),
        "scale_direction": Constant(measured.direction),
    }
    if measured.metric == "csat":
        least = satisfied_from(measured.high)
        cells["is_satisfied"] = Derived(f"score >= {least:g}")
    optional: dict[str, Cell | None] = {
        "responded_at": survey.respondent.get("completed_at"),
        "is_test": survey.respondent.get("is_test"),
        "ticket_id": Text(fields["ticket_id"]) if "ticket_id" in fields else None,
        "requester_id": Person(fields["email"]) if "email" in fields else None,
        "channel": _channel(fields),
        "team": Text(fields["team"]) if "team" in fields else None,
        "agent": Text(fields["agent"]) if "agent" in fields else None,
        "comment": _comment(question, asked),
    }
    cells |= {name: cell for name, cell in optional.items() if cell is not None}
    return Draft("response", cells, when="score is not null")


def _score(measured: Scale) -> str:
    number = f"try_cast(regexp_extract(label, '{POINTS}', 1) as double)"
    if not measured.labels:
        return number
    cases = " ".join(
        "when '{}' then {:g}".format(label.replace("'", "''"), points)
        for label, points in measured.labels.items()
    )
    return f"case lower(label) {cases} else {number} end"


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
    return re.search(COMMENT, question.text.casefold()) is not None
