"""Any list of tickets, calls, responses or respondents: by a mapping file, else by its headings."""

import json
import re
from collections.abc import Mapping

from support_kpi.drafts import Options, Reading
from support_kpi.errors import UnknownFormat
from support_kpi.mappings import proposals, score_lists, strangers, survey_tables
from support_kpi.mappings.columns import drafts
from support_kpi.mappings.files import chosen, named
from support_kpi.mappings.hints import exact
from support_kpi.mappings.kinds import is_date, kind, looked_at, share
from support_kpi.mappings.misfits import misfits
from support_kpi.mappings.places import Place
from support_kpi.mappings.synonyms import BARE_IDS, RATINGS, spoken
from support_kpi.mappings.units import unit_in
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.profile import profiles
from support_kpi.questionnaires.survey import reading

TITLE = "Any table, by mapping or by its headings"

LEAST_UNIQUE = 0.8
LEAST_OTHERS = 2
LEAST_DATES = 0.9
BEGUN = (
    r"creat|open|start|receiv|submit|logged|raised|report|regist|erstell|eroffn|eingang|beginn|crea"
    r"|abier|apert|abert|abertura|ouvert|inicio|debut|criac|创建|开始|打开|提交"
)
SHOWN = 25
TELLS = ("priority", "requester_id", "channel", "solved_at", "closed_at", "team", "agent")
OF_ANSWERS = (
    "ticket_id", "created_at", "requester_id", "agent", "team", "channel", "tags",
    "rating_comment", "organization",
)  # fmt: skip
UNDATED = {"priority", "channel", "subject", "ticket_type", "requester_id", "team", "agent"}
STATES = ("status", "priority", "subject", "solved_at", "closed_at")


def recognises(sheet: Sheet) -> bool:
    return _table(sheet) is not None


def read(sheet: Sheet, options: Options) -> Reading:
    mapping = chosen(sheet, options)
    if mapping is not None:
        return _mapped(sheet, mapping)
    table = _table(sheet)
    if table is None:
        raise UnknownFormat(f"The table {refusal(sheet)}")
    if table == "respondent":
        return reading(sheet, survey_tables.survey(sheet, options))
    if table == "score":
        return _scores(sheet, options)
    found = exact(sheet, table)
    unclear = _unclear_units(sheet, table, found)
    places = {name: Place(position) for name, position in found.items() if name not in unclear}
    made, warnings = drafts(sheet, table, places, {})
    if table == "response" and not any("metric" in draft.cells for draft in made):
        why = " ".join(f"{one.split('; it is kept')[0].removesuffix('.')}." for one in warnings)
        raise UnknownFormat(
            f"The table has no ratings that can be read. {why} Say what they are in a mapping file "
            "(--mapping)."
        )
    used = {place.position for place in places.values()}
    unused = [h for i, h in enumerate(sheet.headings) if i not in used and h.strip()]
    said = list(warnings)
    if unclear:
        headings = ", ".join(sheet.headings[found[name]] for name in unclear)
        said.append(
            f"Lengths of time without a unit are not used: {headings}. Name the unit in a mapping."
        )
    if unused:
        said.append(f"Columns that are not used: {', '.join(unused)}.")
    columns = {name: sheet.headings[place.position] for name, place in places.items()}
    mapping = {"table": table, "source": "generic", "columns": columns}
    return Reading("generic", made, warnings=tuple(said), mapping=mapping)


def refusal(sheet: Sheet) -> str:
    """Why a table cannot be read, with a mapping to start from."""
    if why := strangers.totals(sheet):
        return (
            f"holds totals or averages, not one row for each ticket, call or response: {why}. "
            "Export the records themselves."
        )
    mapping = propose(sheet)
    seen = [heading for heading in sheet.headings if heading.strip()]
    headings = ", ".join(f'"{" ".join(heading.split())[:60]}"' for heading in seen[:SHOWN])
    if len(seen) > SHOWN:
        headings += f" and {len(seen) - SHOWN} more"
    guesses = ", ".join(f'"{name}"' for name in _texts(mapping["guesses"]))
    sure = f" Guessed, please confirm: {guesses}." if guesses else ""
    things = strangers.things(sheet)
    known = (
        f"lists {things}, not tickets, calls or responses" if things else "is of no known format"
    )
    if not things and sheet.has(survey_tables.WAREHOUSE):
        known = (
            "is one table of a warehouse copy and says nothing by itself. Load its folder, so that"
            " it is joined with the others"
        )
    if not things and (found := misfits(sheet)):
        known = f"is not read as a list of tickets. {' '.join(found).removesuffix('.')}"
    if sheet.is_bare:
        known = "has no row of headings: its first row holds values, which tell no column's meaning"
    return (
        f"{known}. Its headings are {headings}. Say which column is which in a "
        f"mapping file (--mapping), starting from: {json.dumps(mapping, ensure_ascii=False)}{sure}"
    )


