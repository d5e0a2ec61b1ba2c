"""Google Forms: a time stamp, then one column per question headed by the question itself.

There is no response id. A response is known by its time stamp as written and, among responses of
the same second, by its place in the file: forms are exported oldest first, so a later export of the
same form gives every response the id that it had.
"""

import re

from support_kpi.drafts import Moment, Options, Reading, Serial
from support_kpi.parsing.sheet import Sheet, normal, without_bracket
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Google Forms survey"

TIME_STAMPS = (
    "timestamp",
    "marca temporal",
    "zeitstempel",
    "horodateur",
    "carimbo de data/hora",
    "informazioni cronologiche",
    "tijdstempel",
    "sygnatura czasowa",
    "отметка времени",
    "时间戳记",
    "时间戳",
    "時間戳記",
    "タイムスタンプ",
    "타임스탬프",
    "zaman damgası",
)
EMAILS = (
    "email address",
    "email",
    "username",
    "dirección de correo electrónico",
    "e-mail-adresse",
    "adresse e-mail",
    "endereço de e-mail",
    "电子邮件地址",
)
SCORES = ("score", "puntuación", "punkte", "note", "pontuação", "得分")


def recognises(sheet: Sheet) -> bool:
    if not sheet.headings or without_bracket(sheet.headings[0])[0] not in TIME_STAMPS:
        return False
    if len(sheet.head) > 1 and not sheet.values(0):
        return False
    return any(_is_question(heading) for heading in sheet.headings[1:])


def read(sheet: Sheet, options: Options) -> Reading:
    skipped = {0, *(i for i, heading in enumerate(sheet.headings) if normal(heading) in SCORES)}
    email = next((i for i, h in enumerate(sheet.headings) if normal(h) in EMAILS), None)
    if email is not None:
        skipped.add(email)
    survey = Survey(
        name=survey_name(sheet, options),
        source="google_forms",
        heading_rows=1,
        blocks=_blocks(sheet, skipped),
        respondent={"respondent_id": Serial(0), "completed_at": Moment(0)},
        fields={} if email is None else {"email": email},
    )
    return reading(sheet, survey)


def _is_question(heading: str) -> bool:
    return len(heading.split()) >= 3 or heading.strip().endswith(("?", "？", ":")) or "[" in heading


def _blocks(sheet: Sheet, skipped: set[int]) -> tuple[Block, ...]:
    """A heading `Question [row]` is one row of a matrix; all rows of it make one block."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for position, heading in enumerate(sheet.headings):
        if position in skipped:
            continue
        row = re.fullmatch(r"(.*\S)\s*\[([^\[\]]*)\]\s*", heading, flags=re.DOTALL)
        if row:
            groups.setdefault(f"matrix {normal(row[1])}", []).append((position, row[2].strip()))
        elif heading.strip() or sheet.values(position):
            groups.setdefault(f"column {position}", []).append((position, ""))
    return tuple(_block(sheet, columns) for columns in groups.values())


def _block(sheet: Sheet, columns: list[tuple[int, str]]) -> Block:
    heading = sheet.headings[columns[0][0]]
    text = heading[: heading.rindex("[")] if columns[0][1] else heading
    return Block(text.strip() or f"Column {columns[0][0] + 1}", tuple(columns))
