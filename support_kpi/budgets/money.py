"""Money in a budget sheet: whether its numbers are money at all, in what currency and size."""

import re
from collections.abc import Collection, Iterable

from support_kpi.budgets.headings import SCENARIOS
from support_kpi.parsing.currencies import PATTERNS, currency
from support_kpi.parsing.sheet import Sheet, normal

COSTS = (
    r"budget|costs?\b|spend|spent|expens|opex|invoice|payroll|presupuest|gasto|coste|orçament"
    r"|despesa|custo|kosten|ausgab|aufwand|aufwend|begrot|uitgav|bilancio|dépens|coût|charges\b"
    r"|预算|费用|成本"
)
WAGES = r"salar|wage|payroll|personnel|gehalt|gehält|löhne|salair|sueldo|nómina|salár|stipend|工资"
THOUSANDS = (
    r"\bthousands?\b|\b(?:in|x) ?1[.,]?000\b|['(]000s?\b|\bin (?:tsd|tausend|mil(?:es)?|milliers"
    r"|duizend)|\bt(?:€|eur\b|chf\b|usd\b)|\bk ?(?:€|\$|£|eur\b|usd\b|gbp\b|chf\b)|[€$£] ?k\b"
    r"|\b(?:eur|usd|gbp|chf) ?k\b"
)
MILLIONS = r"\bmillions?\b|\bin mio\b|\bmio\.? ?(?:€|eur\b)|\b(?:m€|meur)\b"
UNTOLD = (
    r"sheet|tabelle|feuil|feuille|hoja|blad|planilha|foglio|лист|fy|data|daten|export|report|year"
    r"|jahr"
)
DASHES = ("-", "–", "—", "n/a")
TEXTS = ("csv", "tsv")


def is_money(sheet: Sheet, position: int) -> bool:
    """Whether a column holds numbers, dashes for nothing aside."""
    values = [value for value in sheet.values(position) if normal(value) not in DASHES]
    money = [v for v in values if re.search(r"\d", v) and not re.search(r"[a-z]{4,}|[/:]", v, re.I)]
    return len(money) >= 0.8 * len(values) and bool(sheet.values(position))


def speaks_of_costs(sheet: Sheet, name: str, amounts: Iterable[int], labels: Iterable[int]) -> bool:
    """Whether anything says that the numbers are money: the months of tickets look the same."""
    texts = (name, sheet.name, *sheet.notes, *sheet.headings)
    cells = [value for position in amounts for value in sheet.values(position)]
    named = [value.casefold() for position in labels for value in sheet.values(position)]
    return (
        any(re.search(COSTS, text.casefold()) for text in texts)
        or any(currency(text) for text in (*cells, *sheet.headings, *sheet.notes))
        or any(re.search(WAGES, label) for label in named)
    )


def page_name(sheet: Sheet) -> str:
    """What the name of a sheet of a workbook says beyond year, scenario and being a budget: sheets
    by team hold the same categories and months."""
    if sheet.container in (*TEXTS, "json", "ndjson", "parquet"):
        return ""
    words = re.findall(r"[^\W\d_]+", sheet.name)
    told = [
        word
        for word in words
        if word.casefold() not in SCENARIOS
        and not re.fullmatch(UNTOLD, word.casefold())
        and not re.search(COSTS, word.casefold())
    ]
    return " ".join(told)


def factor(sheet: Sheet, name: str, amounts: Collection[int]) -> float:
    """What a sheet in thousands or millions says of its numbers, else 1."""
    texts = (sheet.name, name, *sheet.notes, *(sheet.headings[place] for place in amounts))
    for text in texts:
        if re.search(THOUSANDS, text.casefold()):
            return 1e3
        if re.search(MILLIONS, text.casefold()):
            return 1e6
    return 1.0


def has_text(sheet: Sheet) -> bool:
    """Whether numbers are as people wrote them; elsewhere `12.5` is what a program keeps."""
    return sheet.container in TEXTS


def named_currency(sheet: Sheet, name: str, amounts: Iterable[int]) -> str | None:
    """The currency of headings, names and the lines above the table."""
    texts = [sheet.headings[position] for position in amounts]
    texts += [sheet.name, name, *sheet.notes]
    return next((code for text in texts if (code := currency(text))), None)


def currencies_of(sheet: Sheet, position: int) -> set[str]:
    """The currencies that the first cells of a column name."""
    return {code for value in sheet.values(position) if (code := currency(value))}


def currency_sql(text: str, otherwise: str | None) -> str:
    """SQL of the currency that a cell names itself."""
    cases = " ".join(
        f"when regexp_matches({text}, '{pattern}') then '{code}'"
        for pattern, code in PATTERNS.items()
    )
    rest = "null" if otherwise is None else f"'{otherwise}'"
    return f"case {cases} else {rest} end"
