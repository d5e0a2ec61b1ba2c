"""Proposed mappings: what is known for certain, and guesses that a person has to confirm."""

import re
from collections.abc import Mapping

from support_kpi.mappings.hints import by_name, exact, hints
from support_kpi.mappings.score_lists import SCORES
from support_kpi.mappings.synonyms import RATINGS, spoken, synonyms
from support_kpi.parsing.sheet import Sheet

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


def table_of(sheet: Sheet) -> str:
    """Whether the rows look more like tickets or like answers to a survey."""
    ticket, response = exact(sheet, "ticket"), exact(sheet, "response")
    tells = ticket.keys() & {"created_at", "status", "priority", "subject", "ticket_type"}
    rated = bool({"response_id", *RATINGS} & response.keys())
    rated |= "comment" in response and sheet.has_any(*SCORES)
    return "response" if rated and len(tells) < 2 else "ticket"


def propose(sheet: Sheet) -> dict[str, object]:
    """A mapping file for the sheet; the columns under `guesses` a person has to confirm."""
    table = table_of(sheet)
    found = by_name(hints(sheet, table))
    columns = {
        name: sheet.headings[found[name].position] for name in synonyms(table) if name in found
    }
    guesses = [name for name in columns if found[name].is_guess]
    constant = constants(sheet, table, {name: found[name].position for name in columns})
    guesses += constant
    return {
        "table": table,
        "source": "generic",
        "heading_rows": 1,
        "columns": columns,
        "constant": constant,
        "guesses": guesses,
    }


def constants(sheet: Sheet, table: str, places: Mapping[str, int]) -> dict[str, str]:
    """What is the same in every row: the metric of plain scores, those up to ten rather NPS."""
    if table != "response" or "score" not in places or RATINGS.keys() & places.keys():
        return {}
    values = sheet.values(places["score"])
    is_nps = any(value.strip() in ("0", "10", "0.0", "10.0") for value in values)
    return {"metric": "nps" if is_nps else "csat"}
