"""Tables that are no list of tickets, calls or responses: totals, or lists of other things."""

import re
from collections.abc import Sequence

from support_kpi.mappings.hints import exact
from support_kpi.mappings.synonyms import BARE_IDS, spoken, synonyms
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.profile import profiles

PIVOT = (
    r"row labels?|column labels?|grand total|zeilenbeschriftung(?:en)?|gesamtergebnis|"
    r"étiquettes de lignes|total général|etiquetas de fila|total general|rótulos de linha|"
    r"total geral|行标签|列标签|总计|合计"
)
MEASURED = (
    r"^(?:sum|avg|med|min|max|d_count|pct) ?\(|"
    r"\bavg\b|\baverage\b|\bmean\b|\bmedian\b|\brate\b|\bshare\b|%|\btotal\b|number of|\bcount\b|"
    r"\bcalls\b|\btickets\b|\bcases\b|\bchats\b|\bconversations\b|\brequests\b|\bincidents\b|"
    r"\bvolume\b|service level|\boffered\b|\banswered\b|\babandoned\b|\bmissed\b|\baht\b|\basa\b|"
    r"\bresponses\b|\bsatisfied\b|\bpromoters\b|\bpassives\b|\bdetractors\b|\bnps\b|\bcsat\b|"
    r"\bcreated\b|\bsolved\b|\bresolved\b|\bclosed\b|\bbreached\b|\banrufe\b|\bangenommen\b|"
    r"\berreichbarkeit\b|\btaux\b|\bmoyen\b|\btasa\b|\bmedio\b|\bbacklog\b|\bforecast\b|\brequired\b|\bscheduled\b|\bsessions\b|\bviews\b|\bcommitment\b|"
    r"\bcompleted\b|\bsent\b|\bopened\b|\bclicked\b|\bagents\b|\bpositions\b|anzahl|durchschnitt|"
    r"\bmittelwert\b|\bsumme\b|\bnombre\b|\bmoyenne\b|\bcantidad\b|\bpromedio\b|\bmédia\b|数量|平均|"
    r"[数率量]$|占比|\banteil\b|ø|\bmittlere|quote\b|\bporcentaje\b|\bnúmero de\b|\bllamadas\b|"
    r"\bcontestadas\b|\babandonadas\b|\bappels\b|\bdécrochés\b|\babandonnés\b|"
    r"\bchamad[oa]s\b|\batendid[oa]s\b|\bpercentual\b|\bverpasst\b|\bverloren\b"
)
# Of a summary each row is a measure.
MEASURES = frozenset({
    "kpi", "kpis", "metric", "metrics", "measure", "indicator", "kennzahl", "indicador",
    "indicateur", "métrica", "métrique", "指标", "指標",
})  # fmt: skip
PERIOD = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:[ '/-]*\d{2,4})?|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d{4}[ -]?(?:q[1-4]|\d{2}|w\d{2})|q[1-4][ -]?\d{4}|"
    r"(?:week|kw|cw) ?\d{1,2}|(?:19|20)\d{2}|\d{1,2}:00"
)
NUMBER = r"[-+(]?[$€£¥]?\s?\d[\d., ]*\s?(?:%|[a-z]{1,7})?\)?|\d+:\d{2}(?::\d{2})?"
LEAST_PERIODS = 3
FEW_COLUMNS = 3
# A time that is not on the quarter of an hour is that of a single event.
EVENT_TIME = r"\d{1,2}:(?!00|15|30|45)\d{2}|\d{1,2}:\d{2}:(?!00)\d{2}"
DATED = r"\d{4}|\d[/.-]\d"
TIME_OF_DAY = r"(?:call |start |ticket )?(?:time|uhrzeit|hora|heure|hour)"
THINGS = {
    "agents or users": r"(?:agent|user|employee|staff|operator|member|login) ?(?:id|number)?",
    "customers or contacts": r"(?:contact|customer|client|visitor|person|lead|subscriber) ?id",
    "companies": r"(?:organi[sz]ation|company|account|tenant) ?(?:id|number)",
    "articles": r"(?:article|page|post|document|macro|template|view) ?id",
    "orders or payments": (
        r"(?:order|invoice|payment|transaction|subscription|quote) ?(?:id|number)"
    ),
    "deals": r"(?:deal|opportunity|campaign|project|task) ?(?:id|name)",
    "assets": r"(?:asset|device|item|product|contract) ?(?:id|number|tag)",
    "comments, reviews or times of work": (
        r"(?:comment|note|message|entry|review|audit|event|log) ?id"
    ),
    "rules": r"(?:policy|sla|trigger|automation|schedule|shift) ?(?:id|name)?",
}
# What a ticket has several of.
PARTS = (
    r"(?:message|comment|note|reply|thread|article|entry|event|activity|audit|log|history|post)"
    r" ?(?:id|number)"
)
EPOCH = r"\d{10}"
BARE = BARE_IDS | {"record id", "no"}
OF_RECORDS = {
    "status",
    "priority",
    "subject",
    "solved_at",
    "closed_at",
    "first_reply_at",
    "requester_id",
    "ticket_type",
}
PEOPLE = ("role", "last login", "last seen", "signed up", "lead status", "lifecycle stage")


