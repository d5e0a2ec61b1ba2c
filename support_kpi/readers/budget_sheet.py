"""Budget sheets, long (one amount a row) or wide (one month a column)."""

import re
from collections.abc import Collection, Mapping

from support_kpi.budgets.columns import LEAST_PERIODS, is_fiscal, parts, periods
from support_kpi.budgets.headings import (
    AMOUNTS,
    GROUPS,
    HEADINGS,
    PERIOD_ENDS,
    PERIODS,
    SCENARIOS,
    VAGUE,
)
from support_kpi.budgets.money import (
    currencies_of,
    currency_sql,
    factor,
    has_text,
    is_money,
    named_currency,
    page_name,
    speaks_of_costs,
)
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
from support_kpi.parsing.periods import Period
from support_kpi.parsing.sheet import Sheet, normal, without_bracket
from support_kpi.parsing.totals import LABEL, is_total

TITLE = "Budget sheet"

EVERYTHING: dict[str, str | None] = {
    word: None for word in ("all", "all channels", "shared", "general", "total", "any")
}
TOTAL_REASON = "a total, not a line"
# Lines alike in all that a line is known by: each is an amount of its own.
NOTE = """
    nullif(concat_ws(
        ' ',
        _page,
        _note,
        '#' || nullif(row_number() over (partition by {known} order by source_row), 1)
    ), '')
"""


def recognises(sheet: Sheet) -> bool:
    return is_named(sheet, "")


def is_named(sheet: Sheet, name: str) -> bool:
    """Whether the table is laid out as a budget, and something says that its numbers are money."""
    amounts = _layout(sheet)
    labels = [p for label in HEADINGS if (p := _position(sheet, label)) is not None]
    return bool(amounts) and (
        _says_scenario(sheet, amounts) or speaks_of_costs(sheet, name, amounts, labels)
    )


def refusal(sheet: Sheet) -> str | None:
    """Names the doubt about numbers by month that nothing calls money."""
    if not _layout(sheet) or recognises(sheet):
        return None
    return (
        "has numbers by month, and nothing says whether they are money or totals of tickets. A "
        "budget is read with --reader budget_sheet, or with the word budget in the name of the "
        "file; totals are not loaded."
    )


def _layout(sheet: Sheet) -> list[int]:
    """The columns of numbers of a table laid out as a budget, long or wide; none of another."""
    if _position(sheet, "category") is None and _position(sheet, "team") is None:
        return []
    if len(wide := periods(sheet, None)) >= LEAST_PERIODS:
        filled = [position for position in wide if sheet.values(position)]
        return filled if all(is_money(sheet, position) for position in filled) else []
    amounts = [*_amounts(sheet)]
    if sheet.find(*PERIODS) is None or _position(sheet, "category") is None:
        return []
    return amounts if all(is_money(sheet, position) for position in amounts) else []


def _says_scenario(sheet: Sheet, amounts: Collection[int]) -> bool:
    """Whether a column, or a heading of an amount, says plan or actual, or plainly amount."""
    position = _position(sheet, "scenario")
    if position is not None and _is_scenario(sheet, position):
        return True
    wide = periods(sheet, None)
    if len(wide) >= LEAST_PERIODS:
        return any(one.scenario for one in wide.values())
    return any(normal(sheet.headings[place]) not in VAGUE for place in amounts)


def read(sheet: Sheet, options: Options) -> Reading:
    found = periods(sheet, options.name)
    wide = parts(found)
    warnings: list[str] = []
    amounts = {*wide} if len(found) >= LEAST_PERIODS else {*_amounts(sheet)}
    times = factor(sheet, options.name, amounts)
    codes = {place: currencies_of(sheet, place) for place in amounts}
    if times > 1:
        warnings.append(f"The sheet says so: its amounts are read times {times:,.0f}.")
    cells = _cells(sheet, warnings)
    drafts: list[Mapping[str, Cell]] = []
    if len(found) >= LEAST_PERIODS:
        for position, one in wide.items():
            drafts.append(_column(one, cells) | _amount(sheet, options, position, codes, times))
        totals = [sheet.headings[place] for place in found if place not in wide]
        totals += [heading for heading in sheet.headings if is_total(normal(heading))]
        if totals:
            warnings.append(f"Columns that add up others are left out: {', '.join(totals)}.")
        fiscal = [sheet.headings[place] for place in wide if is_fiscal(sheet.headings[place])]
        if fiscal:
            warnings.append(
                f"Years are read as calendar years, that of {', '.join(fiscal[:3])} too; put the "
                "months in the headings where a financial year begins in another month."
            )
    else:
        cells |= _dates(sheet)
        for position, scenario in _amounts(sheet).items():
            amount = _amount(sheet, options, position, codes, times)
            drafts.append({**amount, "scenario": Constant(scenario)} if scenario else amount)
    if "scenario" not in cells and not all("scenario" in more for more in drafts):
        cells["scenario"] = Constant(_named_scenario(sheet, options, warnings))
    if "currency" not in cells and not any("currency" in more for more in drafts):
        warnings.append("No currency is named; amounts are kept without one.")
    refuse = ((_total_sql(sheet, warnings), TOTAL_REASON),)
    known = ["scenario", "_note"]
    known += [name for name in ("category", "channel", "team") if name in cells]
    if "_period_start" in cells:
        known.append("date_trunc('month', _period_start)")
    elif "period_start" in cells:
        known.append("period_start")
    cells["note"] = Derived(NOTE.format(known=", ".join(known)))
    return Reading(
        "budget",
        tuple(Draft("budget_line", {**cells, **more}, refuse=refuse) for more in drafts),
        warnings=tuple(warnings),
    )


