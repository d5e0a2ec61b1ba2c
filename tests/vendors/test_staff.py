"""Lists of staff by month, as personnel departments write them."""

from datetime import date
from pathlib import Path

from tests.vendors.export import chosen, read

NAMES = ("team", "month", "headcount", "leavers", "training_days")


def test_a_total_of_all_teams_is_no_team(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Team;Month;FTE;Leavers;Training days\n"
        "Orders;2026-01;7,5;1;3,5\nBilling;2026-01;2,25;0;1\nTotal;2026-01;9,75;1;4,5\n",
    )
    january = date(2026, 1, 1)
    assert export.counts == (3, 2, 1)
    assert chosen(export.tables["staff_month"], *NAMES) == [
        ("Orders", january, 7.5, 1, 3.5),
        ("Billing", january, 2.25, 0, 1),
    ]


def test_headings_in_german_and_days_within_the_month(tmp_path: Path) -> None:
    export = read(
        tmp_path,
        "Abteilung;Monat;Vollzeitkräfte;Abgänge;Schulungstage\n"
        "Bestellung;31.01.2026;7,5;1;3,5\nBestellung;28.02.2026;8;0;2\n",
    )
    assert chosen(export.tables["staff_month"], *NAMES) == [
        ("Bestellung", date(2026, 1, 1), 7.5, 1, 3.5),
        ("Bestellung", date(2026, 2, 1), 8, 0, 2),
    ]


def test_a_rate_of_attrition_is_no_number_of_leavers(tmp_path: Path) -> None:
    export = read(tmp_path, "Team,Month,Headcount,Attrition\nOrders,2026-01,50,4%\n")
    assert chosen(export.tables["staff_month"], "headcount", "leavers") == [(50, None)]
    assert any("is a rate" in warning for warning in export.warnings)
