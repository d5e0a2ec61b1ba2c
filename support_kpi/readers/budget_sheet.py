"""Budget sheets, long (one amount a row) or wide (one month a column)."""

import re
from collections.abc import Mapping

from support_kpi.drafts import (
    Cell,
    Choice,
    Constant,
    Day,
    Derived,
    Draft,
    Number,
    Options,
    Reading,
    Text,
)
from support_kpi.errors import UndecidedColumn
from support_kpi.parsing.periods import CURRENCIES, Period, period
from support_kpi.parsing.sheet import Sheet, normal, without_bracket

TITLE = "Budget sheet"

HEADINGS: dict[str, tuple[str, ...]] = {
    "category": (
        "category", "cost category", "budget category", "cost type", "expense", "expense type",
        "expense category", "line item", "line", "item", "account", "cost", "position",
        "categoría", "concepto", "kategorie", "kostenart", "catégorie", "poste", "categoria",
        "类别", "科目",
    ),
    "channel": ("channel", "support channel", "canal", "kanal", "渠道"),
    "team": (
        "team", "group", "department", "cost centre", "cost center", "equipo", "abteilung",
        "équipe", "equipe", "团队", "部门",
    ),
    "scenario": (
        "scenario", "version", "plan or actual", "plan/actual", "budget or actual", "type",
        "escenario", "szenario", "scénario", "cenário", "场景",
    ),
    "currency": ("currency", "ccy", "moneda", "währung", "devise", "moeda", "币种", "货币"),
    "note": (
        "note", "notes", "remark", "remarks", "comment", "nota", "bemerkung", "remarque", "备注",
    ),
    "cost_group": ("cost group", "group of cost", "cost class"),
}  # fmt: skip
PERIODS = ("month", "period", "period start", "date", "mes", "monat", "mois", "mês", "月份", "月")
PERIOD_ENDS = ("period end", "period_end", "end of period")
AMOUNTS = (
    "amount",
    "value",
    "cost amount",
    "spend",
    "importe",
    "betrag",
    "montant",
    "valor",
    "金额",
)
SCENARIOS: dict[str, str | None] = {
    "plan": "plan", "planned": "plan", "budget": "plan", "budgeted": "plan", "target": "plan",
    "presupuesto": "plan", "soll": "plan", "prévu": "plan", "orçado": "plan", "预算": "plan",
    "actual": "actual", "actuals": "actual", "spent": "actual", "spend": "actual",
    "real": "actual", "ist": "actual", "réel": "actual", "realizado": "actual", "实际": "actual",
    "forecast": "forecast", "outlook": "forecast", "estimate": "forecast",
    "pronóstico": "forecast", "prognose": "forecast", "prévision": "forecast", "预测": "forecast",
}  # fmt: skip
EVERYTHING: dict[str, str | None] = {
    word: None for word in ("all", "all channels", "shared", "general", "total", "any")
}
GROUPS: dict[str, str] = {
    "people": r"people|personnel|salar|wage|payroll|bonus|benefit|hiring|recruit|training|staff"
    r"|headcount|contractor|outsourc|agents?\b|personal|gehalt|schulung|人员|工资|培训",
    "technology": r"technolog|software|licen|tool|telecom|telephon|phone|helpdesk|hosting|hardware"
    r"|cloud|\bcrm\b|\bai\b|chatbot|automation|platform|system|subscription|\bit\b|技术|软件",
}
TOTAL = (
    r"^\s*(grand |sub|sub-|sub )?(total|totals|sum|gesamt|summe|zwischensumme|somme|suma|subtotal)"
    r"(\s.*)?$|^\s*(合计|总计|小计)"
)
TOTAL_REASON = "a total, not a line"
LEAST_PERIODS = 2
ANY_YEAR = 2000


def recognises(sheet: Sheet) -> bool:
    if _position(sheet, "category") is None and _position(sheet, "team") is None:
        return False
    if len(periods := _periods(sheet, None)) >= LEAST_PERIODS:
        filled = [position for position in periods if sheet.values(position)]
        return bool(filled) and all(_is_money(sheet, position) for position in filled)
    amounts = _amounts(sheet)
    if sheet.find(*PERIODS) is None or _position(sheet, "category") is None or not amounts:
        return False
    return all(_is_money(sheet, position) for position in amounts)


def read(sheet: Sheet, options: Options) -> Reading:
    year = _year(sheet, options)
    wide = _periods(sheet, year)
    warnings: list[str] = []
    cells = _cells(sheet, options, {*wide, *_amounts(sheet)}, warnings)
    amounts: list[Mapping[str, Cell]] = []
    if len(wide) >= LEAST_PERIODS:
        for position, found in wide.items():
            amounts.append(_column(position, found, cells))
        totals = [h for h in sheet.headings if re.match(TOTAL, normal(h))]
        if totals:
            warnings.append(f"Columns that add up others are left out: {', '.join(totals)}.")
    else:
        cells["period_start"] = Day(*PERIODS)
        ends = sheet.find(*PERIOD_ENDS)
        cells["period_end"] = (
            Derived("period_start + interval 1 month") if ends is None else Day(ends)
        )
        for position, scenario in _amounts(sheet).items():
            amount: dict[str, Cell] = {"amount": Number(position)}
            amounts.append({**amount, "scenario": Constant(scenario)} if scenario else amount)
    scenario_known = "scenario" in cells or all("scenario" in more for more in amounts)
    if not scenario_known:
        cells["scenario"] = Constant(_named_scenario(sheet, options, warnings))
    if "currency" not in cells:
        warnings.append("No currency is named; amounts are kept without one.")
    labels = [p for name in HEADINGS if (p := _position(sheet, name)) is not None]
    total = " or ".join(
        f"regexp_matches(lower(coalesce(c{place}, '')), '{TOTAL}')"
        for place in sorted({0, *labels})
    )
    if any(re.search(TOTAL, normal(value)) for place in labels for value in sheet.values(place)):
        warnings.append("Rows that add up others are rejected: a total is not a line.")
    refuse = ((total, TOTAL_REASON),)
    drafts = tuple(Draft("budget_line", {**cells, **more}, refuse=refuse) for more in amounts)
    return Reading("budget", drafts, warnings=tuple(warnings))