def propose(sheet: Sheet) -> dict[str, object]:
    """A mapping of the sheet, ready to save; `guesses` names what a person has to confirm."""
    return proposals.propose(sheet)


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _mapped(sheet: Sheet, mapping: Mapping[str, object]) -> Reading:
    said = named(sheet, mapping)
    made, warnings = drafts(sheet, said.table, said.places, said.constants, said.heading_rows)
    return Reading(said.source, made, said.heading_rows, warnings, mapping)


def _table(sheet: Sheet) -> str | None:
    """What the rows are, where headings and values tell it for certain."""
    if proposals.is_aggregate(sheet):
        return "respondent" if survey_tables.is_survey(sheet) else None
    ticket, response = exact(sheet, "ticket"), exact(sheet, "response")
    is_ticket = {"ticket_id", "created_at"} <= ticket.keys() and _names_records(sheet, ticket)
    if is_ticket and not _are_answers(sheet, ticket, response) and not strangers.totals(sheet):
        return "ticket"
    identified = response.keys() & {"response_id", "ticket_id", "requester_id"}
    if "responded_at" in response and RATINGS.keys() & response.keys() and identified:
        return "response"
    if score_lists.places(sheet):
        return "score"
    if _is_undated_list(sheet, ticket) and not strangers.totals(sheet):
        return "ticket"
    is_survey = survey_tables.has_respondents(sheet) or survey_tables.is_survey(sheet)
    return "respondent" if is_survey else None


def _are_answers(sheet: Sheet, ticket: Mapping[str, int], response: Mapping[str, int]) -> bool:
    """Whether rows that name a ticket are what customers said of it: a rating with its survey,
    comment or own id, and nothing that only tickets have."""
    is_scored = RATINGS.keys() & response.keys() or sheet.has_any(*score_lists.SCORES)
    is_rated = "responded_at" in response and is_scored
    is_said = response.keys() & {"survey", "comment", "response_id"}
    return bool(is_rated and is_said) and ticket.keys() <= {*OF_ANSWERS, *RATINGS}


def _names_records(sheet: Sheet, found: Mapping[str, int]) -> bool:
    """Whether the id column names rows. A heading as bare as `id` proves little: alone it may name
    anything, beside a ticket id the rows may be comments; then other columns of tickets decide. An
    id and a time with nothing else may be a log of anything."""
    position = found["ticket_id"]
    headings = [spoken(heading) for heading in sheet.headings]
    others = LEAST_OTHERS if len(found) > LEAST_OTHERS else 0
    if headings[position] in BARE_IDS:
        if strangers.things(sheet):
            return False
        others = sum(name in found for name in TELLS)
    elif "id" in headings:
        others = sum(name in found for name in STATES)
    return others >= LEAST_OTHERS and _is_unique(sheet, position) and not strangers.parts(sheet)


def _is_undated_list(sheet: Sheet, found: Mapping[str, int]) -> bool:
    """A list of tickets that says nothing of when they began: its id must say what it is of."""
    if "ticket_id" not in found or "created_at" in found or "status" not in found:
        return False
    is_bare = spoken(sheet.headings[found["ticket_id"]]) in BARE_IDS
    others = len(found.keys() & UNDATED)
    is_list = not is_bare and others >= LEAST_OTHERS and _is_unique(sheet, found["ticket_id"])
    return is_list and not _has_other_dates(sheet, found)


def _has_other_dates(sheet: Sheet, found: Mapping[str, int]) -> bool:
    """Whether a column that no synonym knows tells by its words and dates when tickets began."""
    return any(
        position not in found.values()
        and re.search(BEGUN, spoken(heading))
        and (values := looked_at(sheet, position))
        and share(values, is_date) >= LEAST_DATES
        for position, heading in enumerate(sheet.headings)
    )


def _is_unique(sheet: Sheet, position: int) -> bool:
    profile = profiles(sheet, [position], 1)[position]
    return profile.filled > 0 and profile.distinct >= LEAST_UNIQUE * profile.filled


def _unclear_units(sheet: Sheet, table: str, found: Mapping[str, int]) -> list[str]:
    """Lengths of time written as bare numbers under headings without a unit; calls use seconds."""
    ids = sheet.headings[found["ticket_id"]] if table == "ticket" else ""
    is_call = "call" in spoken(ids).split()
    return [
        name
        for name, position in found.items()
        if kind(table, name) == "duration"
        and unit_in(sheet.headings[position]) is None
        and not (is_call and name in ("speed_of_answer_seconds", "handle_seconds"))
        and any(_is_bare_number(value) for value in sheet.values(position))
    ]


def _is_bare_number(value: str) -> bool:
    return value.strip().replace(".", "", 1).replace(",", "", 1).isdigit()


def _scores(sheet: Sheet, options: Options) -> Reading:
    """A list of scores that its own cells do not tell the metric of: its file name may."""
    metric = score_lists.metric(sheet, options.name)
    if metric is None:
        raise UnknownFormat(f"The table {score_lists.undecided(sheet)}")
    return score_lists.reading(sheet, metric)
