"""CES scores of any tool, one a row, told by a heading, by their values or by the user."""

from support_kpi.drafts import Options, Reading
from support_kpi.mappings import score_lists
from support_kpi.parsing.sheet import Sheet

TITLE = "List of CES scores"
REQUIRED = (score_lists.SCORES,)
YIELDS = True


def recognises(sheet: Sheet) -> bool:
    return score_lists.metric(sheet) == "ces"


def read(sheet: Sheet, options: Options) -> Reading:
    return score_lists.reading(sheet, "ces")
