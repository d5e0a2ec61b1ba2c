"""One table's columns as drafts, whoever named their headings: a mapping file or the synonyms."""

from collections.abc import Mapping
from dataclasses import replace

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Day,
    Derived,
    Draft,
    Duration,
    Flag,
    Labels,
    Moment,
    Number,
    Person,
    Text,
)
from support_kpi.mappings import calls, days
from support_kpi.mappings.calls import NO, YES
from support_kpi.mappings.kinds import kind
from support_kpi.mappings.places import Constants, Place
from support_kpi.mappings.ratings import beside_tickets, responses
from support_kpi.mappings.synonyms import TIMES
from support_kpi.parsing.sheet import Sheet
from support_kpi.schema import TABLES

KEPT_AS_WRITTEN = {
    "channel": "channel_detail",
    "channel_last": "channel_last_detail",
    "status": "status_detail",
    "priority": "priority_detail",
    "team": "team_detail",
}
NO_PRIORITY: dict[str, str | None] = dict.fromkeys(
    ("unassigned", "0 - unassigned", "not set", "unknown", "undefined", "no priority")
)
DIRECTIONS: dict[str, str | None] = {
    **dict.fromkeys(
        (
            "inbound", "in", "incoming", "received", "eingehend", "entrant", "entrante", "entrada",
            "recebida", "inkomend", "in entrata", "呼入",
        ),
        "inbound",
    ),
    **dict.fromkeys(
        (
            "outbound", "out", "outgoing", "dialed", "ausgehend", "sortant", "saliente", "salida",
            "saída", "realizada", "uitgaand", "in uscita", "呼出",
        ),
        "outbound",
    ),
}  # fmt: skip
# States that say that a row is no ticket of a customer any more.
LEFT_OUT = {
    "is_spam": ("spam", "junk"),
    "is_deleted": (
        "deleted", "removed", "trash", "trashed", "gelöscht", "eliminado", "supprimé", "excluído",
        "verwijderd",
    ),
    "is_merged": (
        "merged", "zusammengeführt", "zusammengefasst", "fusionado", "fusionné", "mesclado",
        "samengevoegd",
    ),
}  # fmt: skip
MET = ("met", "ontime", "on time", "within", "within sla", "sla met")
MISSED = ("missed", "breached", "overdue", "late", "violated", "sla violated", "not met")


def cell(table: str, name: str, place: Place) -> Cell:
    """The declaration of one canonical column."""
    at = place.position
    if name in ("requester_id",):
        return Person(at)
    match kind(table, name):
        case "timestamp":
            return Moment(at, zone=place.zone, and_time=place.time, order=place.order)
        case "date":
            return Day(at, order=place.order)
        case "duration":
            return Duration(at, unit=place.unit, zero_is_none=place.zero_is_none)
        case "integer" | "number":
            return Number(at)
        case "boolean":
            true = tuple(word for word, value in place.values.items() if value == "true")
            false = tuple(word for word, value in place.values.items() if value == "false")
            return Flag(at, true=(*true, *MET), false=(*false, *MISSED))
        case "list":
            return Labels(at, separator=place.separator or ",")
    values = {**place.values, **dict.fromkeys(place.none, None)}
    if name in ("channel", "channel_last"):
        return Choice(at, values=values, vocabulary="channel", otherwise="other")
    if name == "status":
        return Choice(at, values=values, vocabulary="status")
    if name == "priority":
        return Choice(at, values={**NO_PRIORITY, **values}, vocabulary="priority")
    if name == "direction":
        return Choice(at, values={**DIRECTIONS, **values})
    if TABLES[table].column(name).allowed:
        return Choice(at, values={**_themselves(table, name), **values})
    return Choice(at, values=values, is_open=True) if values else Text(at)


def _themselves(table: str, name: str) -> dict[str, str | None]:
    return {word: word for word in TABLES[table].column(name).allowed}


def drafts(
    sheet: Sheet,
    table: str,
    places: Mapping[str, Place],
    constants: Constants,
    heading_rows: int = 1,
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The drafts of a table, ratings beside tickets included, and what to warn of."""
    names = TABLES[table].column_names
    cells: dict[str, Cell] = {
        name: cell(table, name, place) for name, place in places.items() if name in names
    }
    cells |= {name: Constant(value) for name, value in constants.items() if name in names}
    for name, detail in KEPT_AS_WRITTEN.items():
        if name in places and detail in names and (name != "team" or places[name].values):
            cells.setdefault(detail, Text(places[name].position))
    if table == "ticket":
        return _tickets(sheet, places, cells, heading_rows)
    if table == "response":
        return responses(sheet, places, constants, cells, heading_rows)
    return (Draft(table, cells),), ()


def _tickets(
    sheet: Sheet, places: Mapping[str, Place], cells: dict[str, Cell], heading_rows: int
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    for day, time in TIMES.items():
        if day in places and time in places and _is_of_days(sheet, places[day]):
            cells[day] = cell("ticket", day, replace(places[day], time=places[time].position))
    if "closed_at" in cells and "solved_at" not in cells:
        cells["solved_at"] = cells["closed_at"]
    if "sla_breached" in places:
        flag = Flag(places["sla_breached"].position, true=NO, false=YES)
        cells.setdefault("is_sla_resolution_met", flag)
    if "resolved_flag" in places and "status" not in cells:
        words: dict[str, str | None] = {
            **dict.fromkeys(YES, "solved"),
            **dict.fromkeys(NO, "open"),
        }
        cells["status"] = Choice(places["resolved_flag"].position, values=words)
    if "status" in places and "status_detail" in cells:
        cells = {**{name: _said(words) for name, words in LEFT_OUT.items()}, **cells}
    told = calls.answer(sheet, places, cells) if calls.are_calls(sheet, places) else ()
    if "tags" in places and places["tags"].separator is None:
        cells["tags"] = Labels(places["tags"].position, separator=_separator(sheet, places["tags"]))
    ratings, warnings = beside_tickets(sheet, places, cells, heading_rows)
    return (Draft("ticket", days.measured(sheet, cells)), *ratings), (*warnings, *told)


def _said(words: tuple[str, ...]) -> Derived:
    known = ", ".join(f"'{word}'" for word in words)
    return Derived(f"case when lower(trim(status_detail)) in ({known}) then true end")


def _is_of_days(sheet: Sheet, place: Place) -> bool:
    return place.time is None and days.is_of_days(sheet, place.position)


def _separator(sheet: Sheet, place: Place) -> str:
    values = " ".join(sheet.values(place.position)[:50])
    return next((sign for sign in (";", "|", ",") if sign in values), ",")
