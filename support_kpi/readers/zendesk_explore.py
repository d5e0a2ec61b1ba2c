"""Zendesk Explore: a report of tickets that somebody built, with `Ticket created - Date` and such.

Measures are headed by how they were put together, `MED(First reply time (min))`; of one ticket that
is its own value. Some exports name the units in a second row.
"""

import re

from support_kpi.drafts import (
    Cell,
    Choice,
    Draft,
    Duration,
    Labels,
    Moment,
    Number,
    Options,
    Person,
    Reading,
    Text,
    Unit,
)
from support_kpi.mappings.days import measured
from support_kpi.mappings.units import is_unit, unit_in
from support_kpi.parsing.sheet import Sheet, normal, without_bracket
from support_kpi.readers.zendesk_csv import (
    FLAGS,
    IS_RATING,
    PRIORITIES,
    STAND_IN,
    STATIONS_LESS_ONE,
    STATUSES,
    VIA,
    rating,
    unless_unanswered,
)

TITLE = "Zendesk Explore tickets"
REQUIRED = (
    ("ticket id", "id"),
    (
        "ticket created - timestamp", "ticket created - date", "ticket solved - date",
        "ticket solved - timestamp", "ticket updated - date", "ticket updated - timestamp",
        "update ticket id",
    ),
)  # fmt: skip
AGGREGATED = r"(?:sum|avg|med|min|max|count|d_count|attribute|attr)\((.*)\)"
RATED = "ticket satisfaction rating"
UNTIMED = f"{STAND_IN} Where a report has neither, that of creation does."


def recognises(sheet: Sheet) -> bool:
    return all(sheet.has_any(*aliases) for aliases in REQUIRED)


def read(sheet: Sheet, options: Options) -> Reading:
    heading_rows = 2 if _has_units(sheet) else 1
    drafts = (_tickets(sheet),)
    if not sheet.has(RATED):
        return Reading("zendesk", drafts, heading_rows)
    return Reading("zendesk", (*drafts, _ratings()), heading_rows, (UNTIMED,))


def _tickets(sheet: Sheet) -> Draft:
    channel = ("ticket channel", "channel")
    cells: dict[str, Cell] = {
        "ticket_id": Text(*REQUIRED[0]),
        "created_at": _moment(sheet, "created"),
        "solved_at": _moment(sheet, "solved"),
        "updated_at": _moment(sheet, "updated"),
        "channel": Choice(*channel, values=VIA, vocabulary="channel"),
        "channel_detail": Text(*channel),
        "status": Choice(
            "ticket status", "ticket status - unsorted", values=STATUSES, vocabulary="status"
        ),
        "status_detail": Text("ticket status", "ticket status - unsorted"),
        "priority": Choice("ticket priority", values=PRIORITIES, vocabulary="priority"),
        "priority_detail": Text("ticket priority"),
        "ticket_type": Text("ticket type"),
        "category": Text("ticket form", "intent"),
        "team": Text("ticket group", "group name"),
        "agent": Text("assignee name"),
        "requester_id": _requester(),
        "organization": Text(
            "ticket organization name",
            "ticket organisation name",
            "requester organization name",
            "requester organisation name",
        ),
        "subject": Text("ticket subject"),
        "tags": Labels("ticket tags", separator=_tag_separator(sheet)),
        "reopens": Number(*_measure(sheet, "reopens")),
        "agent_replies": Number(*_measure(sheet, "agent replies")),
        "_reassignments": Number(*_measure(sheet, "assignee stations")),
        "reassignments": STATIONS_LESS_ONE,
        "_first_reply_seconds": _length(sheet, "first reply time"),
        "first_reply_seconds": unless_unanswered("_first_reply_seconds"),
        "_first_reply_business_seconds": _business(sheet, "first reply time"),
        "first_reply_business_seconds": unless_unanswered("_first_reply_business_seconds"),
        "first_resolution_seconds": _length(sheet, "first resolution time"),
        "resolution_seconds": _length(sheet, "full resolution time"),
        "resolution_business_seconds": _business(sheet, "full resolution time"),
        "requester_wait_seconds": _length(sheet, "requester wait time"),
        "agent_wait_seconds": _length(sheet, "agent wait time"),
        "on_hold_seconds": _length(sheet, "on-hold time", "on hold time"),
        "handle_seconds": _length(sheet, "ticket handle time", "agent handle time"),
        **FLAGS,
    }
    return Draft("ticket", measured(sheet, cells))


def _ratings() -> Draft:
    return Draft(
        "response",
        {
            "ticket_id": Text(*REQUIRED[0]),
            "requester_id": _requester(),
            "label": Text(RATED),
            "_solved_at": Moment("ticket solved - timestamp", "ticket solved - date"),
            "_updated_at": Moment("ticket updated - timestamp", "ticket updated - date"),
            "_created_at": Moment("ticket created - timestamp", "ticket created - date"),
            "team": Text("ticket group", "group name"),
            "agent": Text("assignee name"),
            "comment": Text("ticket satisfaction comment"),
            **rating(when="coalesce(_solved_at, _updated_at, _created_at)"),
        },
        when=IS_RATING,
    )


def _requester() -> Person:
    return Person("requester email", "requester id", "requester name")


def _moment(sheet: Sheet, event: str) -> Moment:
    """By the whole time, else by its day with the time of day where that is a column too."""
    whole, day = f"ticket {event} - timestamp", f"ticket {event} - date"
    if sheet.has(whole):
        return Moment(whole)
    time = f"ticket {event} - time"
    return Moment(day, and_time=time if sheet.has(time) else None)


def _measure(sheet: Sheet, *names: str) -> tuple[int, ...]:
    """Where a measure stands, whatever it was put together by and whatever unit follows it."""
    return tuple(
        position
        for wanted in names
        for position, heading in enumerate(sheet.headings)
        if wanted in (without_bracket(_bare(heading))[0], normal(_bare(heading)))
        or (wanted, position) in sheet.aliases
    )


def _bare(heading: str) -> str:
    put_together = re.fullmatch(AGGREGATED, normal(heading))
    return put_together[1] if put_together else heading


def _length(sheet: Sheet, *names: str) -> Duration:
    spellings = [spelling for name in names for spelling in (f"{name} - calendar hours", name)]
    return _duration(sheet, _measure(sheet, *spellings))


def _business(sheet: Sheet, name: str) -> Duration:
    spellings = (f"{name} - business hours", f"{name} within business hours")
    return _duration(sheet, _measure(sheet, *spellings))


def _duration(sheet: Sheet, places: tuple[int, ...]) -> Duration:
    return Duration(*places[:1], unit=_unit(sheet, places[0]) if places else "minutes")


def _unit(sheet: Sheet, position: int) -> Unit:
    """Of its heading, else of the second row, else minutes as in the product."""
    below = sheet.head[1][position] if _has_units(sheet) else ""
    return unit_in(_bare(sheet.headings[position])) or unit_in(f"({below})") or "minutes"


def _has_units(sheet: Sheet) -> bool:
    """Whether the row under the headings is of no ticket and names units."""
    ids = sheet.find(*REQUIRED[0])
    row = [cell.strip() for cell in sheet.head[1]] if len(sheet.head) > 1 else []
    filled = [cell.strip("()") for cell in row if cell]
    return any(map(is_unit, filled)) and ids is not None and not row[ids]


def _tag_separator(sheet: Sheet) -> str:
    position = sheet.find("ticket tags")
    has_comma = position is not None and any("," in cell for cell in sheet.values(position))
    return "," if has_comma else " "
