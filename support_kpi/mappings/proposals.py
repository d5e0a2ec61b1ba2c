"""Proposed mappings: exact synonyms, and fuzzy ones that a person has to confirm."""

import re

from rapidfuzz import fuzz, process

from support_kpi.mappings.synonyms import RATINGS, exact, fits, spoken, synonyms
from support_kpi.parsing.sheet import Sheet

LEAST_SCORE = 80
NOT_GUESSED = ("is_spam", "is_deleted", "is_merged", "is_test", "metric")
AGGREGATE = (
    r"\bavg\b|\baverage\b|\bmean\b|\brate\b|\bshare\b|%|\btotal\b|number of|\bcount\b|\bcalls\b"
    r"|\btickets\b|\bvolume\b|service level"
)


def is_aggregate(sheet: Sheet) -> bool:
    """Whether the headings speak of totals and averages and none of them names single records."""
    headings = [spoken(heading) for heading in sheet.headings if heading.strip()]
    totals = [heading for heading in headings if re.search(AGGREGATE, heading)]
    ids = set(synonyms("ticket")["ticket_id"]) | set(synonyms("response")["response_id"])
    return len(totals) >= max(2, len(headings) // 3) and not ids & set(headings)


def propose(sheet: Sheet) -> dict[str, object]:
    """A mapping file for the sheet; the columns under `guesses` were matched by likeness only."""
    ticket, response = exact(sheet, "ticket"), exact(sheet, "response")
    tells = ticket.keys() & {"created_at", "status", "priority", "subject", "ticket_type"}
    rated = "response_id" in response or bool(RATINGS.keys() & response.keys())
    is_response = rated and len(tells) < 2
    table, found = ("response", response) if is_response else ("ticket", ticket)
    columns = {name: sheet.headings[position] for name, position in found.items()}
    guesses: list[str] = []
    taken = set(found.values())
    for name, headings in synonyms(table).items():
        if name in columns or name in NOT_GUESSED:
            continue
        free = {
            position: spoken(heading)
            for position, heading in enumerate(sheet.headings)
            if position not in taken and heading.strip() and fits(sheet, table, name, position)
        }
        scored = [
            (score, position)
            for position, heading in free.items()
            if (score := _likeness(heading, headings)) >= LEAST_SCORE
        ]
        if scored:
            _, position = max(scored, key=lambda pair: (pair[0], -pair[1]))
            columns[name] = sheet.headings[position]
            taken.add(position)
            guesses.append(name)
    order = [*synonyms(table)]
    constant: dict[str, str] = {}
    if table == "response" and "score" in columns and not RATINGS.keys() & columns.keys():
        constant["metric"] = "nps" if _reaches_ten(sheet, columns["score"]) else "csat"
        guesses.append("metric")
    return {
        "table": table,
        "source": "generic",
        "heading_rows": 1,
        "columns": {name: columns[name] for name in order if name in columns},
        "constant": constant,
        "guesses": guesses,
    }


def _likeness(heading: str, headings: tuple[str, ...]) -> float:
    long_enough = [one for one in headings if len(one) >= 4]
    found = process.extractOne(heading, long_enough, scorer=fuzz.token_sort_ratio)
    return found[1] if found and len(heading) >= 4 else 0.0


def _reaches_ten(sheet: Sheet, heading: str) -> bool:
    position = sheet.find(heading)
    values = sheet.values(position) if position is not None else ()
    return any(value.strip() in ("0", "10", "0.0", "10.0") for value in values)
