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

ENGLISH = "timestamp"
TIME_STAMPS = (
    ENGLISH, "marca temporal", "marca de tiempo", "zeitstempel", "horodateur",
    "carimbo de data/hora", "carimbo de data e hora", "marca de data/hora",
    "informazioni cronologiche", "tijdstempel", "sygnatura czasowa", "отметка времени",
    "позначка часу", "клеймо за време", "tidsstämpel", "tidsstempel", "tidsmerke", "aikaleima",
    "časová značka", "časová pečiatka", "időbélyeg", "marcaj de timp", "marcaj temporal",
    "marca de temps", "vremenska oznaka", "časovni žig", "χρονική σήμανση", "חותמת זמן",
    "طابع زمني", "dấu thời gian", "ประทับเวลา", "stempel waktu", "时间戳记", "时间戳", "時間戳記",
    "タイムスタンプ", "타임스탬프", "zaman damgası", "tidstämpel",
)  # fmt: skip
EMAILS = (
    "email address", "email", "username", "dirección de correo electrónico", "correo electrónico",
    "nombre de usuario", "e-mail-adresse", "nutzername", "adresse e-mail", "nom d'utilisateur",
    "endereço de e-mail", "nome de usuário", "indirizzo email", "e-mailadres",
    "адрес электронной почты", "电子邮件地址", "電子郵件地址", "メールアドレス", "이메일 주소",
)  # fmt: skip
SCORES = (
    "score", "puntuación", "punktzahl", "punkte", "note", "pontuação", "punteggio", "баллы", "得分",
    "分數", "スコア", "점수",
)  # fmt: skip
ROW = r"(.*\S)\s*\[([^\[\]]*)\]\s*"
LONG_QUESTION = 6
LEAST_WORDS = 4


def recognises(sheet: Sheet) -> bool:
    """By its first heading; as `Timestamp` heads logs too, there the others must be questions."""
    first = without_bracket(sheet.headings[0])[0] if sheet.headings else ""
    if first not in TIME_STAMPS or len(sheet.headings) < 2:
        return False
    if len(sheet.head) > 1 and not sheet.values(0):
        return False
    others = sheet.headings[1:]
    phrases = sum(len(heading.split()) >= LEAST_WORDS for heading in others)
    return first != ENGLISH or any(_is_question(h) for h in others) or phrases > 1


def read(sheet: Sheet, options: Options) -> Reading:
    email = next((i for i, h in enumerate(sheet.headings) if normal(h) in EMAILS), None)
    skipped = {0, *_marks(sheet)} | ({email} if email is not None else set())
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
    is_asked = heading.strip().endswith(("?", "？", ":", "*")) or "[" in heading
    return is_asked or len(heading.split()) >= LONG_QUESTION


def _marks(sheet: Sheet) -> set[int]:
    """Columns that mark a quiz: `Score` as in `4 / 5`, and `Question [Score]` beside a question."""
    names = {normal(heading) for heading in sheet.headings}
    marks: set[int] = set()
    for position, heading in enumerate(sheet.headings):
        row = re.fullmatch(ROW, heading, flags=re.DOTALL)
        is_total = normal(heading) in SCORES and _is_fraction(sheet, position)
        if is_total or (row and normal(row[1]) in names):
            marks.add(position)
    return marks


def _is_fraction(sheet: Sheet, position: int) -> bool:
    values = sheet.values(position)
    return bool(values) and all(re.fullmatch(r"[\d.,]+ ?/ ?\d+", v.strip()) for v in values)


def _blocks(sheet: Sheet, skipped: set[int]) -> tuple[Block, ...]:
    """A heading `Question [row]` is one row of a matrix; all rows of it make one block."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for position, heading in enumerate(sheet.headings):
        if position in skipped:
            continue
        row = re.fullmatch(ROW, heading, flags=re.DOTALL)
        if row:
            groups.setdefault(f"matrix {normal(row[1])}", []).append((position, row[2].strip()))
        elif heading.strip() or sheet.values(position):
            groups.setdefault(f"column {position}", []).append((position, ""))
    return tuple(_block(sheet, columns) for columns in groups.values())


def _block(sheet: Sheet, columns: list[tuple[int, str]]) -> Block:
    heading = sheet.headings[columns[0][0]]
    text = heading[: heading.rindex("[")] if columns[0][1] else heading
    return Block(text.strip() or f"Column {columns[0][0] + 1}", tuple(columns))
