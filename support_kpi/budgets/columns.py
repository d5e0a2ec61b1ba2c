"""Which columns of a budget sheet are a month, a quarter or a year, and of which year."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from support_kpi.budgets.headings import SCENARIOS
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.periods import Period, period
from support_kpi.parsing.sheet import Sheet

LEAST_PERIODS = 2
ANY_YEAR = 2000
YEARS = r"(?<!\d)(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)(?!\d)"
YEAR = r"(?<!\d)(20\d\d)(?!\d)"
FISCAL = r"(?i)(?<![a-z])fy ?'?\d|fiscal"

Periods = dict[int, Period]


def periods(sheet: Sheet, name: str | None) -> Periods:
    """Columns headed by a month, quarter or year, the parts of others as well.

    Those without a year are of the year of the file, where `name` is given; without a name any.
    """
    found = _of_year(sheet.headings, None)
    if found:
        return found
    nameless = _of_year(sheet.headings, ANY_YEAR)
    if len(nameless) < LEAST_PERIODS:
        return {}
    return nameless if name is None else _dated(sheet, name, nameless)


def parts(found: Mapping[int, Period]) -> Periods:
    """The periods that hold no other one of the same scenario: a quarter beside its months, or a
    year beside its quarters, adds them up."""
    return {
        place: one
        for place, one in found.items()
        if not any(
            other.scenario == one.scenario
            and one.start <= other.start
            and other.end <= one.end
            and (one.start, one.end) != (other.start, other.end)
            for other in found.values()
        )
    }


def is_fiscal(text: str) -> bool:
    return re.search(FISCAL, text) is not None


def _of_year(headings: Sequence[str], year: int | None) -> Periods:
    return {
        position: known
        for position, heading in enumerate(headings)
        if (known := period(heading, SCENARIOS, year)) is not None
    }


def _dated(sheet: Sheet, name: str, nameless: Mapping[int, Period]) -> Periods:
    """Months without a year in the year that the name of the file or the sheet, or a line above
    the table, tells; months that run over the end of a year need both years."""
    months = [one for one in nameless.values() if one.end.month - one.start.month in (1, -11)]
    by_scenario = [
        [one.start.month for one in months if one.scenario == scenario]
        for scenario in dict.fromkeys(one.scenario for one in months)
    ]
    is_over = any(before > after for run in by_scenario for before, after in pairwise(run))
    shown = ", ".join(sheet.headings[place] for place in list(nameless)[:3])
    texts = (sheet.name, name, *sheet.notes)
    both = next((found for text in texts if (found := _years(text))), None)
    if both is None and is_over:
        raise UndecidedColumn(
            f"The columns {shown} ... run over the end of a year, and nothing says which two years "
            "they are. Put the year in the headings (Jan 2026) or both years in the name of the "
            "file (2025-26)."
        )
    if both is not None and is_over:
        begins = months[0].start.month
        first, second = (_of_year(sheet.headings, year) for year in both)
        return {
            place: (first if one.start.month >= begins else second)[place]
            for place, one in nameless.items()
        }
    year = next((int(match[1]) for text in texts if (match := re.search(YEAR, text))), None)
    if year is None or both is not None:
        raise UndecidedColumn(
            f"The columns {shown} ... are months without a year. Put the year in the "
            "headings (Jan 2026) or in the name of the file."
        )
    return _of_year(sheet.headings, year)


def _years(text: str) -> tuple[int, int] | None:
    """The two years of `2025/26`, one after the other."""
    match = re.search(YEARS, text)
    if match is None:
        return None
    first, second = int(match[1]), 2000 + int(match[2])
    return (first, second) if second == first + 1 else None
