"""Qualtrics: three heading rows, of which the third is machine-readable; the older form has two.

Publishers drop the second and the third row and the metadata columns; then the names of the first
row tell the format, and the first row of data where the headings end.
"""

import json
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from support_kpi.drafts import (
    Cell,
    Derived,
    Duration,
    Flag,
    Moment,
    Number,
    Options,
    Reading,
    Serial,
    Text,
)
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import NO_ID, Survey, reading, survey_name

TITLE = "Qualtrics survey"

RESPONDENT = {
    "respondent_id": "_recordid",
    "started_at": "startdate",
    "completed_at": "enddate",
    "status": "status",
    "is_complete": "finished",
    "progress": "progress",
    "duration_seconds": "duration",
    "language": "userlanguage",
    "recorded_at": "recordeddate",
    "email": "recipientemail",
}
# What the first heading row calls them, where it is all that is left.
NAMES = {
    "responseid": "_recordid",
    "response id": "_recordid",
    "emailaddress": "recipientemail",
    "externalreference": "externaldatareference",
    "duration (in seconds)": "duration",
    "duration__in_seconds_": "duration",
}
TELLS = frozenset(
    {
        "_recordid", "recordeddate", "finished", "progress", "distributionchannel", "userlanguage",
        "startdate", "enddate", "ipaddress", "recipientemail", "locationlatitude",
    }
)  # fmt: skip
LEAST_TELLS = 4
SURE_TELLS = frozenset({"recordeddate", "distributionchannel", "userlanguage"})
UNUSED = frozenset(
    {
        "ipaddress", "recipientlastname", "recipientfirstname", "externaldatareference",
        "locationlatitude", "locationlongitude", "locationaccuracy", "distributionchannel",
        "responseset", "name", "responsedate", "durationinseconds",
    }
)  # fmt: skip
# The codes add up: 1 preview, 2 test, 4 imported, 8 spam, 16 offline.
IS_TEST = """
    case
        when regexp_full_match(_status, '[0-9]{1,3}') then (_status::integer & 11) <> 0
        when _status is not null
            then regexp_matches(
                lower(_status),
                'preview|test|spam|vorschau|aperçu|vista previa|pré-visualização|预览|プレビュー'
            )
    end
"""
TIMING = r"(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)"
UNASKED = (
    rf"(?:\d+_)?QID\d+(?:_\d+)*_{TIMING}|.*_NPS_GROUP|.*_DO(?:_.+)?"
    r"|.*(?:Topics|Sentiment.*|ParTopics)"
    r"|.*_(?:First Click|Last Click|Page Submit|Click Count|Browser|Version|Operating System"
    r"|Resolution)"
)
PART = r"(?P<question>(?:\d+_)?QID\d+)(?:#\d+)?(?:[_-](?P<part>\d+(?:_\d+)*))?(?P<text>_TEXT)?"
NAMED_PART = r"(?P<question>\w*?[A-Za-z]\w*?(?:\.\d+)?)(?:#\d+)?(?:_\d+)+(?P<text>_TEXT)?"
DATE = r"\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
MOST_VALUES_OF_A_FIELD = 50
SEPARATORS = (",",)
CONNECTOR = " - "


class Column(NamedTuple):
    """One column by its machine-readable heading; `question` is the id that its group shares."""

    position: int
    name: str
    text: str
    import_id: str
    choice_id: str
    zone: str | None
    question: str

    @property
    def key(self) -> str:
        folded = self.import_id.casefold()
        return NAMES.get(folded, folded)


class Layout(NamedTuple):
    """How many rows the headings take; `imported` is the machine-readable one, if it is there."""

    rows: int
    imported: int | None = None
    is_old: bool = False


def recognises(sheet: Sheet) -> bool:
    return _layout(sheet) is not None


def refusal(sheet: Sheet) -> str | None:
    """Names the tables of a warehouse copy of Qualtrics, which hold no answer by themselves."""
    names = {normal(heading) for heading in sheet.headings}
    if "_fivetran_synced" not in names:
        return None
    if not names & {"survey_id", "directory_id", "mailing_list_id"} and not (
        {"sub_question_key", "question_option_key", "import_id"} & names
    ):
        return None
    return (
        "is one table of a warehouse copy of Qualtrics: a survey's questions, options, people and "
        "answers are spread over several of them; it is not loaded. Export the responses from "
        "Qualtrics as CSV, or join response, question and answer into one table."
    )


