"""Staff lists: one team and month a row."""

from support_kpi.drafts import Cell, Day, Derived, Draft, Number, Options, Reading, Text
from support_kpi.parsing.sheet import Sheet, without_bracket
from support_kpi.parsing.totals import LABEL, is_total

TITLE = "Staff by month"

TEAM = (
    "team", "group", "department", "equipo", "departamento", "abteilung", "équipe", "equipe",
    "service", "afdeling", "reparto", "squadra", "团队",
)  # fmt: skip
MONTH = ("month", "period", "date", "mes", "monat", "mois", "mês", "maand", "mese", "月份")
NUMBERS: dict[str, tuple[str, ...]] = {
    "headcount": (
        "headcount", "head count", "agents", "fte", "ftes", "staff", "employees",
        "number of agents", "plantilla", "kopfzahl", "mitarbeiter", "mitarbeitende",
        "vollzeitkräfte", "vollzeitäquivalente", "vzä", "effectif", "effectifs", "etp", "agentes",
        "empleados", "funcionários", "colaboradores", "medewerkers", "organico", "人数",
    ),
    "joiners": (
        "joiners", "hires", "new hires", "hired", "joined", "starters", "altas", "zugänge",
        "eintritte", "neueinstellungen", "embauches", "entrées", "admissões", "contrataciones",
        "instroom", "assunzioni", "入职",
    ),
    "leavers": (
        "leavers", "left", "departures", "attrition", "resignations", "bajas", "abgänge",
        "austritte", "départs", "sorties", "desligamentos", "saídas", "uitstroom", "cessazioni",
        "离职",
    ),
    "training_days": (
        "training days", "training_days", "days of training", "training", "schulungstage",
        "weiterbildungstage", "jours de formation", "días de formación", "dias de formação",
        "dias de treinamento", "trainingsdagen", "opleidingsdagen", "giorni di formazione",
        "培训天数",
    ),
}  # fmt: skip
TOTAL_REASON = "a total, not a team"
REQUIRED = (TEAM, MONTH, NUMBERS["headcount"])


def recognises(sheet: Sheet) -> bool:
    others = [
        name for name in ("joiners", "leavers", "training_days") if sheet.has_any(*NUMBERS[name])
    ]
    return all(sheet.has_any(*names) for names in REQUIRED) and bool(others)


def read(sheet: Sheet, options: Options) -> Reading:
    cells: dict[str, Cell] = {"team": Text(*TEAM), "_month": Day(*MONTH)}
    cells["month"] = Derived("date_trunc('month', _month)")
    warnings: list[str] = []
    for name, names in NUMBERS.items():
        position = sheet.find(*names)
        if position is not None and _is_rate(sheet, position):
            warnings.append(f"{sheet.headings[position]} is a rate, not a number; it is not used.")
        elif position is not None:
            cells[name] = Number(position)
    team = sheet.find(*TEAM)
    if team is not None and any(is_total(value) for value in sheet.values(team)):
        warnings.append("Rows that add up others are rejected: a total is not a team.")
    refuse = ((f"regexp_matches(lower(coalesce(c{team}, '')), '{LABEL}')", TOTAL_REASON),)
    return Reading("staff", (Draft("staff_month", cells, refuse=refuse),), warnings=tuple(warnings))


def _is_rate(sheet: Sheet, position: int) -> bool:
    """Whether a column of people holds shares of them: `4 %` left is no number of leavers."""
    heading, unit = without_bracket(sheet.headings[position])
    return "%" in heading + unit or any("%" in value for value in sheet.values(position))
