"""Microsoft Forms: an id, times, an address and a name, then one column for each question.

Several choices stand in one cell, each followed by a semicolon, the last too. The headings before
the questions are in the language of the form's owner; where a language is not known, their order
and what they hold tell them.
"""

import re
from collections import Counter

from support_kpi.drafts import Cell, Derived, Moment, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, normal
from support_kpi.questionnaires.profile import EMPTY, Profile, profiles
from support_kpi.questionnaires.questions import Block
from support_kpi.questionnaires.survey import Survey, reading, survey_name

TITLE = "Microsoft Forms survey"

METADATA: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "identificador", "identifiant", "identyfikator", "id.", "ид", "идентификатор",
        "kimlik", "tunniste", "azonosító", "kennung",
    ),
    "started_at": (
        "start time", "hora de inicio", "heure de début", "startzeit", "hora de início",
        "ora di inizio", "begintijd", "starttid", "starttidspunkt", "godzina rozpoczęcia",
        "čas zahájení", "başlangıç zamanı", "время начала", "开始时间", "開始時間", "開始時刻",
        "시작 시간", "aloitusaika", "kezdés időpontja", "ora de începere", "ora începerii",
    ),
    "completed_at": (
        "completion time", "hora de finalización", "heure de fin", "fertigstellungszeit",
        "hora da conclusão", "hora de conclusão", "hora de término", "ora di completamento",
        "ora completamento", "tijd van voltooien", "slutförandetid", "sluttid",
        "afslutningstidspunkt", "fullføringstidspunkt", "godzina ukończenia", "čas dokončení",
        "tamamlanma zamanı",
        "время выполнения", "время завершения", "完成时间", "完成時間", "完了時刻", "완료 시간",
        "valmistumisaika", "befejezés időpontja", "ora finalizării",
    ),
    "email": (
        "email", "e-mail", "correo electrónico", "adresse de messagerie", "courrier électronique",
        "posta elettronica", "e-mailadres", "adres e-mail", "e-post", "e-posta", "mail",
        "электронная почта", "电子邮件", "電子郵件", "メール", "이메일", "sähköposti",
    ),
    "name": (
        "name", "nombre", "nom", "nome", "naam", "nazwa", "imię i nazwisko", "namn", "navn",
        "název", "jméno", "ad", "имя", "姓名", "名称", "名稱", "名前", "이름", "nimi", "név",
        "nume",
    ),
    "language": (
        "language", "idioma", "langue", "sprache", "lingua", "taal", "język", "语言", "言語",
    ),
}  # fmt: skip
MARKED = (
    "last modified time", "total points", "quiz feedback", "grade posted time",
    "hora de la última modificación", "total de puntos", "puntos totales",
    "comentarios del cuestionario", "heure de la dernière modification", "total des points",
    "commentaires sur le questionnaire", "zeit der letzten änderung",
    "uhrzeit der letzten änderung", "gesamtpunktzahl", "quizfeedback", "hora da última modificação",
    "total de pontos", "comentários do teste", "ora ultima modifica", "punti totali",
    "laatst gewijzigd", "totaal aantal punten", "上次修改时间", "总分", "測驗回饋", "测验反馈",
)  # fmt: skip
MARKING = r"(?:points|feedback|puntos|comentarios|commentaires|punkte|pontos|punti) [-–] .+"
PREFIXED = r"([^-–]{3,20}) [-–] (.+)"
NOBODY = (
    "anonymous", "anónimo", "anonyme", "anonym", "anônimo", "anonimo", "anoniem", "anonimowy",
    "匿名", "익명", "анонимный",
)  # fmt: skip
DATE = r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}.*|\d{5}(?:\.\d+)?"
SEPARATOR = ";"
LEFT_TO_RIGHT = 0x200E


def recognises(sheet: Sheet) -> bool:
    return _places(sheet) is not None


