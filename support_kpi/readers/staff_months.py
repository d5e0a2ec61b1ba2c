"""Staff lists: one team and month a row."""

from support_kpi.drafts import Cell, Day, Draft, Number, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet

TITLE = "Staff by month"

TEAM = ("team", "group", "department", "equipo", "abteilung", "équipe", "equipe", "团队")
MONTH = ("month", "period", "date", "mes", "monat", "mois", "mês", "月份")
NUMBERS: dict[str, tuple[str, ...]] = {
    "headcount": (
        "headcount", "head count", "agents", "fte", "staff", "employees", "number of agents",
        "plantilla", "kopfzahl", "effectif", "人数",
    ),
    "joiners": ("joiners", "hires", "new hires", "hired", "joined", "starters", "altas", "入职"),
    "leavers": ("leavers", "left", "departures", "attrition", "resignations", "bajas", "离职"),
    "training_days": ("training days", "training_days", "days of training", "training", "培训天数"),
}  # fmt: skip
REQUIRED = (TEAM, MONTH, NUMBERS["headcount"])


def recognises(sheet: Sheet) -> bool:
    others = [
        name for name in ("joiners", "leavers", "training_days") if sheet.has_any(*NUMBERS[name])
    ]
    return all(sheet.has_any(*names) for names in REQUIRED) and bool(others)


def read(sheet: Sheet, options: Options) -> Reading:
    cells: dict[str, Cell] = {"team": Text(*TEAM), "month": Day(*MONTH)}
    cells |= {name: Number(*names) for name, names in NUMBERS.items() if sheet.has_any(*names)}
    return Reading("staff", (Draft("staff_month", cells),))
