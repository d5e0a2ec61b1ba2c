"""Misfits: columns that are headed as ids or times of creation and cannot be read as such."""

import re

from support_kpi.mappings.kinds import LEAST, fits, is_date, looked_at
from support_kpi.mappings.synonyms import spoken, synonyms
from support_kpi.parsing.sheet import Sheet
from support_kpi.questionnaires.profile import profiles

SHORTENED = r"\d(?:[.,]\d+)?E\+\d{2}"
# What a screen shows of a date to those who know when they look.
YEARLESS = (
    r"(?:[A-Za-z]{3,9}\.? [0-9]{1,2}|[0-9]{1,2}\.? [A-Za-z]{3,9}\.?|[0-9]{1,2}[/.][0-9]{1,2}\.?)"
    r"(?:,? (?:at )?[0-9]{1,2}:[0-9]{2}[^0-9]*)?"
)
AGO = r"(?i)(?:today|yesterday|just now|an? |[0-9]+ ).*\bago|(?:today|yesterday|just now)\b.*"
NO_YEAR = "names no year; write it with the year, as in 2026-03-31 10:05"
NO_DAY = "says how long before the export and not when; export the column as a date"
HIDDEN, CUT = r"#+", r"\d{1,2}:\d{2}[.,]\d"


def misfits(sheet: Sheet) -> list[str]:
    """A sentence for each, where the headings promise a list of tickets."""
    key, created = _headed(sheet, "ticket_id"), _headed(sheet, "created_at")
    if key is None or created is None:
        return []
    return [one for one in (_of_id(sheet, key), _of_time(sheet, created)) if one]


def _headed(sheet: Sheet, name: str) -> int | None:
    names = synonyms("ticket")[name]
    found = (n for n, heading in enumerate(sheet.headings) if spoken(heading) in names)
    return next(found, None)


def _of_id(sheet: Sheet, position: int) -> str:
    heading, values = sheet.headings[position], looked_at(sheet, position)
    if not values:
        return f'"{heading}" is empty.'
    if any(re.fullmatch(SHORTENED, value.strip()) for value in values):
        return (
            f'"{heading}" holds "{values[0].strip()}": a spreadsheet program has shortened '
            "the ids. Load the export as it was written."
        )
    profile = profiles(sheet, [position], 1)[position]
    if profile.distinct < LEAST * profile.filled:
        return (
            f'"{heading}" has {profile.distinct:,} different values in {profile.filled:,} rows, so '
            "a row is not a ticket. Export one row a ticket."
        )
    return ""


def _of_time(sheet: Sheet, position: int) -> str:
    if fits(sheet, "ticket", "created_at", position):
        return ""
    heading, values = sheet.headings[position], looked_at(sheet, position)
    if not values:
        return f'"{heading}" is empty.'
    value = next((one for one in values if not is_date(one)), values[0]).strip()
    why = ""
    if re.fullmatch(f"{HIDDEN}|{CUT}", value):
        why = ": a spreadsheet program has saved what it showed. Load the export as it was written"
    for pattern, said in ((YEARLESS, NO_YEAR), (AGO, NO_DAY)):
        if re.fullmatch(pattern, value):
            why = f": it {said}"
    return f'"{heading}" holds "{value[:60]}", which is no date{why}.'