def read(sheet: Sheet, options: Options) -> Reading:
    places = _places(sheet) or {}
    respondent: dict[str, Cell] = {
        "respondent_id": Text(places["id"]),
        "started_at": Moment(places["started_at"]),
        "completed_at": Moment(places["completed_at"]),
    }
    if "language" in places:
        respondent["_language"] = Text(places["language"])
        respondent["language"] = Derived(f"trim(_language, chr({LEFT_TO_RIGHT}))")
    asked = _asked(sheet, places)
    email = places.get("email")
    wanted = asked if email is None else [email, *asked]
    answers = profiles(sheet, wanted, 1)
    named = {value.lower() for value, _ in answers[email].values} if email is not None else set()
    is_anonymous = bool(named & set(NOBODY))
    warnings = []
    if is_anonymous and len(named) > 1:
        warnings.append(
            "Some answers are anonymous and some are not; addresses are not used to tell customers"
            " apart."
        )
    survey = Survey(
        name=survey_name(sheet, options),
        source="microsoft_forms",
        heading_rows=1,
        blocks=tuple(
            Block(
                " ".join(sheet.headings[position].split()),
                ((position, ""),),
                separator=SEPARATOR if _is_list(answers.get(position, EMPTY)) else None,
            )
            for position in asked
        ),
        respondent=respondent,
        fields={} if is_anonymous or email is None or not named else {"email": email},
        warnings=tuple(warnings),
    )
    return reading(sheet, survey)


def _places(sheet: Sheet) -> dict[str, int] | None:
    """Where the columns before the questions stand: the first of each name, as a question may be
    called `Name` too."""
    headings = [normal(heading) for heading in sheet.headings]
    found: dict[str, int] = {}
    for name, names in METADATA.items():
        at = next((i for i, heading in enumerate(headings) if heading in names), None)
        if at is not None:
            found[name] = at
    if {"id", "started_at", "completed_at"} <= found.keys():
        return found
    return _by_order(sheet)


def _by_order(sheet: Sheet) -> dict[str, int] | None:
    """Id, start, end, address and name in a language that is not known."""
    if sheet.width < 6 or len(sheet.head) < 2:
        return None
    ids, starts, ends, emails = (sheet.values(position) for position in range(4))
    are_ids = bool(ids) and all(re.fullmatch(r"\d{1,7}(?:\.0)?", v.strip()) for v in ids)
    are_times = starts and ends and all(re.fullmatch(DATE, v.strip()) for v in (*starts, *ends))
    are_emails = emails and all("@" in v or normal(v) in NOBODY for v in emails)
    if not (are_ids and are_times and are_emails) or normal(sheet.headings[0]) not in ("id", "№"):
        return None
    return {"id": 0, "started_at": 1, "completed_at": 2, "email": 3, "name": 4}


def _asked(sheet: Sheet, places: dict[str, int]) -> list[int]:
    """The questions: what is no metadata and no mark of a quiz, `Points - ` and the question."""
    headings = [normal(heading) for heading in sheet.headings]
    used = set(places.values()) | {headings.index(name) for name in MARKED if name in headings}
    plain = {heading for i, heading in enumerate(headings) if heading and i not in used}
    prefixes = Counter(
        match[1]
        for heading in plain
        if (match := re.fullmatch(PREFIXED, heading)) and match[2] in plain
    )
    marks = {prefix for prefix, count in prefixes.items() if count > 1}
    return [
        position
        for position, heading in enumerate(headings)
        if heading and position not in used and not _is_mark(heading, plain, marks)
    ]


def _is_mark(heading: str, questions: set[str], prefixes: set[str]) -> bool:
    match = re.fullmatch(PREFIXED, heading)
    is_told = match is not None and match[1] in prefixes and match[2] in questions
    return is_told or re.fullmatch(MARKING, heading) is not None


def _is_list(profile: Profile) -> bool:
    return bool(profile.values) and all(v.endswith(SEPARATOR) for v, _ in profile.values)
