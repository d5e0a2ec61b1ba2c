"""LimeSurvey: headings of question codes, `code[SQ001]. Question [subquestion]`, codes or texts.

Publishers remove the metadata columns; an unnamed column of row numbers then tells respondents
apart, else the answers themselves.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from support_kpi.drafts import Cell, Derived, Duration, Moment, Options, Reading, Serial, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import NO_ID, Survey, reading, survey_name

TITLE = "LimeSurvey survey"

METADATA: dict[str, tuple[str, ...]] = {
    "respondent_id": (
        "id", "response id", "antwort id", "antwort-id", "id de la réponse", "id de respuesta",
        "id da resposta", "id risposta", "antwoord-id",
    ),
    "completed_at": (
        "submitdate", "date submitted", "datum abgeschickt", "absendedatum", "date de soumission",
        "fecha de envío", "data de envio", "data di invio", "datum verzonden",
    ),
    "started_at": (
        "startdate", "date started", "datum gestartet", "date de lancement", "date de début",
        "fecha de inicio", "data de início", "data inizio",
    ),
    "language": (
        "startlanguage", "start language", "start-sprache", "startsprache", "langue de départ",
        "lenguaje inicial", "idioma inicial", "lingua iniziale",
    ),
    "duration_seconds": ("interviewtime", "total time", "gesamtzeit", "temps total"),
    "last_page": (
        "lastpage", "last page", "letzte seite", "dernière page", "última página", "ultima pagina",
    ),
    "unused": (
        "seed", "datestamp", "date last action", "ipaddr", "ip address", "refurl", "referrer url",
        "token", "access code", "first name", "last name", "email address", "zufallsstartwert",
        "datum letzte aktivität", "ip-adresse", "weiterleitungs-url", "tête de série", "semilla",
        "date de la dernière action", "fecha de la última acción", "semente",
    ),
}  # fmt: skip
OTHER = "-oth-"
CODED = r"(?P<code>[A-Za-z][\w-]*)(?P<subs>(?:\[[^\[\]]*\])*)(?:\._\.|\. ?)(?P<text>\S.*)"
BARE = r"(?P<code>[A-Za-z]\w*)(?P<subs>(?:\[[^\[\]]*\])*)"
LABELS = r"(?P<text>.*?)\s*(?P<labels>(?:\[[^\[\]]*\]\s*)+)"
FREE = r"other|\w*comment"
LEAST_CODED = 0.6
LEAST_CODES = 3


class Column(NamedTuple):
    """One heading in its parts; `meta` is the metadata it holds."""

    position: int
    code: str
    sub: str
    text: str
    label: str
    meta: str | None


def recognises(sheet: Sheet) -> bool:
    columns = _columns(sheet)
    found = {column.meta for column in columns}
    if {"respondent_id", "completed_at"} <= found and found & {"language", "last_page"}:
        return True
    headings = [heading for heading in sheet.headings if heading.strip()]
    coded = [heading for heading in headings if _is_coded(heading)]
    return len(coded) >= max(LEAST_CODED * len(headings), LEAST_CODES)


def read(sheet: Sheet, options: Options) -> Reading:
    columns = _columns(sheet)
    meta = {column.meta: column.position for column in reversed(columns) if column.meta}
    asked = [c for c in columns if c.meta is None and sheet.headings[c.position].strip()]
    respondent: dict[str, Cell] = {}
    warnings: list[str] = []
    identifier = meta.get("respondent_id", _index(sheet))
    if identifier is None:
        respondent["respondent_id"] = Serial(*range(sheet.width))
        warnings.append(NO_ID)
    else:
        respondent["respondent_id"] = Text(identifier)
    for name in ("started_at", "completed_at"):
        if name in meta:
            respondent[name] = Moment(meta[name])
    if "completed_at" in meta:
        # Of anonymous surveys the time of sending is no time; that there is one still tells.
        respondent["_sent"] = Text(meta["completed_at"])
        respondent["is_complete"] = Derived("_sent is not null")
    if "language" in meta:
        respondent["language"] = Text(meta["language"])
    if "duration_seconds" in meta:
        respondent["duration_seconds"] = Duration(meta["duration_seconds"])
    survey = Survey(
        name=survey_name(sheet, options),
        source="limesurvey",
        heading_rows=1,
        blocks=_blocks(sheet, asked),
        respondent=respondent,
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _is_coded(heading: str) -> bool:
    """Whether a code stands before the question as no sentence begins: `edu1. `, `tool[SQ2]. `."""
    match = re.fullmatch(CODED, heading.strip(), flags=re.DOTALL)
    if match is None or " " not in match["text"]:
        return False
    return bool(match["subs"] or re.search(r"\d", match["code"]))


def _columns(sheet: Sheet) -> list[Column]:
    return [_column(position, heading) for position, heading in enumerate(sheet.headings)]


def _column(position: int, heading: str) -> Column:
    heading = " ".join(heading.replace("\ufeff", "").split())
    match = re.fullmatch(CODED, heading) or re.fullmatch(BARE, heading)
    parts = match.groupdict() if match else {}
    code, subs = parts.get("code", ""), parts.get("subs", "")
    text = parts.get("text") or (code if match else heading)
    labelled = re.fullmatch(LABELS, text) if subs or not match else None
    label = ""
    if labelled and labelled["text"]:
        text = labelled["text"]
        label = " ".join(re.findall(r"\[([^\[\]]*)\]", labelled["labels"])).strip()
    elif subs:
        label = " ".join(re.findall(r"\[([^\[\]]*)\]", subs))
    meta = next(
        (m for m, names in METADATA.items() if {normal(code), normal(text)} & {*names}), None
    )
    return Column(position, code, subs.strip("[]"), text, label, meta)


def _index(sheet: Sheet) -> int | None:
    """The unnamed first column, where it holds a number of its own for every row."""
    if not sheet.headings or sheet.headings[0].strip():
        return None
    numbers = profiles(sheet, [0], 1)[0]
    is_index = numbers.filled == numbers.distinct == sheet.records - 1
    return 0 if is_index else None


def _blocks(sheet: Sheet, asked: Iterable[Column]) -> tuple[Block, ...]:
    groups: dict[str, list[Column]] = {}
    for column in asked:
        groups.setdefault(column.code or column.text, []).append(column)
    return tuple(_block(sheet, members) for members in groups.values())


def _block(sheet: Sheet, members: list[Column]) -> Block:
    free = [c for c in members if len(members) > 1 and re.fullmatch(FREE, normal(c.sub or c.label))]
    columns = [column for column in members if column not in free]
    first = columns[0]
    if len(columns) == 1 and free and OTHER in map(normal, sheet.values(first.position)):
        # The code of another answer stands for the text beside it.
        both = ((first.position, ""), (free[0].position, ""))
        rest = tuple((column.position, column.label) for column in free[1:])
        return Block(first.text, both, question_id=first.code, free=rest, is_one_of=True)
    return Block(
        first.text,
        tuple((column.position, column.label) for column in columns),
        question_id=first.code,
        free=tuple((column.position, column.label) for column in free),
    )
