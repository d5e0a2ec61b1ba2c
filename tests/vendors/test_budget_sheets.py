"""Budget sheets as finance departments lay them out: months, totals, currencies, sizes."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from support_kpi.errors import UndecidedColumn
from tests.vendors.export import Export, chosen, read, read_path

LINE = ("category", "period_start", "amount")


def lines(export: Export) -> list[tuple[object, ...]]:
    return sorted(chosen(export.tables["budget_line"], *LINE), key=str)


def of_salaries(*amounts: float) -> list[tuple[object, ...]]:
    months = [date(2026, number, 1) for number in range(1, 13)]
    return [("Salaries", month, amount) for month, amount in zip(months, amounts, strict=False)]


@pytest.mark.parametrize(
    "headings",
    ["Jan 2026,Feb 2026,Mar 2026,Q1 2026,FY 2026", "01/2026,02/2026,03/2026,1. Quartal 2026,2026"],
)
def test_quarters_and_years_beside_their_months_are_left_out(tmp_path: Path, headings: str) -> None:
    export = read(tmp_path, f"Category,{headings}\nSalaries,10,20,30,60,60\n", "plan.csv")
    assert lines(export) == of_salaries(10, 20, 30)
    assert any("add up others are left out" in warning for warning in export.warnings)


def test_quarters_without_a_year_are_of_the_year_of_the_file(tmp_path: Path) -> None:
    export = read(tmp_path, "Category,Q1,Q2,Total\nSalaries,1,2,3\n", "Budget 2026.csv")
    assert chosen(export.tables["budget_line"], "period_start", "period_end", "amount") == [
        (date(2026, 1, 1), date(2026, 4, 1), 1),
        (date(2026, 4, 1), date(2026, 7, 1), 2),
    ]


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        ("12.500 €;900 €;13.000 €", (12500, 900, 13000)),
        ("12.500,00;900;1.000", (12500, 900, 1000)),
        ("12,500;900;1,000", (12500, 900, 1000)),
        ("12.5;900;1.000", (12.5, 900, 1)),
        ("(1.200);-;1.000", (-1200, None, 1000)),
    ],
)
def test_the_decimal_mark_of_money_is_that_of_all_its_columns(
    tmp_path: Path, cells: str, amounts: tuple[float | None, ...]
) -> None:
    export = read(tmp_path, f"Category;Jan 2026;Feb 2026;Mar 2026\nSalaries;{cells}\n")
    expected = [line for line in of_salaries(*(a or 0 for a in amounts)) if line[2]]
    assert lines(export) == expected


@pytest.mark.parametrize(
    "total",
    [
        "Total:", "People total", "Net total", "Sub-total", "Gesamtsumme", "Zwischensumme Personal",
        "Personal gesamt", "Total général", "Sous-total", "Totales", "Totaal", "Totale", "合计",
    ],
)  # fmt: skip
def test_rows_that_add_up_others_are_no_lines(tmp_path: Path, total: str) -> None:
    export = read(tmp_path, f"Category,Jan 2026,Feb 2026\n{total},1,2\nSalaries,1,2\n")
    assert lines(export) == of_salaries(1, 2)
    assert export.counts == (2, 1, 1)


def test_each_amount_has_the_currency_that_it_names(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Month,Category,Amount\n"
        '2026-01,Salaries,"$1,000.00"\n'
        "2026-01,Software,€500.00\n"
        "2026-01,Rent,£40.00\n"
        '2026-01,Travel,"R$ 1,200.00"\n',
    )
    assert chosen(export.tables["budget_line"], "category", "currency") == [
        ("Salaries", "USD"),
        ("Software", "EUR"),
        ("Rent", "GBP"),
        ("Travel", "BRL"),
    ]


@pytest.mark.parametrize("above", ["Currency: EUR", "All amounts in €"])
def test_a_line_above_the_table_names_the_currency(tmp_path: Path, above: str) -> None:
    export = read(tmp_path, f"{above},,\nCategory,Jan 2026,Feb 2026\nSalaries,1,2\n")
    assert chosen(export.tables["budget_line"], "currency") == [("EUR",), ("EUR",)]


@pytest.mark.parametrize(
    "text",
    [
        "Category,Jan 2026 (k€),Feb 2026 (k€)\nSalaries,1,2.5\n",
        "in thousands of EUR,,\nCategory,Jan 2026,Feb 2026\nSalaries,1,2.5\n",
        "Angaben in TEUR,,\nCategory,Jan 2026,Feb 2026\nSalaries,1,2.5\n",
    ],
)
def test_a_sheet_in_thousands_is_read_in_thousands(tmp_path: Path, text: str) -> None:
    export = read(tmp_path, text)
    assert lines(export) == of_salaries(1000, 2500)
    assert any("times 1,000" in warning for warning in export.warnings)


def test_postings_of_one_category_and_month_all_count_in_that_month(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Date,Category,Vendor,Amount\n"
        "2026-01-03,Software,Desk Ltd,100\n"
        "2026-01-20,Software,Desk Ltd,25\n"
        "2026-01-31,Software,Calls Ltd,50\n"
        "2026-01-31,Software,Calls Ltd,50\n",
    )
    rows = export.tables["budget_line"]
    assert chosen(rows, "period_start", "period_end", "amount", "note") == [
        (date(2026, 1, 1), date(2026, 2, 1), 100, "Desk Ltd"),
        (date(2026, 1, 1), date(2026, 2, 1), 25, "Desk Ltd #2"),
        (date(2026, 1, 1), date(2026, 2, 1), 50, "Calls Ltd"),
        (date(2026, 1, 1), date(2026, 2, 1), 50, "Calls Ltd #2"),
    ]


FISCAL = "Category,Nov,Dec,Jan,Feb\nSalaries,1,2,3,4\n"


def test_months_over_the_end_of_a_year_take_both_years_of_the_file(tmp_path: Path) -> None:
    export = read(tmp_path, FISCAL, "Budget FY2025-26.csv")
    months = (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))
    assert lines(export) == [("Salaries", month, n) for n, month in enumerate(months, 1)]


@pytest.mark.parametrize("name", ["Budget FY2026.csv", "Budget.csv"])
def test_months_over_the_end_of_a_year_ask_which_years(tmp_path: Path, name: str) -> None:
    with pytest.raises(UndecidedColumn, match="both years in the name of the file"):
        read(tmp_path, FISCAL, name)


def test_financial_years_are_said_to_be_read_as_calendar_years(tmp_path: Path) -> None:
    export = read(tmp_path, "Category,FY26 Q1,FY26 Q2\nSalaries,1,2\n")
    assert any("read as calendar years" in warning for warning in export.warnings)


COUNTS = "Category,Jan 2026,Feb 2026\nSoftware,41,32\nBilling,12,17\n"


def test_numbers_by_month_are_no_money_unless_something_says_so(tmp_path: Path) -> None:
    (refusal,) = read(tmp_path, COUNTS, "by category.csv").refusals
    assert "whether they are money or totals of tickets" in refusal
    assert read(tmp_path, COUNTS, "Support costs.csv").reader == "budget_sheet"
    assert read(tmp_path, COUNTS, "by category.csv", reader="budget_sheet").counts == (2, 2, 0)


@pytest.mark.parametrize(
    ("name", "note"), [("Phone", "Phone"), ("Plan 2026", None), ("Sheet1", None)]
)
def test_a_sheet_of_a_workbook_by_team_is_kept_apart_by_its_name(
    tmp_path: Path, name: str, note: str | None
) -> None:
    path = tmp_path / "teams.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("About").write_row(0, 0, ("Who", "Asks"))
        page = book.add_worksheet(name)
        page.write_row(0, 0, ("Category", "Jan 2026", "Feb 2026"))
        page.write_row(1, 0, ("Salaries", 12.345, 2))
    rows = read_path(path).tables["budget_line"]
    assert chosen(rows, "amount", "note") == [(12.345, note), (2, note)]