def read(sheet: Sheet, options: Options) -> Reading:
    layout = _layout(sheet) or Layout(1)
    columns = _columns(sheet, layout)
    meta = {column.key: column for column in reversed(columns)}
    warnings = [] if "_recordid" in meta else [NO_ID]
    asked = [c for c in columns if c.key not in {*RESPONDENT.values(), *UNUSED}]
    unasked = [
        c
        for c in asked
        if re.fullmatch(UNASKED, c.import_id) or re.fullmatch(UNASKED, c.name) or not c.import_id
    ]
    blocks, dropped = _blocks(sheet, [c for c in asked if c not in unasked], layout)
    names = [column.name for column in (*unasked, *dropped) if column.name.strip()]
    if names:
        warnings.append(
            f"{len(names)} columns hold no answers (timings, topics, tokens) and are not used:"
            f" {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}."
        )
    survey = Survey(
        name=survey_name(sheet, options),
        source="qualtrics",
        heading_rows=layout.rows,
        blocks=blocks,
        respondent=_respondent(sheet, meta),
        fields={"email": meta["recipientemail"].position} if "recipientemail" in meta else {},
        warnings=tuple(warnings),
        are_codes="finished" in meta and _are_numbers(sheet, meta["finished"].position, layout),
    )
    return reading(sheet, survey)


def _respondent(sheet: Sheet, meta: dict[str, Column]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "respondent_id": Text(meta["_recordid"].position)
        if "_recordid" in meta
        else Serial(*range(sheet.width))
    }
    zone = next((column.zone for column in meta.values() if column.zone), None)
    for name in ("started_at", "completed_at"):
        ends = [RESPONDENT[name], RESPONDENT["recorded_at"] if name == "completed_at" else ""]
        places = [meta[key].position for key in ends if key in meta]
        if places:
            cells[name] = Moment(*places, zone=zone)
    if "status" in meta:
        cells["_status"] = Text(meta["status"].position)
        cells["is_test"] = Derived(IS_TEST)
    if "finished" in meta:
        cells["is_complete"] = Flag(meta["finished"].position)
    elif "progress" in meta:
        cells["_progress"] = Number(meta["progress"].position)
        cells["is_complete"] = Derived("_progress >= 100")
    if "duration" in meta:
        cells["duration_seconds"] = Duration(meta["duration"].position, unit="seconds")
    if "userlanguage" in meta:
        cells["language"] = Text(meta["userlanguage"].position)
    return cells


def _are_numbers(sheet: Sheet, position: int, layout: Layout) -> bool:
    """Whether the export holds codes instead of the choices' texts."""
    return set(sheet.values(position, layout.rows)) <= {"0", "1"}


def _layout(sheet: Sheet) -> Layout | None:
    for number, row in enumerate(sheet.head[1:3], start=1):
        filled = [cell for cell in row if cell.strip()]
        found = [cell for cell in filled if re.match(r'\{\s*"ImportId"', cell.strip())]
        if found and len(found) * 2 > len(filled):
            return Layout(number + 1, number)
    first = [normal(heading) for heading in sheet.headings]
    second = [normal(cell) for cell in sheet.head[1]] if len(sheet.head) > 1 else []
    if first[:1] == ["v1"] and second[:1] == ["responseid"]:
        return Layout(2, is_old=True)
    known = {NAMES.get(name, name) for name in first}
    is_complete = len(known & TELLS) >= LEAST_TELLS and known & SURE_TELLS
    return Layout(_heading_rows(sheet)) if is_complete else None


def _heading_rows(sheet: Sheet) -> int:
    """One or two, where the machine-readable row is gone: the data begins with the first date."""
    dates = [
        p
        for p, h in enumerate(sheet.headings)
        if normal(h) in ("startdate", "enddate", "recordeddate")
    ]
    for number, row in enumerate(sheet.head[1:3], start=1):
        if not dates or any(re.match(DATE, row[p].strip()) for p in dates):
            return number
    return 1