def totals(sheet: Sheet) -> str | None:
    """Why the rows of a table are sums or averages and not single records, if they are."""
    headings = [spoken(heading) for heading in sheet.headings]
    ids = _ids() & set(headings)
    if ids - BARE or (ids and exact(sheet, "ticket").keys() & OF_RECORDS):
        return None
    pivot = next((h for h in headings if re.fullmatch(PIVOT, h)), None)
    if pivot or _ends_in_total(sheet):
        return f'"{pivot}" is of a pivot table' if pivot else "its last row is a total"
    periods = [i for i, h in enumerate(headings) if re.fullmatch(PERIOD, h)]
    if len(periods) >= LEAST_PERIODS and all(_is_measured(sheet, i) for i in periods):
        return "it has a column for each period"
    if headings and headings[0] in MEASURES:
        return "each row is a measure"
    measured = [
        i for i, h in enumerate(headings) if re.search(MEASURED, h) and _is_measured(sheet, i)
    ]
    named = sum(1 for heading in headings if heading)
    least = 1 if named <= FEW_COLUMNS else max(2, named // 3)
    if len(measured) >= least and not _tells_events(sheet):
        return "no heading names single records"
    return None


def things(sheet: Sheet) -> str | None:
    """What else a table lists, going by the heading that names its rows, and that heading."""
    headings = [spoken(heading) for heading in sheet.headings]
    if not headings or headings[0] in _ids() - BARE:
        return parts(sheet)
    for position, heading in enumerate(headings[:2]):
        for words, pattern in THINGS.items():
            if re.fullmatch(pattern, heading) and _names_rows(sheet, headings, position):
                return f'{words} ("{" ".join(sheet.headings[position].split())}")'
    people = [heading for heading in headings if heading in PEOPLE]
    if people:
        return f'people ("{people[0]}")'
    is_contact = {"name", "email"} <= set(headings) and headings[0] in BARE
    has_record = exact(sheet, "ticket").keys() & (OF_RECORDS - {"requester_id"})
    return 'people ("name", "email")' if is_contact and not has_record else None


def parts(sheet: Sheet) -> str | None:
    """What of tickets a table lists where a ticket has several rows, and the heading that names
    them: messages, events and the like."""
    found = exact(sheet, "ticket").get("ticket_id")
    headings = [spoken(heading) for heading in sheet.headings]
    named = [at for at, h in enumerate(headings) if re.fullmatch(PARTS, h) and at != found]
    if found is None or not named:
        return None
    known = profiles(sheet, [found, *named], 1)
    if known[found].distinct >= known[found].filled:
        return None
    own = next((at for at in named if known[at].distinct == known[at].filled > 0), None)
    if own is None:
        return None
    return f'messages or events of tickets ("{" ".join(sheet.headings[own].split())}")'


def _ids() -> set[str]:
    return {*synonyms("ticket")["ticket_id"], *synonyms("response")["response_id"]}


def _names_rows(sheet: Sheet, headings: Sequence[str], position: int) -> bool:
    """Whether the heading names the rows: the first does, or a name behind a bare id."""
    if position == 0:
        return headings[0].endswith(("id", "number", "tag")) or not _tells_events(sheet)
    return headings[0] in BARE and headings[position].endswith("name")


def _is_measured(sheet: Sheet, position: int) -> bool:
    values = [value.strip().casefold() for value in sheet.values(position)]
    is_number = all(re.fullmatch(NUMBER, value) for value in values)
    return bool(values) and is_number and not any(re.match(EPOCH, value) for value in values)


def _ends_in_total(sheet: Sheet) -> bool:
    first = sheet.values(0)
    is_whole = sheet.records <= len(sheet.head)
    return bool(first) and is_whole and re.fullmatch(PIVOT, spoken(first[-1])) is not None


def _tells_events(sheet: Sheet) -> bool:
    """Whether a column holds times of day as single events have them, not ends of intervals."""
    return any(
        re.search(EVENT_TIME, value)
        and (re.search(DATED, value) or re.fullmatch(TIME_OF_DAY, spoken(heading)))
        for position, heading in enumerate(sheet.headings)
        for value in sheet.values(position)[:20]
    )