def _position(sheet: Sheet, name: str) -> int | None:
    return sheet.find(*HEADINGS[name], name)


def _cells(sheet: Sheet, warnings: list[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    found = {name: _position(sheet, name) for name in HEADINGS}
    category = found["category"]
    if category is None:
        cells["category"] = Constant("All costs")
        warnings.append("No category is named; every amount is kept as “All costs”.")
    else:
        cells["category"] = Text(category)
    if (team := found["team"]) is not None:
        cells["team"] = Text(team)
    note = found["note"]
    cells["_note"] = Constant(None) if note is None else Text(note)
    cells["_page"] = Constant(page_name(sheet) or None)
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
    if (currency := found["currency"]) is not None:
        cells["currency"] = Text(currency)
    return cells


def _dates(sheet: Sheet) -> dict[str, Cell]:
    """The period of a line: from and to where both are given, else the month of its date."""
    ends = sheet.find(*PERIOD_ENDS)
    if ends is not None:
        return {"period_start": Day(*PERIODS), "period_end": Day(ends)}
    return {
        "_period_start": Day(*PERIODS),
        "period_start": Derived("date_trunc('month', _period_start)"),
        "period_end": Derived("date_trunc('month', _period_start) + interval 1 month"),
    }


def _column(found: Period, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    column: dict[str, Cell] = {
        "period_start": Derived(f"date '{found.start.isoformat()}'"),
        "period_end": Derived(f"date '{found.end.isoformat()}'"),
    }
    scenario = SCENARIOS.get(found.scenario)
    if scenario and "scenario" not in cells:
        column["scenario"] = Constant(scenario)
    return column


def _amount(
    sheet: Sheet, options: Options, position: int, codes: Mapping[int, set[str]], times: float
) -> dict[str, Cell]:
    """The amount of one column, read as all columns of money are, and its currency; `codes` are the
    currencies that their cells name."""
    beside = tuple(sorted(codes)) if has_text(sheet) else ()
    amount: dict[str, Cell] = {"amount": Number(position, times=times, is_money_beside=beside)}
    if _position(sheet, "currency") is not None:
        return amount
    own = named_currency(sheet, options.name, (position, *codes))
    if codes[position]:
        return amount | {
            "_written": Text(position),
            "currency": Derived(currency_sql("_written", own)),
        }
    rest = {code for found in codes.values() for code in found}
    code = own or (next(iter(rest)) if len(rest) == 1 else None)
    return amount | ({"currency": Constant(code)} if code else {})


def _group_sql() -> str:
    cases = " ".join(
        f"when regexp_matches(lower(category), '{words}') then '{group}'"
        for group, words in GROUPS.items()
    )
    return f"case {cases} else 'other' end"


def _total_sql(sheet: Sheet, warnings: list[str]) -> str:
    """SQL of a row one of whose labels says a sum."""
    labels = {0, *(p for name in HEADINGS if (p := _position(sheet, name)) is not None)}
    if any(is_total(value) for place in labels for value in sheet.values(place)):
        warnings.append("Rows that add up others are rejected: a total is not a line.")
    return " or ".join(
        f"regexp_matches(lower(coalesce(c{place}, '')), '{LABEL}')" for place in sorted(labels)
    )


def _amounts(sheet: Sheet) -> dict[int, str | None]:
    """Columns of money in a long sheet: one amount, or one for each scenario."""
    amount = sheet.find(*AMOUNTS)
    if amount is not None:
        return {amount: None}
    found: dict[int, str | None] = {}
    for position, heading in enumerate(sheet.headings):
        words = without_bracket(heading)[0].removesuffix(" amount").removesuffix(" cost")
        if words in SCENARIOS and is_money(sheet, position):
            found[position] = SCENARIOS[words]
    return found


def _is_scenario(sheet: Sheet, position: int) -> bool:
    return any(normal(value) in SCENARIOS for value in sheet.values(position))


def _named_scenario(sheet: Sheet, options: Options, warnings: list[str]) -> str:
    words = re.findall(r"[^\W\d_]+", f"{sheet.name} {options.name}".casefold())
    found = next((s for word in words if (s := SCENARIOS.get(word))), None)
    if found is None:
        warnings.append("Nothing says whether these are plans or actuals; they are kept as actual.")
    return found or "actual"
