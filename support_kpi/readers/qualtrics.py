"""Qualtrics: three heading rows, of which the third is machine-readable; the older form has two."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from support_kpi.drafts import Cell, Duration, Flag, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Qualtrics survey"

RESPONDENT = {
    "respondent_id": "_recordid",
    "started_at": "startdate",
    "completed_at": "enddate",
    "status": "status",
    "is_complete": "finished",
    "duration_seconds": "duration",
    "language": "userlanguage",
    "recorded_at": "recordeddate",
    "email": "recipientemail",
}
OLD_NAMES = {"responseid": "_recordid", "emailaddress": "recipientemail"}
UNUSED = frozenset(
    {
        "ipaddress", "progress", "recipientlastname", "recipientfirstname",
        "externaldatareference", "locationlatitude", "locationlongitude", "locationaccuracy",
        "distributionchannel", "responseset", "name", "responsedate", "durationinseconds",
    }
)  # fmt: skip
PREVIEWS = ("1", "survey preview", "9", "2", "survey test", "17", "offline preview")
REAL = ("0", "ip address", "imported", "4", "16", "offline", "8", "spam", "12", "offline spam")
TIMING = r"(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)"
UNASKED = (
    rf"QID\d+(?:_\d+)*_{TIMING}|.*_NPS_GROUP|.*_DO(?:_\d+)?|.*(?:Topics|Sentiment.*|ParTopics)"
)
PART = r"(?P<question>QID\d+)(?:#\d+)?(?:[_-](?P<part>\d+(?:_\d+)*))?(?P<text>_TEXT)?"
MOST_VALUES_OF_A_FIELD = 50
SEPARATORS = (", ", ",", " / ")


class Column(NamedTuple):
    """One column by its machine-readable heading."""

    position: int
    name: str
    text: str
    import_id: str
    choice_id: str
    zone: str | None


def recognises(sheet: Sheet) -> bool:
    return _is_current(sheet) or _is_old(sheet)


def read(sheet: Sheet, options: Options) -> Reading:
    heading_rows = 3 if _is_current(sheet) else 2
    columns = _columns(sheet, heading_rows)
    meta = {_key(column): column for column in reversed(columns)}
    zone = next((column.zone for column in columns if column.zone), None)
    respondent: dict[str, Cell] = {"respondent_id": Text(meta["_recordid"].position)}
    for name in ("started_at", "completed_at"):
        ends = [RESPONDENT[name], RESPONDENT["recorded_at"] if name == "completed_at" else ""]
        places = [meta[key].position for key in ends if key in meta]
        if places:
            respondent[name] = Moment(*places, zone=zone)
    if "status" in meta:
        respondent["is_test"] = Flag(meta["status"].position, true=PREVIEWS, false=REAL)
    if "finished" in meta:
        respondent["is_complete"] = Flag(meta["finished"].position)
    if "duration" in meta:
        respondent["duration_seconds"] = Duration(meta["duration"].position, unit="seconds")
    if "userlanguage" in meta:
        respondent["language"] = Text(meta["userlanguage"].position)
    asked = [c for c in columns if _key(c) not in {*RESPONDENT.values(), *UNUSED}]
    unasked = [c for c in asked if re.fullmatch(UNASKED, c.import_id) or not c.import_id]
    blocks, dropped = _blocks(sheet, [c for c in asked if c not in unasked], heading_rows)
    warnings = []
    if unasked or dropped:
        names = [column.name for column in (*unasked, *dropped) if column.name.strip()]
        if names:
            warnings.append(
                f"{len(names)} columns hold no answers (timings, topics, tokens) and are not used:"
                f" {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}."
            )
    survey = Survey(
        name=survey_name(sheet, options),
        source="qualtrics",
        heading_rows=heading_rows,
        blocks=blocks,
        respondent=respondent,
        fields={"email": meta["recipientemail"].position} if "recipientemail" in meta else {},
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _is_current(sheet: Sheet) -> bool:
    third = sheet.head[2] if len(sheet.head) > 2 else ()
    found = [cell for cell in third if re.match(r'\{\s*"ImportId"', cell.strip())]
    return bool(found) and any('"_recordId"' in cell for cell in found)


def _is_old(sheet: Sheet) -> bool:
    second = sheet.head[1] if len(sheet.head) > 1 else ()
    return (
        normal(sheet.headings[0] if sheet.headings else "") == "v1"
        and bool(second)
        and normal(second[0]) == "responseid"
    )


def _columns(sheet: Sheet, heading_rows: int) -> list[Column]:
    names, texts = sheet.headings, sheet.head[1]
    columns = []
    for position, name in enumerate(names):
        text = texts[position] if position < len(texts) else ""
        if heading_rows == 3:
            cell = sheet.head[2][position] if position < len(sheet.head[2]) else ""
            about = _imported(cell)
            import_id = about.get("ImportId", "")
            choice, zone = about.get("choiceId", ""), about.get("timeZone") or None
        else:
            key = normal(text)
            is_meta = re.fullmatch(r"v\d+", normal(name)) or key.startswith("location")
            import_id, choice, zone = (OLD_NAMES.get(key, key) if is_meta else name), "", None
        columns.append(Column(position, name, text, import_id, choice, zone))
    return columns


def _imported(cell: str) -> dict[str, str]:
    try:
        about = json.loads(cell)
    except json.JSONDecodeError:
        return {}
    return {str(k): str(v) for k, v in about.items()} if isinstance(about, dict) else {}


def _key(column: Column) -> str:
    return column.import_id.casefold()


def _blocks(
    sheet: Sheet, columns: Sequence[Column], heading_rows: int
) -> tuple[tuple[Block, ...], list[Column]]:
    """Columns of one question id together; embedded data as questions where their values repeat."""
    groups: dict[str, list[Column]] = {}
    dropped: list[Column] = []
    embedded = [c for c in columns if not re.fullmatch(PART, c.import_id)]
    answers = profiles(sheet, [c.position for c in embedded], heading_rows)
    for column in columns:
        matched = re.fullmatch(PART, column.import_id)
        if matched is None and heading_rows == 3:
            profile = answers[column.position]
            is_field = re.fullmatch(r"(?i).*(ticket|case|conversation|agent).*", column.name)
            is_token = 5 <= profile.filled == profile.distinct
            if not is_field and (is_token or profile.distinct > MOST_VALUES_OF_A_FIELD):
                dropped.append(column)
                continue
        groups.setdefault(matched["question"] if matched else column.import_id, []).append(column)
    return tuple(_block(name, members) for name, members in groups.items()), dropped


def _block(question_id: str, members: Sequence[Column]) -> Block:
    free = [c for c in members if len(members) > 1 and c.import_id.endswith("_TEXT")]
    if len(free) == len(members):
        free = []
    columns = [c for c in members if c not in free]
    text, _, label = columns[0].text.partition(" - ")
    if len(columns) == 1 and not columns[0].choice_id:
        is_text = columns[0].import_id.endswith("_TEXT")
        return Block(
            columns[0].text if len(members) == 1 else text,
            ((columns[0].position, "" if len(members) == 1 else label if is_text else ""),),
            question_id=question_id,
            free=tuple((c.position, _label(c)) for c in free),
            is_open=is_text,
            unsure_separators=SEPARATORS,
        )
    return Block(
        text,
        tuple((column.position, _label(column)) for column in columns),
        question_id=question_id,
        free=tuple((column.position, _label(column)) for column in free),
        is_multiple=any(column.choice_id for column in columns),
        unsure_separators=SEPARATORS,
    )


def _label(column: Column) -> str:
    """What follows ` - ` in the question's text: a choice or the row of a matrix."""
    texts = column.text.split(" - ")
    tail = [part for part in texts[1:] if normal(part) not in ("selected choice", "text")]
    return " - ".join(tail) or column.choice_id or column.name