def _columns(sheet: Sheet, layout: Layout) -> list[Column]:
    names = sheet.headings
    texts = sheet.head[1] if layout.rows > 1 and layout.imported != 1 else names
    about = sheet.head[layout.imported] if layout.imported is not None else ()
    columns = []
    for position, name in enumerate(names):
        text = texts[position] if position < len(texts) else ""
        choice, zone = "", None
        if layout.imported is not None:
            told = _imported(about[position] if position < len(about) else "")
            import_id = told.get("ImportId", "")
            choice, zone = told.get("choiceId", ""), told.get("timeZone") or None
        elif layout.is_old:
            key = normal(text)
            is_meta = re.fullmatch(r"v\d+", normal(name)) or key.startswith("location")
            import_id = key if is_meta else name
        else:
            import_id = name.strip()
        part = re.fullmatch(PART, import_id) or (
            None if layout.imported is not None else re.fullmatch(NAMED_PART, import_id)
        )
        question = part["question"] if part else import_id
        columns.append(Column(position, name, text, import_id, choice, zone, question))
    return columns


def _imported(cell: str) -> dict[str, str]:
    try:
        about = json.loads(cell)
    except json.JSONDecodeError:
        return {}
    return {str(k): str(v) for k, v in about.items()} if isinstance(about, dict) else {}


def _blocks(
    sheet: Sheet, columns: Sequence[Column], layout: Layout
) -> tuple[tuple[Block, ...], list[Column]]:
    """Columns of one question id together; embedded data as questions where their values repeat."""
    groups: dict[str, list[Column]] = {}
    dropped: list[Column] = []
    embedded = [c for c in columns if not re.fullmatch(PART, c.import_id)]
    answers = profiles(sheet, [c.position for c in embedded], layout.rows)
    for column in columns:
        if column in embedded and layout.imported is not None:
            profile = answers[column.position]
            is_field = re.fullmatch(r"(?i).*(ticket|case|conversation|agent).*", column.name)
            is_token = 5 <= profile.filled == profile.distinct
            if not is_field and (is_token or profile.distinct > MOST_VALUES_OF_A_FIELD):
                dropped.append(column)
                continue
        groups.setdefault(column.question, []).append(column)
    return tuple(_block(name, members) for name, members in groups.items()), dropped


def _block(question_id: str, members: Sequence[Column]) -> Block:
    free = [c for c in members if len(members) > 1 and c.import_id.endswith("_TEXT")]
    if len(free) == len(members):
        free = []
    columns = [c for c in members if c not in free]
    if len(columns) == 1 and not columns[0].choice_id:
        return _alone(question_id, members, columns[0], free)
    shared = _shared([column.text for column in columns])
    return Block(
        shared.removesuffix(" - Selected Choice"),
        tuple((column.position, _label(column, shared)) for column in columns),
        question_id=question_id,
        free=tuple((column.position, _label(column, shared)) for column in free),
        is_multiple=any(column.choice_id for column in columns),
        unsure_separators=SEPARATORS,
    )


def _alone(
    question_id: str, members: Sequence[Column], column: Column, free: Sequence[Column]
) -> Block:
    is_text = column.import_id.endswith("_TEXT")
    text, _, label = column.text.partition(CONNECTOR)
    if len(members) == 1:
        text, label = column.text.removesuffix(" - Selected Choice"), ""
    return Block(
        text,
        ((column.position, label if is_text else ""),),
        question_id=question_id,
        free=tuple((c.position, _label(c, text)) for c in free),
        is_open=is_text,
        unsure_separators=SEPARATORS,
    )


def _shared(texts: Sequence[str]) -> str:
    """The question that all columns begin with: each goes on with a dash and its choice or row."""
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    prefix = "".join(signs[0] for signs in alike)
    shared = prefix[: prefix.rindex(CONNECTOR)] if CONNECTOR in prefix else ""
    return shared or texts[0].partition(CONNECTOR)[0]


def _label(column: Column, shared: str) -> str:
    """What follows the question's text: a choice or the row of a matrix."""
    tail = column.text[len(shared) :] if column.text.startswith(shared) else column.text
    parts = [part for part in tail.split(CONNECTOR) if part.strip()]
    kept = [part for part in parts if normal(part) != "selected choice"]
    return CONNECTOR.join(kept).strip() or column.choice_id or column.name