def _position(sheet: Sheet, name: str) -> int | None:
    return sheet.find(*HEADINGS[name], name)


def _cells(
    sheet: Sheet, options: Options, amounts: set[int], warnings: list[str]
) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    found = {name: _position(sheet, name) for name in HEADINGS}
    category = found["category"]
    if category is None:
        cells["category"] = Constant("All costs")
        warnings.append("No category is named; every amount is kept as “All costs”.")
    else:
        cells["category"] = Text(category)
    for name in ("team", "note"):
        if (position := found[name]) is not None:
            cells[name] = Text(position)
    if (channel := found["channel"]) is not None:
        cells["channel"] = Choice(
            channel, values=EVERYTHING, vocabulary="channel", otherwise="other"
        )
        cells["channel_detail"] = Text(channel)
    if (scenario := found["scenario"]) is not None and _is_scenario(sheet, scenario):
        cells["scenario"] = Choice(scenario, values=SCENARIOS)
    group = found["cost_group"]
    cells["cost_group"] = (
        Choice(group, values={n: n for n in ("people", "technology", "other")}, otherwise="other")
        if group is not None
        else Derived(_group_sql())
    )
    currency = found["currency"]
    if currency is not None:
        cells["currency"] = Text(currency)
    elif code := _currency(sheet, options, amounts):
        cells["currency"] = Constant(code)
    return cells


def _column(position: int, found: Period, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    column: dict[str, Cell] = {
        "amount": Number(position),
        "period_start": Derived(f"date '{found.start.isoformat()}'"),
        "period_end": Derived(f"date '{found.end.isoformat()}'"),
    }
    scenario = SCENARIOS.get(found.scenario)
    if scenario and "scenario" not in cells:
        column["scenario"] = Constant(scenario)
    return column


def _group_sql() -> str:
    cases = " ".join(
        f"when regexp_matches(lower(category), '{words}') then '{group}'"
        for group, words in GROUPS.items()
    )
    return f"case {cases} else 'other' end"


def _periods(sheet: Sheet, year: int | None) -> dict[int, Period]:
    """Columns headed by a month, quarter or year; months without a year wait for one."""
    found: dict[int, Period] = {}
    nameless = 0
    for position, heading in enumerate(sheet.headings):
        known = period(heading, SCENARIOS, year)
        if known is not None:
            found[position] = known
        elif year is None and period(heading, SCENARIOS, ANY_YEAR) is not None:
            nameless += 1
    if nameless >= LEAST_PERIODS and not found:
        return {
            position: known
            for position, heading in enumerate(sheet.headings)
            if (known := period(heading, SCENARIOS, ANY_YEAR)) is not None
        }
    return found


def _year(sheet: Sheet, options: Options) -> int | None:
    """The year of headings such as `Jan`: in the name of the file or the sheet, or above it."""
    has_years = any(period(heading, SCENARIOS, None) for heading in sheet.headings)
    months = [h for h in sheet.headings if period(h, SCENARIOS, ANY_YEAR)]
    if has_years or len(months) < LEAST_PERIODS:
        return None
    for text in (sheet.name, options.name, *sheet.notes):
        if match := re.search(r"(?<!\d)(20\d\d)(?!\d)", text):
            return int(match[1])
    raise UndecidedColumn(
        f"The columns {', '.join(months[:3])} ... are months without a year. Put the year in the "
        "headings (Jan 2026) or in the name of the file."
    )


def _amounts(sheet: Sheet) -> dict[int, str | None]:
    """Columns of money in a long sheet: one amount, or one for each scenario."""
    amount = sheet.find(*AMOUNTS)
    if amount is not None:
        return {amount: None}
    found: dict[int, str | None] = {}
    for position, heading in enumerate(sheet.headings):
        words = without_bracket(heading)[0].removesuffix(" amount").removesuffix(" cost")
        if words in SCENARIOS and _is_money(sheet, position):
            found[position] = SCENARIOS[words]
    return found


def _is_money(sheet: Sheet, position: int) -> bool:
    values = sheet.values(position)
    money = [v for v in values if re.search(r"\d", v) and not re.search(r"[a-z]{4,}|[/:]", v, re.I)]
    return len(money) >= 0.8 * len(values) and bool(values)


def _is_scenario(sheet: Sheet, position: int) -> bool:
    return any(normal(value) in SCENARIOS for value in sheet.values(position))


def _named_scenario(sheet: Sheet, options: Options, warnings: list[str]) -> str:
    words = re.findall(r"[^\W\d_]+", f"{sheet.name} {options.name}".casefold())
    found = next((s for word in words if (s := SCENARIOS.get(word))), None)
    if found is None:
        warnings.append("Nothing says whether these are plans or actuals; they are kept as actual.")
    return found or "actual"


def _currency(sheet: Sheet, options: Options, amounts: set[int]) -> str | None:
    texts = [sheet.headings[position] for position in sorted(amounts)]
    texts += [sheet.name, options.name]
    texts += [value for position in sorted(amounts) for value in sheet.values(position)[:5]]
    for text in texts:
        for sign, code in CURRENCIES.items():
            if (
                (sign in text)
                if len(sign) == 1
                else re.search(rf"(?<![A-Za-z]){sign}(?![A-Za-z])", text)
            ):
                return code
    return None
