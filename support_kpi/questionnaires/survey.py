"""A whole survey as drafts: respondents, their answers, and responses to the three metrics."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from support_kpi.drafts import Cell, Constant, Draft, Number, Options, Reading
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import EMPTY, Profile, profiles
from support_kpi.questionnaires.questions import Block, questions
from support_kpi.questionnaires.responses import Context, responses
from support_kpi.questionnaires.returns import scratch, told_apart

FIELDS: dict[str, str] = {
    "ticket_id": r"(?:ticket|case|conversation|incident|request)"
    r"(?:[ -]?(?:id|number|no\.?|nr\.?|nummer|#|ref(?:erence)?))?|vorgangsnummer|fallnummer"
    r"|(?:numéro|n°|número|numero|id)(?: d[eou]l?)? (?:ticket|chamado|caso)",
    "channel": r"(?:support |contact |ticket )?channel|canal|kanal|渠道"
    r"|(?:which|what) channel did you (?:use|contact us).*|how did you (?:contact|reach) us.*",
    "team": r"(?:support )?(?:team|group)|equipo|équipe|equipe|团队"
    r"|which (?:support )?team (?:helped|answered|served) you.*",
    "agent": r"(?:support )?agent(?: name)?|agente",
    "email": r"e-?mail(?: address)?|customer e-?mail|recipient ?email|correo.*|adresse e-?mail",
    "weight": r"weight|weighting",
}
NO_ID = (
    "The export has no respondent id; a respondent is known by all of the row's answers, so a row "
    "that was edited since the last load counts as a new respondent."
)
PERSONAL = ("ticket_id", "agent", "email", "weight")


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
    are_codes: bool = False


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
    known, returning = told_apart(sheet, survey.respondent, survey.heading_rows)
    survey = replace(survey, respondent=known, warnings=(*survey.warnings, *returning))
    named: dict[str, Cell] = {"survey": Constant(survey.name)}
    respondent: dict[str, Cell] = {**named, **survey.respondent}
    if "weight" in fields:
        respondent["weight"] = Number(fields["weight"])
    who = {**named, **scratch(known), "respondent_id": known["respondent_id"]}
    drafts = [Draft("respondent", respondent), Draft("answer", who, questions=asked)]
    context = Context(survey.name, survey.respondent, asked, answers, fields, survey.are_codes)
    rated, warnings = responses(context)
    return Reading(
        survey.source,
        (*drafts, *rated),
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
